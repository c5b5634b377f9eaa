import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { DISCOVERY_LIMITS } from '../limits.ts';
import { partOf } from '../networks.ts';
import type { SweepState } from '../schema.ts';
import { lockRule, requireProbe, requireSite } from './require.ts';

const HOUR_MS = 3_600_000;
const OPEN: readonly SweepState[] = ['ordered', 'running'];

export interface SweepWish {
  /** The system whose agent looks around. */
  probeId: string;
  /** Parts of the site's networks (CIDR); all when empty. */
  networks: readonly string[];
  /** Ask devices by SNMP as the site's rule says. */
  snmp: boolean;
}

/**
 * Sends an agent to look over the networks of its site. It hears of it with its configuration, now or when it connects.
 * @throws AppError RA_NOT_FOUND, RA_DISCOVERY_OFF, RA_DISCOVERY_NO_NETWORK, RA_DISCOVERY_NETWORK, RA_DISCOVERY_PROBE,
 * RA_DISCOVERY_BUSY
 */
export async function orderSweep(ctx: Context, siteId: string, wish: SweepWish): Promise<{ id: string }> {
  const site = await requireSite(ctx, siteId);
  const probe = await requireProbe(ctx, siteId, wish.probeId);
  const rule = await lockRule(ctx, siteId);
  if (!rule.allowed) throw new AppError('RA_DISCOVERY_OFF');
  if (site.networks.length === 0) throw new AppError('RA_DISCOVERY_NO_NETWORK');
  if (!probe.connected) throw new AppError('RA_DISCOVERY_PROBE');
  const networks = wish.networks.map((network) => partOf(network, site.networks));
  const id = ctx.newId();
  const made = await ctx.tx
    .insertInto('discoverySweep')
    .values({
      ...{ clientId: ctx.clientId, id, siteId, probeId: wish.probeId, networks: `{${networks.join(',')}}` },
      withSnmp: wish.snmp && rule.sealedSnmp !== null,
      orderedBy: ctx.actor.personId,
      orderedByName: ctx.actor.name,
      state: 'ordered',
      createdAt: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) throw new AppError('RA_DISCOVERY_BUSY');
  await ctx.audit({
    action: 'discovery.ordered',
    objectKind: 'site',
    objectId: siteId,
    details: { probe: probe.name, networks: networks.length > 0 ? networks : site.networks },
  });
  await tell(ctx, siteId, wish.probeId);
  return { id };
}

/** @throws AppError RA_NOT_FOUND when there is none, or it has ended */
export async function cancelSweep(ctx: Context, siteId: string, sweepId: string): Promise<void> {
  await requireSite(ctx, siteId);
  await lockRule(ctx, siteId);
  const [ended] = await end(ctx, siteId, { state: 'cancelled' }, sweepId);
  if (!ended) throw new AppError('RA_NOT_FOUND');
  await ctx.audit({
    action: 'discovery.cancelled',
    objectKind: 'site',
    objectId: siteId,
    details: { sweep: sweepId },
  });
}

/** Nobody may look around here any more. */
export async function endSweeps(ctx: Context, siteId: string): Promise<void> {
  await end(ctx, siteId, { state: 'cancelled' });
}

/** Sweeps whose probe is silent have failed: otherwise they would be under way for ever. */
export async function failSilent(ctx: Context): Promise<void> {
  const since = new Date(ctx.now.getTime() - DISCOVERY_LIMITS.silentMs);
  const silent = await ctx.tx
    .selectFrom('discoverySweep')
    .select(['id', 'siteId'])
    .where('clientId', '=', ctx.clientId)
    .where('state', 'in', OPEN)
    .where((eb) => eb(eb.fn.coalesce('heardAt', 'createdAt'), '<', since))
    .execute();
  for (const { id, siteId } of silent)
    await end(ctx, siteId, { state: 'failed', code: 'RA_DISCOVERY_SILENT' }, id);
}

async function end(
  ctx: Context,
  siteId: string,
  result: { state: SweepState; code?: string },
  sweepId?: string,
): Promise<{ probeId: string }[]> {
  const ended = await ctx.tx
    .updateTable('discoverySweep')
    .set({ ...result, endedAt: ctx.now })
    .where('clientId', '=', ctx.clientId)
    .where('siteId', '=', siteId)
    .where('state', 'in', OPEN)
    .$if(sweepId !== undefined, (query) => query.where('id', '=', sweepId!))
    .returning('probeId')
    .execute();
  for (const { probeId } of ended) await tell(ctx, siteId, probeId);
  return ended;
}

/** Tells the agent, and whoever looks at the site. */
export async function tell(ctx: Context, siteId: string, probeId: string): Promise<void> {
  await ctx.emit({ kind: 'discovery.ordered', objectKind: 'asset', objectId: probeId });
  await ctx.emit({ kind: 'discovery.changed', objectKind: 'site', objectId: siteId });
}

/** What the rules of a client's sites want now. A probe that is away or busy is asked again later. */
export async function orderDue(ctx: Context): Promise<void> {
  const due = await ctx.tx
    .selectFrom('discoveryRule')
    .selectAll()
    .where('clientId', '=', ctx.clientId)
    .where('allowed', '=', true)
    .where('nextAt', '<=', ctx.now)
    .execute();
  for (const { siteId, everyHours, probeId } of due) {
    let pauseMs = (everyHours ?? 24) * HOUR_MS;
    try {
      if (!probeId) throw new AppError('RA_DISCOVERY_PROBE');
      await orderSweep(ctx, siteId, { probeId, networks: [], snmp: true });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      ctx.log.debug({ siteId, code: error.code }, 'A sweep of the rule could not be ordered.');
      pauseMs = Math.min(pauseMs, DISCOVERY_LIMITS.retryMs);
    }
    await ctx.tx
      .updateTable('discoveryRule')
      .set({ nextAt: new Date(ctx.now.getTime() + pauseMs) })
      .where('clientId', '=', ctx.clientId)
      .where('siteId', '=', siteId)
      .execute();
  }
}
