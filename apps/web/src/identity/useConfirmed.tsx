import { Button, Modal } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiError, toApiError } from '../api/errors.ts';
import { FormError } from '../ui/forms.tsx';
import classes from './Entrance.module.css';
import { PasswordField } from './PasswordField.tsx';

/** A change of the account; gets the password when the server asks for fresh proof. */
type Action = (password: string | undefined) => Promise<void>;

/**
 * Runs changes that need fresh proof of who acts (RA_CONFIRM_REQUIRED): tries without, asks for the password only when
 * the server wants it, and goes on with the same change.
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
  const [password, setPassword] = useState('');
  const [error, setError] = useState<ApiError | null>(null);
  const [pending, setPending] = useState(false);
  const confirm = async () => {
    setPending(true);
    try {
      await action(password);
      close();
    } catch (thrown) {
      setError(toApiError(thrown));
    } finally {
      setPending(false);
    }
  };
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
          void confirm();
        }}
      >
        <p>{t('identity.confirm.text')}</p>
        <PasswordField
          kind="current"
          label={t('identity.password.one')}
          data-autofocus
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <FormError error={error} />
        <Button type="submit" loading={pending} disabled={!password}>
          {t('identity.confirm.submit')}
        </Button>
      </form>
    </Modal>
  );
}
