import { Button, Modal, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RoutePending } from '../../app/RouteStates.tsx';
import account from '../../identity/account/Account.module.css';
import { useMay } from '../../identity/session.ts';
import { ApiCallShown } from '../../ui/ApiCallShown.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { IconSettings } from '../../ui/icons.ts';
import layout from '../../ui/Layout.module.css';
import { Panel } from '../../ui/Panel.tsx';
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
  const [editing, setEditing] = useState<Maintenance | 'new'>();
  const [removed, setRemoved] = useState<readonly string[]>([]);
  const undo = useUndo();
  const query = useMaintenance(clientId);
  if (query.isPending) return <RoutePending />;
  if (query.isError) return <ErrorState error={query.error} retry={query.refetch} />;
  const items = query.data.items.filter(({ id }) => !removed.includes(id));
  const remove = ({ id, name }: Maintenance) => {
    setRemoved((ids) => [...ids, id]);
    undo.later({
      message: t('quiet.window.removed', { name }),
      commit: ({ keepalive }) => removeMaintenance(clientId, id, keepalive),
      restore: () => setRemoved((ids) => ids.filter((each) => each !== id)),
    });
  };
  return (
    <>
      <Panel
        title={t('quiet.window.title')}
        aside={items.length}
        actions={
          <>
            <ApiCallShown path={`/api/v1/clients/${clientId}/maintenance-windows`} />
            {may && <Button onClick={() => setEditing('new')}>{t('quiet.window.add')}</Button>}
          </>
        }
        flush
      >
        {items.length === 0 ? (
          <EmptyState icon={IconSettings} title={t('quiet.window.none')}>
            {t('quiet.window.noneText')}
          </EmptyState>
        ) : (
          <ul className={account.list}>
            {items.map((maintenance) => (
              <Row
                key={maintenance.id}
                clientId={clientId}
                maintenance={maintenance}
                may={may}
                edit={() => setEditing(maintenance)}
                remove={() => remove(maintenance)}
              />
            ))}
          </ul>
        )}
      </Panel>
      {editing && (
        <Modal
          opened
          onClose={() => setEditing(undefined)}
          title={editing === 'new' ? t('quiet.window.add') : editing.name}
          closeButtonProps={{ 'aria-label': t('app.close') }}
        >
          <MaintenanceForm
            clientId={clientId}
            maintenance={editing === 'new' ? undefined : editing}
            onDone={() => setEditing(undefined)}
          />
        </Modal>
      )}
    </>
  );
}

interface RowProps {
  clientId: string;
  maintenance: Maintenance;
  may: boolean;
  edit: () => void;
  remove: () => void;
}

function Row({ clientId, maintenance, may, edit, remove }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { showError } = useUndo();
  const { name, reason, window, enabled, current, next, alerts } = maintenance;
  return (
    <li>
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
          <Button size="compact-sm" variant="default" onClick={edit}>
            {t('quiet.edit')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={remove}>
            {t('quiet.remove')}
          </Button>
        </div>
      )}
    </li>
  );
}
