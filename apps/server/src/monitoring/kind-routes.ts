import { z } from 'zod';
import type { Routes } from '../platform/http/routes.ts';
import { id } from '../platform/http/schemas.ts';
import { createTrials } from './commands/trial.ts';
import { CHECK_KIND_NAMES, kindOf, type ruleSchema } from './kinds/index.ts';
import { settingsOf } from './kinds/settings.ts';
import { kindView, trialInput, trialView } from './views.ts';

/** What can be checked, and whether settings do what they should. */
export function kindRoutes(routes: Routes): void {
  const trials = createTrials();
  routes.person({
    method: 'GET',
    url: '/check-kinds',
    tag: 'checks',
    summary:
      'Kinds of checks: settings with defaults and limits, default rule and interval, who executes them',
    response: z.object({ items: z.array(kindView) }),
    handler: async () => ({
      items: CHECK_KIND_NAMES.map((kind) => {
        const { source, automatic, addable, runsOn, defaultIntervalMs, defaultRule } = kindOf(kind);
        return {
          kind,
          source: source.type,
          executor: source.type === 'executed' ? source.executor : null,
          automatic,
          addable,
          runsOn: [...runsOn],
          defaultIntervalMs,
          defaultRule: defaultRule as z.output<typeof ruleSchema>,
          settings: settingsOf(kind),
        };
      }),
    }),
  });
  routes.client({
    method: 'POST',
    url: '/assets/:assetId/check-trials',
    tag: 'checks',
    summary: 'Run a check once, now and from the server, without saving it',
    permission: 'check.manage',
    status: 200,
    params: z.object({ assetId: id }),
    body: trialInput,
    response: trialView,
    handler: (ctx, { params, body }) => trials(ctx, params.assetId, body),
  });
}
