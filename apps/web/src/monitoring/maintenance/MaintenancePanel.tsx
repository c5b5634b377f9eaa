import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import account from '../../identity/account/Account.module.css';
import { useMay } from '../../identity/session.ts';
import { IconSettings } from '../../ui/icons.ts';
import layout from '../../ui/Layout.module.css';
import { EditRemove, ListPanel, type RowActions } from '../../ui/ListPanel.tsx';
import { AbsoluteTime } from '../../ui/RelativeTime.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { useFormat } from '../../ui/useFormat.ts';
import { useUndo } from '../../ui/useUndo.tsx';
import { ScopeText } from '../silences/Scope.tsx';
import { MaintenanceForm } from './MaintenanceForm.tsx';
import { changeMaintenance, type Maintenance, removeMaintenance, useMaintenance } from './queries.ts';
import { windowText } from './windows.ts';

/** Planned times in which nobody is told of alerts, with the one that runs and the next. */
export function MaintenancePanel({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const may = useMay('check.manage', clientId);
  return (
    <ListPanel
      title={t('quiet.window.title')}
      apiPath={`/api/v1/clients/${clientId}/maintenance-windows`}
      query={useMaintenance(clientId)}
      add={may && t('quiet.window.add')}
      empty={{ icon: IconSettings, title: t('quiet.window.none'), text: t('quiet.window.noneText') }}
      row={(maintenance, actions) => (
        <Row clientId={clientId} maintenance={maintenance} may={may} actions={actions} />
      )}
      form={(maintenance, close) => (
        <MaintenanceForm clientId={clientId} maintenance={maintenance} onDone={close} />
      )}
      nameOf={({ name }) => name}
      remove={{
        said: ({ name }) => t('quiet.window.removed', { name }),
        commit: ({ id }, keepalive) => removeMaintenance(clientId, id, keepalive),
      }}
    />
  );
}

interface RowProps {
  clientId: string;
  maintenance: Maintenance;
  may: boolean;
  actions: RowActions;
}

function Row({ clientId, maintenance, may, actions }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { showError } = useUndo();
  const { name, reason, window, enabled, current, next, alerts } = maintenance;
  return (
    <>
      <div className={account.main}>
        <span className={account.name}>{name}</span>
        <span className={account.meta}>
          {current ? (
            <span>
              <StateBadge state="paused" variant="plain" label={t('quiet.window.running')} />{' '}
              {t('quiet.until')} <AbsoluteTime at={current.to} timeZone={window.timeZone} />
            </span>
          ) : (
            <span>
              {t('quiet.window.next')} <AbsoluteTime at={next?.from} timeZone={window.timeZone} />
            </span>
          )}
          <span>{windowText(t, format, window)}</span>
          <span>
            <ScopeText clientId={clientId} matcher={maintenance.matcher} />
          </span>
          {reason && <span>{reason}</span>}
          {alerts > 0 && <span>{t('quiet.alerts', { count: alerts })}</span>}
        </span>
      </div>
      {may && (
        <div className={layout.row}>
          <Switch
            size="sm"
            checked={enabled}
            label={t('quiet.window.enabled')}
            onChange={(event) =>
              void changeMaintenance(clientId, maintenance.id, {
                enabled: event.currentTarget.checked,
              }).catch(showError)
            }
          />
          <EditRemove actions={actions} />
        </div>
      )}
    </>
  );
}
