import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, call } from '../api/client.ts';
import { RoutePending } from '../app/RouteStates.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { FormError, useSubmit } from '../ui/forms.tsx';
import { LinkButton } from '../ui/LinkButton.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { sayDone } from '../ui/useUndo.tsx';
import classes from './Entrance.module.css';
import { PasswordField, SHORTEST_PASSWORD } from './PasswordField.tsx';
import { useLinkToken } from './useLinkToken.ts';

/** A new password through a link that somebody with authority made. */
export function PasswordResetPage() {
  const { t } = useTranslation();
  const token = useLinkToken();
  const query = useQuery({
    queryKey: ['password-reset', token],
    queryFn: ({ signal }) =>
      call(api.POST('/api/v1/password-reset/lookup', { body: { token: token ?? '' }, signal })),
    enabled: token !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <>
      <PageHeader title={t('identity.reset.title')} />
      {!token ? (
        <EmptyState title={t('identity.link.incomplete')}>{t('identity.link.incompleteText')}</EmptyState>
      ) : query.isPending ? (
        <RoutePending />
      ) : query.isError ? (
        <>
          <ErrorState error={query.error} />
          <div className={classes.actions}>
            <LinkButton to="/forgotten-password" variant="default">
              {t('identity.forgotten.submit')}
            </LinkButton>
          </div>
        </>
      ) : (
        <ResetForm token={token} email={query.data.email} />
      )}
    </>
  );
}

function ResetForm({ token, email }: { token: string; email: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const form = useForm({
    initialValues: { password: '' },
    validate: {
      password: (value) =>
        value.length >= SHORTEST_PASSWORD ? null : t('identity.password.short', { count: SHORTEST_PASSWORD }),
    },
  });
  const submit = useSubmit({
    form,
    send: ({ password }) => call(api.POST('/api/v1/password-reset', { body: { token, password } })),
    onDone: () => {
      sayDone(t('identity.reset.done'));
      return navigate({ to: '/sign-in' });
    },
    fieldOfCode: { RA_PASSWORD_WEAK: 'password' },
  });
  return (
    <form className={classes.form} onSubmit={submit.onSubmit} noValidate>
      <TextInput label={t('identity.email')} type="email" value={email} readOnly autoComplete="username" />
      <PasswordField kind="new" label={t('identity.password.next')} {...form.getInputProps('password')} />
      <FormError error={submit.error} />
      <Button type="submit" loading={submit.pending} size="md">
        {t('identity.reset.submit')}
      </Button>
    </form>
  );
}
