import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, call } from '../api/client.ts';
import type { ApiError } from '../api/errors.ts';
import type { Answer } from '../api/types.ts';
import { RoutePending } from '../app/RouteStates.tsx';
import { currentLocale } from '../i18n/language.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { FormError, useSubmit } from '../ui/forms.tsx';
import { LinkButton } from '../ui/LinkButton.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import classes from './Entrance.module.css';
import { PasswordField, SHORTEST_PASSWORD } from './PasswordField.tsx';
import { endSession, renewSession } from './session.ts';
import { useLinkToken } from './useLinkToken.ts';

type Invitation = Answer<'/api/v1/invitations/lookup', 'post'>;

/** Opens an invitation: a new person registers, a known one joins. */
export function InvitationPage() {
  const { t } = useTranslation();
  const token = useLinkToken();
  const query = useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) =>
      call(api.POST('/api/v1/invitations/lookup', { body: { token: token ?? '' }, signal })),
    enabled: token !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!token) {
    return (
      <>
        <PageHeader title={t('identity.invitation.title')} />
        <EmptyState title={t('identity.link.incomplete')}>{t('identity.link.incompleteText')}</EmptyState>
      </>
    );
  }
  if (query.isPending) return <RoutePending />;
  if (query.isError) {
    return (
      <>
        <PageHeader title={t('identity.invitation.title')} />
        <ErrorState error={query.error} />
        <div className={classes.actions}>
          <LinkButton to="/sign-in" variant="default">
            {t('identity.signIn.toSignIn')}
          </LinkButton>
        </div>
      </>
    );
  }
  return <Opened token={token} invitation={query.data} again={() => query.refetch()} />;
}

interface OpenedProps {
  token: string;
  invitation: Invitation;
  again: () => unknown;
}

function Opened({ token, invitation, again }: OpenedProps) {
  const { t } = useTranslation();
  const { clientName, invitedBy, role, email, next } = invitation;
  const what = invitedBy
    ? t('identity.invitation.by', { name: invitedBy, client: clientName, role: t(`identity.role.${role}`) })
    : t('identity.invitation.to', { client: clientName, role: t(`identity.role.${role}`) });
  return (
    <>
      <PageHeader title={t('identity.invitation.title')} subtitle={<span>{what}</span>} />
      {next === 'register' && <Register token={token} invitation={invitation} />}
      {next === 'join' && <Join token={token} email={email} />}
      {next === 'sign-in' && (
        <EmptyState
          title={t('identity.invitation.known', { email })}
          action={<LinkButton to="/sign-in">{t('identity.signIn.submit')}</LinkButton>}
        >
          {t('identity.invitation.knownText')}
        </EmptyState>
      )}
      {next === 'sign-out' && (
        <EmptyState
          title={t('identity.invitation.other', { email })}
          action={<Button onClick={() => void endSession().then(again)}>{t('app.account.signOut')}</Button>}
        />
      )}
    </>
  );
}

function Register({ token, invitation }: { token: string; invitation: Invitation }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const form = useForm({
    initialValues: { name: invitation.name, password: '' },
    validate: {
      name: (value) => (value.trim() ? null : t('ui.form.required')),
      password: (value) =>
        value.length >= SHORTEST_PASSWORD ? null : t('identity.password.short', { count: SHORTEST_PASSWORD }),
    },
  });
  const submit = useSubmit({
    form,
    send: async (values) => {
      await call(
        api.POST('/api/v1/invitations/accept', { body: { ...values, token, locale: currentLocale() } }),
      );
      await renewSession();
    },
    onDone: () => navigate({ to: '/' }),
    fieldOfCode: { RA_PASSWORD_WEAK: 'password' },
  });
  return (
    <form className={classes.form} onSubmit={submit.onSubmit} noValidate>
      {/* Tells password managers which account the new password belongs to. */}
      <TextInput
        label={t('identity.email')}
        type="email"
        value={invitation.email}
        readOnly
        autoComplete="username"
      />
      <TextInput
        label={t('identity.setup.yourName')}
        required
        maxLength={200}
        autoComplete="name"
        {...form.getInputProps('name')}
      />
      <PasswordField kind="new" label={t('identity.password.one')} {...form.getInputProps('password')} />
      <FormError error={submit.error} />
      <Button type="submit" loading={submit.pending} size="md">
        {t('identity.invitation.accept')}
      </Button>
    </form>
  );
}

function Join({ token, email }: { token: string; email: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const join = useMutation<void, ApiError>({
    mutationFn: async () => {
      await call(api.POST('/api/v1/invitations/join', { body: { token } }));
      await renewSession();
    },
    onSuccess: () => void navigate({ to: '/' }),
  });
  return (
    <div className={classes.form}>
      <p>{t('identity.invitation.joinAs', { email })}</p>
      <FormError error={join.error} />
      <Button loading={join.isPending} size="md" onClick={() => join.mutate()}>
        {t('identity.invitation.accept')}
      </Button>
    </div>
  );
}
