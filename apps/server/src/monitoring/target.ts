import { type AddressGuard, compileGuard, parseNetwork } from '@rettungsanker/agent/checks';
import type { Context, Locale } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import { type CheckKind, kindOf } from './kinds/index.ts';
import { type Place, type Placement, placesOf } from './places.ts';
import type { RUNS_ON } from './schema.ts';

type RunsOn = (typeof RUNS_ON)[number];

/** What a site says about where its checks may go. */
export interface Reach {
  name: string;
  networks: readonly string[];
  serverNetworks: readonly string[];
  allowLoopback: boolean;
}

interface Target {
  /** Path in the check. */
  field: string;
  host: string;
}

/** Which setting of the site would open a target; `nothing` when it is never checked. */
export type Opening = 'nothing' | 'server-networks' | 'networks' | 'loopback';

/**
 * Refuses a check whose target is written as an address that may not be checked from where the check runs: it would
 * stay unknown for ever (CWE-918). Names are judged at every run, after they were resolved.
 *
 * @throws AppError RA_CHECK_TARGET_FORBIDDEN with the field, the target, what would open it, and advice
 */
export async function requireReachable(
  ctx: Context,
  check: { kind: CheckKind; config: Record<string, unknown> } & Placement,
): Promise<void> {
  for (const target of targetsOf(check.kind, check.config))
    for (const place of placesOf(check)) await requireReachableFrom(ctx, place, check.assetId, target);
}

async function requireReachableFrom(
  ctx: Context,
  place: Place,
  assetId: string,
  target: Target,
): Promise<void> {
  const runsOn = place === 'server' ? 'server' : 'agent';
  // The server reaches into the system's site; an agent is bound to the networks of its own.
  const from = place === 'server' ? assetId : place;
  const site = await ctx.tx
    .selectFrom('asset')
    .innerJoin('site', (join) =>
      join.onRef('site.clientId', '=', 'asset.clientId').onRef('site.id', '=', 'asset.siteId'),
    )
    .select(['site.name', 'site.networks', 'site.serverNetworks', 'site.allowLoopback'])
    .where('asset.clientId', '=', ctx.clientId)
    .where('asset.id', '=', from)
    .executeTakeFirstOrThrow();
  const opening = missingOpening(target.host, runsOn, site);
  if (!opening) return;
  const details = { field: target.field, target: target.host, runsOn, opening };
  throw new AppError('RA_CHECK_TARGET_FORBIDDEN', undefined, {
    ...details,
    advice: ADVICE[ctx.locale][opening](target.host, site.name),
  });
}

/** What the site would have to say; undefined when the target may be checked, or is a name. */
export function missingOpening(host: string, runsOn: RunsOn, site: Reach): Opening | undefined {
  const addresses = addressesIn(host);
  if (addresses.length === 0) return undefined;
  const permits = (guard: AddressGuard) => addresses.some(compileGuard(guard));
  const onServer = runsOn === 'server';
  const guard: AddressGuard = onServer
    ? { mode: 'public', allow: site.serverNetworks }
    : { mode: 'networks', networks: site.networks, allowLoopback: site.allowLoopback };
  if (permits(guard)) return undefined;
  if (onServer) return permits({ mode: 'public', allow: addresses }) ? 'server-networks' : 'nothing';
  if (permits({ mode: 'networks', networks: [], allowLoopback: true })) return 'loopback';
  return permits({ mode: 'networks', networks: addresses, allowLoopback: false }) ? 'networks' : 'nothing';
}

/** Settings that say where a check connects to. */
const TARGET_FIELDS = ['url', 'host', 'resolver', 'server'] as const;

/** The hosts that are connected to, with the field each was written in; none where the agent looks at its own system. */
export function targetsOf(kind: CheckKind, config: Record<string, unknown>): Target[] {
  const { source } = kindOf(kind);
  if (source.type !== 'executed' || source.executor === 'host') return [];
  // Through a proxy its address is the one that is connected to.
  const fields = config.proxy === undefined ? TARGET_FIELDS : (['proxy'] as const);
  return fields.flatMap((name): Target[] => {
    const written = config[name];
    if (typeof written !== 'string') return [];
    // Also of addresses like opc.tcp://…; a host alone has no scheme.
    const host = written.includes('://') ? URL.parse(written)?.hostname : written;
    return host ? [{ field: `config.${name}`, host }] : [];
  });
}

/**
 * A stored secret goes to the host that it was entered for and to no other: otherwise whoever may change a check could
 * have it sent to a host of theirs (CWE-522).
 * @param kept paths of the secrets that are to stay as they were
 * @throws AppError RA_CHECK_SECRET_AGAIN with these, as paths in the check
 */
export function requireSecretsAgain(
  kind: CheckKind,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  kept: readonly string[],
): void {
  const aim = (config: Record<string, unknown>): string =>
    JSON.stringify([targetsOf(kind, config).map(({ host }) => host), config.port, config.url]);
  if (kept.length === 0 || aim(before) === aim(after)) return;
  const fields = kept.map((path) => ({ path: `config.${path}` }));
  throw new AppError('RA_CHECK_SECRET_AGAIN', undefined, { fields });
}

/**
 * The addresses that a host stands for without asking anybody: one in whatever notation the resolver would take
 * (127.1, 0x7f.1: WHATWG URL, 3.5), and loopback for localhost (RFC 6761, 6.3). None for any other name.
 */
function addressesIn(host: string): string[] {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const hostname = URL.parse(`http://${bare.includes(':') ? `[${bare}]` : bare}`)?.hostname ?? bare;
  const address = hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  if (/(^|\.)localhost$/i.test(address)) return ['127.0.0.1', '::1'];
  return parseNetwork(address) && !address.includes('/') ? [address] : [];
}

const ADVICE: Record<Locale, Record<Opening, (host: string, site: string) => string>> = {
  de: {
    nothing: (host) =>
      `${host} wird nie geprüft: Diese Adresse gehört keinem System, oder dort geben Cloud-Anbieter Zugangsdaten heraus.`,
    'server-networks': (host, site) =>
      `${host} ist nicht öffentlich. Lassen Sie die Prüfung vom Agenten ausführen, oder tragen Sie das Netz am Standort ${site} unter „Netze, die der Server prüfen darf“ ein.`,
    networks: (host, site) =>
      `${host} liegt in keinem Netz des Standorts ${site}. Tragen Sie das Netz am Standort unter „Netze“ ein.`,
    loopback: (host, site) =>
      `${host} ist das System selbst. Schalten Sie am Standort ${site} „Agenten dürfen den eigenen Rechner prüfen“ ein.`,
  },
  en: {
    nothing: (host) =>
      `${host} is never checked: no system has this address, or cloud providers hand out credentials there.`,
    'server-networks': (host, site) =>
      `${host} is not public. Let the agent run the check, or add the network at the site ${site} under "Networks that the server may check".`,
    networks: (host, site) =>
      `${host} is in none of the networks of the site ${site}. Add its network at the site under "Networks".`,
    loopback: (host, site) =>
      `${host} is the system itself. Switch on "Agents may check their own machine" at the site ${site}.`,
  },
};
