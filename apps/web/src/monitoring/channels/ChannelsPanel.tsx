import { Button, Modal, Switch } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RoutePending } from '../../app/RouteStates.tsx';
import account from '../../identity/account/Account.module.css';
import { useMay } from '../../identity/session.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { IconBell } from '../../ui/icons.ts';
import layout from '../../ui/Layout.module.css';
import { Notice } from '../../ui/Notice.tsx';
import { Panel } from '../../ui/Panel.tsx';
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
  const undo = useUndo();
  const [editing, setEditing] = useState<Channel | 'new'>();
  const [removed, setRemoved] = useState<readonly string[]>([]);
  const query = useChannels(clientId);
  if (query.isPending) return <RoutePending />;
  if (query.isError) return <ErrorState error={query.error} retry={query.refetch} />;
  const items = query.data.items.filter(({ id }) => !removed.includes(id));
  const remove = ({ id, name }: Channel) => {
    setRemoved((ids) => [...ids, id]);
    undo.later({
      message: t('channels.removed', { name }),
      commit: ({ keepalive }) => removeChannel(clientId, id, keepalive),
      restore: () => setRemoved((ids) => ids.filter((each) => each !== id)),
    });
  };
  return (
    <>
      <Panel
        title={t('channels.title')}
        aside={items.length}
        actions={may && <Button onClick={() => setEditing('new')}>{t('channels.add')}</Button>}
        flush
      >
        {items.length === 0 ? (
          <EmptyState icon={IconBell} title={t('channels.none')}>
            {t('channels.noneText')}
          </EmptyState>
        ) : (
          <ul className={account.list}>
            {items.map((channel) => (
              <Row
                key={channel.id}
                clientId={clientId}
                channel={channel}
                may={may}
                edit={() => setEditing(channel)}
                remove={() => remove(channel)}
              />
            ))}
          </ul>
        )}
      </Panel>
      {editing && (
        <Modal
          opened
          onClose={() => setEditing(undefined)}
          title={editing === 'new' ? t('channels.add') : editing.name}
          closeButtonProps={{ 'aria-label': t('app.close') }}
        >
          <ChannelForm
            clientId={clientId}
            channel={editing === 'new' ? undefined : editing}
            onDone={() => setEditing(undefined)}
          />
        </Modal>
      )}
    </>
  );
}

interface RowProps {
  clientId: string;
  channel: Channel;
  may: boolean;
  edit: () => void;
  remove: () => void;
}

function Row({ clientId, channel, may, edit, remove }: RowProps) {
  const { t } = useTranslation();
  const { showError } = useUndo();
  const test = useMutation({ mutationFn: () => testChannel(clientId, channel.id) });
  return (
    <li>
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
          <Button size="compact-sm" variant="default" onClick={edit}>
            {t('quiet.edit')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={remove}>
            {t('quiet.remove')}
          </Button>
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
    </li>
  );
}
