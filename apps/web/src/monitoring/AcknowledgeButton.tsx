import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMay } from '../identity/session.ts';
import { useUndo } from '../ui/useUndo.tsx';
import { type Alert, acknowledge, unacknowledge } from './queries.ts';

/** Takes an alert with one press; the same sentence takes it back. Shows who took it afterwards. */
export function AcknowledgeButton({ alert }: { alert: Alert }) {
  const { t } = useTranslation();
  const may = useMay('alert.acknowledge');
  const undo = useUndo();
  if (alert.state === 'resolved') return null;
  if (alert.acknowledgedAt) {
    return (
      <span>{t('monitoring.takenBy', { name: alert.acknowledgedByName ?? t('monitoring.somebody') })}</span>
    );
  }
  if (!may) return null;
  const take = () => {
    acknowledge(alert).then(
      () =>
        undo.done({
          message: t('monitoring.taken', { name: alert.assetName }),
          undo: () => unacknowledge(alert),
        }),
      undo.showError,
    );
  };
  return (
    <Button size="compact-sm" variant="default" onClick={take}>
      {t('monitoring.take')}
    </Button>
  );
}
