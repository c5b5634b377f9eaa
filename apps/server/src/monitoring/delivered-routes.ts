import { z } from 'zod';
import type { Routes } from '../platform/http/routes.ts';
import { id, timestamp } from '../platform/http/schemas.ts';
import { removeClientSeries, removeDelivered } from './commands/remove-series.ts';
import { labelMatchers } from './kinds/derived.ts';
import { deliveredNames, exploreDelivered } from './queries/delivered.ts';
import { SERIES_LIMITS, type SeriesStore } from './series/index.ts';

const metric = z.string().min(1).max(SERIES_LIMITS.text);
/** Series that a picture is made of; with more of them a label has to tell which are meant. */
const MOST_DRAWN = 50;

/** What others deliver to a client: what there is, what it looks like, and away with it. */
export function deliveredRoutes(routes: Routes, series: SeriesStore): void {
  routes.client({
    method: 'GET',
    url: '/delivered-series',
    tag: 'series',
    summary: 'Names of the series that others deliver to a client, the first 200 that contain the text',
    permission: 'asset.read',
    query: z.object({ search: z.string().max(SERIES_LIMITS.text).default('') }),
    response: z.object({
      items: z.array(z.object({ name: z.string(), series: z.number() })),
      /** Names that contain the text. */
      total: z.number(),
    }),
    handler: (ctx, { query }) => deliveredNames(ctx, series, ctx.clientId, query.search),
  });
  routes.client({
    method: 'POST',
    url: '/delivered-series/query',
    tag: 'series',
    summary:
      'Series of one name that others deliver: their labels, and minimum, average and maximum over time',
    permission: 'asset.read',
    status: 200,
    body: z.object({
      metric,
      where: labelMatchers.default([]),
      from: timestamp,
      to: timestamp,
      points: z.number().int().min(10).max(2000).default(300),
    }),
    response: z.object({
      /** How many match; of more than 50 no values are given. */
      total: z.number(),
      labels: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
      bucketMs: z.number(),
      series: z.array(
        z.object({
          /** What tells it from the others. */
          instance: z.string(),
          labels: z.record(z.string(), z.string()),
          points: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])),
        }),
      ),
    }),
    handler: (ctx, { body }) => exploreDelivered(ctx, series, ctx.clientId, body, MOST_DRAWN),
  });
  routes.client({
    method: 'POST',
    url: '/delivered-series/removal',
    tag: 'series',
    summary: 'Delete series of one name that others deliver, with all their values',
    permission: 'client.manage',
    status: 200,
    body: z.object({ metric, where: labelMatchers.default([]) }),
    response: z.object({ removed: z.number() }),
    handler: (ctx, { body }) => removeDelivered(ctx, series, body.metric, body.where),
  });
  routes.client({
    method: 'DELETE',
    url: '/series',
    tag: 'series',
    summary: 'Delete everything that was ever measured at a client; `confirm` repeats the id of the client',
    permission: 'client.manage',
    query: z.object({ confirm: id }),
    response: z.object({}),
    handler: async (ctx, { query }) => {
      await removeClientSeries(ctx, series, query.confirm);
      return {};
    },
  });
}
