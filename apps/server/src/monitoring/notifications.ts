import type { Context, Locale } from '../platform/context.ts';
import { notify } from '../platform/notify/index.ts';
import type { StoredEvent, Subscriber } from '../platform/outbox/dispatch.ts';
import { type AlertFacts, alertFacts } from './queries/facts.ts';
import { describeRule } from './rule-wording.ts';
import { checkTitle, describeEnd, describeFinding } from './wording.ts';

/** Who hears of alerts: those who may act on them, at either side; each by the preferences of the person. */
const AUDIENCE = { staff: true, clientRoles: ['it-coordinator', 'management'] } as const;

export const monitoringNotifications: readonly Subscriber[] = [
  {
    kinds: ['alert.reported', 'alert.resolved'],
    handle: async (ctx, event) => {
      const alert = await alertFacts(ctx, event.objectId);
      if (!alert) return;
      const raised = event.kind === 'alert.reported';
      // The end is told to those who heard of the beginning, and nothing is told that is over already.
      if (
        raised
          ? event.payload.tell !== true || alert.state === 'resolved'
          : !(await wasTold(ctx, event.objectId))
      )
        return;
      const common = {
        kind: raised ? 'alert.raised' : 'alert.resolved',
        eventId: event.id,
        severity: alert.severity,
        objectKind: 'alert',
        objectId: event.objectId,
        path: `/clients/${ctx.clientId}/alerts/${event.objectId}`,
        audience: { staff: AUDIENCE.staff, clientRoles: [...AUDIENCE.clientRoles] },
        ...(alert.ticketId ? { ticketId: alert.ticketId } : {}),
      } as const;
      const params = {
        client: alert.client,
        site: alert.site,
        asset: alert.asset,
        check: alert.checkName,
        problem: inBoth((locale) => describeFinding(locale, alert, alert.asset)),
        severity: alert.severity,
      };
      if (raised) {
        const rule = inBoth(
          (locale) =>
            `${checkTitle(locale, alert.kind, alert.checkName, alert.config)}: ${describeRule(locale, alert)}`,
        );
        const at = alert.observedAt.toISOString();
        await notify(ctx, {
          ...common,
          subjectKey: 'alert.raised',
          params: {
            ...params,
            rule,
            at,
            timeZone: alert.timeZone,
            consequences: Number(event.payload.consequences ?? 0),
          },
        });
      } else {
        const minutes = Math.max(
          0,
          Math.round(((alert.resolvedAt ?? ctx.now).getTime() - alert.raisedAt.getTime()) / 60_000),
        );
        const end = inBoth((locale) => describeEndOf(locale, alert, event));
        await notify(ctx, { ...common, subjectKey: 'alert.resolved', params: { ...params, end, minutes } });
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

async function wasTold(ctx: Context, alertId: string): Promise<boolean> {
  const row = await ctx.tx
    .selectFrom('notification')
    .select('id')
    .where('clientId', '=', ctx.clientId)
    .where('objectId', '=', alertId)
    .where('kind', '=', 'alert.raised')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

const inBoth = (text: (locale: Locale) => string): Record<Locale, string> => ({
  de: text('de'),
  en: text('en'),
});

/** How an alert ended, from its facts and the event alert.resolved, which has the values that ended it. */
export function describeEndOf(locale: Locale, alert: AlertFacts, { payload }: StoredEvent): string {
  const values = (payload.values ?? {}) as Record<string, unknown>;
  return describeEnd(locale, { ...alert, values }, String(payload.reason ?? ''), alert.asset);
}
