import { Button, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../identity/session.ts';
import { FormError, useSubmit } from '../../ui/forms.tsx';
import layout from '../../ui/Layout.module.css';
import { sayDone } from '../../ui/useUndo.tsx';
import { type Schedule, standIn, usePeople } from './queries.ts';

interface Props {
  clientId: string;
  schedule: Schedule;
  onDone: () => void;
}

/** Somebody stands in for a time, for whoever would be on call or for one person. */
export function StandInForm({ clientId, schedule, onDone }: Props) {
  const { t } = useTranslation();
  const { person } = useSession();
  const people = (usePeople(clientId, true).data?.items ?? []).map(({ id, name }) => ({
    value: id,
    label: name,
  }));
  const required = (value: string) => (value ? null : t('ui.form.required'));
  const form = useForm<{
    personId: string;
    replacesId: string | null;
    startsAt: string;
    endsAt: string;
    note: string;
  }>({
    initialValues: { personId: person.id, replacesId: null, startsAt: '', endsAt: '', note: '' },
    validate: { personId: required, endsAt: required },
  });
  const submit = useSubmit({
    form,
    send: ({ personId, replacesId, startsAt, endsAt, note }) =>
      standIn(clientId, schedule.id, {
        personId,
        replacesId,
        startsAt: (startsAt ? new Date(startsAt) : new Date()).toISOString(),
        endsAt: new Date(endsAt).toISOString(),
        note,
      }),
    onDone: () => {
      sayDone(t('ui.form.saved'));
      onDone();
    },
  });
  const inSchedule = new Set(schedule.schedule.layers.flatMap((layer) => layer.people));
  return (
    <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
      <Select
        label={t('oncall.who')}
        data={people}
        searchable
        allowDeselect={false}
        {...form.getInputProps('personId')}
      />
      <Select
        label={t('oncall.whom')}
        placeholder={t('oncall.everybody')}
        data={people.filter(({ value }) => inSchedule.has(value))}
        {...form.getInputProps('replacesId')}
      />
      <div className={layout.pair}>
        <TextInput
          type="datetime-local"
          label={t('quiet.silence.start')}
          description={t('quiet.silence.startHelp')}
          {...form.getInputProps('startsAt')}
        />
        <TextInput
          type="datetime-local"
          label={t('quiet.silence.end')}
          description={t('quiet.ownTime')}
          required
          {...form.getInputProps('endsAt')}
        />
      </div>
      <TextInput label={t('quiet.reason')} maxLength={2000} {...form.getInputProps('note')} />
      <FormError error={submit.error} />
      <div className={layout.row}>
        <Button type="submit" loading={submit.pending}>
          {t('oncall.standIn')}
        </Button>
      </div>
    </form>
  );
}
