import type { Context, ScopeContext } from '../context.ts';
import { renderMessage } from '../i18n/messages.ts';
import { announceNotifications } from './notify.ts';

/** Of how much a list or a count speaks: what is older is history, not news. */
const COUNT_LIMIT = 1000;

export interface MyNotification {
  clientId: string;
  id: string;
  kind: string;
  severity: 'info' | 'warning' | 'critical';
  subject: string;
  lines: string[];
  objectKind: string;
  objectId: string;
  path: string;
  at: Date;
  readAt: Date | null;
}

/** One person's own, newest first, in the language of the request. */
export async function listMyNotifications(
  ctx: ScopeContext,
  personId: string,
  filter: { unread: boolean; limit: number; before: string | undefined },
): Promise<MyNotification[]> {
  const rows = await ctx.tx
    .selectFrom('notification')
    .select([
      'clientId',
      'id',
      'kind',
      'severity',
      'messageKey',
      'params',
      'objectKind',
      'objectId',
      'path',
      'createdAt',
      'readAt',
    ])
    .where('channel', '=', 'console')
    .where('personId', '=', personId)
    .$if(filter.unread, (query) => query.where('readAt', 'is', null))
    .$if(filter.before !== undefined, (query) => query.where('id', '<', filter.before!))
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .execute();
  return rows.map(({ messageKey, params, createdAt, ...row }) => ({
    ...row,
    ...renderMessage(ctx.locale, messageKey, params),
    at: createdAt,
  }));
}

/** Counts up to a thousand. */
export async function countUnread(ctx: ScopeContext, personId: string): Promise<number> {
  const { count } = await ctx.tx
    .selectFrom((eb) =>
      eb
        .selectFrom('notification')
        .select('id')
        .where('channel', '=', 'console')
        .where('personId', '=', personId)
        .where('readAt', 'is', null)
        .limit(COUNT_LIMIT)
        .as('unread'),
    )
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/** Marks one person's notifications of the context's client as read; strangers' ids change nothing. */
export async function markRead(
  ctx: Context,
  personId: string,
  which: { ids: readonly string[] } | { upTo: string },
): Promise<void> {
  const result = await ctx.tx
    .updateTable('notification')
    .set({ readAt: ctx.now })
    .where('clientId', '=', ctx.clientId)
    .where('channel', '=', 'console')
    .where('personId', '=', personId)
    .where('readAt', 'is', null)
    .where((eb) => ('ids' in which ? eb('id', 'in', which.ids) : eb('id', '<=', which.upTo)))
    .executeTakeFirst();
  if (result.numUpdatedRows > 0n) await announceNotifications(ctx);
}
