import type { Context } from '../platform/context.ts';
import { notify } from '../platform/notify/index.ts';
import type { StoredEvent, Subscriber } from '../platform/outbox/dispatch.ts';
import { describeFinding } from './wording.ts';

/** Who hears of alerts: those who may act on them, at either side; each by the preferences of the person. */
const AUDIENCE = { staff: true, clientRoles: ['it-coordinator', 'management'] } as const;

export const monitoringNotifications: readonly Subscriber[] = [
  {
    kinds: ['alert.raised', 'alert.resolved'],
    handle: async (ctx, event) => {
      const alert = await alertOf(ctx, event);
      if (!alert) return;
      const common = {
        kind: event.kind,
        eventId: event.id,
        severity: alert.severity,
        objectKind: 'alert',
        objectId: event.objectId,
        path: `/clients/${ctx.clientId}/assets/${alert.assetId}`,
        audience: { staff: AUDIENCE.staff, clientRoles: [...AUDIENCE.clientRoles] },
        ...(alert.ticketId ? { ticketId: alert.ticketId } : {}),
      } as const;
      const params = {
        client: alert.client,
        asset: alert.asset,
        check: alert.check,
        finding: describeFinding(alert.locale, {
          ...alert,
          checkName: alert.check,
          values: alert.values as Record<string, unknown>,
        }),
        severity: alert.severity,
      };
      if (event.kind === 'alert.raised') {
        await notify(ctx, {
          ...common,
          subjectKey: 'alert.raised',
          params: { ...params, at: alert.observedAt.toISOString(), timeZone: alert.timeZone },
        });
      } else {
        const minutes = Math.max(
          0,
          Math.round(((alert.resolvedAt ?? ctx.now).getTime() - alert.raisedAt.getTime()) / 60_000),
        );
        await notify(ctx, { ...common, subjectKey: 'alert.resolved', params: { ...params, minutes } });
      }
    },
  },
  {
    kinds: ['agent.dropped'],
    handle: async (ctx, event) => {
      const row = await ctx.tx
        .selectFrom('asset')
        .innerJoin('client', 'client.id', 'asset.clientId')
        .select(['asset.name as asset', 'client.name as client'])
        .where('asset.clientId', '=', ctx.clientId)
        .where('asset.id', '=', event.objectId)
        .executeTakeFirst();
      if (!row) return;
      await notify(ctx, {
        kind: event.kind,
        eventId: event.id,
        severity: 'warning',
        subjectKey: 'agent.dropped',
        params: { ...row, batches: Number(event.payload.batches ?? 0) },
        objectKind: 'asset',
        objectId: event.objectId,
        path: `/clients/${ctx.clientId}/assets/${event.objectId}`,
        audience: { staff: true },
      });
    },
  },
];

function alertOf(ctx: Context, event: StoredEvent) {
  return ctx.tx
    .selectFrom('alert')
    .innerJoin('client', 'client.id', 'alert.clientId')
    .innerJoin('asset', (join) =>
      join.onRef('asset.clientId', '=', 'alert.clientId').onRef('asset.id', '=', 'alert.assetId'),
    )
    .innerJoin('site', (join) =>
      join.onRef('site.clientId', '=', 'asset.clientId').onRef('site.id', '=', 'asset.siteId'),
    )
    .innerJoin('check', (join) =>
      join.onRef('check.clientId', '=', 'alert.clientId').onRef('check.id', '=', 'alert.checkId'),
    )
    .leftJoin('ticketAlert', (join) =>
      join.onRef('ticketAlert.clientId', '=', 'alert.clientId').onRef('ticketAlert.alertId', '=', 'alert.id'),
    )
    .select([
      'alert.assetId',
      'alert.severity',
      'alert.message',
      'alert.observedAt',
      'alert.raisedAt',
      'alert.resolvedAt',
      'alert.kind',
      'alert.instance',
      'alert.values',
      'client.name as client',
      'client.locale',
      'asset.name as asset',
      'check.name as check',
      'site.timeZone',
      'ticketAlert.ticketId',
    ])
    .where('alert.clientId', '=', ctx.clientId)
    .where('alert.id', '=', event.objectId)
    .executeTakeFirst();
}
