import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RouteNotFound, RoutePending } from '../app/RouteStates.tsx';
import { useMay } from '../identity/session.ts';
import { ErrorState } from '../ui/ErrorState.tsx';
import layout from '../ui/Layout.module.css';
import { PageHeader } from '../ui/PageHeader.tsx';
import { Panel } from '../ui/Panel.tsx';
import { TabLinks } from '../ui/TabLinks.tsx';
import { useListSearch } from '../ui/table/useListSearch.ts';
import { sayDone } from '../ui/useUndo.tsx';
import { AddSystem } from './AddSystem.tsx';
import { AssetsTable } from './AssetsTable.tsx';
import { changeSite } from './commands.ts';
import { DiscoveryTab } from './discovery/DiscoveryTab.tsx';
import { type Site, useClient, useSites } from './queries.ts';
import { SiteForm } from './SiteForm.tsx';
import { clientPath } from './words.ts';

export function SitePage() {
  const { clientId, siteId } = useParams({ strict: false }) as { clientId: string; siteId: string };
  const query = useSites(clientId);
  if (query.isPending) return <RoutePending />;
  if (query.isError) return <ErrorState error={query.error} retry={query.refetch} />;
  const site = query.data.items.find((each) => each.id === siteId);
  return site ? <Shown key={site.id} site={site} /> : <RouteNotFound />;
}

function Shown({ site }: { site: Site }) {
  const { t } = useTranslation();
  const client = useClient(site.clientId);
  const { search } = useListSearch();
  const mayEnrol = useMay('agent.enrol');
  const mayChange = useMay('site.manage');
  // Stays when the first system arrives, so that its arrival can be read.
  const [cameEmpty] = useState(site.assets === 0);
  const tab = search.tab ?? 'systems';
  return (
    <div>
      <PageHeader
        title={site.name}
        crumbs={[
          { label: t('fleet.clients'), to: '/clients' },
          { label: client.data?.name ?? '…', to: clientPath(site.clientId) },
        ]}
        subtitle={
          <>
            <span>{site.timeZone}</span>
            {site.networks.length > 0 && <span>{site.networks.join(', ')}</span>}
          </>
        }
      />
      <TabLinks
        label={site.name}
        active={tab}
        tabs={[
          { id: 'systems', label: t('fleet.systems'), count: site.assets },
          { id: 'discovery', label: t('discovery.title') },
          ...(mayEnrol ? [{ id: 'add', label: t('fleet.enrol.title') }] : []),
          ...(mayChange ? [{ id: 'settings', label: t('fleet.site.settings') }] : []),
        ]}
      />
      {tab === 'systems' && (
        <div className={layout.stack}>
          {cameEmpty && mayEnrol && <AddSystem site={site} />}
          {(site.assets > 0 || !mayEnrol) && (
            <AssetsTable filter={{ client: site.clientId, site: site.id }} about="site" />
          )}
        </div>
      )}
      {tab === 'discovery' && <DiscoveryTab site={site} />}
      {tab === 'add' && mayEnrol && <AddSystem site={site} />}
      {tab === 'settings' && mayChange && (
        <Panel title={t('fleet.site.settings')}>
          <SiteForm
            site={site}
            submitLabel={t('ui.form.save')}
            send={async (input) => {
              await changeSite(site.clientId, site.id, input);
              return undefined;
            }}
            onDone={() => sayDone(t('ui.form.saved'))}
          />
        </Panel>
      )}
    </div>
  );
}
