import { Button, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, call } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import account from '../identity/account/Account.module.css';
import { useMay } from '../identity/session.ts';
import { CopyCommand } from '../ui/CopyCommand.tsx';
import { IconLink } from '../ui/icons.ts';
import layout from '../ui/Layout.module.css';
import { ListPanel } from '../ui/ListPanel.tsx';
import { Notice } from '../ui/Notice.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { StateBadge } from '../ui/StateBadge.tsx';
import { sayDone, useUndo } from '../ui/useUndo.tsx';
import { WebhookForm } from './WebhookForm.tsx';
import { renewWebhooks, type Webhook } from './webhooks.ts';

/** Addresses that are called when something happens; signed, retried. */
export function WebhooksPanel({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const may = useMay('settings.manage', clientId);
  const [secret, setSecret] = useState<string>();
  const query = useQuery({
    queryKey: keys.settings.one(clientId, 'webhooks'),
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/clients/{clientId}/webhooks', { params: { path: { clientId } }, signal })),
  });
  return (
    <>
      {secret && (
        <Notice
          state="warning"
          role="status"
          title={t('settings.webhook.secretOnce')}
          actions={
            <Button size="xs" onClick={() => setSecret(undefined)}>
              {t('identity.recovery.kept')}
            </Button>
          }
        >
          <p>{t('settings.webhook.secretText')}</p>
          <CopyCommand command={secret} label={t('settings.webhook.secret')} wrap />
        </Notice>
      )}
      <ListPanel
        title={t('settings.part.webhooks')}
        query={query}
        add={may && t('settings.webhook.add')}
        empty={{ icon: IconLink, title: t('settings.webhook.none'), text: t('settings.webhook.noneText') }}
        row={(webhook, { edit }) => (
          <Row clientId={clientId} webhook={webhook} may={may} edit={edit} onSecret={setSecret} />
        )}
        form={(webhook, close) => (
          <WebhookForm
            clientId={clientId}
            webhook={webhook}
            onDone={(fresh) => {
              close();
              if (fresh) setSecret(fresh);
            }}
          />
        )}
        nameOf={({ name }) => name}
      />
    </>
  );
}

interface RowProps {
  clientId: string;
  webhook: Webhook;
  may: boolean;
  edit: () => void;
  onSecret: (secret: string) => void;
}

function Row({ clientId, webhook, may, edit, onSecret }: RowProps) {
  const { t } = useTranslation();
  const undo = useUndo();
  const path = { clientId, webhookId: webhook.id };
  const change = (enabled: boolean) =>
    call(
      api.PATCH('/api/v1/clients/{clientId}/webhooks/{webhookId}', { params: { path }, body: { enabled } }),
    ).then(renewWebhooks);
  const test = () =>
    call(api.POST('/api/v1/clients/{clientId}/webhooks/{webhookId}/test', { params: { path } })).then(
      (answer) => {
        sayDone(
          answer.error === null
            ? t('settings.webhook.testOk', { status: answer.status ?? '–' })
            : t('settings.webhook.testFailed', { error: answer.error }),
        );
        return renewWebhooks();
      },
      undo.showError,
    );
  const renewSecret = () =>
    call(api.POST('/api/v1/clients/{clientId}/webhooks/{webhookId}/secret', { params: { path } })).then(
      ({ secret }) => onSecret(secret),
      undo.showError,
    );
  const failed = webhook.last !== null && webhook.last.error !== null;
  return (
    <>
      <div className={account.main}>
        <span className={account.name}>{webhook.name}</span>
        <span className={account.meta}>
          <span>{webhook.url}</span>
          <span>
            {webhook.kinds.length === 0 ? t('settings.webhook.everything') : webhook.kinds.join(', ')}
          </span>
          {webhook.last ? (
            <span>
              <StateBadge
                state={failed ? 'critical' : 'ok'}
                variant="plain"
                label={failed ? t('settings.webhook.lastFailed') : t('settings.webhook.lastOk')}
              />{' '}
              <RelativeTime at={webhook.last.at} />
            </span>
          ) : (
            <StateBadge state="unknown" variant="plain" label={t('settings.webhook.never')} />
          )}
          {webhook.goneAt && (
            <StateBadge state="critical" variant="plain" label={t('settings.webhook.gone')} />
          )}
        </span>
      </div>
      {may && (
        <div className={layout.row}>
          <Switch
            size="sm"
            checked={webhook.enabled}
            label={t('settings.webhook.enabled')}
            onChange={(event) => void change(event.currentTarget.checked).catch(undo.showError)}
          />
          <Button size="compact-sm" variant="default" onClick={() => void test()}>
            {t('settings.webhook.test')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => void renewSecret()}>
            {t('settings.webhook.newSecret')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={edit}>
            {t('settings.webhook.edit')}
          </Button>
        </div>
      )}
    </>
  );
}
