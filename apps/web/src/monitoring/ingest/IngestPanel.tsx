import { Button, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSites } from '../../fleet/queries.ts';
import account from '../../identity/account/Account.module.css';
import { useMay } from '../../identity/session.ts';
import { CopyCommand } from '../../ui/CopyCommand.tsx';
import { FormError, useSubmit } from '../../ui/forms.tsx';
import { IconChartLine } from '../../ui/icons.ts';
import layout from '../../ui/Layout.module.css';
import { ListPanel } from '../../ui/ListPanel.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Tag } from '../../ui/StateBadge.tsx';
import { DeliveredPanel } from '../delivered/DeliveredPanel.tsx';
import { Quota } from './Quota.tsx';
import {
  addIngestToken,
  type IngestToken,
  type MadeToken,
  revokeIngestToken,
  useIngestTokens,
} from './queries.ts';
import { Retention } from './Retention.tsx';
import { needsPort, SENDERS, type Sender, snippet } from './snippets.ts';

/** Tokens with which Prometheus and others deliver to a client, and what to configure there. */
export function IngestPanel({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const maySettings = useMay('settings.read', clientId);
  const [made, setMade] = useState<MadeToken>();
  return (
    <div className={layout.stack}>
      {made && <Made made={made} kept={() => setMade(undefined)} />}
      <ListPanel
        title={t('ingest.title')}
        apiPath={`/api/v1/clients/${clientId}/ingest-tokens`}
        query={useIngestTokens(clientId)}
        hidden={({ revokedAt }) => revokedAt !== null}
        add={t('ingest.add')}
        empty={{ icon: IconChartLine, title: t('ingest.none'), text: t('ingest.noneText') }}
        row={(token, { remove }) => <Row clientId={clientId} token={token} revoke={remove} />}
        form={(_token, close) => (
          <TokenForm
            clientId={clientId}
            onMade={(token) => {
              setMade(token);
              close();
            }}
          />
        )}
        remove={{
          said: ({ name }) => t('ingest.revoked', { name }),
          commit: ({ id }, keepalive) => revokeIngestToken(clientId, id, keepalive),
        }}
      />
      <DeliveredPanel clientId={clientId} />
      <Quota clientId={clientId} />
      {maySettings && <Retention clientId={clientId} />}
    </div>
  );
}

function Row({ clientId, token, revoke }: { clientId: string; token: IngestToken; revoke: () => void }) {
  const { t } = useTranslation();
  const site = useSites(clientId).data?.items.find(({ id }) => id === token.siteId);
  return (
    <>
      <div className={account.main}>
        <span className={account.name}>
          {token.name} <Tag>{token.hint}…</Tag>
        </span>
        <span className={account.meta}>
          {site && <span>{site.name}</span>}
          <span>
            {t('ingest.created')} <RelativeTime at={token.createdAt} />
          </span>
          <span>
            {t('ingest.used')} {token.lastUsedAt ? <RelativeTime at={token.lastUsedAt} /> : t('ingest.never')}
          </span>
        </span>
      </div>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={t('ingest.revokeOne', { name: token.name })}
        onClick={revoke}
      >
        {t('ingest.revoke')}
      </Button>
    </>
  );
}

/** The token's only appearance, inside what is to be copied. */
function Made({ made, kept }: { made: MadeToken; kept: () => void }) {
  const { t } = useTranslation();
  const [sender, setSender] = useState<Sender>('prometheus');
  return (
    <Notice
      state="warning"
      role="status"
      title={t('ingest.once')}
      actions={
        <Button size="xs" onClick={kept}>
          {t('identity.recovery.kept')}
        </Button>
      }
    >
      <div className={layout.tight}>
        <CopyCommand command={made.token} label={t('ingest.token')} wrap />
        <Select
          label={t('ingest.sender')}
          data={SENDERS.map((value) => ({ value, label: t(`ingest.senders.${value}`) }))}
          allowDeselect={false}
          value={sender}
          onChange={(value) => {
            const chosen = SENDERS.find((each) => each === value);
            if (chosen) setSender(chosen);
          }}
        />
        <p>{t(`ingest.where.${sender}`)}</p>
        <CopyCommand command={snippet(sender, made)} label={t(`ingest.senders.${sender}`)} />
        {needsPort(sender) && <p>{t('ingest.port')}</p>}
      </div>
    </Notice>
  );
}

interface FormProps {
  clientId: string;
  onMade: (token: MadeToken) => void;
}

function TokenForm({ clientId, onMade }: FormProps) {
  const { t } = useTranslation();
  const sites = useSites(clientId).data?.items ?? [];
  const form = useForm<{ name: string; siteId: string | null }>({
    initialValues: { name: '', siteId: null },
    validate: { name: (value) => (value.trim() ? null : t('ui.form.required')) },
  });
  const submit = useSubmit({
    form,
    send: ({ name, siteId }) => addIngestToken(clientId, { name: name.trim(), siteId }),
    onDone: onMade,
  });
  return (
    <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
      <TextInput
        label={t('ingest.name')}
        description={t('ingest.nameHelp')}
        required
        maxLength={100}
        {...form.getInputProps('name')}
      />
      <Select
        label={t('ingest.site')}
        description={t('ingest.siteHelp')}
        data={sites.map(({ id, name }) => ({ value: id, label: name }))}
        clearable
        clearButtonProps={{ 'aria-label': t('ingest.noSite') }}
        {...form.getInputProps('siteId')}
      />
      <FormError error={submit.error} />
      <div className={layout.row}>
        <Button type="submit" loading={submit.pending}>
          {t('ingest.add')}
        </Button>
      </div>
    </form>
  );
}
