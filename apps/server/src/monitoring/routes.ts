import type { Rule } from '@rettungsanker/alert-rules';
import { z } from 'zod';
import { requireAsset } from '../fleet/index.ts';
import type { Routes } from '../platform/http/routes.ts';
import {
  cursor,
  decodeCursor,
  empty,
  encodeCursor,
  id,
  limit,
  page,
  timestamp,
} from '../platform/http/schemas.ts';
import type { CableSource } from './alarms/map.ts';
import { alarmRoutes } from './alarms/routes/index.ts';
import { acknowledgeAlert, unacknowledgeAlert } from './commands/acknowledge.ts';
import { addCheck, changeCheck, removeCheck } from './commands/checks.ts';
import { deliveredRoutes } from './delivered-routes.ts';
import { kindRoutes } from './kind-routes.ts';
import { explainAlert, getAlert, listAlerts } from './queries/alerts.ts';
import { listChecks } from './queries/checks.ts';
import { alertHistory } from './queries/history.ts';
import { latestSamples, readSeries } from './queries/series.ts';
import { SUPPRESSIONS } from './schema.ts';
import { getRetention, SERIES_LIMITS, type SeriesStore, setRetention } from './series/index.ts';
import {
  alertDetailView,
  alertHistoryView,
  alertView,
  checkInput,
  checkPatch,
  checkView,
  seriesView,
} from './views.ts';

const assetParams = z.object({ assetId: id });
const checkParams = assetParams.extend({ checkId: id });
const alertParams = z.object({ alertId: id });

/** Younger samples may still come, so they are kept whatever is asked. */
const days = z
  .number()
  .int()
  .min(SERIES_LIMITS.ageMs / 86_400_000)
  .max(3650)
  .nullable();
const retention = z.object({
  sampleDays: days,
  /** Of the roll-ups by the hour. */
  rollupDays: days,
});

export function monitoringRoutes(routes: Routes, series: SeriesStore, cables: CableSource): void {
  alarmRoutes(routes, series, cables);
  deliveredRoutes(routes, series);
  kindRoutes(routes);
  routes.client({
    method: 'GET',
    url: '/assets/:assetId/checks',
    tag: 'checks',
    summary: 'Checks of a system with their state',
    permission: 'asset.read',
    params: assetParams,
    response: z.object({ items: z.array(checkView) }),
    handler: async (ctx, { params }) => {
      await requireAsset(ctx, params.assetId);
      return { items: (await listChecks(ctx, params.assetId)) as z.output<typeof checkView>[] };
    },
  });
  routes.client({
    method: 'POST',
    url: '/assets/:assetId/checks',
    tag: 'checks',
    summary: 'Add a check',
    permission: 'check.manage',
    params: assetParams,
    body: checkInput,
    response: z.object({ id }),
    handler: (ctx, { params, body }) =>
      addCheck(ctx, params.assetId, { ...body, rule: body.rule as Rule | undefined }),
  });
  routes.client({
    method: 'PATCH',
    url: '/assets/:assetId/checks/:checkId',
    tag: 'checks',
    summary: 'Change, switch on or off a check',
    permission: 'check.manage',
    params: checkParams,
    body: checkPatch,
    response: empty,
    handler: async (ctx, { params, body }) => {
      await changeCheck(ctx, params.assetId, params.checkId, {
        ...body,
        rule: body.rule as Rule | undefined,
      });
      return {};
    },
  });
  routes.client({
    method: 'DELETE',
    url: '/assets/:assetId/checks/:checkId',
    tag: 'checks',
    summary: 'Remove a check (one with alerts is switched off instead)',
    permission: 'check.manage',
    params: checkParams,
    response: empty,
    handler: async (ctx, { params }) => {
      await removeCheck(ctx, params.assetId, params.checkId);
      return {};
    },
  });
  routes.client({
    method: 'GET',
    url: '/assets/:assetId/series',
    tag: 'series',
    summary: 'Minimum, average and maximum over time',
    permission: 'asset.read',
    params: assetParams,
    query: z.object({
      metrics: z
        .string()
        .max(1000)
        .transform((text) => text.split(',').filter(Boolean).slice(0, 50)),
      check: id.optional(),
      from: timestamp,
      to: timestamp,
      points: z.coerce.number().int().min(10).max(2000).default(300),
    }),
    response: seriesView,
    handler: async (ctx, { params, query }) => {
      await requireAsset(ctx, params.assetId);
      return readSeries(ctx, series, params.assetId, { ...query, checkId: query.check });
    },
  });
  routes.client({
    method: 'GET',
    url: '/assets/:assetId/latest',
    tag: 'series',
    summary: 'Newest value of every series, and when the agent was heard last',
    permission: 'asset.read',
    params: assetParams,
    response: z.object({
      lastSeenAt: timestamp.nullable(),
      items: z.array(
        z.object({
          metric: z.string(),
          instance: z.string(),
          unit: z.string(),
          at: timestamp,
          value: z.number(),
        }),
      ),
    }),
    handler: async (ctx, { params }) => {
      const { lastSeenAt } = await requireAsset(ctx, params.assetId);
      return { lastSeenAt, items: await latestSamples(ctx, series, params.assetId, 3_600_000) };
    },
  });
  routes.client({
    method: 'GET',
    url: '/series-retention',
    tag: 'series',
    summary: 'For how many days the values of a client are kept',
    permission: 'settings.read',
    response: retention.extend({
      /** What counts where a number is null; null itself where an outside server keeps the values. */
      usual: z.object({ sampleDays: z.number(), rollupDays: z.number() }).nullable(),
    }),
    handler: async (ctx) => ({ ...(await getRetention(ctx)), usual: series.retention }),
  });
  routes.client({
    method: 'PUT',
    url: '/series-retention',
    tag: 'series',
    summary: 'Change for how many days the values of a client are kept; older ones are deleted',
    permission: 'client.manage',
    body: retention,
    response: empty,
    handler: async (ctx, { body }) => {
      await setRetention(ctx, body);
      return {};
    },
  });

  routes.scope({
    method: 'GET',
    url: '/alerts',
    tag: 'alerts',
    summary: 'Alerts over all clients of the caller, newest first',
    permission: 'alert.read',
    query: z.object({
      state: z.enum(['raised', 'resolved']).optional(),
      client: id.optional(),
      asset: id.optional(),
      suppression: z.enum([...SUPPRESSIONS, 'none']).optional(),
      suppressedBy: id.optional(),
      limit,
      cursor: cursor.optional(),
    }),
    response: page(alertView),
    handler: async (ctx, { query }) => {
      const rows = await listAlerts(ctx, {
        ...query,
        after: decodeCursor(query.cursor, z.tuple([z.iso.datetime(), id])),
      });
      const items = rows.slice(0, query.limit);
      const last = items.at(-1);
      return {
        items,
        ...(rows.length > query.limit && last
          ? { nextCursor: encodeCursor([last.raisedAt.toISOString(), last.id]) }
          : {}),
      };
    },
  });
  routes.client({
    method: 'GET',
    url: '/alerts/:alertId',
    tag: 'alerts',
    summary: 'One alert with its rule and the series to look at',
    permission: 'alert.read',
    params: alertParams,
    response: alertDetailView,
    handler: async (ctx, { params }) =>
      (await explainAlert(ctx, params.alertId)) as z.output<typeof alertDetailView>,
  });
  routes.client({
    method: 'GET',
    url: '/alerts/:alertId/history',
    tag: 'alerts',
    summary: 'What became of an alert: who was told how, who took it, how it ended',
    permission: 'alert.read',
    params: alertParams,
    response: z.object({ items: z.array(alertHistoryView) }),
    handler: async (ctx, { params }) => ({ items: await alertHistory(ctx, params.alertId) }),
  });
  routes.client({
    method: 'POST',
    url: '/alerts/:alertId/acknowledge',
    tag: 'alerts',
    summary: 'Say that somebody takes care',
    permission: 'alert.acknowledge',
    params: alertParams,
    status: 200,
    body: z.object({
      note: z.string().max(2000).nullable().default(null),
      /** The acknowledgement ends by itself then, and the escalation begins again. */
      until: timestamp.nullable().default(null),
    }),
    response: alertView,
    handler: async (ctx, { params, body }) => {
      await acknowledgeAlert(ctx, params.alertId, body.note, body.until);
      return getAlert(ctx, params.alertId);
    },
  });
  routes.client({
    method: 'DELETE',
    url: '/alerts/:alertId/acknowledge',
    tag: 'alerts',
    summary: 'Take the acknowledgement back',
    permission: 'alert.acknowledge',
    params: alertParams,
    response: alertView,
    handler: async (ctx, { params }) => {
      await unacknowledgeAlert(ctx, params.alertId);
      return getAlert(ctx, params.alertId);
    },
  });
}
