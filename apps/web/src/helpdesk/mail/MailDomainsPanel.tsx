import { Button, TagsInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { RoutePending } from '../../app/RouteStates.tsx';
import { useMay } from '../../identity/session.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { FormError, useSubmit } from '../../ui/forms.tsx';
import layout from '../../ui/Layout.module.css';
import { Panel } from '../../ui/Panel.tsx';
import { sayDone } from '../../ui/useUndo.tsx';
import { setMailDomains, useMailDomains } from './queries.ts';

/** Whose mail becomes a ticket of this client, besides that of its people. */
export function MailDomainsPanel({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const query = useMailDomains(clientId);
  if (query.isPending) return <RoutePending />;
  if (query.isError) return <ErrorState error={query.error} retry={query.refetch} />;
  return (
    <Panel title={t('mail.domains')}>
      <DomainsForm clientId={clientId} domains={query.data.domains} />
    </Panel>
  );
}

const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i;

function DomainsForm({ clientId, domains }: { clientId: string; domains: string[] }) {
  const { t } = useTranslation();
  const may = useMay('client.manage', clientId);
  const form = useForm({
    initialValues: { domains },
    validate: { domains: (value) => (value.every((one) => DOMAIN.test(one)) ? null : t('mail.domainRule')) },
  });
  const submit = useSubmit({
    form,
    send: (values) => setMailDomains(clientId, values.domains),
    onDone: () => sayDone(t('ui.form.saved')),
    fieldOfCode: { RA_MAIL_DOMAIN: 'domains' },
  });
  return (
    <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
      <TagsInput
        label={t('mail.domainsLabel')}
        description={t('mail.domainsHelp')}
        placeholder={form.values.domains.length === 0 ? 'example.de' : ''}
        splitChars={[',', ' ', ';']}
        maxTags={50}
        disabled={!may}
        {...form.getInputProps('domains')}
      />
      <FormError error={submit.error} />
      {may && (
        <div className={layout.row}>
          <Button type="submit" loading={submit.pending}>
            {t('ui.form.save')}
          </Button>
        </div>
      )}
    </form>
  );
}
