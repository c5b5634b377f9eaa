import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../identity/session.ts';
import { useCheckName } from '../finding.ts';
import type { Alert } from '../queries.ts';
import { SilenceForm } from './SilenceForm.tsx';

/** Silences the check of an alert for a time. */
export function SilenceButton({ alert }: { alert: Alert }) {
  const { t } = useTranslation();
  const checkName = useCheckName();
  const [open, setOpen] = useState(false);
  const may = useMay('alert.acknowledge', alert.clientId);
  if (!may || alert.state === 'resolved' || alert.suppression === 'silence') return null;
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t('quiet.silence.add')}
      </Button>
      {open && (
        <Modal
          opened
          onClose={() => setOpen(false)}
          title={t('quiet.silence.addFor', {
            name: `${alert.assetName}: ${checkName(alert.kind, alert.checkName)}`,
          })}
          closeButtonProps={{ 'aria-label': t('app.close') }}
        >
          <SilenceForm
            clientId={alert.clientId}
            matcher={{ assetIds: [alert.assetId], checkIds: [alert.checkId] }}
            onDone={() => setOpen(false)}
          />
        </Modal>
      )}
    </>
  );
}
