import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, call } from '../api/client.ts';
import { CopyCommand } from '../ui/CopyCommand.tsx';
import { FormError, useSubmit } from '../ui/forms.tsx';
import { LinkButton } from '../ui/LinkButton.tsx';
import { Notice } from '../ui/Notice.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import classes from './Entrance.module.css';

/** Asks for a link for a new password; without mail it says who else can make one. */
export function ForgottenPasswordPage() {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<{ email: string; mail: boolean }>();
  const form = useForm({
    initialValues: { email: '' },
    validate: { email: (value) => (/^\S+@\S+\.\S+$/.test(value.trim()) ? null : t('ui.form.email')) },
  });
  const submit = useSubmit({
    form,
    send: ({ email }) => call(api.POST('/api/v1/password-reset/request', { body: { email: email.trim() } })),
    onDone: ({ mail }, { email }) => setAsked({ email: email.trim(), mail }),
  });
  return (
    <>
      <PageHeader
        title={t('identity.signIn.forgottenTitle')}
        subtitle={asked ? undefined : <span>{t('identity.forgotten.text')}</span>}
      />
      <div className={classes.form}>
        {!asked && (
          <form className={classes.form} onSubmit={submit.onSubmit} noValidate>
            <TextInput
              label={t('identity.email')}
              type="email"
              required
              maxLength={320}
              autoComplete="username"
              {...form.getInputProps('email')}
            />
            <FormError error={submit.error} />
            <Button type="submit" loading={submit.pending} size="md">
              {t('identity.forgotten.submit')}
            </Button>
          </form>
        )}
        {asked?.mail && (
          <Notice state="info" role="status" title={t('identity.forgotten.sent', { email: asked.email })}>
            {t('identity.forgotten.sentText')}
          </Notice>
        )}
        {asked && !asked.mail && (
          <Notice state="warning" role="status" title={t('identity.forgotten.noMail')}>
            <p>{t('identity.forgotten.noMailText')}</p>
            <CopyCommand
              command={`npx rettungsanker admin reset ${asked.email}`}
              label={t('identity.forgotten.command')}
              wrap
            />
          </Notice>
        )}
        <LinkButton to="/sign-in" variant="subtle">
          {t('identity.signIn.toSignIn')}
        </LinkButton>
      </div>
    </>
  );
}
