import { Button, Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { CopyCommand } from '../../ui/CopyCommand.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { FormError, useSubmit } from '../../ui/forms.tsx';
import { IconKey } from '../../ui/icons.ts';
import layout from '../../ui/Layout.module.css';
import { Notice } from '../../ui/Notice.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Tag } from '../../ui/StateBadge.tsx';
import { sayDone, useUndo } from '../../ui/useUndo.tsx';
import { renewAccount } from '../commands.ts';
import { type Permission, useSession } from '../session.ts';
import { useConfirmed } from '../useConfirmed.tsx';
import classes from './Account.module.css';

const DEFAULT_DAYS = 90;

/** Keys for programs: never more than one may do oneself, they end, and their text is shown once. */
export function ApiKeysPanel() {
  const { t } = useTranslation();
  const [made, setMade] = useState<string>();
  const query = useQuery({
    queryKey: keys.account('api-keys'),
    queryFn: ({ signal }) => call(api.GET('/api/v1/account/api-keys', { signal })),
  });
  const { showError } = useUndo();
  const revoke = (keyId: string) => {
    call(api.DELETE('/api/v1/account/api-keys/{keyId}', { params: { path: { keyId } } })).then(() => {
      sayDone(t('identity.apiKey.revoked'));
      return renewAccount('api-keys');
    }, showError);
  };
  const live = query.data?.items.filter((key) => !key.revokedAt) ?? [];
  return (
    <>
      <Panel title={t('identity.apiKey.title')} aside={live.length} flush>
        {query.isError && <ErrorState error={query.error} retry={query.refetch} />}
        {query.data && live.length === 0 && (
          <EmptyState icon={IconKey} title={t('identity.apiKey.none')}>
            {t('identity.apiKey.noneText')}
          </EmptyState>
        )}
        <ul className={classes.list}>
          {live.map((key) => (
            <li key={key.id}>
              <div className={classes.main}>
                <span className={classes.name}>
                  {key.name} <Tag>{key.hint}…</Tag>
                </span>
                <span className={classes.meta}>
                  <span>{t('identity.apiKey.permissionCount', { count: key.permissions.length })}</span>
                  <span>
                    {t('identity.apiKey.expires')} <RelativeTime at={key.expiresAt} />
                  </span>
                  <span>
                    {t('identity.apiKey.used')} <RelativeTime at={key.lastUsedAt} />
                  </span>
                </span>
              </div>
              <Button
                size="compact-sm"
                variant="default"
                aria-label={t('identity.apiKey.revokeOne', { name: key.name })}
                onClick={() => revoke(key.id)}
              >
                {t('identity.apiKey.revoke')}
              </Button>
            </li>
          ))}
        </ul>
      </Panel>
      {made ? (
        <Notice
          state="warning"
          role="status"
          title={t('identity.apiKey.once')}
          actions={
            <Button size="xs" onClick={() => setMade(undefined)}>
              {t('identity.recovery.kept')}
            </Button>
          }
        >
          <CopyCommand command={made} label={t('identity.apiKey.title')} wrap />
        </Notice>
      ) : (
        <NewKey onMade={setMade} />
      )}
    </>
  );
}

interface Values extends Record<string, unknown> {
  name: string;
  clientId: string | null;
  permissions: Permission[];
  expiresInDays: number;
}

function NewKey({ onMade }: { onMade: (key: string) => void }) {
  const { t } = useTranslation();
  const { clients } = useSession();
  const confirmed = useConfirmed();
  const form = useForm<Values>({
    initialValues: {
      name: '',
      clientId: clients[0]?.id ?? null,
      permissions: ['asset.read', 'alert.read', 'ticket.read'],
      expiresInDays: DEFAULT_DAYS,
    },
    validate: {
      name: (value) => (value.trim() ? null : t('ui.form.required')),
      permissions: (value) => (value.length > 0 ? null : t('identity.apiKey.needsPermission')),
    },
  });
  const own = clients.find((client) => client.id === form.values.clientId)?.permissions ?? [];
  const submit = useSubmit({
    form,
    send: ({ clientId, permissions, ...values }) =>
      confirmed.run(async (password) => {
        const made = await call(
          api.POST('/api/v1/account/api-keys', {
            body: {
              ...values,
              clientId: clientId ?? '',
              permissions: permissions.filter((permission) => own.includes(permission)),
              ...(password === undefined ? {} : { password }),
            },
          }),
        );
        onMade(made.key);
        await renewAccount('api-keys');
      }),
  });
  return (
    <Panel title={t('identity.apiKey.add')}>
      <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
        <TextInput
          label={t('identity.apiKey.name')}
          description={t('identity.apiKey.nameHelp')}
          required
          maxLength={100}
          {...form.getInputProps('name')}
        />
        <div className={layout.pair}>
          {clients.length > 1 && (
            <Select
              label={t('identity.apiKey.client')}
              description={t('identity.apiKey.clientHelp')}
              searchable
              allowDeselect={false}
              data={clients.map((client) => ({ value: client.id, label: client.name }))}
              {...form.getInputProps('clientId')}
            />
          )}
          <NumberInput
            label={t('identity.apiKey.days')}
            min={1}
            max={365}
            {...form.getInputProps('expiresInDays')}
          />
        </div>
        <Checkbox.Group label={t('identity.apiKey.permissions')} {...form.getInputProps('permissions')}>
          <div className={layout.tight}>
            {own.map((permission) => (
              <Checkbox key={permission} value={permission} label={permission} />
            ))}
          </div>
        </Checkbox.Group>
        <FormError error={submit.error} />
        <div className={layout.row}>
          <Button type="submit" loading={submit.pending}>
            {t('identity.apiKey.make')}
          </Button>
        </div>
      </form>
      {confirmed.dialog}
    </Panel>
  );
}
