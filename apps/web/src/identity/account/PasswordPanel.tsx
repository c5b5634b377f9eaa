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
import { renewSession, useSession } from '../session.ts';
import { useConfirmed } from '../useConfirmed.tsx';

/** Changes the password; somebody who has used passkeys only so far sets a first one. */
export function PasswordPanel() {
  const { t } = useTranslation();
  const known = useSession().secondFactor.password;
  const confirmed = useConfirmed();
  const form = useForm({
    initialValues: { current: '', next: '' },
    validate: {
      current: (value) => (value || !known ? null : t('ui.form.required')),
      next: (value) =>
        value.length >= SHORTEST_PASSWORD ? null : t('identity.password.short', { count: SHORTEST_PASSWORD }),
    },
  });
  const submit = useSubmit({
    form,
    send: async ({ current, next }) => {
      const body = known ? { current, next } : { next };
      const change = () => call(api.POST('/api/v1/account/password', { body })).then(() => undefined);
      await (known ? change() : confirmed.run(change));
    },
    onDone: () => {
      form.reset();
      sayDone(known ? t('identity.password.changed') : t('identity.password.firstSet'));
      return Promise.all([renewAccount('sessions'), renewSession()]);
    },
    fieldOfCode: { RA_PASSWORD_WEAK: 'next', RA_PASSWORD_WRONG: 'current' },
  });
  return (
    <Panel title={known ? t('identity.password.title') : t('identity.password.first')}>
      <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
        <p className={layout.small}>
          {known ? t('identity.password.text') : t('identity.password.firstText')}
        </p>
        {known && (
          <PasswordField
            kind="current"
            label={t('identity.password.current')}
            {...form.getInputProps('current')}
          />
        )}
        <PasswordField kind="new" label={t('identity.password.next')} {...form.getInputProps('next')} />
        <FormError error={submit.error} />
        <div className={layout.row}>
          <Button type="submit" loading={submit.pending}>
            {known ? t('identity.password.submit') : t('identity.password.first')}
          </Button>
        </div>
      </form>
      {confirmed.dialog}
    </Panel>
  );
}
