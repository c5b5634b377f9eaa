import { Button, SegmentedControl, Select, Switch } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { RoutePending } from '../app/RouteStates.tsx';
import { useClient } from '../fleet/queries.ts';
import { clientPath, sitePath } from '../fleet/words.ts';
import { useMay, useSession } from '../identity/session.ts';
import { ApiCallShown } from '../ui/ApiCallShown.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState, StaleNotice } from '../ui/ErrorState.tsx';
import { IconSearch, IconSitemap } from '../ui/icons.ts';
import { LinkButton } from '../ui/LinkButton.tsx';
import { Notice } from '../ui/Notice.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { readChoices } from '../ui/table/search.ts';
import { type ListState, useListSearch } from '../ui/table/useListSearch.ts';
import { useFormat } from '../ui/useFormat.ts';
import { ExportMenu } from './ExportMenu.tsx';
import { Legend } from './Legend.tsx';
import classes from './Map.module.css';
import { MapCanvas } from './MapCanvas.tsx';
import { MapList } from './MapList.tsx';
import { planOf, structureOf } from './plan.ts';
import { useMap } from './queries.ts';
import { siteHeadWidth } from './shapes.ts';
import { shownOf } from './shown.ts';
import type { MapView } from './types.ts';
import { useLayout } from './useLayout.ts';
import { usePen } from './usePen.ts';

/** Sites, systems and what connects them, with the state of each, drawn and kept up to date. */
export function MapPage() {
  const { clientId } = useParams({ strict: false }) as { clientId: string };
  const query = useMap(clientId);
  const client = useClient(clientId);
  if (query.isPending || client.isPending) return <RoutePending />;
  if (query.data && client.data) return <Shown client={client.data} query={query} view={query.data} />;
  return <ErrorState error={query.error ?? client.error} retry={query.refetch} />;
}

interface Props {
  client: { id: string; name: string };
  query: ReturnType<typeof useMap>;
  view: MapView;
}

function Shown({ client, query, view }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { side } = useSession();
  const state = useListSearch();
  const { search } = state;
  const asList = search.tab === 'list';
  const troubleOnly = search.only === 'trouble';
  const sites = readChoices(search, 'site').join(',');
  const shown = useMemo(
    () => shownOf(view, { sites: sites === '' || asList ? [] : sites.split(','), troubleOnly }),
    [view, sites, asList, troubleOnly],
  );
  const pen = usePen();
  const unfolded = useMemo(() => new Set(search.open?.split(',')), [search.open]);
  // States that change later are painted where they are: bundles are made anew with the next structure only.
  const structure = structureOf(shown, unfolded, search.focus);
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const plan = useMemo(() => planOf(shown, unfolded, search.focus), [structure]);
  const headWidth = useCallback(
    (id: string) => {
      const site = view.sites.find((each) => each.id === id);
      return site ? siteHeadWidth(site, pen.measure) : 0;
    },
    [view.sites, pen],
  );
  const { layout, busy, error, retry } = useLayout(plan, headWidth, !asList && shown.systems.length > 0);
  const toggle = useCallback(
    (key: string) => {
      const keys = new Set(unfolded);
      if (!keys.delete(key)) keys.add(key);
      state.patch({ open: [...keys].filter(Boolean).join(',') || undefined });
    },
    [unfolded, state.patch],
  );
  const nothing = view.systems.length === 0;
  return (
    <div className={classes.page}>
      <PageHeader
        title={t('map.drawn.title')}
        crumbs={[
          side === 'provider'
            ? { label: t('fleet.clients'), to: '/clients' }
            : { label: t('fleet.systems'), to: '/assets' },
          { label: client.name, to: clientPath(client.id) },
        ]}
        subtitle={
          <>
            <span>{t('map.drawn.subtitle')}</span>
            <ApiCallShown path={`/api/v1/clients/${client.id}/map`} />
          </>
        }
        actions={
          !nothing &&
          !asList && (
            <ExportMenu
              layout={layout}
              view={shown}
              pen={pen}
              client={client}
              asOf={new Date(query.dataUpdatedAt)}
              troubleOnly={troubleOnly}
            />
          )
        }
      />
      {query.isError && <StaleNotice since={new Date(query.dataUpdatedAt)} retry={query.refetch} />}
      {view.truncated && (
        <Notice state="info">
          {t('map.drawn.truncated', { number: format.number(view.systems.length) })}
        </Notice>
      )}
      {!nothing && <Tools view={view} state={state} asList={asList} troubleOnly={troubleOnly} />}
      {nothing ? (
        <NoSystems clientId={client.id} view={view} />
      ) : asList ? (
        <MapList view={shown} clientId={client.id} query={query} />
      ) : error && !layout ? (
        <ErrorState error={error} title={t('map.drawn.failed')} retry={retry} />
      ) : shown.systems.length === 0 ? (
        <EmptyState
          icon={IconSitemap}
          title={troubleOnly ? t('map.drawn.noTrouble') : t('ui.table.noMatch')}
          action={
            <Button size="xs" variant="default" onClick={() => state.replace({})}>
              {t('ui.table.showAll')}
            </Button>
          }
        />
      ) : layout ? (
        <>
          <NoDependencies view={view} />
          <MapCanvas
            layout={layout}
            view={shown}
            clientId={client.id}
            pen={pen}
            found={search.focus}
            onToggle={toggle}
          />
          <Legend />
        </>
      ) : (
        <div className={classes.waiting} role="status" aria-busy={busy}>
          {t('map.drawn.arranging')}
        </div>
      )}
    </div>
  );
}

interface ToolsProps {
  view: MapView;
  state: ListState;
  asList: boolean;
  troubleOnly: boolean;
}

/** Look for a system, see less, or see it as a list; all of it in the address. */
function Tools({ view, state, asList, troubleOnly }: ToolsProps) {
  const { t } = useTranslation();
  const { search, patch } = state;
  return (
    <div className={classes.tools}>
      {!asList && (
        <Select
          className={classes.search ?? ''}
          aria-label={t('map.drawn.find')}
          placeholder={t('map.drawn.find')}
          leftSection={<IconSearch size={16} stroke={1.75} />}
          data={view.systems.map(({ id, name }) => ({ value: id, label: name }))}
          value={search.focus ?? null}
          onChange={(focus) => patch({ focus: focus ?? undefined })}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('map.drawn.findClear') }}
          limit={50}
          nothingFoundMessage={t('map.form.nothing')}
        />
      )}
      {!asList && view.sites.length > 1 && (
        <Select
          className={classes.site ?? ''}
          aria-label={t('fleet.site.one')}
          placeholder={t('map.drawn.allSites')}
          data={view.sites.map(({ id, name }) => ({ value: id, label: name }))}
          value={search.site ?? null}
          onChange={(site) => patch({ site: site ?? undefined })}
          clearable
          clearButtonProps={{ 'aria-label': t('map.drawn.allSites') }}
        />
      )}
      <Switch
        className={classes.switch ?? ''}
        label={t('map.drawn.troubleOnly')}
        checked={troubleOnly}
        onChange={(event) => patch({ only: event.currentTarget.checked ? 'trouble' : undefined })}
      />
      <div className={classes.end}>
        <SegmentedControl
          aria-label={t('map.drawn.form')}
          data={[
            { value: 'drawing', label: t('map.drawn.drawing') },
            { value: 'list', label: t('map.drawn.list') },
          ]}
          value={asList ? 'list' : 'drawing'}
          onChange={(value) => patch({ tab: value === 'list' ? 'list' : undefined })}
        />
      </div>
    </div>
  );
}

function NoSystems({ clientId, view }: { clientId: string; view: MapView }) {
  const { t } = useTranslation();
  const may = useMay('agent.enrol', clientId);
  const site = view.sites[0];
  return (
    <EmptyState
      icon={IconSitemap}
      title={t('fleet.asset.none')}
      action={
        may && (
          <LinkButton
            to={site ? sitePath(clientId, site.id) : `/clients/${clientId}/sites/new`}
            search={site ? { tab: 'add' } : {}}
          >
            {site ? t('fleet.enrol.title') : t('fleet.site.add')}
          </LinkButton>
        )
      }
    >
      {t('map.drawn.noSystemsText')}
    </EmptyState>
  );
}

/** Lines appear by themselves for nobody: says how they come about. */
function NoDependencies({ view }: { view: MapView }) {
  const { t } = useTranslation();
  const may = useMay('check.manage');
  if (!may || view.links.length > 0 || view.cables.length > 0) return null;
  return (
    <Notice state="info" title={t('map.drawn.noDependencies')}>
      {t('map.drawn.noDependenciesText')}
    </Notice>
  );
}
