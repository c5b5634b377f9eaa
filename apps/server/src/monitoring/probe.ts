import { type AddressGuard, CheckScheduler, runCheck } from '@rettungsanker/agent/checks';
import type { Rule } from '@rettungsanker/alert-rules';
import {
  type AssignedCheck,
  type CheckResult,
  type RunnableCheck,
  runnableCheckSchema,
} from '@rettungsanker/protocol';
import type { Logger } from 'pino';
import type { LiveFeed } from '../platform/outbox/live.ts';
import type { Tenancy } from '../platform/tenancy/transactions.ts';
import type { JudgedCheck } from './commands/observe.ts';
import { observeFrom } from './commands/observe-from.ts';
import { checkPoint } from './commands/samples.ts';
import { holdsSecrets, openSecrets } from './kinds/secrets.ts';
import { PLACEMENT_COLUMNS } from './places.ts';
import type { SeriesStore } from './series/index.ts';

export interface Probe {
  stop(): Promise<void>;
}

interface Owner {
  clientId: string;
  judged: JudgedCheck;
}

const RELOAD_EVENTS: ReadonlySet<string> = new Set([
  'check.changed',
  'site.changed',
  'asset.archived',
  'asset.updated',
]);

/** Runs the checks that the server itself executes, with the same runners as agents; they reach public addresses only. */
export async function startProbe(options: {
  tenancy: Tenancy;
  live: LiveFeed;
  series: SeriesStore;
  log: Logger;
}): Promise<Probe> {
  const owners = new Map<string, Owner>();
  // The scheduler hands out the very check it was given, so its guard can hang on it.
  const guards = new WeakMap<RunnableCheck, AddressGuard>();
  const writing = new Set<Promise<void>>();

  const store = async ({ clientId, judged }: Owner, { at, outcome }: CheckResult): Promise<void> => {
    await options.tenancy.asSystem(clientId, async (ctx) => {
      // It may have been removed or switched off while it ran.
      const current = await ctx.tx
        .selectFrom('check')
        .select(['rule', 'intervalMs', ...PLACEMENT_COLUMNS])
        .where('clientId', '=', clientId)
        .where('id', '=', judged.id)
        .where('enabled', '=', true)
        .executeTakeFirst();
      if (!current) return;
      const time = new Date(at);
      if (current.runsOn === 'server')
        await options.series.record(
          ctx,
          Object.entries(outcome.values).map(([metric, value]) =>
            checkPoint(judged.assetId, judged.id, metric, value, time),
          ),
        );
      await observeFrom(ctx, { ...judged, ...current, rule: current.rule as Rule }, 'server', [
        { ...outcome, at, code: outcome.code ?? null },
      ]);
    });
  };
  const scheduler = new CheckScheduler({
    run: (check, signal) => runCheck(check, { guard: guards.get(check) ?? { mode: 'public' }, signal }),
    onResult: (result) => {
      const owner = owners.get(result.checkId);
      if (!owner) return;
      const write = store(owner, result)
        .catch((error: unknown) =>
          options.log.warn(
            { err: error, checkId: result.checkId },
            'The result of a check could not be stored.',
          ),
        )
        .finally(() => writing.delete(write));
      writing.add(write);
    },
  });

  const load = async (): Promise<void> => {
    const rows = await options.tenancy.asSystemEverywhere(({ tx }) =>
      tx
        .selectFrom('check')
        .innerJoin('asset', (join) =>
          join.onRef('asset.clientId', '=', 'check.clientId').onRef('asset.id', '=', 'check.assetId'),
        )
        .innerJoin('site', (join) =>
          join.onRef('site.clientId', '=', 'asset.clientId').onRef('site.id', '=', 'asset.siteId'),
        )
        .select([
          'check.clientId',
          'check.id',
          'check.assetId',
          'check.kind',
          'check.name',
          'check.config',
          'check.rule',
          'check.intervalMs',
          'site.serverNetworks',
        ])
        .where('check.enabled', '=', true)
        .where((eb) => eb.or([eb('check.runsOn', '=', 'server'), eb('check.secondRunsOn', '=', 'server')]))
        .where('asset.archivedAt', 'is', null)
        .execute(),
    );
    owners.clear();
    const assigned: AssignedCheck[] = [];
    for (const row of rows) {
      owners.set(row.id, {
        clientId: row.clientId,
        judged: { id: row.id, assetId: row.assetId, kind: row.kind, name: row.name, rule: row.rule as Rule },
      });
      const sealed = row.config as Record<string, unknown>;
      const config = holdsSecrets(sealed)
        ? await options.tenancy.asSystem(row.clientId, (ctx) => openSecrets(ctx, row.id, sealed))
        : sealed;
      const check = runnableCheckSchema.parse({ ...config, kind: row.kind });
      guards.set(check, { mode: 'public', allow: row.serverNetworks });
      assigned.push({ id: row.id, intervalMs: row.intervalMs, check });
    }
    scheduler.assign(assigned);
  };
  let loading: Promise<void> = load();
  const reload = (): void => {
    loading = loading
      .then(load)
      .catch((error: unknown) => options.log.warn({ err: error }, 'The checks could not be loaded.'));
  };
  await loading;
  const unsubscribe = [
    options.live.on((event) => RELOAD_EVENTS.has(event.kind) && reload()),
    options.live.onGap(reload),
  ];
  return {
    async stop() {
      for (const end of unsubscribe) end();
      scheduler.stop();
      await loading;
      await Promise.all(writing);
    },
  };
}
