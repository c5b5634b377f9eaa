import type { Context, ScopeContext } from '../context.ts';
import { AppError } from '../errors.ts';
import { allClientIds, type Tenancy } from '../tenancy/transactions.ts';
import type { NotifyDependencies } from './dependencies.ts';
import { enqueueDelivery } from './notify.ts';
import type { NotificationState } from './schema.ts';

export interface OutgoingFilter {
  client?: string | undefined;
  state?: NotificationState | undefined;
  limit: number;
  before: string | undefined;
}

/** Mails and webhook calls of all clients in scope, newest first: what left, what waits, what failed and why. */
export async function listOutgoing(ctx: ScopeContext, filter: OutgoingFilter) {
  return ctx.tx
    .selectFrom('notification')
    .select([
      'clientId',
      'id',
      'channel',
      'address',
      'kind',
      'severity',
      'objectKind',
      'objectId',
      'state',
      'attempts',
      'attemptedAt',
      'sentAt',
      'lastError',
      'createdAt',
    ])
    .where('channel', '<>', 'console')
    .$if(filter.client !== undefined, (query) => query.where('clientId', '=', filter.client!))
    .$if(filter.state !== undefined, (query) => query.where('state', '=', filter.state!))
    .$if(filter.before !== undefined, (query) => query.where('id', '<', filter.before!))
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .execute();
}

/** Sends a failed message again, under the same id. @throws AppError RA_NOT_FOUND */
export async function retryOutgoing(ctx: Context, id: string): Promise<void> {
  const row = await ctx.tx
    .updateTable('notification')
    .set({ state: 'pending', lastError: null })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .where('state', '=', 'failed')
    .returning(['id', 'channel', 'address'])
    .executeTakeFirst();
  if (!row) throw new AppError('RA_NOT_FOUND');
  await enqueueDelivery(ctx, row);
  await ctx.audit({ action: 'notification.retried', objectKind: 'notification', objectId: id });
}

/** Removes events and what was told of them once they are older than retention.event-days, client by client. */
export async function removeOldEvents(
  { db, tenancy }: Pick<NotifyDependencies, 'db'> & { tenancy: Tenancy },
  keepDays: number,
): Promise<void> {
  for (const clientId of await allClientIds(db)) {
    await tenancy.asSystem(clientId, async (ctx) => {
      const before = new Date(ctx.now.getTime() - keepDays * 86_400_000);
      await ctx.tx
        .deleteFrom('notification')
        .where('clientId', '=', clientId)
        .where('createdAt', '<', before)
        .execute();
      await ctx.tx.deleteFrom('event').where('clientId', '=', clientId).where('at', '<', before).execute();
      await ctx.tx
        .deleteFrom('webhookDelivery')
        .where('clientId', '=', clientId)
        .where('at', '<', before)
        .execute();
    });
  }
}
