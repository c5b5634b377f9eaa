import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import { LIVE_CHANNEL } from '../../platform/outbox/emit.ts';
import type { AssetStatus } from '../schema.ts';

/**
 * Kept by monitoring: the worst of the system's open alerts, or unknown when something cannot be judged. Open consoles
 * hear of a change; the outbox does not, because whatever led to it is told there already.
 */
export async function setAssetStatus(ctx: Context, assetId: string, status: AssetStatus): Promise<void> {
  const { numUpdatedRows } = await ctx.tx
    .updateTable('asset')
    .set({ status })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', assetId)
    .where('status', '!=', status)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return;
  const announcement = {
    clientId: ctx.clientId,
    id: 0,
    kind: 'asset.status',
    objectKind: 'asset',
    objectId: assetId,
  };
  await sql`select pg_notify(${LIVE_CHANNEL}, ${JSON.stringify(announcement)})`.execute(ctx.tx);
}
