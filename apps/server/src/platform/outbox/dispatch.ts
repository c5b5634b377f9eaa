import { z } from 'zod';
import type { Context } from '../context.ts';
import { defineJob, type JobDefinition } from '../jobs/jobs.ts';
import type { Tenancy } from '../tenancy/transactions.ts';
import { DISPATCH_TASK } from './emit.ts';

export interface StoredEvent {
  id: number;
  clientId: string;
  kind: string;
  objectKind: string;
  objectId: string;
  payload: Record<string, unknown>;
  at: Date;
}

/**
 * A domain's reaction to an event of another domain. All subscribers of one event run in one transaction with the
 * delivery, so a repetition after a crash finds either all of their work or none of it; they must still be
 * idempotent because a failed delivery is repeated as a whole.
 */
export interface Subscriber {
  readonly kinds: readonly string[];
  handle(ctx: Context, event: StoredEvent): Promise<void>;
}

export function dispatchJob(tenancy: Tenancy, subscribers: readonly Subscriber[]): JobDefinition {
  return defineJob({
    name: DISPATCH_TASK,
    payload: z.object({ clientId: z.uuid(), eventId: z.number() }),
    run: ({ clientId, eventId }) =>
      tenancy.asSystem(clientId, async (ctx) => {
        const row = await ctx.tx
          .selectFrom('event')
          .selectAll()
          .where('clientId', '=', clientId)
          .where('id', '=', eventId)
          .executeTakeFirst();
        // Removed together with its client: nothing to tell anybody.
        if (!row) return;
        const event: StoredEvent = { ...row, payload: row.payload as Record<string, unknown> };
        for (const subscriber of subscribers) {
          if (subscriber.kinds.includes(event.kind)) await subscriber.handle(ctx, event);
        }
      }),
  });
}
