import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { api, call } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { queryClient } from '../api/query.ts';
import { useStateChoices } from '../fleet/states.ts';
import { FormError, useSubmit } from '../ui/forms.tsx';
import layout from '../ui/Layout.module.css';
import { sayDone } from '../ui/useUndo.tsx';
import { DAYS, readSpans, type ServiceLevel, writeSpans } from './serviceLevel.ts';
import { PRIORITIES } from './words.ts';

interface Values extends Record<string, unknown> {
  name: string;
  timeZone: string;
  state: string | null;
  /** As people type them, by day. */
  hours: Record<(typeof DAYS)[number], string>;
  targets: ServiceLevel['targets'];
}

interface Props {
  clientId: string;
  level: ServiceLevel;
  close: () => void;
}

/** Business hours and promised times, from today on; what was before keeps its own. */
export function ServiceLevelForm({ clientId, level, close }: Props) {
  const { t } = useTranslation();
  const states = useStateChoices();
  const hours = Object.fromEntries(DAYS.map((day) => [day, writeSpans(level.weekly[day] ?? [])]));
  const form = useForm<Values>({
    initialValues: {
      name: level.isDefault ? '' : level.name,
      timeZone: level.timeZone,
      state: level.state,
      hours: hours as Values['hours'],
      targets: level.targets,
    },
    validate: {
      name: (value) => (value.trim() ? null : t('ui.form.required')),
      hours: Object.fromEntries(
        DAYS.map((day) => [day, (text: string) => (readSpans(text) ? null : t('helpdesk.level.hoursRule'))]),
      ),
    },
  });
  const submit = useSubmit({
    form,
    send: async ({ hours: typed, ...values }) => {
      const weekly = Object.fromEntries(DAYS.map((day) => [day, readSpans(typed[day]) ?? []]));
      await call(
        api.PUT('/api/v1/clients/{clientId}/service-level', {
          params: { path: { clientId } },
          body: {
            ...values,
            name: values.name.trim(),
            weekly,
            municipality: level.municipality,
            extraDays: level.extraDays,
          },
        }),
      );
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: keys.clients.one(clientId) }),
        queryClient.invalidateQueries({ queryKey: keys.tickets.all }),
      ]);
    },
    onDone: () => {
      sayDone(t('ui.form.saved'));
      close();
    },
    fieldOfCode: { RA_TIME_ZONE: 'timeZone' },
  });
  return (
    <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
      <TextInput
        label={t('helpdesk.level.name')}
        description={t('helpdesk.level.nameHelp')}
        required
        maxLength={100}
        {...form.getInputProps('name')}
      />
      <h3>{t('helpdesk.level.hours')}</h3>
      <p className={layout.small}>{t('helpdesk.level.hoursHelp')}</p>
      <div className={layout.pair}>
        {DAYS.map((day) => (
          <TextInput
            key={day}
            label={t(`helpdesk.day.${day}`)}
            placeholder={t('helpdesk.level.closed')}
            {...form.getInputProps(`hours.${day}`)}
          />
        ))}
        <TextInput label={t('fleet.site.timeZone')} required {...form.getInputProps('timeZone')} />
        <Select
          label={t('helpdesk.level.holidays')}
          data={states}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('fleet.site.stateClear') }}
          {...form.getInputProps('state')}
        />
      </div>
      <h3>{t('helpdesk.level.targets')}</h3>
      {PRIORITIES.map((priority) => (
        <div className={layout.pair} key={priority}>
          {(['firstResponseMinutes', 'resolutionMinutes'] as const).map((target) => (
            <NumberInput
              key={target}
              label={`${t(`helpdesk.priority.${priority}`)}: ${t(`helpdesk.level.${target}`)}`}
              min={1}
              max={525_600}
              suffix={` ${t('monitoring.rule.minutes')}`}
              {...form.getInputProps(`targets.${priority}.${target}`)}
            />
          ))}
        </div>
      ))}
      <FormError error={submit.error} />
      <div className={layout.row}>
        <Button type="submit" loading={submit.pending}>
          {t('ui.form.save')}
        </Button>
        <Button variant="default" onClick={close}>
          {t('ui.form.cancel')}
        </Button>
      </div>
    </form>
  );
}
