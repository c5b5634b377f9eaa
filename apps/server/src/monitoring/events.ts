import type { Rule } from '@rettungsanker/alert-rules';
import type { Subscriber } from '../platform/outbox/dispatch.ts';
import { subscribers as alarmSubscribers } from './alarms/index.ts';
import { addDefaultChecks } from './commands/checks.ts';
import { observe, resolveAlert } from './commands/observe.ts';

export const monitoringSubscribers: readonly Subscriber[] = [
  ...alarmSubscribers,
  { kinds: ['asset.enrolled'], handle: (ctx, event) => addDefaultChecks(ctx, event.objectId) },
  {
    // A system that was taken out of service cannot be failing.
    kinds: ['asset.archived'],
    handle: async (ctx, event) => {
      const open = await ctx.tx
        .selectFrom('alert')
        .select(['id', 'severity', 'message', 'checkId'])
        .where('clientId', '=', ctx.clientId)
        .where('assetId', '=', event.objectId)
        .where('state', '=', 'raised')
        .execute();
      for (const alert of open)
        await resolveAlert(ctx, alert.id, ctx.now, 'archived', {
          assetId: event.objectId,
          checkId: alert.checkId,
          severity: alert.severity,
          message: alert.message,
        });
    },
  },
  {
    kinds: ['agent.cloned', 'agent.connected'],
    handle: async (ctx, event) => {
      const check = await ctx.tx
        .selectFrom('check')
        .select(['id', 'assetId', 'kind', 'name', 'rule'])
        .where('clientId', '=', ctx.clientId)
        .where('assetId', '=', event.objectId)
        .where('kind', '=', 'identity')
        .where('enabled', '=', true)
        .executeTakeFirst();
      if (!check) return;
      const cloned = event.kind === 'agent.cloned';
      await observe(ctx, { ...check, rule: check.rule as Rule }, [
        {
          instance: '',
          observation: { at: event.at.getTime(), status: cloned ? 'failed' : 'ok' },
          message: cloned
            ? `A second host (${String(event.payload.hostname)}, ${String(event.payload.address)}) uses the identity of this system.`
            : 'One host uses this identity.',
          code: cloned ? 'RA_AGENT_CLONED' : null,
          values: {},
        },
      ]);
    },
  },
];
