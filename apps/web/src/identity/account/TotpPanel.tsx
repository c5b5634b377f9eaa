import { Button, Modal, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, call } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { CopyCommand } from '../../ui/CopyCommand.tsx';
import { FormError, useSubmit } from '../../ui/forms.tsx';
import layout from '../../ui/Layout.module.css';
import { Panel } from '../../ui/Panel.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { sayDone, useUndo } from '../../ui/useUndo.tsx';
import { PasswordField } from '../PasswordField.tsx';
import { renewSession, useSession } from '../session.ts';
import { useConfirmed } from '../useConfirmed.tsx';
import classes from './Account.module.css';
import { RecoveryCodes } from './RecoveryCodes.tsx';

type Setup = Answer<'/api/v1/account/totp', 'post'>;

/** Codes of an authenticator app: set up, turn off, new recovery codes. */
export function TotpPanel() {
  const { t } = useTranslation();
  const { secondFactor } = useSession();
  const [asking, setAsking] = useState<'start' | 'stop'>();
  const [setup, setSetup] = useState<Setup>();
  const [codes, setCodes] = useState<readonly string[]>();
  const { showError } = useUndo();
  const confirmed = useConfirmed();

  const renewCodes = () =>
    confirmed
      .run(async (password) => {
        const body = password === undefined ? {} : { password };
        const answer = await call(api.POST('/api/v1/account/totp/recovery-codes', { body }));
        setCodes(answer.recoveryCodes);
        await renewSession();
      })
      .catch(showError);

  return (
    <Panel
      title={t('identity.totp.title')}
      aside={
        <StateBadge
          state={secondFactor.totp ? 'ok' : 'paused'}
          variant="plain"
          label={secondFactor.totp ? t('identity.totp.on') : t('identity.totp.off')}
        />
      }
    >
      <div className={layout.stack}>
        {codes ? (
          <RecoveryCodes codes={codes} onDone={() => setCodes(undefined)} />
        ) : setup ? (
          <Confirm
            setup={setup}
            onDone={(fresh) => {
              setSetup(undefined);
              setCodes(fresh);
            }}
          />
        ) : (
          <>
            <p className={layout.muted}>
              {secondFactor.password ? t('identity.totp.text') : t('identity.totp.needsPassword')}
            </p>
            {secondFactor.totp && (
              <p>{t('identity.recovery.left', { count: secondFactor.recoveryCodesLeft })}</p>
            )}
            <div className={layout.row}>
              {secondFactor.totp ? (
                <>
                  <Button variant="default" onClick={() => void renewCodes()}>
                    {t('identity.recovery.renew')}
                  </Button>
                  <Button variant="default" onClick={() => setAsking('stop')}>
                    {t('identity.totp.stop')}
                  </Button>
                </>
              ) : (
                secondFactor.password && (
                  <Button onClick={() => setAsking('start')}>{t('identity.totp.start')}</Button>
                )
              )}
            </div>
          </>
        )}
      </div>
      {asking && (
        <PasswordDialog
          title={asking === 'start' ? t('identity.totp.start') : t('identity.totp.stop')}
          close={() => setAsking(undefined)}
          send={async (password) => {
            if (asking === 'start') {
              setSetup(await call(api.POST('/api/v1/account/totp', { body: { password } })));
              return;
            }
            await call(api.DELETE('/api/v1/account/totp', { body: { password } }));
            await renewSession();
            sayDone(t('identity.totp.stopped'));
          }}
        />
      )}
      {confirmed.dialog}
    </Panel>
  );
}

function PasswordDialog({
  title,
  close,
  send,
}: {
  title: string;
  close: () => void;
  send: (password: string) => Promise<void>;
}) {
  const { t } = useTranslation();
  const form = useForm({ initialValues: { password: '' } });
  const submit = useSubmit({
    form,
    send: ({ password }) => send(password),
    onDone: close,
    fieldOfCode: { RA_PASSWORD_WRONG: 'password' },
  });
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': t('app.close') }}>
      <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
        <p>{t('identity.confirm.text')}</p>
        <PasswordField
          kind="current"
          label={t('identity.password.one')}
          data-autofocus
          {...form.getInputProps('password')}
        />
        <FormError error={submit.error} />
        <Button type="submit" loading={submit.pending}>
          {t('identity.confirm.submit')}
        </Button>
      </form>
    </Modal>
  );
}

function Confirm({ setup, onDone }: { setup: Setup; onDone: (codes: readonly string[]) => void }) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: { code: '' },
    validate: { code: (value) => (/^\d{6}$/.test(value.trim()) ? null : t('identity.totp.codeRule')) },
  });
  const submit = useSubmit({
    form,
    send: ({ code }) => call(api.POST('/api/v1/account/totp/confirm', { body: { code: code.trim() } })),
    onDone: async ({ recoveryCodes }) => {
      onDone(recoveryCodes);
      await renewSession();
    },
  });
  return (
    <div className={classes.setup}>
      <svg
        className={classes.qr}
        viewBox={`0 0 ${setup.qr.size} ${setup.qr.size}`}
        role="img"
        aria-label={t('identity.totp.qr')}
        shapeRendering="crispEdges"
      >
        <path d={setup.qr.path} />
      </svg>
      <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
        <p>{t('identity.totp.scan')}</p>
        <CopyCommand command={setup.secret} label={t('identity.totp.secret')} wrap />
        <TextInput
          label={t('identity.signIn.code')}
          description={t('identity.totp.codeHelp')}
          required
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          {...form.getInputProps('code')}
        />
        <FormError error={submit.error} />
        <div className={layout.row}>
          <Button type="submit" loading={submit.pending}>
            {t('identity.totp.confirm')}
          </Button>
        </div>
      </form>
    </div>
  );
}
