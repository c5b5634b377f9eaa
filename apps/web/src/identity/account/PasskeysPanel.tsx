import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import type { Item } from '../../api/types.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import layout from '../../ui/Layout.module.css';
import { Panel } from '../../ui/Panel.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { sayDone, useUndo } from '../../ui/useUndo.tsx';
import { addPasskey, passkeysWorkHere, removePasskey } from '../commands.ts';
import { sessionQuery } from '../session.ts';
import { useConfirmed } from '../useConfirmed.tsx';
import classes from './Account.module.css';

type Passkey = Item<'/api/v1/account/passkeys'>;

/** Passkeys: sign-in without a password, and a second factor at once. */
export function PasskeysPanel() {
  const { t } = useTranslation();
  const possible = (useQuery(sessionQuery).data?.passkeysPossible ?? false) && passkeysWorkHere();
  const query = useQuery({
    queryKey: keys.account('passkeys'),
    queryFn: ({ signal }) => call(api.GET('/api/v1/account/passkeys', { signal })),
  });
  const [name, setName] = useState('');
  const [pending, setPending] = useState(false);
  const { showError } = useUndo();
  const confirmed = useConfirmed();

  const add = (event: FormEvent) => {
    event.preventDefault();
    setPending(true);
    confirmed
      .run(async (password) => {
        await addPasskey(name.trim() || t('identity.passkey.defaultName'), password);
        setName('');
        sayDone(t('identity.passkey.added'));
      })
      .catch(showError)
      .finally(() => setPending(false));
  };
  const nameOf = (passkey: Passkey) =>
    passkey.name ?? passkey.authenticator ?? t('identity.passkey.defaultName');
  const remove = (passkeyId: string) => {
    confirmed
      .run(async (password) => {
        await removePasskey(passkeyId, password);
        sayDone(t('identity.passkey.removed'));
      })
      .catch(showError);
  };
  return (
    <Panel title={t('identity.passkey.title')} aside={query.data?.items.length}>
      <div className={layout.stack}>
        <p className={layout.muted}>
          {possible ? t('identity.passkey.text') : t('identity.passkey.impossible')}
        </p>
        {query.isError && <ErrorState error={query.error} retry={query.refetch} />}
        {query.data && query.data.items.length > 0 && (
          <ul className={classes.list}>
            {query.data.items.map((passkey) => (
              <li key={passkey.id}>
                <div className={classes.main}>
                  <span className={classes.name}>{nameOf(passkey)}</span>
                  <span className={classes.meta}>
                    {passkey.authenticator && <span>{passkey.authenticator}</span>}
                    <span>{passkey.synced ? t('identity.passkey.synced') : t('identity.passkey.bound')}</span>
                    <RelativeTime at={passkey.createdAt} />
                  </span>
                </div>
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={t('identity.passkey.removeOne', { name: nameOf(passkey) })}
                  onClick={() => remove(passkey.id)}
                >
                  {t('identity.passkey.remove')}
                </Button>
              </li>
            ))}
          </ul>
        )}
        {possible && (
          <form className={layout.row} onSubmit={add}>
            <TextInput
              aria-label={t('identity.passkey.name')}
              placeholder={t('identity.passkey.name')}
              maxLength={100}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button type="submit" loading={pending}>
              {t('identity.passkey.add')}
            </Button>
          </form>
        )}
      </div>
      {confirmed.dialog}
    </Panel>
  );
}
