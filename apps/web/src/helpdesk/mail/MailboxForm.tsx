import { Button, Checkbox, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { PasswordField } from '../../identity/PasswordField.tsx';
import { FormError, useSubmit } from '../../ui/forms.tsx';
import layout from '../../ui/Layout.module.css';
import { sayDone } from '../../ui/useUndo.tsx';
import { type Mailbox, type MailboxInput, saveMailbox } from './queries.ts';

const KINDS = ['imap', 'door'] as const satisfies readonly Mailbox['kind'][];
const PORTS = { tls: 993, 'starttls-required': 143 } as const;
type Security = keyof typeof PORTS;

interface Props {
  clientId: string;
  mailbox: Mailbox | undefined;
  onDone: () => void;
}

/** The password is never shown again: left empty, a change keeps it. */
export function MailboxForm({ clientId, mailbox, onDone }: Props) {
  const { t } = useTranslation();
  const filled = (value: string, { kind }: { kind: string }) =>
    kind === 'door' || value.trim() ? null : t('ui.form.required');
  const form = useForm({
    initialValues: {
      kind: mailbox?.kind ?? ('imap' as Mailbox['kind']),
      address: mailbox?.address ?? '',
      subaddresses: mailbox?.subaddresses ?? true,
      host: mailbox?.host ?? '',
      port: mailbox?.port ?? PORTS.tls,
      security: (mailbox?.security ?? 'tls') as Security,
      userName: mailbox?.userName ?? '',
      password: '',
      folder: mailbox?.folder ?? 'INBOX',
      doneFolder: mailbox?.doneFolder ?? '',
      authserv: mailbox?.authserv ?? '',
      ca: mailbox?.ca ?? '',
      allowPrivate: mailbox?.allowPrivate ?? false,
      enabled: mailbox?.enabled ?? true,
    },
    validate: {
      address: (value) => (/^\S+@\S+\.\S+$/.test(value.trim()) ? null : t('ui.form.email')),
      host: filled,
      userName: filled,
      folder: filled,
      password: (value, values) => (mailbox ? null : filled(value, values)),
    },
  });
  const isImap = form.values.kind === 'imap';
  const submit = useSubmit({
    form,
    send: (values) => saveMailbox(clientId, mailbox?.id, inputOf(values)),
    onDone: () => {
      sayDone(t('ui.form.saved'));
      onDone();
    },
    fieldOfCode: { RA_CONFLICT: 'address' },
  });
  return (
    <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
      {!mailbox && (
        <Select
          label={t('mail.kindLabel')}
          data={KINDS.map((value) => ({ value, label: t(`mail.kind.${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps('kind')}
        />
      )}
      <TextInput
        label={t('mail.address')}
        description={t('mail.addressHelp')}
        type="email"
        required
        maxLength={320}
        {...form.getInputProps('address')}
        onBlur={() => {
          if (!form.values.userName) form.setFieldValue('userName', form.values.address.trim());
        }}
      />
      {isImap && (
        <>
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
            data={(['tls', 'starttls-required'] as const).map((value) => ({
              value,
              label: t(`settings.mail.securities.${value}`),
            }))}
            allowDeselect={false}
            {...form.getInputProps('security')}
            onChange={(value) => {
              if (value) form.setValues({ security: value as Security, port: PORTS[value as Security] });
            }}
          />
          <div className={layout.pair}>
            <TextInput
              label={t('settings.mail.user')}
              required
              autoComplete="off"
              maxLength={320}
              {...form.getInputProps('userName')}
            />
            <PasswordField
              kind="current"
              required={!mailbox}
              label={t('identity.password.one')}
              description={mailbox ? t('settings.mail.passwordKept') : undefined}
              {...form.getInputProps('password')}
            />
          </div>
          <div className={layout.pair}>
            <TextInput label={t('mail.folder')} required maxLength={200} {...form.getInputProps('folder')} />
            <TextInput
              label={t('mail.doneFolder')}
              description={t('mail.doneFolderHelp')}
              maxLength={200}
              {...form.getInputProps('doneFolder')}
            />
          </div>
        </>
      )}
      <Checkbox
        label={t('mail.subaddresses')}
        description={t('mail.subaddressesHelp')}
        {...form.getInputProps('subaddresses', { type: 'checkbox' })}
      />
      <Checkbox label={t('mail.enabled')} {...form.getInputProps('enabled', { type: 'checkbox' })} />
      <details>
        <summary>{t('mail.more')}</summary>
        <div className={layout.form}>
          <TextInput
            mt="sm"
            label={t('mail.authserv')}
            description={t('mail.authservHelp')}
            maxLength={253}
            {...form.getInputProps('authserv')}
          />
          {isImap && (
            <>
              <Checkbox
                label={t('settings.webhook.allowPrivate')}
                description={t('mail.allowPrivateHelp')}
                {...form.getInputProps('allowPrivate', { type: 'checkbox' })}
              />
              <Textarea
                label={t('settings.mail.ca')}
                description={t('settings.mail.caHelp')}
                autosize
                minRows={3}
                maxRows={12}
                {...form.getInputProps('ca')}
              />
            </>
          )}
        </div>
      </details>
      <FormError error={submit.error} />
      <div className={layout.row}>
        <Button type="submit" loading={submit.pending}>
          {t('ui.form.save')}
        </Button>
      </div>
    </form>
  );
}

interface Values {
  kind: Mailbox['kind'];
  address: string;
  subaddresses: boolean;
  host: string;
  port: number | string;
  security: Security;
  userName: string;
  password: string;
  folder: string;
  doneFolder: string;
  authserv: string;
  ca: string;
  allowPrivate: boolean;
  enabled: boolean;
}

function inputOf(values: Values): MailboxInput {
  const { subaddresses, enabled } = values;
  const shared = {
    address: values.address.trim(),
    authserv: values.authserv.trim() || null,
    subaddresses,
    enabled,
  };
  if (values.kind === 'door') return { kind: 'door', ...shared };
  return {
    kind: 'imap',
    ...shared,
    host: values.host.trim(),
    port: Number(values.port),
    security: values.security,
    userName: values.userName.trim(),
    // Left out, the server keeps the password it has.
    ...(values.password ? { password: values.password } : {}),
    folder: values.folder.trim(),
    doneFolder: values.doneFolder.trim() || null,
    ca: values.ca.trim() || null,
    allowPrivate: values.allowPrivate,
  };
}
