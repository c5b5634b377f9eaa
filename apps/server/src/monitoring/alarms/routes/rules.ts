import { type Rule, ruleProblems } from '@rettungsanker/alert-rules';
import { z } from 'zod';
import { AppError } from '../../../platform/errors.ts';
import type { Routes } from '../../../platform/http/routes.ts';
import { id } from '../../../platform/http/schemas.ts';
import { labelMatchers } from '../../kinds/derived.ts';
import { CHECK_KIND_NAMES, ruleSchema } from '../../kinds/index.ts';
import type { SeriesStore } from '../../series/index.ts';
import { noisyRules } from '../noise.ts';
import { alarmSettings, readAlarmSettings, writeAlarmSettings } from '../settings.ts';
import { simulateRule } from '../simulation.ts';
import { noiseView, simulationView } from '../views.ts';

const SHOWN = 100;

/** Trying a rule before it is saved, and finding those that cry too often. */
export function ruleRoutes(routes: Routes, series: SeriesStore): void {
  routes.client({
    method: 'POST',
    url: '/assets/:assetId/rule-simulation',
    tag: 'alarms',
    summary: 'How often would this rule have fired? Nothing is stored',
    permission: 'check.manage',
    status: 200,
    params: z.object({ assetId: id }),
    body: z.object({
      rule: ruleSchema,
      days: z.number().int().min(1).max(90).default(30),
      checkId: id.optional(),
      kind: z.enum(CHECK_KIND_NAMES).optional(),
      metric: z.string().min(1).max(1024).optional(),
      /** The metric is one that others deliver, of the series with these labels. */
      where: labelMatchers.optional(),
    }),
    response: simulationView,
    handler: async (ctx, { params, body }) => {
      const rule = body.rule as Rule;
      const problems = ruleProblems(rule);
      if (problems.length > 0) throw new AppError('RA_CHECK_INVALID', undefined, { field: 'rule', problems });
      const { instances, ...rest } = await simulateRule(ctx, series, params.assetId, { ...body, rule });
      return {
        ...rest,
        instances: instances.map(({ alerts, ...instance }) => ({
          ...instance,
          count: alerts.length,
          alerts: alerts
            .slice(-SHOWN)
            .reverse()
            .map(({ raisedAt, resolvedAt, severity }) => ({
              raisedAt: new Date(raisedAt),
              resolvedAt: resolvedAt === undefined ? null : new Date(resolvedAt),
              severity,
            })),
        })),
      };
    },
  });
  routes.scope({
    method: 'GET',
    url: '/noisy-rules',
    tag: 'alarms',
    summary: 'Checks by how often they raised an alert in the last days, over all clients of the caller',
    permission: 'alert.read',
    query: z.object({
      days: z.coerce.number().int().min(1).max(90).default(7),
      client: id.optional(),
      limit: z.coerce.number().int().min(1).max(100).default(20),
    }),
    response: z.object({ items: z.array(noiseView) }),
    handler: async (ctx, { query }) => ({ items: await noisyRules(ctx, query) }),
  });
  routes.client({
    method: 'GET',
    url: '/alarm-settings',
    tag: 'alarms',
    summary: 'How long a failure waits for its cause, and from how many on alerts are told together',
    permission: 'settings.read',
    response: alarmSettings,
    handler: (ctx) => readAlarmSettings(ctx),
  });
  routes.client({
    method: 'PUT',
    url: '/alarm-settings',
    tag: 'alarms',
    summary: 'Change these times',
    permission: 'settings.manage',
    body: alarmSettings,
    response: alarmSettings,
    handler: async (ctx, { body }) => {
      await writeAlarmSettings(ctx, body);
      return body;
    },
  });
}
