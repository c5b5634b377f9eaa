import { Button, Select, TextInput, useMantineColorScheme } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { FormError, useSubmit } from '../../ui/forms.tsx';
import layout from '../../ui/Layout.module.css';
import { Fact, Facts, Panel } from '../../ui/Panel.tsx';
import { sayDone } from '../../ui/useUndo.tsx';
import { changeProfile } from '../preferences.ts';
import { useSession } from '../session.ts';

/** Name, language, colours; and which roles one has where. */
export function ProfilePanel() {
  const { t } = useTranslation();
  const { person, clients, side } = useSession();
  const { setColorScheme } = useMantineColorScheme();
  const form = useForm({
    initialValues: { name: person.name, locale: person.locale, theme: person.theme },
    validate: { name: (value) => (value.trim() ? null : t('ui.form.required')) },
  });
  const submit = useSubmit({
    form,
    send: async (values) => {
      await changeProfile(values);
      setColorScheme(values.theme);
    },
    onDone: () => sayDone(t('ui.form.saved')),
  });
  const shown = side === 'provider' ? clients.filter((client) => client.kind === 'provider') : clients;
  return (
    <>
      <Panel title={t('identity.account.profile')}>
        <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
          <TextInput
            label={t('identity.setup.yourName')}
            required
            maxLength={200}
            autoComplete="name"
            {...form.getInputProps('name')}
          />
          <div className={layout.pair}>
            <Select
              label={t('identity.account.language')}
              data={[
                { value: 'de', label: 'Deutsch' },
                { value: 'en', label: 'English' },
              ]}
              allowDeselect={false}
              {...form.getInputProps('locale')}
            />
            <Select
              label={t('identity.account.colours')}
              data={(['auto', 'light', 'dark'] as const).map((value) => ({
                value,
                label: t(`identity.theme.${value}`),
              }))}
              allowDeselect={false}
              {...form.getInputProps('theme')}
            />
          </div>
          <FormError error={submit.error} />
          <div className={layout.row}>
            <Button type="submit" loading={submit.pending}>
              {t('ui.form.save')}
            </Button>
          </div>
        </form>
      </Panel>
      <Panel title={t('identity.account.roles')}>
        <Facts>
          {shown.map((client) => (
            <Fact key={client.id} label={client.name}>
              {t(`identity.role.${client.role}`)}
            </Fact>
          ))}
        </Facts>
      </Panel>
    </>
  );
}
