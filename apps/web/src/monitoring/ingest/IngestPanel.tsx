import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RoutePending } from '../../app/RouteStates.tsx';
import { useSites } from '../../fleet/queries.ts';
import account from '../../identity/account/Account.module.css';
import { ApiCallShown } from '../../ui/ApiCallShown.tsx';
import { CopyCommand } from '../../ui/CopyCommand.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { FormError, useSubmit } from '../../ui/forms.tsx';
import { IconChartLine } from '../../ui/icons.ts';
import layout from '../../ui/Layout.module.css';
import { Notice } from '../../ui/Notice.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Tag } from '../../ui/StateBadge.tsx';
import { useFormat } from '../../ui/useFormat.ts';
import { useUndo } from '../../ui/useUndo.tsx';
import {
  addIngestToken,
  type IngestToken,
  type MadeToken,
  revokeIngestToken,
  useIngestQuota,
  useIngestTokens,
} from './queries.ts';
import { needsPort, SENDERS, type Sender, snippet } from './snippets.ts';

/** Tokens with which Prometheus and others deliver to a client, and what to configure there. */
export function IngestPanel({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const undo = useUndo();
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<MadeToken>();
  const [revoked, setRevoked] = useState<readonly string[]>([]);
  const query = useIngestTokens(clientId);
  if (query.isPending) return <RoutePending />;
  if (query.isError) return <ErrorState error={query.error} retry={query.refetch} />;
  const live = query.data.items.filter(({ id, revokedAt }) => revokedAt === null && !revoked.includes(id));
  const revoke = ({ id, name }: IngestToken) => {
    setRevoked((ids) => [...ids, id]);
    undo.later({
      message: t('ingest.revoked', { name }),
      commit: ({ keepalive }) => revokeIngestToken(clientId, id, keepalive),
      restore: () => setRevoked((ids) => ids.filter((each) => each !== id)),
    });
  };
  return (
    <div className={layout.stack}>
      {made && <Made made={made} kept={() => setMade(undefined)} />}
      <Panel
        title={t('ingest.title')}
        aside={live.length}
        actions={
          <>
            <ApiCallShown path={`/api/v1/clients/${clientId}/ingest-tokens`} />
            <Button onClick={() => setAdding(true)}>{t('ingest.add')}</Button>
          </>
        }
        flush
      >
        {live.length === 0 ? (
          <EmptyState icon={IconChartLine} title={t('ingest.none')}>
            {t('ingest.noneText')}
          </EmptyState>
        ) : (
          <ul className={account.list}>
            {live.map((token) => (
              <Row key={token.id} clientId={clientId} token={token} revoke={() => revoke(token)} />
            ))}
          </ul>
        )}
      </Panel>
      <Quota clientId={clientId} />
      {adding && (
        <Modal
          opened
          onClose={() => setAdding(false)}
          title={t('ingest.add')}
          closeButtonProps={{ 'aria-label': t('app.close') }}
        >
          <TokenForm
            clientId={clientId}
            onMade={(token) => {
              setMade(token);
              setAdding(false);
            }}
          />
        </Modal>
      )}
    </div>
  );
}

function Row({ clientId, token, revoke }: { clientId: string; token: IngestToken; revoke: () => void }) {
  const { t } = useTranslation();
  const site = useSites(clientId).data?.items.find(({ id }) => id === token.siteId);
  return (
    <li>
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
    </li>
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

function Quota({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const quota = useIngestQuota(clientId).data;
  if (!quota) return null;
  return (
    <p className={layout.small}>
      {t('ingest.quota', {
        series: format.number(quota.activeSeries, 0),
        rate: format.number(quota.samplesPerSecond, 0),
      })}
    </p>
  );
}
