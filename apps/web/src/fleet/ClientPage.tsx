import { Button, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { RoutePending } from '../app/RouteStates.tsx';
import { MailDomainsPanel } from '../helpdesk/mail/MailDomainsPanel.tsx';
import { useTickets } from '../helpdesk/queries.ts';
import { ServiceLevelPanel } from '../helpdesk/ServiceLevelPanel.tsx';
import { TicketsTable } from '../helpdesk/TicketsTable.tsx';
import { useMay } from '../identity/session.ts';
import { mapPath } from '../map/queries.ts';
import { AlertsTable } from '../monitoring/AlertsTable.tsx';
import { IngestPanel } from '../monitoring/ingest/IngestPanel.tsx';
import { MaintenancePanel } from '../monitoring/maintenance/MaintenancePanel.tsx';
import { useAlerts } from '../monitoring/queries.ts';
import { AlarmSettings } from '../monitoring/silences/AlarmSettings.tsx';
import { SilencesPanel } from '../monitoring/silences/SilencesPanel.tsx';
import { ApiCallShown } from '../ui/ApiCallShown.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { FormError, useSubmit } from '../ui/forms.tsx';
import { IconMapPin, IconPlus, IconSitemap } from '../ui/icons.ts';
import layout from '../ui/Layout.module.css';
import { LinkButton } from '../ui/LinkButton.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { Panel } from '../ui/Panel.tsx';
import { Tag } from '../ui/StateBadge.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { useListSearch } from '../ui/table/useListSearch.ts';
import { sayDone } from '../ui/useUndo.tsx';
import { AssetsTable } from './AssetsTable.tsx';
import classes from './ClientPage.module.css';
import { changeClient } from './commands.ts';
import { type ClientDetail, useClient, useSites } from './queries.ts';
import { sitePath } from './words.ts';

export function ClientPage() {
  const { clientId } = useParams({ strict: false }) as { clientId: string };
  const query = useClient(clientId);
  if (query.isPending) return <RoutePending />;
  if (query.isError) return <ErrorState error={query.error} retry={query.refetch} />;
  return <Shown client={query.data} />;
}

function Shown({ client }: { client: ClientDetail }) {
  const { t } = useTranslation();
  const { search } = useListSearch();
  const mayTicket = useMay('ticket.create');
  const maySystems = useMay('asset.read', client.id);
  const mayAlerts = useMay('alert.read', client.id);
  const maySettings = useMay('settings.read', client.id);
  const mayIngest = useMay('ingest.manage', client.id);
  const tab = search.tab ?? 'systems';
  return (
    <>
      <PageHeader
        title={client.name}
        crumbs={[{ label: t('fleet.clients'), to: '/clients' }]}
        badges={<Tag>{client.code}</Tag>}
        subtitle={
          <>
            <span>{t(`fleet.client.kinds.${client.kind}`)}</span>
            <ApiCallShown path={`/api/v1/clients/${client.id}`} />
          </>
        }
        actions={
          <>
            {maySystems && (
              <LinkButton
                to={mapPath(client.id)}
                variant="default"
                leftSection={<IconSitemap size={16} stroke={1.75} aria-hidden="true" />}
              >
                {t('map.drawn.title')}
              </LinkButton>
            )}
            {mayTicket && (
              <LinkButton to="/tickets/new" search={{ client: client.id }} variant="default">
                {t('helpdesk.new')}
              </LinkButton>
            )}
          </>
        }
      />
      <TabLinks
        label={client.name}
        active={tab}
        tabs={[
          { id: 'systems', label: t('fleet.systems') },
          { id: 'sites', label: t('fleet.sites') },
          { id: 'alerts', label: t('monitoring.alerts') },
          ...(mayAlerts ? [{ id: 'quiet', label: t('quiet.tab') }] : []),
          { id: 'tickets', label: t('helpdesk.tickets') },
          { id: 'service', label: t('helpdesk.level.title') },
          { id: 'mail', label: t('mail.tab') },
          ...(mayIngest ? [{ id: 'ingest', label: t('ingest.tab') }] : []),
          { id: 'notes', label: t('fleet.client.notes') },
        ]}
      />
      {tab === 'systems' && <Systems client={client} />}
      {tab === 'sites' && <Sites client={client} />}
      {tab === 'alerts' && <Alerts client={client} />}
      {tab === 'tickets' && <Tickets client={client} />}
      {tab === 'mail' && <MailDomainsPanel clientId={client.id} />}
      {tab === 'service' && <ServiceLevelPanel clientId={client.id} />}
      {tab === 'quiet' && mayAlerts && (
        <div className={layout.stack}>
          <SilencesPanel clientId={client.id} />
          <MaintenancePanel clientId={client.id} />
          {maySettings && <AlarmSettings clientId={client.id} />}
        </div>
      )}
      {tab === 'ingest' && mayIngest && <IngestPanel clientId={client.id} />}
      {tab === 'notes' && <Notes client={client} />}
    </>
  );
}

function Systems({ client }: { client: ClientDetail }) {
  const { t } = useTranslation();
  const sites = useSites(client.id);
  const site = sites.data?.items[0];
  return (
    <AssetsTable
      filter={{ client: client.id }}
      about="client"
      empty={
        <EmptyState
          title={t('fleet.asset.none')}
          action={
            site ? (
              <LinkButton to={sitePath(client.id, site.id)} search={{ tab: 'add' }}>
                {t('fleet.enrol.title')}
              </LinkButton>
            ) : (
              <AddSite clientId={client.id} />
            )
          }
        >
          {site ? t('fleet.asset.noneHere') : t('fleet.site.first')}
        </EmptyState>
      }
    />
  );
}

function AddSite({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  if (!useMay('site.manage')) return null;
  return (
    <LinkButton to={`/clients/${clientId}/sites/new`} leftSection={<IconPlus size={16} stroke={1.75} />}>
      {t('fleet.site.add')}
    </LinkButton>
  );
}

function Sites({ client }: { client: ClientDetail }) {
  const { t } = useTranslation();
  const query = useSites(client.id);
  if (query.isPending) return <RoutePending />;
  if (query.isError) return <ErrorState error={query.error} retry={query.refetch} />;
  const sites = query.data.items;
  if (sites.length === 0) {
    return (
      <EmptyState icon={IconMapPin} title={t('fleet.site.none')} action={<AddSite clientId={client.id} />}>
        {t('fleet.site.first')}
      </EmptyState>
    );
  }
  return (
    <div className={layout.stack}>
      <div className={layout.row}>
        <AddSite clientId={client.id} />
      </div>
      <ul className={classes.sites}>
        {sites.map((site) => (
          <li key={site.id}>
            <Link to={sitePath(client.id, site.id)}>{site.name}</Link>
            <span>{t('fleet.site.systems', { count: site.assets })}</span>
            <span>{site.timeZone}</span>
            {site.networks.length > 0 && <span>{site.networks.join(', ')}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Alerts({ client }: { client: ClientDetail }) {
  const { t } = useTranslation();
  const query = useAlerts({ client: client.id });
  return (
    <AlertsTable
      query={query}
      about="client"
      empty={<EmptyState title={t('monitoring.empty.title')}>{t('monitoring.empty.text')}</EmptyState>}
    />
  );
}

function Tickets({ client }: { client: ClientDetail }) {
  const query = useTickets({ client: client.id, state: 'any', sort: 'updated' });
  return <TicketsTable query={query} about="client" />;
}

function Notes({ client }: { client: ClientDetail }) {
  const { t } = useTranslation();
  const may = useMay('client.manage');
  const form = useForm({ initialValues: { name: client.name, notes: client.notes } });
  const submit = useSubmit({
    form,
    send: (values) => changeClient(client.id, values),
    onDone: () => sayDone(t('ui.form.saved')),
  });
  if (!may) {
    return (
      <Panel title={t('fleet.client.notes')}>
        <p className={layout.prose}>{client.notes || t('fleet.client.noNotes')}</p>
      </Panel>
    );
  }
  return (
    <form className={layout.form} onSubmit={submit.onSubmit} noValidate>
      <TextInput label={t('fleet.client.name')} required maxLength={200} {...form.getInputProps('name')} />
      <Textarea
        label={t('fleet.client.notes')}
        description={t('fleet.client.notesHelp')}
        autosize
        minRows={6}
        maxLength={10_000}
        {...form.getInputProps('notes')}
      />
      <FormError error={submit.error} />
      <div className={layout.row}>
        <Button type="submit" loading={submit.pending}>
          {t('ui.form.save')}
        </Button>
      </div>
    </form>
  );
}
