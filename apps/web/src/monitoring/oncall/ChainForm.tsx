import { Button, MultiSelect, NumberInput, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { FormError, useSubmit } from '../../ui/forms.tsx';
import layout from '../../ui/Layout.module.css';
import { sayDone } from '../../ui/useUndo.tsx';
import classes from './OnCall.module.css';
import { type Chain, saveChain } from './queries.ts';
import { keyOf, targetsOf, useTargets } from './targets.ts';

const MINUTE_MS = 60_000;

interface Props {
  clientId: string;
  chain: Chain | undefined;
  onDone: () => void;
}

interface Values extends Record<string, unknown> {
  name: string;
  severities: NonNullable<Chain['matcher']['severities']>;
  steps: { minutes: number; targets: string[] }[];
  repeat: number;
  repeatMinutes: number;
  enabled: boolean;
}

/** Steps that follow each other until somebody says that he takes care. */
export function ChainForm({ clientId, chain, onDone }: Props) {
  const { t } = useTranslation();
  const { groups } = useTargets(clientId);
  const form = useForm<Values>({
    initialValues: {
      name: chain?.name ?? '',
      severities: chain?.matcher.severities ?? [],
      steps: chain?.policy.steps.map(({ delayMs, targets }) => ({
        minutes: delayMs / MINUTE_MS,
        targets: targets.map(keyOf),
      })) ?? [{ minutes: 0, targets: [] }],
      repeat: chain?.policy.repeat ?? 0,
      repeatMinutes: (chain?.policy.repeatAfterMs ?? 30 * MINUTE_MS) / MINUTE_MS,
      enabled: chain?.enabled ?? true,
    },
    validate: {
      name: (value) => (value.trim() ? null : t('ui.form.required')),
      steps: { targets: (value) => (value.length > 0 ? null : t('ui.form.required')) },
    },
  });
  const submit = useSubmit({
    form,
    send: ({ name, severities, steps, repeat, repeatMinutes, enabled }) => {
      const known = chain?.policy.steps.flatMap(({ targets }) => targets) ?? [];
      return saveChain(clientId, chain?.id, {
        name: name.trim(),
        position: chain?.position ?? 100,
        matcher: { ...chain?.matcher, severities },
        policy: {
          steps: steps.map(({ minutes, targets }) => ({
            delayMs: Math.round(minutes * MINUTE_MS),
            targets: targetsOf(targets, known),
          })),
          repeat,
          repeatAfterMs: Math.round(repeatMinutes * MINUTE_MS),
        },
        enabled,
      });
    },
    onDone: () => {
      sayDone(t('ui.form.saved'));
      onDone();
    },
  });
  const { steps, repeat } = form.values;
  return (
    <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
      <TextInput label={t('oncall.name')} required maxLength={100} {...form.getInputProps('name')} />
      <MultiSelect
        label={t('oncall.severities')}
        placeholder={form.values.severities.length === 0 ? t('quiet.scope.all') : undefined}
        data={(['critical', 'warning', 'info'] as const).map((value) => ({
          value,
          label: t(`ui.state.${value}`),
        }))}
        {...form.getInputProps('severities')}
      />
      {steps.map((_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps have no identity but their place
        <fieldset key={index} className={classes.part}>
          <legend>{t('oncall.step', { number: index + 1 })}</legend>
          <NumberInput
            label={t('oncall.delay')}
            description={t('oncall.delayHelp')}
            min={0}
            max={10_080}
            suffix={` ${t('monitoring.rule.minutes')}`}
            {...form.getInputProps(`steps.${index}.minutes`)}
          />
          <MultiSelect
            label={t('oncall.tell')}
            data={groups}
            searchable
            required
            {...form.getInputProps(`steps.${index}.targets`)}
          />
          {steps.length > 1 && (
            <div className={layout.row}>
              <Button size="compact-sm" variant="default" onClick={() => form.removeListItem('steps', index)}>
                {t('oncall.removeStep', { number: index + 1 })}
              </Button>
            </div>
          )}
        </fieldset>
      ))}
      <div className={layout.row}>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => form.insertListItem('steps', { minutes: 15, targets: [] })}
        >
          {t('oncall.addStep')}
        </Button>
      </div>
      <div className={layout.pair}>
        <NumberInput label={t('oncall.repeat')} min={0} max={20} {...form.getInputProps('repeat')} />
        {repeat > 0 && (
          <NumberInput
            label={t('oncall.repeatAfter')}
            min={1}
            max={10_080}
            suffix={` ${t('monitoring.rule.minutes')}`}
            {...form.getInputProps('repeatMinutes')}
          />
        )}
      </div>
      <Switch label={t('quiet.window.enabled')} {...form.getInputProps('enabled', { type: 'checkbox' })} />
      <FormError error={submit.error} />
      <div className={layout.row}>
        <Button type="submit" loading={submit.pending}>
          {t('ui.form.save')}
        </Button>
      </div>
    </form>
  );
}
