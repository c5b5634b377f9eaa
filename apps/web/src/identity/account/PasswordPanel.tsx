import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { api, call } from '../../api/client.ts';
import { FormError, useSubmit } from '../../ui/forms.tsx';
import layout from '../../ui/Layout.module.css';
import { Panel } from '../../ui/Panel.tsx';
import { sayDone } from '../../ui/useUndo.tsx';
import { renewAccount } from '../commands.ts';
import { PasswordField, SHORTEST_PASSWORD } from '../PasswordField.tsx';

export function PasswordPanel() {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: { current: '', next: '' },
    validate: {
      current: (value) => (value ? null : t('ui.form.required')),
      next: (value) =>
        value.length >= SHORTEST_PASSWORD ? null : t('identity.password.short', { count: SHORTEST_PASSWORD }),
    },
  });
  const submit = useSubmit({
    form,
    send: (body) => call(api.POST('/api/v1/account/password', { body })),
    onDone: () => {
      form.reset();
      sayDone(t('identity.password.changed'));
      return renewAccount('sessions');
    },
    fieldOfCode: { RA_PASSWORD_WEAK: 'next', RA_PASSWORD_WRONG: 'current' },
  });
  return (
    <Panel title={t('identity.password.title')}>
      <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
        <p className={layout.small}>{t('identity.password.text')}</p>
        <PasswordField
          kind="current"
          label={t('identity.password.current')}
          {...form.getInputProps('current')}
        />
        <PasswordField kind="new" label={t('identity.password.next')} {...form.getInputProps('next')} />
        <FormError error={submit.error} />
        <div className={layout.row}>
          <Button type="submit" loading={submit.pending}>
            {t('identity.password.submit')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
