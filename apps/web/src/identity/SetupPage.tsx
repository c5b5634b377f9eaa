import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { currentLocale } from '../i18n/language.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FormError, useSubmit } from '../ui/forms.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { setUp } from './commands.ts';
import classes from './Entrance.module.css';
import { PasswordField, SHORTEST_PASSWORD } from './PasswordField.tsx';
import { useLinkToken } from './useLinkToken.ts';

/** First start: the provider's name and its first owner. The link works once. */
export function SetupPage() {
  const { t } = useTranslation();
  const token = useLinkToken();
  if (!token) {
    return (
      <>
        <PageHeader title={t('identity.setup.title')} />
        <EmptyState title={t('identity.setup.noToken')}>{t('identity.setup.noTokenText')}</EmptyState>
      </>
    );
  }
  return <SetupForm token={token} />;
}

function SetupForm({ token }: { token: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const filled = (value: string) => (value.trim() ? null : t('ui.form.required'));
  const form = useForm({
    initialValues: { providerName: '', ownerName: '', email: '', password: '' },
    validate: {
      providerName: filled,
      ownerName: filled,
      email: (value) => (/^\S+@\S+\.\S+$/.test(value.trim()) ? null : t('ui.form.email')),
      password: (value) =>
        value.length >= SHORTEST_PASSWORD ? null : t('identity.password.short', { count: SHORTEST_PASSWORD }),
    },
  });
  const submit = useSubmit({
    form,
    send: (values) => setUp({ ...values, token, locale: currentLocale() }),
    onDone: () => navigate({ to: '/' }),
    fieldOfCode: { RA_PASSWORD_WEAK: 'password' },
  });
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
          label={t('identity.name')}
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
        <PasswordField kind="new" label={t('identity.password.one')} {...form.getInputProps('password')} />
        <FormError error={submit.error} />
        <Button type="submit" loading={submit.pending} size="md">
          {t('identity.setup.submit')}
        </Button>
      </form>
    </>
  );
}
