import { Button, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { FormError, useSubmit } from '../../ui/forms.tsx';
import layout from '../../ui/Layout.module.css';
import { sayDone } from '../../ui/useUndo.tsx';
import { DURATIONS, type Duration, endAfter } from './durations.ts';
import { addSilence, type Matcher } from './queries.ts';
import { matcherOf, type Scope, ScopeFields } from './Scope.tsx';

interface Props {
  clientId: string;
  /** What is silenced; asked for when missing. */
  matcher?: Matcher;
  onDone: () => void;
}

interface Values extends Record<string, unknown> {
  scope: Scope;
  reason: string;
  /** An end is typed when it is none of the usual durations. */
  duration: Duration | 'until';
  startsAt: string;
  endsAt: string;
}

/** Quiet for a time: what, why, how long. */
export function SilenceForm({ clientId, matcher, onDone }: Props) {
  const { t } = useTranslation();
  const form = useForm<Values>({
    initialValues: {
      scope: { siteIds: [], assetIds: [] },
      reason: '',
      duration: '60',
      startsAt: '',
      endsAt: '',
    },
    validate: {
      reason: (value) => (value.trim() ? null : t('ui.form.required')),
      endsAt: (value, { duration }) => (duration !== 'until' || value ? null : t('ui.form.required')),
    },
  });
  const submit = useSubmit({
    form,
    send: ({ scope, reason, duration, startsAt, endsAt }) => {
      const start = startsAt ? new Date(startsAt) : new Date();
      return addSilence(clientId, {
        matcher: matcher ?? matcherOf(scope),
        reason: reason.trim(),
        ...(startsAt ? { startsAt: start.toISOString() } : {}),
        endsAt: duration === 'until' ? new Date(endsAt).toISOString() : endAfter(start, duration),
      });
    },
    onDone: () => {
      sayDone(t('quiet.silence.added'));
      onDone();
    },
    fieldOfCode: { RA_SILENCE_INVALID: 'endsAt' },
  });
  return (
    <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
      {!matcher && (
        <ScopeFields
          clientId={clientId}
          value={form.values.scope}
          onChange={(scope) => form.setFieldValue('scope', scope)}
        />
      )}
      <TextInput
        label={t('quiet.reason')}
        description={t('quiet.silence.reasonHelp')}
        required
        maxLength={2000}
        {...form.getInputProps('reason')}
      />
      <Select
        label={t('quiet.silence.duration')}
        data={[...DURATIONS, 'until' as const].map((value) => ({
          value,
          label: t(`quiet.silence.durations.${value}`),
        }))}
        allowDeselect={false}
        {...form.getInputProps('duration')}
      />
      {form.values.duration === 'until' && (
        <TextInput
          type="datetime-local"
          label={t('quiet.silence.end')}
          description={t('quiet.ownTime')}
          required
          {...form.getInputProps('endsAt')}
        />
      )}
      {!matcher && (
        <TextInput
          type="datetime-local"
          label={t('quiet.silence.start')}
          description={t('quiet.silence.startHelp')}
          {...form.getInputProps('startsAt')}
        />
      )}
      <FormError error={submit.error} />
      <div className={layout.row}>
        <Button type="submit" loading={submit.pending}>
          {t('quiet.silence.add')}
        </Button>
      </div>
    </form>
  );
}
