import { Button, type ButtonProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMay } from '../identity/session.ts';
import { useUndo } from '../ui/useUndo.tsx';
import { type Alert, acknowledge, unacknowledge } from './queries.ts';

const IN_A_ROW = { size: 'compact-sm', variant: 'default' } as const satisfies ButtonProps;

interface Props {
  alert: Alert;
  /** It is what the page is for, and not one line of many; there it can be given back as well. */
  primary?: boolean;
}

/** Takes an alert with one press; the same sentence takes it back. Shows who took it afterwards. */
export function AcknowledgeButton({ alert, primary = false }: Props) {
  const { t } = useTranslation();
  const may = useMay('alert.acknowledge', alert.clientId);
  const undo = useUndo();
  if (alert.state === 'resolved') return null;
  if (alert.acknowledgedAt) {
    if (primary && may)
      return (
        <Button variant="default" onClick={() => void unacknowledge(alert).catch(undo.showError)}>
          {t('alerting.take.back')}
        </Button>
      );
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
    <Button {...(primary ? {} : IN_A_ROW)} onClick={take}>
      {t('monitoring.take')}
    </Button>
  );
}
