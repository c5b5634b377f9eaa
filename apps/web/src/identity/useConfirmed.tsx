import { Button, Modal } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, toApiError } from '../api/errors.ts';
import { FormError } from '../ui/forms.tsx';
import { IconFingerprint } from '../ui/icons.ts';
import { PASSKEY_CANCELLED, passkeysWorkHere, signInWithPasskey } from './commands.ts';
import classes from './Entrance.module.css';
import { PasswordField } from './PasswordField.tsx';
import { renewSession, useSession } from './session.ts';

/** A change of the account; gets the password when the server asks for fresh proof and the person gives one. */
type Action = (password: string | undefined) => Promise<void>;

/**
 * Runs changes that need fresh proof of who acts (RA_CONFIRM_REQUIRED): tries without, asks for the password or a
 * passkey only when the server wants it, and goes on with the same change.
 *
 * @returns `run`, and the dialog to place on the page
 */
export function useConfirmed(): { run: (action: Action) => Promise<void>; dialog: ReactNode } {
  const [waiting, setWaiting] = useState<{ action: Action; finish: () => void }>();
  const run = async (action: Action): Promise<void> => {
    try {
      await action(undefined);
    } catch (thrown) {
      const error = toApiError(thrown);
      if (error.code !== 'RA_CONFIRM_REQUIRED') throw error;
      await new Promise<void>((finish) => setWaiting({ action, finish }));
    }
  };
  const close = () => {
    waiting?.finish();
    setWaiting(undefined);
  };
  return {
    run,
    dialog: waiting && <ConfirmDialog action={waiting.action} close={close} />,
  };
}

function ConfirmDialog({ action, close }: { action: Action; close: () => void }) {
  const { t } = useTranslation();
  const { person, secondFactor } = useSession();
  const [password, setPassword] = useState('');
  const [error, setError] = useState<ApiError | null>(null);
  const [pending, setPending] = useState(false);
  const confirm = async (prove: () => Promise<string | undefined>) => {
    setPending(true);
    try {
      await action(await prove());
      close();
    } catch (thrown) {
      setError(toApiError(thrown));
    } finally {
      setPending(false);
    }
  };
  // A sign-in by passkey is fresh proof; that of somebody else must not go on with this person's change.
  const byPasskey = async () => {
    await signInWithPasskey();
    const now = await renewSession();
    if (now.person?.id !== person.id) {
      location.assign('/');
      throw new ApiError(PASSKEY_CANCELLED, 0, 'another account');
    }
    return undefined;
  };
  const passkey = secondFactor.passkeys > 0 && passkeysWorkHere();
  return (
    <Modal
      opened
      onClose={close}
      title={t('identity.confirm.title')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void confirm(async () => password);
        }}
      >
        <p>{secondFactor.password ? t('identity.confirm.text') : t('identity.confirm.passkeyText')}</p>
        {secondFactor.password && (
          <PasswordField
            kind="current"
            label={t('identity.password.one')}
            data-autofocus
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        )}
        <FormError error={error} />
        {secondFactor.password && (
          <Button type="submit" loading={pending} disabled={!password}>
            {t('identity.confirm.submit')}
          </Button>
        )}
        {passkey && (
          <Button
            variant={secondFactor.password ? 'default' : 'filled'}
            loading={pending}
            leftSection={<IconFingerprint size={20} stroke={1.75} />}
            onClick={() => void confirm(byPasskey)}
          >
            {t('identity.confirm.withPasskey')}
          </Button>
        )}
      </form>
    </Modal>
  );
}
