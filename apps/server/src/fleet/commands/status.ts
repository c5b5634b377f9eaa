import type { Context } from '../../platform/context.ts';
import type { AssetStatus } from '../schema.ts';

/** Kept by monitoring: the worst of the system's open alerts, or unknown when nothing can be judged. */
export async function setAssetStatus(ctx: Context, assetId: string, status: AssetStatus): Promise<void> {
  await ctx.tx
    .updateTable('asset')
    .set({ status })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', assetId)
    .where('status', '!=', status)
    .execute();
}
