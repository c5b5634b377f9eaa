import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Tenancy } from '../../platform/tenancy/transactions.ts';
import { judgeDue } from './commands.ts';

const EVERY_MS = 1000;
/** Jobs that called while the server was away call again, or have their next turn: some time is theirs after a start. */
const START_GRACE_MS = 120_000;
/** Judged in one round; the others have the next one. */
const MOST_AT_ONCE = 500;

/** Finds the heartbeats that are missed, once a second. */
export function startHeartbeatWatch(options: {
  tenancy: Tenancy;
  log: Logger;
  /** Start of the youngest process that takes signs of life in; undefined while there is none. */
  serverStartedAt: () => Promise<Date | undefined>;
  graceMs?: number;
  everyMs?: number;
}): { stop(): Promise<void> } {
  const { tenancy, log } = options;
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  const look = async (): Promise<void> => {
    const listening = await options.serverStartedAt();
    // Nobody could have called: nothing is missed.
    if (listening === undefined || Date.now() - listening.getTime() < (options.graceMs ?? START_GRACE_MS))
      return;
    const rows = await tenancy.asSystemEverywhere(({ tx }) =>
      tx
        .selectFrom('heartbeat')
        .innerJoin('check', (join) =>
          join.onRef('check.clientId', '=', 'heartbeat.clientId').onRef('check.id', '=', 'heartbeat.checkId'),
        )
        .select(['heartbeat.clientId', 'heartbeat.checkId'])
        .where('check.enabled', '=', true)
        .where(sql<boolean>`heartbeat.due_at <= now() or heartbeat.schedule is distinct from "check".config`)
        .orderBy('heartbeat.dueAt')
        .limit(MOST_AT_ONCE)
        .execute(),
    );
    for (const { clientId, checkId } of rows)
      await tenancy.asSystem(clientId, (ctx) => judgeDue(ctx, checkId));
  };
  const timer = setInterval(() => {
    running = running.then(look).catch((error: unknown) => {
      if (!stopped) log.warn({ err: error }, 'The heartbeats could not be judged.');
    });
  }, options.everyMs ?? EVERY_MS);
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
