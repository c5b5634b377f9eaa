import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import { type JudgedCheck, type KnownInstance, refreshAssetStatus, resolveAlert } from './observe.ts';

/** A mount point or interface that its system no longer reports for this long is gone, not fine. */
export const GONE_MS = 10 * 60_000;

/**
 * Forgets instances that the system stopped reporting while it reports others of the same kind: an unmounted file
 * system must neither stay green nor keep its alert for ever.
 * @param known what was stored of the check before
 */
export async function retireInstances(
  ctx: Context,
  check: JudgedCheck,
  reported: ReadonlySet<string>,
  known: readonly KnownInstance[],
): Promise<void> {
  const before = ctx.now.getTime() - GONE_MS;
  const isGone = ({ instance, lastAt }: KnownInstance): boolean =>
    !reported.has(instance) && lastAt !== null && lastAt.getTime() < before;
  if (reported.size === 0 || !known.some(isGone)) return;
  const gone = await ctx.tx
    .selectFrom('checkState')
    .select('instance')
    .where('clientId', '=', ctx.clientId)
    .where('checkId', '=', check.id)
    .where('lastAt', '<', new Date(before))
    .where('instance', '!=', sql<string>`all(${[...reported]}::text[])`)
    .execute();
  await forgetInstances(
    ctx,
    check,
    gone.map(({ instance }) => instance),
    'gone',
  );
}

/** Ends what is open about these instances and forgets them. */
export async function forgetInstances(
  ctx: Context,
  check: JudgedCheck,
  instances: readonly string[],
  reason: 'gone' | 'condition',
): Promise<void> {
  if (instances.length === 0) return;
  await ctx.tx
    .deleteFrom('checkState')
    .where('clientId', '=', ctx.clientId)
    .where('checkId', '=', check.id)
    .where('instance', 'in', instances)
    .execute();
  const alerts = await ctx.tx
    .selectFrom('alert')
    .select(['id', 'instance', 'severity', 'values', 'message'])
    .where('clientId', '=', ctx.clientId)
    .where('checkId', '=', check.id)
    .where('state', '=', 'raised')
    .where('instance', 'in', instances)
    .execute();
  for (const { id, ...alert } of alerts) {
    await resolveAlert(ctx, id, ctx.now, reason, {
      ...alert,
      assetId: check.assetId,
      checkId: check.id,
      checkName: check.name,
      checkKind: check.kind,
    });
  }
  await refreshAssetStatus(ctx, check.assetId);
}
