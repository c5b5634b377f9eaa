import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../identity/session.ts';
import { type Latest, useLatest } from '../../monitoring/queries.ts';
import { SystemCharts } from '../../monitoring/SystemCharts.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Figure } from '../../ui/Figure.tsx';
import { FigureCell, FigureStrip } from '../../ui/FigureStrip.tsx';
import { IconServer } from '../../ui/icons.ts';
import layout from '../../ui/Layout.module.css';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { Fact, Facts, Panel } from '../../ui/Panel.tsx';
import { AbsoluteTime } from '../../ui/RelativeTime.tsx';
import { useFormat } from '../../ui/useFormat.ts';
import { readInventory } from '../inventory.ts';
import { type Asset, useInventory } from '../queries.ts';
import { sitePath } from '../words.ts';

/** Figures of now, charts, and what the machine is. */
export function OverviewTab({ asset }: { asset: Asset }) {
  const place = { clientId: asset.clientId, assetId: asset.id };
  if (!asset.agentId) return <WithoutAgent asset={asset} />;
  return (
    <div className={layout.stack}>
      <Figures asset={asset} />
      <SystemCharts place={place} timeZone={asset.timeZone} since={asset.createdAt} />
      <MachineFacts asset={asset} />
    </div>
  );
}

/** Known by name only: nothing measures it, so nothing is shown as if it were. */
function WithoutAgent({ asset }: { asset: Asset }) {
  const { t } = useTranslation();
  const mayEnrol = useMay('agent.enrol', asset.clientId);
  return (
    <Panel title={t('fleet.withoutAgent.title')}>
      <EmptyState
        icon={IconServer}
        title={t('fleet.withoutAgent.what')}
        action={
          mayEnrol && (
            <LinkButton to={sitePath(asset.clientId, asset.siteId)} search={{ tab: 'add' }} variant="default">
              {t('fleet.enrol.title')}
            </LinkButton>
          )
        }
      >
        {t('fleet.withoutAgent.text')}
      </EmptyState>
      {asset.description && <p className={layout.prose}>{asset.description}</p>}
    </Panel>
  );
}

function Figures({ asset }: { asset: Asset }) {
  const { t } = useTranslation();
  const format = useFormat();
  const place = { clientId: asset.clientId, assetId: asset.id };
  const latest = useLatest(place);
  const inventory = readInventory(useInventory(place).data);
  if (latest.isPending) return <Skeleton height={96} animate={false} />;
  if (latest.isError) return <ErrorState error={latest.error} retry={latest.refetch} />;
  const { items } = latest.data;
  const one = (metric: string) => items.find((item) => item.metric === metric);
  const fullest = items
    .filter((item) => item.metric === 'disk.used')
    .reduce<Latest | undefined>(
      (worst, item) => (worst && worst.value >= item.value ? worst : item),
      undefined,
    );
  const source = t('fleet.figure.agentOn', { name: asset.name });
  const cell = (label: string, item: Latest | undefined, remark?: string, rule?: string) => (
    <FigureCell label={label} remark={remark}>
      <Figure
        label={label}
        value={item ? format.measure(item.value, item.unit) : null}
        size="large"
        source={source}
        at={item?.at}
        timeZone={asset.timeZone}
        rule={rule}
      />
    </FigureCell>
  );
  const { system, updates } = inventory;
  return (
    <FigureStrip>
      {cell(t('fleet.figure.cpu'), one('cpu.used'), undefined, t('fleet.figure.cpuRule'))}
      {cell(
        t('fleet.figure.memory'),
        one('memory.used'),
        system && t('fleet.figure.of', { size: format.bytes(system.facts.memoryBytes) }),
        t('fleet.figure.memoryRule'),
      )}
      {cell(t('fleet.figure.disk'), fullest, fullest?.instance, t('fleet.figure.diskRule'))}
      {cell(t('fleet.figure.load'), one('load.1'), undefined, t('fleet.figure.loadRule'))}
      {cell(t('fleet.figure.uptime'), one('uptime'))}
      <FigureCell
        label={t('fleet.figure.updates')}
        remark={
          updates?.facts.listsRefreshedAt
            ? t('fleet.figure.security', {
                count: updates.facts.pending.filter((update) => update.security).length,
              })
            : undefined
        }
      >
        <Figure
          label={t('fleet.figure.updates')}
          // Without refreshed lists "none" would prove nothing.
          value={updates?.facts.listsRefreshedAt ? format.number(updates.facts.pending.length) : null}
          size="large"
          source={source}
          at={updates?.facts.listsRefreshedAt}
          timeZone={asset.timeZone}
          rule={t('fleet.figure.updatesRule')}
        />
      </FigureCell>
    </FigureStrip>
  );
}

function MachineFacts({ asset }: { asset: Asset }) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useInventory({ clientId: asset.clientId, assetId: asset.id });
  const { system } = readInventory(query.data);
  if (!system) return null;
  const { facts } = system;
  const text = (label: string, value: string | undefined | null) =>
    value && value !== 'none' ? <Fact label={label}>{value}</Fact> : null;
  return (
    <Panel
      title={t('fleet.machine.title')}
      aside={
        <>
          {t('fleet.asOf')} <AbsoluteTime at={system.collectedAt} timeZone={asset.timeZone} />
        </>
      }
    >
      <Facts>
        {text(t('fleet.machine.host'), facts.fqdn ?? facts.hostname)}
        {text(
          t('fleet.machine.os'),
          facts.os.name.includes(facts.os.version) ? facts.os.name : `${facts.os.name} ${facts.os.version}`,
        )}
        {text(t('fleet.machine.kernel'), `${facts.os.kernel} (${facts.os.arch})`)}
        {text(
          t('fleet.machine.cpu'),
          `${facts.cpu.model}, ${t('fleet.machine.cores', { count: facts.cpu.cores })}`,
        )}
        {text(t('fleet.machine.memory'), format.bytes(facts.memoryBytes))}
        {text(t('fleet.machine.swap'), facts.swapBytes > 0 ? format.bytes(facts.swapBytes) : undefined)}
        {text(t('fleet.machine.virtualisation'), facts.virtualisation)}
        {text(t('fleet.machine.model'), [facts.maker, facts.model].filter(Boolean).join(' '))}
        {text(t('fleet.machine.serial'), facts.serial)}
        <Fact label={t('fleet.machine.booted')}>
          <AbsoluteTime at={facts.bootedAt} timeZone={asset.timeZone} />
        </Fact>
        {facts.rebootRequired !== undefined && (
          <Fact label={t('fleet.machine.reboot')}>
            {facts.rebootRequired ? t('fleet.machine.rebootYes') : t('fleet.machine.rebootNo')}
          </Fact>
        )}
        {text(t('fleet.machine.agent'), [asset.agentVersion, asset.agentPlatform].filter(Boolean).join(', '))}
        {asset.sampleIntervalMs !== null && (
          <Fact label={t('fleet.machine.interval')}>{format.duration(asset.sampleIntervalMs)}</Fact>
        )}
        <Fact label={t('fleet.machine.enrolled')}>
          <AbsoluteTime at={asset.enrolledAt} timeZone={asset.timeZone} />
        </Fact>
      </Facts>
      {asset.description && <p className={layout.prose}>{asset.description}</p>}
    </Panel>
  );
}
