import type { Subscriber } from '../outbox/dispatch.ts';
import { notify } from './notify.ts';

/** What the platform itself has to tell. */
export const platformSubscriber: Subscriber = {
  kinds: ['webhook.disabled', 'audit.broken'],
  async handle(ctx, event) {
    const about = {
      kind: event.kind,
      eventId: event.id,
      objectKind: event.objectKind,
      objectId: event.objectId,
      audience: { staff: true, clientRoles: ['management'] },
    } as const;
    if (event.kind === 'webhook.disabled') {
      const name = String(event.payload.name);
      await notify(ctx, {
        ...about,
        severity: 'warning',
        subjectKey: 'webhook.disabled',
        params: { name },
        path: '/settings/webhooks',
      });
      return;
    }
    const { name: client } = await ctx.tx
      .selectFrom('client')
      .select('name')
      .where('id', '=', ctx.clientId)
      .executeTakeFirstOrThrow();
    await notify(ctx, {
      ...about,
      severity: 'critical',
      subjectKey: 'audit.broken',
      params: { client, seq: Number(event.payload.seq), problem: String(event.payload.problem) },
      path: `/audit?client=${ctx.clientId}`,
    });
  },
};
