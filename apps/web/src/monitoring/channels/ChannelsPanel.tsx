import { Button, Switch } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import account from '../../identity/account/Account.module.css';
import { useMay } from '../../identity/session.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { IconBell } from '../../ui/icons.ts';
import layout from '../../ui/Layout.module.css';
import { EditRemove, ListPanel, type RowActions } from '../../ui/ListPanel.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { StateBadge, Tag } from '../../ui/StateBadge.tsx';
import { useUndo } from '../../ui/useUndo.tsx';
import { ChannelForm } from './ChannelForm.tsx';
import classes from './Channels.module.css';
import { type Channel, changeChannel, removeChannel, testChannel, useChannels } from './queries.ts';

/** Messengers and SMS gateways that tell of alerts. */
export function ChannelsPanel({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const may = useMay('settings.manage', clientId);
  return (
    <ListPanel
      title={t('channels.title')}
      query={useChannels(clientId)}
      add={may && t('channels.add')}
      empty={{ icon: IconBell, title: t('channels.none'), text: t('channels.noneText') }}
      row={(channel, actions) => <Row clientId={clientId} channel={channel} may={may} actions={actions} />}
      form={(channel, close) => <ChannelForm clientId={clientId} channel={channel} onDone={close} />}
      nameOf={({ name }) => name}
      remove={{
        said: ({ name }) => t('channels.removed', { name }),
        commit: ({ id }, keepalive) => removeChannel(clientId, id, keepalive),
      }}
    />
  );
}

interface RowProps {
  clientId: string;
  channel: Channel;
  may: boolean;
  actions: RowActions;
}

function Row({ clientId, channel, may, actions }: RowProps) {
  const { t } = useTranslation();
  const { showError } = useUndo();
  const test = useMutation({ mutationFn: () => testChannel(clientId, channel.id) });
  return (
    <>
      <div className={account.main}>
        <span className={account.name}>
          {channel.name} <Tag>{t(`channels.kinds.${channel.kind}`)}</Tag>
        </span>
        <span className={account.meta}>
          <span>{channel.shown}</span>
          <span>{t('channels.from', { severity: t(`ui.state.${channel.minimum}`) })}</span>
          {channel.receivers.length > 0 && <span>{channel.receivers.join(', ')}</span>}
          {channel.lastAt ? (
            <span>
              <StateBadge
                state={channel.lastError === null ? 'ok' : 'critical'}
                variant="plain"
                label={t(channel.lastError === null ? 'channels.lastOk' : 'channels.lastFailed')}
              />{' '}
              <RelativeTime at={channel.lastAt} /> {channel.lastError}
            </span>
          ) : (
            <StateBadge state="unknown" variant="plain" label={t('channels.never')} />
          )}
        </span>
      </div>
      {may && (
        <div className={layout.row}>
          <Switch
            size="sm"
            checked={channel.enabled}
            label={t('channels.enabled')}
            onChange={(event) =>
              void changeChannel(clientId, channel.id, { enabled: event.currentTarget.checked }).catch(
                showError,
              )
            }
          />
          <Button size="compact-sm" variant="default" loading={test.isPending} onClick={() => test.mutate()}>
            {t('channels.test')}
          </Button>
          <EditRemove actions={actions} />
        </div>
      )}
      {(test.isError || test.data) && (
        <div className={classes.result}>
          {test.isError && <ErrorState error={test.error} />}
          {test.data && (
            <Notice
              state={test.data.ok ? 'ok' : 'critical'}
              role="status"
              title={t(test.data.ok ? 'channels.testOk' : 'channels.testFailed', {
                ms: test.data.durationMs,
              })}
            >
              {test.data.error && <code>{test.data.error}</code>}
              {test.data.ok && t('channels.testOkText')}
            </Notice>
          )}
        </div>
      )}
    </>
  );
}
