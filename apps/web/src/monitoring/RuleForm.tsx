import { Button, NumberInput, Select } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { AssetPlace } from '../fleet/queries.ts';
import { FormError, useSubmit } from '../ui/forms.tsx';
import layout from '../ui/Layout.module.css';
import { sayDone } from '../ui/useUndo.tsx';
import { type Check, changeCheck } from './queries.ts';
import { type Level, type Rule, type Severity, unitOf } from './rules.ts';
import { Simulation } from './Simulation.tsx';

interface Props {
  place: AssetPlace;
  check: Check;
  onDone: () => void;
}

interface Values extends Record<string, unknown> {
  /** Of a check that judges itself: how bad a failure is, and a warning; '' raises nothing. */
  failed: Severity;
  warning: Severity | '';
  /** Of a number: from where on it is bad. */
  direction: 'above' | 'below';
  levels: Level[];
  forMinutes: number;
  /** Without a value for that long something is said; '' for never. */
  noDataMinutes: number | '';
}

/** What the limit may be passed towards is part of a kind; only what follows from other values goes both ways. */
const BOTH_WAYS: ReadonlySet<string> = new Set(['trend']);

/** Thresholds of a check: when it warns, when it is over again, after how long, and what silence means. */
export function RuleForm({ place, check, onDone }: Props) {
  const { t } = useTranslation();
  const { condition } = check.rule;
  const { noData } = check.rule;
  const form = useForm<Values>({
    initialValues: {
      failed: condition.kind === 'status' ? condition.failed : 'critical',
      warning: condition.kind === 'status' ? (condition.warning ?? '') : '',
      direction: condition.kind === 'value' ? condition.direction : 'above',
      levels: condition.kind === 'value' ? condition.levels : [],
      forMinutes: check.rule.forMs / 60_000,
      noDataMinutes: noData ? noData.afterMs / 60_000 : '',
    },
  });
  const ruleOf = ({ failed, warning, direction, levels, forMinutes, noDataMinutes }: Values): Rule => {
    const { noData: _, ...rest } = check.rule;
    return {
      ...rest,
      condition:
        condition.kind === 'value'
          ? { ...condition, direction, levels }
          : { kind: 'status', failed, ...(warning ? { warning } : {}) },
      forMs: Math.round(forMinutes * 60_000),
      ...(noDataMinutes === ''
        ? {}
        : {
            noData: {
              afterMs: Math.round(noDataMinutes * 60_000),
              severity: noData?.severity ?? ('warning' as const),
            },
          }),
    };
  };
  const submit = useSubmit({
    form,
    send: (values) => changeCheck(place, check.id, { rule: ruleOf(values) }),
    onDone: () => {
      sayDone(t('ui.form.saved'));
      onDone();
    },
  });
  const severities = (['info', 'warning', 'critical'] as const).map((value) => ({
    value: value as Severity | '',
    label: t(`ui.state.${value}`),
  }));
  const unit = unitOf(check.kind);
  const suffix = unit === 'd' ? ` ${t('monitoring.rule.days')}` : ` ${unit}`;
  return (
    <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
      {condition.kind === 'status' && (
        <div className={layout.pair}>
          <Select
            label={t('monitoring.rule.onFailure')}
            data={severities as { value: Severity; label: string }[]}
            allowDeselect={false}
            {...form.getInputProps('failed')}
          />
          <Select
            label={t('monitoring.rule.onWarning')}
            data={[{ value: '', label: t('monitoring.rule.nothing') }, ...severities]}
            allowDeselect={false}
            {...form.getInputProps('warning')}
          />
        </div>
      )}
      {BOTH_WAYS.has(check.kind) && (
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
      <div className={layout.pair}>
        <NumberInput
          label={t('monitoring.rule.for')}
          description={t('monitoring.rule.forHelp')}
          min={0}
          suffix={` ${t('monitoring.rule.minutes')}`}
          {...form.getInputProps('forMinutes')}
        />
        <NumberInput
          label={t('monitoring.rule.noData')}
          description={t('monitoring.rule.noDataHelp')}
          min={1}
          suffix={` ${t('monitoring.rule.minutes')}`}
          {...form.getInputProps('noDataMinutes')}
        />
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
