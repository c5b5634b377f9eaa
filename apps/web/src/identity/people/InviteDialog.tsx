import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { FormError, useSubmit } from '../../ui/forms.tsx';
import layout from '../../ui/Layout.module.css';
import { type Role, useSession } from '../session.ts';
import { invite, type Link } from './queries.ts';
import { RoleOption } from './RoleOption.tsx';
import { rolesOf } from './roles.ts';

interface Values extends Record<string, unknown> {
  clientId: string;
  email: string;
  name: string;
  role: Role | null;
}

/** Invites somebody by mail; the link is shown as well, for when there is no mail yet. */
export function InviteDialog({ close, onLink }: { close: () => void; onLink: (link: Link) => void }) {
  const { t } = useTranslation();
  const { clients } = useSession();
  const managed = clients.filter((client) => client.permissions.includes('people.manage'));
  const form = useForm<Values>({
    initialValues: { clientId: managed[0]?.id ?? '', email: '', name: '', role: null },
    validate: {
      email: (value) => (/^\S+@\S+\.\S+$/.test(value.trim()) ? null : t('ui.form.email')),
      role: (value) => (value ? null : t('ui.form.required')),
    },
  });
  const kind = managed.find((client) => client.id === form.values.clientId)?.kind ?? 'client';
  const submit = useSubmit({
    form,
    send: ({ clientId, email, name, role }) =>
      invite(clientId, { email: email.trim(), name: name.trim(), role: role ?? 'employee', serves: 'all' }),
    onDone: onLink,
    fieldOfCode: { RA_MEMBER_ALREADY: 'email', RA_ROLE_NOT_ALLOWED: 'role' },
  });
  return (
    <Modal
      opened
      onClose={close}
      title={t('identity.people.invite')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
        {managed.length > 1 && (
          <Select
            label={t('identity.people.where')}
            description={t('identity.people.whereHelp')}
            searchable
            allowDeselect={false}
            data={managed.map((client) => ({ value: client.id, label: client.name }))}
            {...form.getInputProps('clientId')}
            onChange={(value) => {
              if (!value) return;
              form.setFieldValue('clientId', value);
              form.setFieldValue('role', null);
            }}
          />
        )}
        <TextInput
          label={t('identity.email')}
          type="email"
          required
          autoComplete="off"
          maxLength={320}
          {...form.getInputProps('email')}
        />
        <TextInput
          label={t('identity.name')}
          description={t('identity.people.nameHelp')}
          autoComplete="off"
          maxLength={200}
          {...form.getInputProps('name')}
        />
        <Select
          label={t('identity.people.role')}
          renderOption={({ option }) => <RoleOption role={option.value as Role} />}
          description={form.values.role ? t(`identity.roleHelp.${form.values.role}`) : undefined}
          required
          data={rolesOf(kind).map((role) => ({ value: role, label: t(`identity.role.${role}`) }))}
          {...form.getInputProps('role')}
        />
        <FormError error={submit.error} />
        <Button type="submit" loading={submit.pending}>
          {t('identity.people.send')}
        </Button>
      </form>
    </Modal>
  );
}
