import { sql } from 'kysely';
import type { Context, EventInput } from '../context.ts';

/** Channel on which every process hears of new events (payload: client, id, kind, object). */
export const LIVE_CHANNEL = 'rettungsanker_live';
/** Job that hands an event to its subscribers. */
export const DISPATCH_TASK = 'outbox.dispatch';

/**
 * Writes the event, enqueues its delivery and announces it, all in the caller's transaction: PostgreSQL sends the
 * announcement at commit, so nobody hears of what was rolled back.
 */
export async function emitEvent(ctx: Context, event: EventInput): Promise<void> {
  const { id } = await ctx.tx
    .insertInto('event')
    .values({
      clientId: ctx.clientId,
      kind: event.kind,
      objectKind: event.objectKind,
      objectId: event.objectId,
      payload: JSON.stringify(event.payload ?? {}),
      at: ctx.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const announcement = {
    clientId: ctx.clientId,
    id,
    kind: event.kind,
    objectKind: event.objectKind,
    objectId: event.objectId,
  };
  await sql`select enqueue_job(${DISPATCH_TASK}, ${JSON.stringify({ clientId: ctx.clientId, eventId: id })}::json), pg_notify(${LIVE_CHANNEL}, ${JSON.stringify(announcement)})`.execute(
    ctx.tx,
  );
}
