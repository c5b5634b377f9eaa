import { Button, Modal, Select, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../identity/session.ts';
import { FormError, useSubmit } from '../../ui/forms.tsx';
import layout from '../../ui/Layout.module.css';
import { sayDone } from '../../ui/useUndo.tsx';
import { type Alert, acknowledge } from '../queries.ts';
import { DURATIONS, type Duration, endAfter } from '../silences/durations.ts';

/** Takes an alert and says what is being done, and until when; after that the next one is called. */
export function TakeWithNote({ alert }: { alert: Alert }) {
  const { t } = useTranslation();
  const may = useMay('alert.acknowledge', alert.clientId);
  const [open, setOpen] = useState(false);
  if (!may || alert.state === 'resolved' || alert.acknowledgedAt) return null;
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t('alerting.take.withNote')}
      </Button>
      {open && (
        <Modal
          opened
          onClose={() => setOpen(false)}
          title={alert.title}
          closeButtonProps={{ 'aria-label': t('app.close') }}
        >
          <NoteForm alert={alert} onDone={() => setOpen(false)} />
        </Modal>
      )}
    </>
  );
}

interface Values extends Record<string, unknown> {
  note: string;
  duration: Duration | 'resolved';
}

function NoteForm({ alert, onDone }: { alert: Alert; onDone: () => void }) {
  const { t } = useTranslation();
  const form = useForm<Values>({ initialValues: { note: '', duration: 'resolved' } });
  const submit = useSubmit({
    form,
    send: ({ note, duration }) =>
      acknowledge(
        alert,
        note.trim() || null,
        duration === 'resolved' ? null : endAfter(new Date(), duration),
      ),
    onDone: () => {
      sayDone(t('monitoring.taken', { name: alert.assetName }));
      onDone();
    },
  });
  return (
    <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
      <Textarea
        label={t('monitoring.fact.note')}
        description={t('alerting.take.noteHelp')}
        autosize
        minRows={2}
        maxLength={2000}
        {...form.getInputProps('note')}
      />
      <Select
        label={t('alerting.take.until')}
        description={t('alerting.take.untilHelp')}
        data={[
          { value: 'resolved', label: t('alerting.take.untilResolved') },
          ...DURATIONS.map((value) => ({ value, label: t(`quiet.silence.durations.${value}`) })),
        ]}
        allowDeselect={false}
        {...form.getInputProps('duration')}
      />
      <FormError error={submit.error} />
      <div className={layout.row}>
        <Button type="submit" loading={submit.pending}>
          {t('monitoring.take')}
        </Button>
      </div>
    </form>
  );
}
