import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLoadedItems } from '../../api/query.ts';
import { RoutePending } from '../../app/RouteStates.tsx';
import { useTickets } from '../../helpdesk/queries.ts';
import { TicketsTable } from '../../helpdesk/TicketsTable.tsx';
import { useMay } from '../../identity/session.ts';
import { AlertsTable } from '../../monitoring/AlertsTable.tsx';
import { ChecksPanel } from '../../monitoring/ChecksPanel.tsx';
import { DependenciesTab } from '../../monitoring/dependencies/DependenciesTab.tsx';
import { useAlerts, useChecks } from '../../monitoring/queries.ts';
import { ApiCallShown } from '../../ui/ApiCallShown.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { StateBadge, Tag } from '../../ui/StateBadge.tsx';
import { TabLinks } from '../../ui/TabLinks.tsx';
import { useListSearch } from '../../ui/table/useListSearch.ts';
import { type Asset, type AssetPlace, useAsset } from '../queries.ts';
import { clientPath, sitePath } from '../words.ts';
import { AssetNotices } from './AssetNotices.tsx';
import { AssetSettings } from './AssetSettings.tsx';
import { HistoryTab } from './HistoryTab.tsx';
import { InventoryTab } from './InventoryTab.tsx';
import { OverviewTab } from './OverviewTab.tsx';
import { SoftwareTab } from './SoftwareTab.tsx';

/** One system: how it is, what it is, what happened. */
export function AssetPage() {
  const place = useParams({ strict: false }) as unknown as AssetPlace;
  const query = useAsset(place);
  if (query.isPending) return <RoutePending />;
  if (query.isError && !query.data) return <ErrorState error={query.error} retry={query.refetch} />;
  return <Shown asset={query.data} />;
}

function Shown({ asset }: { asset: Asset }) {
  const { t } = useTranslation();
  const { search } = useListSearch();
  const mayTicket = useMay('ticket.create');
  const mayManage = useMay('asset.manage');
  const place = { clientId: asset.clientId, assetId: asset.id };
  const alertQuery = useAlerts({ asset: asset.id, client: asset.clientId, state: 'raised' });
  const alerts = useLoadedItems(alertQuery);
  const checks = useChecks(place).data?.items;
  const tab = search.tab ?? 'overview';
  return (
    <>
      <PageHeader
        title={asset.name}
        crumbs={[
          { label: t('fleet.systems'), to: '/assets' },
          { label: asset.clientName, to: clientPath(asset.clientId) },
          { label: asset.siteName, to: sitePath(asset.clientId, asset.siteId) },
        ]}
        badges={
          <>
            <StateBadge state={asset.status} />
            {asset.importance !== 'normal' && <Tag>{t(`fleet.importance.${asset.importance}`)}</Tag>}
            {asset.archivedAt && <Tag>{t('fleet.asset.archived')}</Tag>}
          </>
        }
        subtitle={
          <>
            <span>{t(`fleet.kind.${asset.kind}`)}</span>
            {asset.os && <span>{asset.os}</span>}
            {asset.address && <span>{asset.address}</span>}
            {asset.agentId && (
              <span>
                {t('fleet.asset.seen')} <RelativeTime at={asset.lastSeenAt} timeZone={asset.timeZone} />
              </span>
            )}
            <ApiCallShown path={`/api/v1/clients/${asset.clientId}/assets/${asset.id}`} />
          </>
        }
        actions={
          mayTicket && (
            <LinkButton
              to="/tickets/new"
              search={{ client: asset.clientId, asset: asset.id }}
              variant="default"
            >
              {t('helpdesk.new')}
            </LinkButton>
          )
        }
      />
      <AssetNotices asset={asset} alerts={alerts} />
      <TabLinks
        label={asset.name}
        active={tab}
        tabs={[
          { id: 'overview', label: t('fleet.tab.overview') },
          {
            id: 'checks',
            label: t('fleet.tab.checks'),
            count: checks?.reduce((sum, { states }) => sum + Math.max(1, states.length), 0),
          },
          { id: 'dependencies', label: t('map.tab') },
          { id: 'inventory', label: t('fleet.tab.inventory') },
          { id: 'software', label: t('fleet.tab.software') },
          {
            id: 'alerts',
            label: t('monitoring.alerts'),
            count: alertQuery.isSuccess ? alerts.length : undefined,
          },
          { id: 'tickets', label: t('helpdesk.tickets') },
          { id: 'history', label: t('fleet.tab.history') },
          ...(mayManage ? [{ id: 'settings', label: t('fleet.tab.settings') }] : []),
        ]}
      />
      {tab === 'overview' && <OverviewTab asset={asset} />}
      {tab === 'checks' && <ChecksPanel place={place} />}
      {tab === 'dependencies' && <DependenciesTab asset={asset} />}
      {tab === 'inventory' && <InventoryTab asset={asset} />}
      {tab === 'software' && <SoftwareTab place={place} />}
      {tab === 'alerts' && <AlertsOf asset={asset} />}
      {tab === 'tickets' && <TicketsOf asset={asset} />}
      {tab === 'history' && <HistoryTab asset={asset} />}
      {tab === 'settings' && mayManage && <AssetSettings key={asset.id} asset={asset} />}
    </>
  );
}

function AlertsOf({ asset }: { asset: Asset }) {
  const { t } = useTranslation();
  const query = useAlerts({ asset: asset.id, client: asset.clientId });
  return (
    <AlertsTable
      query={query}
      about="asset"
      empty={<EmptyState title={t('monitoring.empty.never')}>{t('monitoring.empty.neverText')}</EmptyState>}
    />
  );
}

function TicketsOf({ asset }: { asset: Asset }) {
  const query = useTickets({ asset: asset.id, client: asset.clientId, state: 'any', sort: 'updated' });
  return <TicketsTable query={query} about="asset" />;
}
