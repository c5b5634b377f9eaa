import { LIMITS, type Neighbour, SWEEP_LIMITS, SWEEP_SOURCES } from '@rettungsanker/protocol';
import { type Selectable, sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import { DISCOVERY_LIMITS } from '../limits.ts';
import { makersOf } from '../makers.ts';
import { plainText, plainTexts } from '../model/plain-text.ts';
import { type Sighted, sightings } from '../model/sightings.ts';
import type { DiscoveryNeighbourTable } from '../schema.ts';

type Row = Selectable<DiscoveryNeighbourTable>;

/** Its model, the title of its web page, and the web server. */
const MOST_BANNERS = 4;

export interface SweepPlace {
  id: string;
  siteId: string;
  probeId: string;
  createdAt: Date;
}

export interface StoredNeighbours {
  /** That the sweep saw for the first time, and those of them that nobody had seen before. */
  found: number;
  fresh: number;
  /** Systems that have another address now. */
  moved: { id: string; from: string; to: string }[];
}

/** Keeps what a part of a sweep saw. The caller holds the lock of the site's rule. */
export async function storeNeighbours(
  ctx: Context,
  sweep: SweepPlace,
  report: readonly Neighbour[],
): Promise<StoredNeighbours> {
  if (report.length === 0) return { found: 0, fresh: 0, moved: [] };
  const stored = await storedRows(ctx, sweep.siteId, report);
  const rows = new Map(stored.map((row) => [row.id, row]));
  const seen = sightings(stored, report, sweep.id);
  const makers = await makersOf(seen.flatMap(({ mac }) => mac ?? []));
  const now: Row[] = seen.map((one) => {
    const before = one.id === undefined ? undefined : rows.get(one.id);
    return merged(ctx, sweep, before, one, (one.mac && makers.get(one.mac)) || before?.maker || null);
  });
  await save(ctx, now);
  await forgetDoubles(ctx, sweep.siteId, now);
  await forgetBeyond(ctx, sweep.siteId);
  return {
    found: seen.filter(({ id }) => rows.get(id ?? '')?.sweepId !== sweep.id).length,
    fresh: seen.filter(({ id }) => id === undefined).length,
    moved: seen.flatMap(({ id, movedFrom, address }) =>
      id && movedFrom && rows.get(id)!.assetId ? [{ id, from: movedFrom, to: address }] : [],
    ),
  };
}

function storedRows(ctx: Context, siteId: string, report: readonly Neighbour[]): Promise<Row[]> {
  const addresses = report.map(({ address }) => address);
  const macs = report.flatMap(({ mac }) => mac ?? []);
  return ctx.tx
    .selectFrom('discoveryNeighbour')
    .selectAll()
    .where('clientId', '=', ctx.clientId)
    .where('siteId', '=', siteId)
    .where((eb) =>
      eb.or([
        eb('mac', '=', sql<string>`any(${macs}::text[])`),
        eb('address', '=', sql<string>`any(${addresses}::text[])`),
        sql<boolean>`also && ${addresses}::text[]`,
      ]),
    )
    .execute();
}

/** Within one sweep what is known adds up; the next one starts afresh, but for what it may not have asked. */
function merged(
  ctx: Context,
  sweep: SweepPlace,
  before: Row | undefined,
  { mac, address, also, facts }: Sighted,
  maker: string | null,
): Row {
  const same = before?.sweepId === sweep.id;
  const known = same ? before : undefined;
  const snmp = facts.findLast((one) => one.snmp)?.snmp;
  const said = (text: string | undefined, old: string | null | undefined, longest: number): string | null =>
    (text === undefined ? (old ?? null) : plainText(text, longest)) || null;
  const hostnames = plainTexts(
    facts.flatMap((one) => one.hostnames),
    LIMITS.name,
    SWEEP_LIMITS.hostnames,
  );
  const services = plainTexts(
    facts.flatMap((one) => one.mdns?.services ?? []),
    LIMITS.name,
    SWEEP_LIMITS.services,
  );
  const banners = plainTexts(
    facts.flatMap(({ mdns, http }) => [mdns?.model ?? '', http?.title ?? '', http?.server ?? '']),
    LIMITS.name,
    MOST_BANNERS,
  );
  const ports = facts.flatMap((one) => one.openPorts);
  const sources = new Set([...(known?.answeredBy ?? []), ...facts.flatMap((one) => one.answeredBy)]);
  return {
    clientId: ctx.clientId,
    id: before?.id ?? ctx.newId(),
    siteId: sweep.siteId,
    mac,
    maker,
    address,
    also,
    hostnames:
      hostnames.length > 0
        ? join(known?.hostnames, hostnames, SWEEP_LIMITS.hostnames)
        : (before?.hostnames ?? []),
    ports: join(known?.ports, ports, SWEEP_LIMITS.ports).sort((a, b) => a - b),
    services:
      services.length > 0 ? join(known?.services, services, SWEEP_LIMITS.services) : (before?.services ?? []),
    banners: banners.length > 0 ? join(known?.banners, banners, MOST_BANNERS) : (before?.banners ?? []),
    answeredBy: SWEEP_SOURCES.filter((source) => sources.has(source)),
    sysName: said(snmp?.sysName, before?.sysName, LIMITS.name),
    sysDescr: said(snmp?.sysDescr, before?.sysDescr, LIMITS.text),
    sysObjectId: said(snmp?.objectId, before?.sysObjectId, LIMITS.name),
    snmpAccess: snmp ? (snmp.access ?? 0) : (before?.snmpAccess ?? null),
    firstSeenAt: before?.firstSeenAt ?? ctx.now,
    lastSeenAt: ctx.now,
    sweepId: sweep.id,
    probeId: sweep.probeId,
    ignoredAt: before?.ignoredAt ?? null,
    assetId: before?.assetId ?? null,
    acceptedAt: before?.acceptedAt ?? null,
    checkIds: before?.checkIds ?? [],
  };
}

const join = <T>(old: readonly T[] | undefined, added: readonly T[], most: number): T[] =>
  [...new Set([...(old ?? []), ...added])].slice(0, most);

/** In one statement; what people decided about a neighbour is not touched. */
async function save(ctx: Context, rows: readonly Row[]): Promise<void> {
  const json = JSON.stringify(
    rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([key, value]) => [
          key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
          value,
        ]),
      ),
    ),
  );
  await sql`
    insert into discovery_neighbour
    select * from jsonb_populate_recordset(null::discovery_neighbour, ${json}::jsonb)
    on conflict (client_id, id) do update set
      mac = excluded.mac, maker = excluded.maker, address = excluded.address, also = excluded.also,
      hostnames = excluded.hostnames, ports = excluded.ports, services = excluded.services,
      banners = excluded.banners, answered_by = excluded.answered_by, sys_name = excluded.sys_name, sys_descr = excluded.sys_descr,
      sys_object_id = excluded.sys_object_id, snmp_access = excluded.snmp_access,
      last_seen_at = excluded.last_seen_at, sweep_id = excluded.sweep_id, probe_id = excluded.probe_id`.execute(
    ctx.tx,
  );
}

/** What was known by its address only is the hardware that has the address now, unless somebody decided about it. */
async function forgetDoubles(ctx: Context, siteId: string, rows: readonly Row[]): Promise<void> {
  const held = rows.filter(({ mac }) => mac !== null).flatMap(({ address, also }) => [address, ...also]);
  if (held.length === 0) return;
  await ctx.tx
    .deleteFrom('discoveryNeighbour')
    .where('clientId', '=', ctx.clientId)
    .where('siteId', '=', siteId)
    .where('mac', 'is', null)
    .where('assetId', 'is', null)
    .where('ignoredAt', 'is', null)
    .where('address', '=', sql<string>`any(${held}::text[])`)
    .execute();
}

/** However many neighbours a probe makes up, a site keeps so many. */
async function forgetBeyond(ctx: Context, siteId: string): Promise<void> {
  await sql`
    delete from discovery_neighbour where ctid = any(array(
      select ctid from discovery_neighbour
      where client_id = ${ctx.clientId} and site_id = ${siteId}
      order by (asset_id is not null or ignored_at is not null) desc, last_seen_at desc, id
      offset ${DISCOVERY_LIMITS.neighboursPerSite}))`.execute(ctx.tx);
}
