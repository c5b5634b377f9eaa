import { useTranslation } from 'react-i18next';
import { RoutePending } from '../../app/RouteStates.tsx';
import { useMay } from '../../identity/session.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { IconSearch } from '../../ui/icons.ts';
import layout from '../../ui/Layout.module.css';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Panel } from '../../ui/Panel.tsx';
import type { Site } from '../queries.ts';
import { AllowSwitch } from './AllowSwitch.tsx';
import classes from './Discovery.module.css';
import { FoundTable } from './FoundTable.tsx';
import { type Discovery, useDiscovery } from './queries.ts';
import { RuleForm } from './RuleForm.tsx';
import { StartForm } from './StartForm.tsx';
import { Sweeps } from './Sweeps.tsx';

/** What answers in the networks of a site, and what becomes of it. */
export function DiscoveryTab({ site }: { site: Site }) {
  const { t } = useTranslation();
  const place = { clientId: site.clientId, siteId: site.id };
  const query = useDiscovery(place);
  const mayAllow = useMay('site.manage', site.clientId);
  const mayLook = useMay('discovery.manage', site.clientId);
  if (query.isPending) return <RoutePending />;
  if (query.isError) return <ErrorState error={query.error} retry={query.refetch} />;
  const discovery = query.data;
  const { allowed } = discovery.rule;
  return (
    <div className={layout.stack}>
      <Panel title={t('discovery.what.title')}>
        <div className={layout.stack}>
          <p className={layout.prose}>{t('discovery.what.text')}</p>
          <Missing site={site} discovery={discovery} />
          <AllowSwitch place={place} allowed={allowed} may={mayAllow} />
          {allowed && mayLook && discovery.networks.length > 0 && discovery.probes.length > 0 && (
            <StartForm place={place} discovery={discovery} />
          )}
          <Sweeps place={place} sweeps={discovery.sweeps} may={mayLook} />
          {allowed && mayAllow && (
            <details>
              <summary>
                {t('discovery.rule.title')}: {t('discovery.rule.more')}
              </summary>
              <div className={classes.inside}>
                <RuleForm key={discovery.rule.snmp.join()} place={place} discovery={discovery} />
              </div>
            </details>
          )}
        </div>
      </Panel>
      <FoundTable
        place={place}
        may={mayLook}
        empty={
          <EmptyState icon={IconSearch} title={t('discovery.found.none')}>
            {t(
              !mayLook
                ? 'discovery.found.noneRead'
                : allowed
                  ? 'discovery.found.noneText'
                  : 'discovery.found.noneOff',
            )}
          </EmptyState>
        }
      />
    </div>
  );
}

/** What has to be there first, with the way to it. */
function Missing({ site, discovery }: { site: Site; discovery: Discovery }) {
  const { t } = useTranslation();
  const what =
    discovery.networks.length === 0 ? 'networks' : discovery.probes.length === 0 ? 'probe' : undefined;
  if (!what) return null;
  const path = `/clients/${site.clientId}/sites/${site.id}`;
  return (
    <Notice
      state="info"
      title={t(`discovery.need.${what}`)}
      actions={
        <LinkButton to={path} search={{ tab: what === 'networks' ? 'settings' : 'add' }} size="xs">
          {t(`discovery.need.${what}Action`)}
        </LinkButton>
      }
    >
      {t(`discovery.need.${what}Text`)}
    </Notice>
  );
}
