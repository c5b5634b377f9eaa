import { Button, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { FormError, useSubmit } from '../ui/forms.tsx';
import layout from '../ui/Layout.module.css';
import { PageHeader } from '../ui/PageHeader.tsx';
import { addClient } from './commands.ts';
import { clientPath } from './words.ts';

const LOCALES = [
  { value: 'de', label: 'Deutsch' },
  { value: 'en', label: 'English' },
];

/** First of three steps: client, site, system. */
export function NewClientPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const form = useForm({
    initialValues: { name: '', code: '', locale: 'de' as 'de' | 'en' },
    validate: {
      name: (value) => (value.trim() ? null : t('ui.form.required')),
      code: (value) => (value === '' || /^[A-Z0-9]{2,8}$/.test(value) ? null : t('fleet.client.codeRule')),
    },
  });
  const submit = useSubmit({
    form,
    send: ({ name, code, locale }) => addClient({ name: name.trim(), locale, ...(code ? { code } : {}) }),
    onDone: ({ id }) => navigate({ to: `${clientPath(id)}/sites/new` }),
    fieldOfCode: { RA_CODE_TAKEN: 'code' },
  });
  return (
    <>
      <PageHeader title={t('fleet.client.add')} crumbs={[{ label: t('fleet.clients'), to: '/clients' }]} />
      <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
        <TextInput
          label={t('fleet.client.name')}
          required
          maxLength={200}
          autoComplete="off"
          data-autofocus
          {...form.getInputProps('name')}
        />
        <TextInput
          label={t('fleet.client.code')}
          description={t('fleet.client.codeHelp')}
          maxLength={8}
          autoComplete="off"
          {...form.getInputProps('code')}
          onChange={(event) => form.setFieldValue('code', event.currentTarget.value.toUpperCase())}
        />
        <Select
          label={t('fleet.client.locale')}
          description={t('fleet.client.localeHelp')}
          data={LOCALES}
          allowDeselect={false}
          {...form.getInputProps('locale')}
        />
        <FormError error={submit.error} />
        <div className={layout.row}>
          <Button type="submit" loading={submit.pending}>
            {t('fleet.client.create')}
          </Button>
        </div>
      </form>
    </>
  );
}
