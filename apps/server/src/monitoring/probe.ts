import { setTimeout as sleep } from 'node:timers/promises';
import { type AddressGuard, CheckScheduler, runCheck } from '@rettungsanker/agent/checks';
import type { RunnableCheck } from '@rettungsanker/protocol';
import type { Logger } from 'pino';
import type { LiveFeed } from '../platform/outbox/live.ts';
import type { Tenancy } from '../platform/tenancy/transactions.ts';
import { loadServerChecks, type ServerCheck } from './probe-load.ts';
import { ResultWriter } from './probe-results.ts';
import type { SeriesStore } from './series/index.ts';

export interface Probe {
  stop(): Promise<void>;
}

/**
 * After each load it rests for so many times as long as the load took: a thousand changes to a system with thousands of
 * checks cost a tenth of the time at most, and one change to a small one is there at once.
 */
const REST = 9;
const LONGEST_REST_MS = 1_000;

/** Events after which the checks of the system they are about may be others. */
const OF_ONE: ReadonlySet<string> = new Set(['check.changed', 'asset.archived', 'asset.updated']);

/** Runs the checks that the server itself executes, with the same runners as agents; they reach public addresses only. */
export async function startProbe(options: {
  tenancy: Tenancy;
  live: LiveFeed;
  series: SeriesStore;
  log: Logger;
}): Promise<Probe> {
  const { tenancy, log } = options;
  const checks = new Map<string, ServerCheck>();
  // The scheduler hands out the very check it was given, so its guard can hang on it.
  const guards = new WeakMap<RunnableCheck, AddressGuard>();
  const results = new ResultWriter(options);
  const scheduler = new CheckScheduler({
    run: (check, signal) => runCheck(check, { guard: guards.get(check) ?? { mode: 'public' }, signal }),
    onResult: ({ checkId, ...result }) => {
      const owner = checks.get(checkId);
      if (owner) results.add(owner.clientId, { ...result, judged: owner.judged });
    },
  });

  /** Systems whose checks are to be loaded. Whoever has five thousand and changes one loads one system, once. */
  let wanted: Set<string> | 'all' = 'all';
  const load = async (): Promise<void> => {
    const only = wanted === 'all' ? undefined : wanted;
    wanted = new Set();
    try {
      const loaded = await loadServerChecks(tenancy, only);
      for (const [id, { judged }] of checks) if (!only || only.has(judged.assetId)) checks.delete(id);
      for (const check of loaded) {
        checks.set(check.judged.id, check);
        guards.set(check.assigned.check, check.guard);
      }
      scheduler.assign([...checks.values()].map(({ assigned }) => assigned));
    } catch (error) {
      // What was not loaded is still wanted.
      wanted = 'all';
      throw error;
    }
  };
  await load();
  let loading: Promise<void> | undefined;
  const ending = new AbortController();
  const work = async (): Promise<void> => {
    while ((wanted === 'all' || wanted.size > 0) && !ending.signal.aborted) {
      try {
        const began = performance.now();
        await load();
        const rest = Math.min(REST * (performance.now() - began), LONGEST_REST_MS);
        await sleep(rest, undefined, { signal: ending.signal }).catch(() => {});
      } catch (error) {
        log.warn({ err: error }, 'The checks could not be loaded.');
        return;
      }
    }
  };
  const reload = (systems: 'all' | string): void => {
    if (systems === 'all') wanted = 'all';
    else if (wanted !== 'all') wanted.add(systems);
    loading ??= work().finally(() => {
      loading = undefined;
    });
  };
  const unsubscribe = [
    options.live.on((event) => {
      if (event.kind === 'site.changed') reload('all');
      else if (OF_ONE.has(event.kind)) reload(event.objectId);
    }),
    options.live.onGap(() => reload('all')),
  ];
  return {
    async stop() {
      for (const end of unsubscribe) end();
      ending.abort();
      scheduler.stop();
      await loading;
      await results.drained();
    },
  };
}
