import { Button, Checkbox, NumberInput, Select } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { AssetPlace } from '../fleet/queries.ts';
import { FormError, useSubmit } from '../ui/forms.tsx';
import layout from '../ui/Layout.module.css';
import { sayDone } from '../ui/useUndo.tsx';
import { type Check, changeCheck } from './queries.ts';
import {
  canBeTried,
  goesBothWays,
  type RuleValues,
  ruleFrom,
  SEVERITIES,
  unitOf,
  valuesOf,
  watchesSilence,
} from './rules.ts';
import { Simulation } from './Simulation.tsx';

interface Props {
  place: AssetPlace;
  check: Check;
  onDone: () => void;
}

interface Values extends RuleValues, Record<string, unknown> {}

/** When a check warns, when it is over again, after how long, and what else decides about its alerts. */
export function RuleForm({ place, check, onDone }: Props) {
  const { t } = useTranslation();
  const { rule } = check;
  const form = useForm<Values>({
    initialValues: { ...valuesOf(rule) },
    validate: {
      warning: (value, { failed }) =>
        value !== '' && rank(value) > rank(failed) ? t('monitoring.rule.warningMilder') : null,
    },
  });
  const submit = useSubmit({
    form,
    send: (values) => changeCheck(place, check.id, { rule: ruleFrom(rule, values) }),
    onDone: () => {
      sayDone(t('ui.form.saved'));
      onDone();
    },
  });
  const unit = unitOf(check.kind);
  const suffix = unit === 'd' ? ` ${t('monitoring.rule.days')}` : ` ${unit}`;
  const minutes = ` ${t('monitoring.rule.minutes')}`;
  const severities = SEVERITIES.map((value) => ({ value, label: t(`ui.state.${value}`) }));
  return (
    <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
      {goesBothWays(check) && (
        <Select
          label={t('monitoring.rule.direction')}
          description={t('monitoring.rule.directionHelp')}
          data={(['above', 'below'] as const).map((value) => ({
            value,
            label: t(`monitoring.rule.directions.${value}`),
          }))}
          allowDeselect={false}
          {...form.getInputProps('direction')}
        />
      )}
      {form.values.levels.map((level, index) => (
        <div className={layout.pair} key={level.severity}>
          <NumberInput
            label={t(
              form.values.direction === 'above'
                ? 'monitoring.rule.threshold'
                : 'monitoring.rule.thresholdBelow',
              { severity: t(`ui.state.${level.severity}`) },
            )}
            suffix={suffix}
            {...form.getInputProps(`levels.${index}.threshold`)}
          />
          <NumberInput
            label={t('monitoring.rule.recovery')}
            suffix={suffix}
            {...form.getInputProps(`levels.${index}.recovery`)}
          />
        </div>
      ))}
      {rule.condition.kind === 'status' && (
        <div className={layout.pair}>
          <Select
            label={t('monitoring.rule.whenFailed')}
            data={severities}
            allowDeselect={false}
            {...form.getInputProps('failed')}
          />
          <Select
            label={t('monitoring.rule.whenWarning')}
            data={[{ value: '', label: t('monitoring.rule.nothing') }, ...severities]}
            allowDeselect={false}
            {...form.getInputProps('warning')}
          />
        </div>
      )}
      <div className={layout.pair}>
        <NumberInput
          label={t('monitoring.rule.for')}
          description={t('monitoring.rule.forHelp')}
          min={0}
          suffix={minutes}
          {...form.getInputProps('forMinutes')}
        />
        <NumberInput
          label={t('monitoring.rule.recoverFor')}
          description={t('monitoring.rule.recoverForHelp')}
          min={0}
          suffix={minutes}
          {...form.getInputProps('recoverMinutes')}
        />
      </div>
      <div className={layout.pair}>
        <NumberInput
          label={t('monitoring.rule.consecutive')}
          description={t('monitoring.rule.consecutiveHelp')}
          min={1}
          max={100}
          allowDecimal={false}
          {...form.getInputProps('consecutive')}
        />
      </div>
      {watchesSilence(check) && (
        <div className={layout.pair}>
          <NumberInput
            label={t('monitoring.rule.silent')}
            description={t('monitoring.rule.silentHelp')}
            min={0}
            max={40_000}
            suffix={minutes}
            {...form.getInputProps('silentMinutes')}
          />
          <Select
            label={t('monitoring.rule.silentSeverity')}
            data={severities}
            allowDeselect={false}
            {...form.getInputProps('silentSeverity')}
          />
        </div>
      )}
      <Checkbox
        label={t('monitoring.rule.flap')}
        description={t('monitoring.rule.flapHelp')}
        {...form.getInputProps('flap', { type: 'checkbox' })}
      />
      <Checkbox
        label={t('monitoring.rule.byImportance')}
        description={t('monitoring.rule.byImportanceHelp')}
        {...form.getInputProps('byImportance', { type: 'checkbox' })}
      />
      {canBeTried(check) && (
        <Simulation
          place={place}
          what={{ checkId: check.id }}
          rule={() => ruleFrom(rule, form.getValues())}
        />
      )}
      <FormError error={submit.error} />
      <div className={layout.row}>
        <Button type="submit" loading={submit.pending}>
          {t('ui.form.save')}
        </Button>
      </div>
    </form>
  );
}

const rank = (severity: (typeof SEVERITIES)[number]): number => SEVERITIES.indexOf(severity);
