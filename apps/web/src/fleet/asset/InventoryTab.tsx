import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { RoutePending } from '../../app/RouteStates.tsx';
import type { State } from '../../app/tokens.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { useFormat } from '../../ui/useFormat.ts';
import { readInventory, type Sections } from '../inventory.ts';
import { type Asset, useInventory } from '../queries.ts';
import classes from './Asset.module.css';

const SERVICE_STATE: Record<NonNullable<Sections['services']>['facts'][number]['state'], State> = {
  running: 'ok',
  stopped: 'paused',
  failed: 'critical',
  unknown: 'unknown',
};

/** What the agent found: disks, network, services, ports, sessions; each with its age. */
export function InventoryTab({ asset }: { asset: Asset }) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useInventory({ clientId: asset.clientId, assetId: asset.id });
  if (query.isPending) return <RoutePending />;
  if (query.isError) return <ErrorState error={query.error} retry={query.refetch} />;
  const { disks, interfaces, services, ports, sessions } = readInventory(query.data);
  if (query.data.sections.length === 0) {
    return <EmptyState title={t('fleet.inventory.none')}>{t('fleet.inventory.noneText')}</EmptyState>;
  }
  const section = (
    title: string,
    part: { collectedAt: string; facts: readonly unknown[] } | undefined,
    rows: ReactNode,
  ) =>
    part && (
      <Panel
        title={title}
        aside={`${format.number(part.facts.length)} · ${t('fleet.asOf')} ${format.dateTime(new Date(part.collectedAt), asset.timeZone)}`}
        flush
      >
        <ScrollRegion label={title} className={classes.scroll}>
          {rows}
        </ScrollRegion>
      </Panel>
    );
  return (
    <div className={classes.columns}>
      {section(
        t('fleet.inventory.disks'),
        disks,
        <Table
          heads={[
            t('fleet.inventory.mount'),
            t('fleet.inventory.device'),
            { end: t('fleet.inventory.used') },
            { end: t('fleet.inventory.size') },
          ]}
        >
          {disks?.facts.map((disk) => (
            <tr key={disk.mount}>
              <th scope="row">{disk.mount}</th>
              <td>
                {disk.device} ({disk.fsType})
              </td>
              <td className={classes.end}>{format.bytes(disk.usedBytes)}</td>
              <td className={classes.end}>{format.bytes(disk.sizeBytes)}</td>
            </tr>
          ))}
        </Table>,
      )}
      {section(
        t('fleet.inventory.interfaces'),
        interfaces,
        <Table
          heads={[
            t('fleet.inventory.name'),
            t('fleet.inventory.addresses'),
            t('fleet.inventory.mac'),
            { end: t('fleet.inventory.speed') },
          ]}
        >
          {interfaces?.facts.map((each) => (
            <tr key={each.name}>
              <th scope="row">{each.name}</th>
              <td>
                {each.addresses
                  .map(({ address, prefix }) => (prefix === undefined ? address : `${address}/${prefix}`))
                  .join(', ') || '–'}
              </td>
              <td>{each.mac ?? '–'}</td>
              <td className={classes.end}>
                {each.up
                  ? each.speedMbit
                    ? `${format.number(each.speedMbit)} Mbit/s`
                    : t('fleet.inventory.up')
                  : t('fleet.inventory.down')}
              </td>
            </tr>
          ))}
        </Table>,
      )}
      {section(
        t('fleet.inventory.services'),
        services,
        <Table
          heads={[t('fleet.inventory.name'), t('fleet.inventory.state'), t('fleet.inventory.autostart')]}
        >
          {services?.facts.map((service) => (
            <tr key={service.name}>
              <th scope="row" title={service.title}>
                {service.name}
              </th>
              <td>
                <StateBadge
                  state={SERVICE_STATE[service.state]}
                  variant="plain"
                  label={t(`fleet.inventory.service.${service.state}`)}
                />
              </td>
              <td>
                {service.enabled === undefined ? '–' : service.enabled ? t('fleet.yes') : t('fleet.no')}
              </td>
            </tr>
          ))}
        </Table>,
      )}
      {section(
        t('fleet.inventory.ports'),
        ports,
        <Table
          heads={[t('fleet.inventory.port'), t('fleet.inventory.address'), t('fleet.inventory.process')]}
        >
          {ports?.facts.map((port) => (
            <tr key={`${port.protocol} ${port.address} ${port.port} ${port.pid ?? ''}`}>
              <th scope="row">
                {port.port}/{port.protocol}
              </th>
              <td>{port.address}</td>
              <td>{port.process ?? '–'}</td>
            </tr>
          ))}
        </Table>,
      )}
      {section(
        t('fleet.inventory.sessions'),
        sessions,
        <Table heads={[t('fleet.inventory.user'), t('fleet.inventory.from'), t('fleet.inventory.since')]}>
          {sessions?.facts.map((session) => (
            <tr key={`${session.user} ${session.terminal ?? ''} ${session.since ?? ''}`}>
              <th scope="row">{session.user}</th>
              <td>{session.from ?? session.terminal ?? '–'}</td>
              <td>
                <RelativeTime at={session.since} timeZone={asset.timeZone} />
              </td>
            </tr>
          ))}
        </Table>,
      )}
    </div>
  );
}

/** A column of numbers stands at its end. */
type Head = string | { end: string };

function Table({ heads, children }: { heads: readonly Head[]; children: ReactNode }) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          {heads.map((head) => {
            const text = typeof head === 'string' ? head : head.end;
            return (
              <th key={text} scope="col" className={typeof head === 'string' ? undefined : classes.end}>
                {text}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
