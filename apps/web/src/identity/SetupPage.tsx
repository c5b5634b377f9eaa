import { Button, Input, SegmentedControl, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { RoutePending } from '../app/RouteStates.tsx';
import { currentLocale } from '../i18n/language.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { FormError, useSubmit } from '../ui/forms.tsx';
import layout from '../ui/Layout.module.css';
import { LinkButton } from '../ui/LinkButton.tsx';
import { isLocalHost } from '../ui/localAddress.ts';
import { Notice } from '../ui/Notice.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { passkeysWorkHere, setUp, setUpWithPasskey } from './commands.ts';
import classes from './Entrance.module.css';
import { PasswordField, SHORTEST_PASSWORD } from './PasswordField.tsx';
import { sessionQuery } from './session.ts';
import { useLinkToken } from './useLinkToken.ts';

/** First start: the provider's name and its first owner. The link works once. */
export function SetupPage() {
  const { t } = useTranslation();
  const token = useLinkToken();
  const session = useQuery(sessionQuery);
  if (session.isPending) return <RoutePending />;
  if (session.isError) return <ErrorState error={session.error} retry={session.refetch} />;
  if (!session.data.setup.open) return <Closed />;
  if (!token) {
    return (
      <>
        <PageHeader title={t('identity.setup.title')} />
        <EmptyState title={t('identity.setup.noToken')}>{t('identity.setup.noTokenText')}</EmptyState>
      </>
    );
  }
  return <SetupForm token={token} passkeysPossible={session.data.passkeysPossible && passkeysWorkHere()} />;
}

function Closed() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('identity.setup.closed')} />
      <EmptyState
        title={t('identity.setup.closedText')}
        action={<LinkButton to="/sign-in">{t('identity.signIn.toSignIn')}</LinkButton>}
      />
    </>
  );
}

interface Values extends Record<string, unknown> {
  providerName: string;
  ownerName: string;
  email: string;
  how: 'password' | 'passkey';
  password: string;
}

function SetupForm({ token, passkeysPossible }: { token: string; passkeysPossible: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const filled = (value: string) => (value.trim() ? null : t('ui.form.required'));
  // A passkey made for localhost is lost with the first real name of the server.
  const local = isLocalHost(location.hostname);
  const form = useForm<Values>({
    initialValues: {
      providerName: '',
      ownerName: '',
      email: '',
      how: passkeysPossible && !local ? 'passkey' : 'password',
      password: '',
    },
    validate: {
      providerName: filled,
      ownerName: filled,
      email: (value) => (/^\S+@\S+\.\S+$/.test(value.trim()) ? null : t('ui.form.email')),
      password: (value, { how }) =>
        how === 'passkey' || value.length >= SHORTEST_PASSWORD
          ? null
          : t('identity.password.short', { count: SHORTEST_PASSWORD }),
    },
  });
  const submit = useSubmit({
    form,
    send: ({ how, password, ...values }) => {
      const owner = { ...values, email: values.email.trim(), token, locale: currentLocale() };
      return how === 'passkey' ? setUpWithPasskey(owner) : setUp({ ...owner, password });
    },
    onDone: () => navigate({ to: '/' }),
    fieldOfCode: { RA_PASSWORD_WEAK: 'password' },
  });
  // Somebody else was faster, or the server was started again.
  if (submit.error?.code === 'RA_SETUP_CLOSED') return <Closed />;
  if (submit.error?.code === 'RA_SETUP_TOKEN') {
    return (
      <>
        <PageHeader title={t('identity.setup.title')} />
        <EmptyState title={t('identity.setup.deadTitle')}>{t('identity.setup.deadText')}</EmptyState>
      </>
    );
  }
  const { how } = form.values;
  return (
    <>
      <PageHeader title={t('identity.setup.title')} subtitle={<span>{t('identity.setup.text')}</span>} />
      <form className={classes.form} onSubmit={submit.onSubmit} noValidate>
        <TextInput
          label={t('identity.setup.provider')}
          description={t('identity.setup.providerHelp')}
          required
          maxLength={200}
          autoComplete="organization"
          {...form.getInputProps('providerName')}
        />
        <TextInput
          label={t('identity.setup.yourName')}
          required
          maxLength={200}
          autoComplete="name"
          {...form.getInputProps('ownerName')}
        />
        <TextInput
          label={t('identity.email')}
          type="email"
          required
          maxLength={320}
          autoComplete="username"
          {...form.getInputProps('email')}
        />
        <Input.Wrapper
          label={t('identity.setup.how')}
          labelElement="div"
          description={passkeysPossible ? undefined : t('identity.setup.passkeyImpossible')}
        >
          {passkeysPossible && (
            <SegmentedControl
              fullWidth
              aria-label={t('identity.setup.how')}
              data={[
                { value: 'password', label: t('identity.setup.withPassword') },
                { value: 'passkey', label: t('identity.setup.withPasskey') },
              ]}
              {...form.getInputProps('how')}
            />
          )}
        </Input.Wrapper>
        {how === 'password' && (
          <PasswordField kind="new" label={t('identity.password.one')} {...form.getInputProps('password')} />
        )}
        {how === 'passkey' && (
          <>
            <p className={layout.small}>{t('identity.setup.passkeyText')}</p>
            {local && (
              <Notice state="warning" title={t('identity.setup.passkeyBound', { host: location.hostname })}>
                {t('identity.setup.passkeyBoundText')}
              </Notice>
            )}
          </>
        )}
        <FormError error={submit.error} />
        <Button type="submit" loading={submit.pending} size="md">
          {t('identity.setup.submit')}
        </Button>
      </form>
    </>
  );
}
