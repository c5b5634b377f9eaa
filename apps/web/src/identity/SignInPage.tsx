import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiError } from '../api/errors.ts';
import { FormError, useSubmit } from '../ui/forms.tsx';
import { IconFingerprint } from '../ui/icons.ts';
import { PageHeader } from '../ui/PageHeader.tsx';
import { passkeysWorkHere, sendSecondFactor, signIn, signInWithPasskey } from './commands.ts';
import classes from './Entrance.module.css';
import { PasswordField } from './PasswordField.tsx';
import { sessionQuery } from './session.ts';

/** Password, then a code if there is an app; or a passkey, which is both. */
export function SignInPage() {
  const navigate = useNavigate();
  const { next } = useSearch({ strict: false }) as { next?: string };
  const [step, setStep] = useState<'password' | 'code'>('password');
  // A full address, because it may carry the state of a list.
  const done = () => navigate({ href: next ?? '/', replace: true });
  return step === 'password' ? (
    <PasswordStep done={done} askCode={() => setStep('code')} />
  ) : (
    <CodeStep done={done} again={() => setStep('password')} />
  );
}

interface PasswordStepProps {
  done: () => unknown;
  askCode: () => void;
}

function PasswordStep({ done, askCode }: PasswordStepProps) {
  const { t } = useTranslation();
  const { data } = useQuery(sessionQuery);
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: {
      email: (value) => (value.trim() ? null : t('ui.form.required')),
      password: (value) => (value ? null : t('ui.form.required')),
    },
  });
  const submit = useSubmit({
    form,
    send: ({ email, password }) => signIn(email.trim(), password),
    onDone: ({ secondFactorRequired }) => (secondFactorRequired ? askCode() : done()),
  });
  const passkey = useMutation<void, ApiError>({
    mutationFn: signInWithPasskey,
    onSuccess: () => void done(),
  });
  return (
    <>
      <PageHeader title={t('identity.signIn.title')} />
      <form className={classes.form} onSubmit={submit.onSubmit} noValidate>
        <TextInput
          label={t('identity.email')}
          type="email"
          required
          maxLength={320}
          autoComplete="username webauthn"
          {...form.getInputProps('email')}
        />
        <PasswordField
          kind="current"
          label={t('identity.password.one')}
          {...form.getInputProps('password')}
        />
        <Link to="/forgotten-password" className={classes.aside}>
          {t('identity.signIn.forgotten')}
        </Link>
        <FormError error={submit.error ?? passkey.error} />
        <Button type="submit" loading={submit.pending} size="md">
          {t('identity.signIn.submit')}
        </Button>
        {data?.passkeysPossible && passkeysWorkHere() && (
          <>
            <div className={classes.or}>{t('identity.signIn.or')}</div>
            <Button
              variant="default"
              size="md"
              loading={passkey.isPending}
              leftSection={<IconFingerprint size={20} stroke={1.75} />}
              onClick={() => passkey.mutate()}
            >
              {t('identity.signIn.passkey')}
            </Button>
          </>
        )}
      </form>
    </>
  );
}

function CodeStep({ done, again }: { done: () => unknown; again: () => void }) {
  const { t } = useTranslation();
  const [recovery, setRecovery] = useState(false);
  const form = useForm({
    initialValues: { code: '' },
    validate: { code: (value) => (value.trim().length >= 6 ? null : t('ui.form.required')) },
  });
  const submit = useSubmit({ form, send: ({ code }) => sendSecondFactor(code.trim()), onDone: done });
  return (
    <>
      <PageHeader
        title={t('identity.signIn.codeTitle')}
        subtitle={<span>{recovery ? t('identity.signIn.recoveryText') : t('identity.signIn.codeText')}</span>}
      />
      <form className={classes.form} onSubmit={submit.onSubmit} noValidate>
        <TextInput
          label={recovery ? t('identity.signIn.recovery') : t('identity.signIn.code')}
          required
          autoFocus
          autoComplete="one-time-code"
          inputMode={recovery ? 'text' : 'numeric'}
          maxLength={60}
          {...form.getInputProps('code')}
        />
        <FormError error={submit.error} />
        <Button type="submit" loading={submit.pending} size="md">
          {t('identity.signIn.confirm')}
        </Button>
        <Button variant="subtle" onClick={() => setRecovery(!recovery)}>
          {recovery ? t('identity.signIn.useApp') : t('identity.signIn.useRecovery')}
        </Button>
        <Button variant="subtle" onClick={again}>
          {t('identity.signIn.back')}
        </Button>
      </form>
    </>
  );
}
