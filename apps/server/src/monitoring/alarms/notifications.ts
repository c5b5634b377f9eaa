import type { Locale } from '../../platform/context.ts';
import { type ChannelReceiver, notify } from '../../platform/notify/index.ts';
import type { Subscriber } from '../../platform/outbox/dispatch.ts';
import { alertFacts, manyAlertFacts } from '../queries/facts.ts';
import { describeFinding } from '../wording.ts';

const SHOWN = 10;

/** What the steps of a chain and the collected rest of a storm say, and to whom. */
export const alarmNotifications: readonly Subscriber[] = [
  {
    kinds: ['alert.escalated'],
    handle: async (ctx, event) => {
      const alert = await alertFacts(ctx, event.objectId);
      if (!alert || alert.state === 'resolved') return;
      const { people, channels, policy, step, round } = event.payload as {
        people: string[];
        channels: ChannelReceiver[];
        policy: string;
        step: number;
        round: number;
      };
      if (people.length === 0 && channels.length === 0) return;
      await notify(ctx, {
        kind: event.kind,
        eventId: event.id,
        severity: alert.severity,
        subjectKey: 'alert.escalated',
        params: {
          client: alert.client,
          site: alert.site,
          asset: alert.asset,
          problem: inBoth((locale) => describeFinding(locale, alert, alert.asset)),
          severity: alert.severity,
          policy,
          step: step + 1,
          round: round + 1,
        },
        objectKind: 'alert',
        objectId: event.objectId,
        path: `/clients/${ctx.clientId}/alerts/${event.objectId}`,
        // They are on call: what they chose for quiet days does not count.
        audience: { personIds: people },
        aboutThem: true,
        channels,
        ...(alert.ticketId ? { ticketId: alert.ticketId } : {}),
      });
    },
  },
  {
    kinds: ['alert.grouped'],
    handle: async (ctx, event) => {
      const { alertIds } = event.payload as { alertIds: string[] };
      const alerts = await manyAlertFacts(ctx, alertIds);
      const [first] = alerts;
      if (!first) return;
      const severity = (['critical', 'warning'] as const).find((one) =>
        alerts.some((alert) => alert.severity === one),
      );
      await notify(ctx, {
        kind: event.kind,
        eventId: event.id,
        severity: severity ?? 'info',
        subjectKey: 'alert.grouped',
        params: {
          client: first.client,
          count: alerts.length,
          problems: alerts
            .slice(0, SHOWN)
            .map((alert) => inBoth((locale) => describeFinding(locale, alert, alert.asset))),
        },
        objectKind: 'alert',
        objectId: first.id,
        path: `/alerts?client=${ctx.clientId}`,
        audience: { staff: true, clientRoles: ['it-coordinator', 'management'] },
      });
    },
  },
];

const inBoth = (text: (locale: Locale) => string): Record<Locale, string> => ({
  de: text('de'),
  en: text('en'),
});
