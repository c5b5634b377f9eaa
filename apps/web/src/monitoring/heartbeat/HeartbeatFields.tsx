import { NumberInput, Select, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import layout from '../../ui/Layout.module.css';
import { useFormat } from '../../ui/useFormat.ts';
import type { CheckValues } from '../checkInput.ts';

const YEAR_MINUTES = 366 * 24 * 60;
const WEEK_MINUTES = 7 * 24 * 60;

/** Which job reports, how often, and how late it may be. */
export function HeartbeatFields({ form }: { form: UseFormReturnType<CheckValues> }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <TextInput
        label={t('heartbeat.name')}
        description={t('heartbeat.nameHelp')}
        required
        maxLength={200}
        {...form.getInputProps('name')}
      />
      <Select
        label={t('heartbeat.schedule')}
        data={(['every', 'cron'] as const).map((value) => ({
          value,
          label: t(`heartbeat.schedules.${value}`),
        }))}
        allowDeselect={false}
        {...form.getInputProps('schedule')}
      />
      {form.values.schedule === 'cron' && (
        <div className={layout.pair}>
          <TextInput
            label={t('heartbeat.expression')}
            description={t('heartbeat.expressionHelp')}
            placeholder="30 2 * * *"
            required
            maxLength={100}
            autoComplete="off"
            {...form.getInputProps('expression')}
          />
          <TextInput
            label={t('quiet.window.timeZone')}
            description={t('heartbeat.timeZoneHelp')}
            required
            maxLength={64}
            {...form.getInputProps('timeZone')}
          />
        </div>
      )}
      <div className={layout.pair}>
        {form.values.schedule === 'every' && (
          <NumberInput
            label={t('heartbeat.period')}
            description={t('heartbeat.periodHelp', {
              time: format.duration(form.values.periodMinutes * 60_000),
            })}
            min={1}
            max={YEAR_MINUTES}
            suffix={` ${t('monitoring.rule.minutes')}`}
            {...form.getInputProps('periodMinutes')}
          />
        )}
        <NumberInput
          label={t('heartbeat.grace')}
          description={t('heartbeat.graceHelp')}
          min={1}
          max={WEEK_MINUTES}
          suffix={` ${t('monitoring.rule.minutes')}`}
          {...form.getInputProps('graceMinutes')}
        />
      </div>
    </>
  );
}
