import type { SnmpAccess } from '@rettungsanker/protocol';
import type { AssetKind } from '../../fleet/index.ts';
import { changesOf } from '../../platform/audit/index.ts';
import type { Context } from '../../platform/context.ts';
import { sealAccess, shownAccess } from '../access.ts';
import { lockRule, requireProbe, requireSite } from './require.ts';
import { endSweeps } from './sweeps.ts';

export interface RuleChange {
  allowed?: boolean | undefined;
  /** Null: only when somebody orders it. */
  everyHours?: number | null | undefined;
  probeId?: string | null | undefined;
  acceptKinds?: AssetKind[] | undefined;
  /** All of them anew; they are never shown again. */
  snmp?: SnmpAccess[] | undefined;
}

const HOUR_MS = 3_600_000;

/** Who may look over a site's networks, how often, and what follows. @throws AppError RA_NOT_FOUND, RA_DISCOVERY_PROBE */
export async function setRule(ctx: Context, siteId: string, change: RuleChange): Promise<void> {
  await requireSite(ctx, siteId);
  if (change.probeId) await requireProbe(ctx, siteId, change.probeId);
  const before = await lockRule(ctx, siteId);
  const { snmp, ...rest } = change;
  const next = {
    allowed: rest.allowed ?? before.allowed,
    everyHours: rest.everyHours === undefined ? before.everyHours : rest.everyHours,
    probeId: rest.probeId === undefined ? before.probeId : rest.probeId,
    acceptKinds: rest.acceptKinds ?? before.acceptKinds,
    snmpShown: snmp ? snmp.map(shownAccess) : before.snmpShown,
  };
  await ctx.tx
    .updateTable('discoveryRule')
    .set({
      ...next,
      nextAt: nextTime(before, next, ctx.now),
      ...(snmp ? { sealedSnmp: snmp.length > 0 ? await sealAccess(ctx, siteId, snmp) : null } : {}),
      updatedAt: ctx.now,
    })
    .where('clientId', '=', ctx.clientId)
    .where('siteId', '=', siteId)
    .execute();
  if (!next.allowed) await endSweeps(ctx, siteId);
  await ctx.audit({
    action: 'discovery.rule-changed',
    objectKind: 'site',
    objectId: siteId,
    details: changesOf({ ...before }, { ...next }),
  });
  await ctx.emit({ kind: 'discovery.changed', objectKind: 'site', objectId: siteId });
}

interface Times {
  allowed: boolean;
  everyHours: number | null;
}

/** Soon when it was just switched on; a longer or shorter pause counts from now. */
function nextTime(before: Times & { nextAt: Date | null }, next: Times, now: Date): Date | null {
  if (!next.allowed || next.everyHours === null) return null;
  if (before.nextAt === null) return now;
  return before.everyHours === next.everyHours
    ? before.nextAt
    : new Date(now.getTime() + next.everyHours * HOUR_MS);
}
