import { useTranslation } from 'react-i18next';
import account from '../../identity/account/Account.module.css';
import { useMay } from '../../identity/session.ts';
import { IconBell } from '../../ui/icons.ts';
import layout from '../../ui/Layout.module.css';
import { EditRemove, ListPanel } from '../../ui/ListPanel.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { useFormat } from '../../ui/useFormat.ts';
import { ChainForm } from './ChainForm.tsx';
import classes from './OnCall.module.css';
import { type Chain, removeChain, useChains } from './queries.ts';
import { useTargets } from './targets.ts';

/** Whom an alert reaches, and whom after how long without an answer. */
export function ChainsPanel({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const may = useMay('settings.manage', clientId);
  return (
    <ListPanel
      title={t('oncall.chains')}
      query={useChains(clientId)}
      add={may && t('oncall.addChain')}
      empty={{ icon: IconBell, title: t('oncall.noChains'), text: t('oncall.noChainsText') }}
      row={(chain, actions) => (
        <>
          <div className={account.main}>
            <span className={account.name}>{chain.name}</span>
            {!chain.enabled && <StateBadge state="paused" variant="plain" label={t('oncall.chainOff')} />}
            <Steps clientId={clientId} chain={chain} />
          </div>
          {may && (
            <div className={layout.row}>
              <EditRemove actions={actions} />
            </div>
          )}
        </>
      )}
      form={(chain, close) => <ChainForm clientId={clientId} chain={chain} onDone={close} />}
      nameOf={({ name }) => name}
      remove={{
        said: ({ name }) => t('oncall.removed', { name }),
        commit: ({ id }, keepalive) => removeChain(clientId, id, keepalive),
      }}
    />
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
