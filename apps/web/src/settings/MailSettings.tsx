import { Button, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, call } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { queryClient } from '../api/query.ts';
import type { Answer, Body } from '../api/types.ts';
import { RoutePending } from '../app/RouteStates.tsx';
import { PasswordField } from '../identity/PasswordField.tsx';
import { useMay } from '../identity/session.ts';
import { ErrorState } from '../ui/ErrorState.tsx';
import { FormError, useSubmit } from '../ui/forms.tsx';
import layout from '../ui/Layout.module.css';
import { Notice } from '../ui/Notice.tsx';
import { Panel } from '../ui/Panel.tsx';
import { sayDone } from '../ui/useUndo.tsx';

type Mail = Answer<'/api/v1/clients/{clientId}/settings/mail'>['mail'];
type MailInput = Body<'/api/v1/clients/{clientId}/settings/mail', 'put'>;

const SECURITIES = [
  'starttls-required',
  'tls',
  'none-loopback-only',
] as const satisfies readonly MailInput['security'][];
const PORT: Record<MailInput['security'], number> = {
  'starttls-required': 587,
  tls: 465,
  'none-loopback-only': 25,
};

export function MailSettings({ clientId }: { clientId: string }) {
  const query = useQuery({
    queryKey: keys.settings.one(clientId, 'mail'),
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/clients/{clientId}/settings/mail', { params: { path: { clientId } }, signal })),
  });
  if (query.isPending) return <RoutePending />;
  if (query.isError) return <ErrorState error={query.error} retry={query.refetch} />;
  return <MailForm clientId={clientId} mail={query.data.mail} />;
}

function MailForm({ clientId, mail }: { clientId: string; mail: Mail }) {
  const { t } = useTranslation();
  const may = useMay('settings.manage', clientId);
  const filled = (value: string) => (value.trim() ? null : t('ui.form.required'));
  const form = useForm({
    initialValues: {
      host: mail?.host ?? '',
      port: mail?.port ?? PORT['starttls-required'],
      security: mail?.security ?? ('starttls-required' as MailInput['security']),
      user: mail?.user ?? '',
      password: '',
      fromName: mail?.fromName ?? 'Rettungsanker',
      fromAddress: mail?.fromAddress ?? '',
      replyTo: mail?.replyTo ?? '',
      ca: mail?.ca ?? '',
    },
    validate: {
      host: filled,
      fromAddress: (value) => (/^\S+@\S+\.\S+$/.test(value.trim()) ? null : t('ui.form.email')),
    },
  });
  const submit = useSubmit({
    form,
    send: async ({ user, password, replyTo, ca, ...values }) => {
      await call(
        api.PUT('/api/v1/clients/{clientId}/settings/mail', {
          params: { path: { clientId } },
          body: {
            ...values,
            user: user.trim() || null,
            replyTo: replyTo.trim() || null,
            ca: ca.trim() || null,
            // Left out, the server keeps the password it has.
            ...(password ? { password } : user.trim() ? {} : { password: null }),
          },
        }),
      );
      await queryClient.invalidateQueries({ queryKey: keys.settings.all });
    },
    onDone: () => {
      form.setFieldValue('password', '');
      sayDone(t('ui.form.saved'));
    },
  });
  return (
    <>
      {!mail && (
        <Notice state="warning" title={t('settings.mail.missing')}>
          {t('settings.mail.missingText')}
        </Notice>
      )}
      <Panel title={t('settings.mail.title')}>
        <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
          <fieldset disabled={!may} className={layout.plainFieldset}>
            <div className={layout.pair}>
              <TextInput
                label={t('settings.mail.host')}
                required
                maxLength={253}
                {...form.getInputProps('host')}
              />
              <NumberInput
                label={t('settings.mail.port')}
                min={1}
                max={65535}
                {...form.getInputProps('port')}
              />
            </div>
            <Select
              label={t('settings.mail.security')}
              data={SECURITIES.map((value) => ({ value, label: t(`settings.mail.securities.${value}`) }))}
              allowDeselect={false}
              disabled={!may}
              {...form.getInputProps('security')}
              onChange={(value) => {
                if (!value) return;
                const security = value as MailInput['security'];
                form.setValues({ security, port: PORT[security] });
              }}
            />
            <div className={layout.pair}>
              <TextInput
                label={t('settings.mail.user')}
                autoComplete="off"
                maxLength={320}
                {...form.getInputProps('user')}
              />
              <PasswordField
                kind="current"
                required={false}
                label={t('identity.password.one')}
                description={mail?.hasPassword ? t('settings.mail.passwordKept') : undefined}
                {...form.getInputProps('password')}
              />
            </div>
            <div className={layout.pair}>
              <TextInput
                label={t('settings.mail.fromName')}
                maxLength={100}
                {...form.getInputProps('fromName')}
              />
              <TextInput
                label={t('settings.mail.fromAddress')}
                type="email"
                required
                maxLength={320}
                {...form.getInputProps('fromAddress')}
              />
            </div>
            <TextInput
              label={t('settings.mail.replyTo')}
              type="email"
              maxLength={320}
              {...form.getInputProps('replyTo')}
            />
            <details>
              <summary>{t('settings.mail.caTitle')}</summary>
              <Textarea
                mt="sm"
                label={t('settings.mail.ca')}
                description={t('settings.mail.caHelp')}
                autosize
                minRows={3}
                maxRows={12}
                {...form.getInputProps('ca')}
              />
            </details>
          </fieldset>
          <FormError error={submit.error} />
          {may && (
            <div className={layout.row}>
              <Button type="submit" loading={submit.pending}>
                {t('ui.form.save')}
              </Button>
              {mail && <TestMail clientId={clientId} />}
            </div>
          )}
        </form>
      </Panel>
    </>
  );
}

function TestMail({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const test = useMutation({
    mutationFn: () =>
      call(api.POST('/api/v1/clients/{clientId}/settings/mail/test', { params: { path: { clientId } } })),
  });
  return (
    <>
      <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>
        {t('settings.mail.test')}
      </Button>
      {test.isError && <ErrorState error={test.error} />}
      {test.data && (
        <Notice state="ok" role="status" title={t('settings.mail.tested', { to: test.data.to })}>
          <code>{test.data.answer}</code>
        </Notice>
      )}
    </>
  );
}
