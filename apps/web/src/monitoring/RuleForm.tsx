import { Button, NumberInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { AssetPlace } from '../fleet/queries.ts';
import { FormError, useSubmit } from '../ui/forms.tsx';
import layout from '../ui/Layout.module.css';
import { sayDone } from '../ui/useUndo.tsx';
import { type Check, changeCheck } from './queries.ts';
import { type Level, type Rule, unitOf } from './rules.ts';
import { Simulation } from './Simulation.tsx';

interface Props {
  place: AssetPlace;
  check: Check;
  onDone: () => void;
}

interface Values extends Record<string, unknown> {
  levels: Level[];
  forMinutes: number;
  intervalSeconds: number;
}

/** Thresholds of a check: when it warns, when it is over again, after how long. */
export function RuleForm({ place, check, onDone }: Props) {
  const { t } = useTranslation();
  const { condition } = check.rule;
  const form = useForm<Values>({
    initialValues: {
      levels: condition.kind === 'value' ? condition.levels : [],
      forMinutes: check.rule.forMs / 60_000,
      intervalSeconds: check.intervalMs / 1000,
    },
  });
  const ruleOf = ({ levels, forMinutes }: Values): Rule => ({
    ...check.rule,
    condition: condition.kind === 'value' ? { ...condition, levels } : condition,
    forMs: Math.round(forMinutes * 60_000),
  });
  const submit = useSubmit({
    form,
    send: (values) => {
      const { intervalSeconds } = values;
      return changeCheck(place, check.id, {
        rule: ruleOf(values),
        ...(check.runsOn === 'samples' ? {} : { intervalMs: Math.round(intervalSeconds * 1000) }),
      });
    },
    onDone: () => {
      sayDone(t('ui.form.saved'));
      onDone();
    },
  });
  const unit = unitOf(check.kind);
  const suffix = unit === 'd' ? ` ${t('monitoring.rule.days')}` : ` ${unit}`;
  return (
    <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
      {form.values.levels.map((level, index) => (
        <div className={layout.pair} key={level.severity}>
          <NumberInput
            label={t('monitoring.rule.threshold', { severity: t(`ui.state.${level.severity}`) })}
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
      <div className={layout.pair}>
        <NumberInput
          label={t('monitoring.rule.for')}
          description={t('monitoring.rule.forHelp')}
          min={0}
          suffix={` ${t('monitoring.rule.minutes')}`}
          {...form.getInputProps('forMinutes')}
        />
        {check.runsOn !== 'samples' && (
          <NumberInput
            label={t('monitoring.check.interval')}
            min={1}
            max={86_400}
            suffix=" s"
            {...form.getInputProps('intervalSeconds')}
          />
        )}
      </div>
      <Simulation place={place} checkId={check.id} rule={() => ruleOf(form.getValues())} />
      <FormError error={submit.error} />
      <div className={layout.row}>
        <Button type="submit" loading={submit.pending}>
          {t('ui.form.save')}
        </Button>
      </div>
    </form>
  );
}
