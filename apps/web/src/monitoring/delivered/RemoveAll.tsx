import { Button, Modal, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../fleet/queries.ts';
import { FormError, useSubmit } from '../../ui/forms.tsx';
import layout from '../../ui/Layout.module.css';
import { sayDone } from '../../ui/useUndo.tsx';
import { removeAllSeries } from './queries.ts';

/** Deletes everything that was measured at a client. Too much to be undone within seconds: its code is typed first. */
export function RemoveAll({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <div className={layout.row}>
        <Button variant="default" onClick={() => setAsking(true)}>
          {t('ingest.removeAll.title')}
        </Button>
      </div>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('ingest.removeAll.title')}
        closeButtonProps={{ 'aria-label': t('app.close') }}
      >
        <Ask clientId={clientId} onDone={() => setAsking(false)} />
      </Modal>
    </>
  );
}

function Ask({ clientId, onDone }: { clientId: string; onDone: () => void }) {
  const { t } = useTranslation();
  const code = useClient(clientId).data?.code;
  const form = useForm({
    initialValues: { code: '' },
    validate: { code: (value) => (value.trim() === code ? null : t('ingest.removeAll.wrong')) },
  });
  const submit = useSubmit({
    form,
    send: () => removeAllSeries(clientId),
    onDone: () => {
      sayDone(t('ingest.removeAll.done'));
      onDone();
    },
  });
  return (
    <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
      <p>{t('ingest.removeAll.text')}</p>
      <TextInput
        label={t('ingest.removeAll.code', { code: code ?? '' })}
        autoComplete="off"
        required
        {...form.getInputProps('code')}
      />
      <FormError error={submit.error} />
      <div className={layout.row}>
        <Button type="submit" color="red" loading={submit.pending} disabled={code === undefined}>
          {t('ingest.removeAll.button')}
        </Button>
      </div>
    </form>
  );
}
