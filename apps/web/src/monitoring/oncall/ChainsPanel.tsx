import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RoutePending } from '../../app/RouteStates.tsx';
import account from '../../identity/account/Account.module.css';
import { useMay } from '../../identity/session.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { IconBell } from '../../ui/icons.ts';
import layout from '../../ui/Layout.module.css';
import { Panel } from '../../ui/Panel.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { useFormat } from '../../ui/useFormat.ts';
import { useUndo } from '../../ui/useUndo.tsx';
import { ChainForm } from './ChainForm.tsx';
import classes from './OnCall.module.css';
import { type Chain, removeChain, useChains } from './queries.ts';
import { useTargets } from './targets.ts';

/** Whom an alert reaches, and whom after how long without an answer. */
export function ChainsPanel({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const may = useMay('settings.manage', clientId);
  const undo = useUndo();
  const [editing, setEditing] = useState<Chain | 'new'>();
  const [removed, setRemoved] = useState<readonly string[]>([]);
  const query = useChains(clientId);
  if (query.isPending) return <RoutePending />;
  if (query.isError) return <ErrorState error={query.error} retry={query.refetch} />;
  const items = query.data.items.filter(({ id }) => !removed.includes(id));
  const remove = ({ id, name }: Chain) => {
    setRemoved((ids) => [...ids, id]);
    undo.later({
      message: t('oncall.removed', { name }),
      commit: ({ keepalive }) => removeChain(clientId, id, keepalive),
      restore: () => setRemoved((ids) => ids.filter((each) => each !== id)),
    });
  };
  return (
    <>
      <Panel
        title={t('oncall.chains')}
        aside={items.length}
        actions={may && <Button onClick={() => setEditing('new')}>{t('oncall.addChain')}</Button>}
        flush
      >
        {items.length === 0 ? (
          <EmptyState icon={IconBell} title={t('oncall.noChains')}>
            {t('oncall.noChainsText')}
          </EmptyState>
        ) : (
          <ul className={account.list}>
            {items.map((chain) => (
              <li key={chain.id}>
                <div className={account.main}>
                  <span className={account.name}>{chain.name}</span>
                  {!chain.enabled && (
                    <StateBadge state="paused" variant="plain" label={t('oncall.chainOff')} />
                  )}
                  <Steps clientId={clientId} chain={chain} />
                </div>
                {may && (
                  <div className={layout.row}>
                    <Button size="compact-sm" variant="default" onClick={() => setEditing(chain)}>
                      {t('quiet.edit')}
                    </Button>
                    <Button size="compact-sm" variant="default" onClick={() => remove(chain)}>
                      {t('quiet.remove')}
                    </Button>
                  </div>
                )}
              </li>
            ))}
          </ul>
        )}
      </Panel>
      {editing && (
        <Modal
          opened
          onClose={() => setEditing(undefined)}
          title={editing === 'new' ? t('oncall.addChain') : editing.name}
          closeButtonProps={{ 'aria-label': t('app.close') }}
        >
          <ChainForm
            clientId={clientId}
            chain={editing === 'new' ? undefined : editing}
            onDone={() => setEditing(undefined)}
          />
        </Modal>
      )}
    </>
  );
}

function Steps({ clientId, chain }: { clientId: string; chain: Chain }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { nameOf } = useTargets(clientId);
  const { steps, repeat, repeatAfterMs } = chain.policy;
  return (
    <ol className={classes.next}>
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps have no identity but their place
        <li key={index}>
          {step.delayMs === 0
            ? t('oncall.atOnce')
            : t('oncall.after', { time: format.duration(step.delayMs) })}
          : {step.targets.map(nameOf).join(', ')}
        </li>
      ))}
      {repeat > 0 && <li>{t('oncall.repeats', { count: repeat, time: format.duration(repeatAfterMs) })}</li>}
    </ol>
  );
}
