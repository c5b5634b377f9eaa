import { longestPauseMs } from '@rettungsanker/agent';
import type { Rule } from '@rettungsanker/alert-rules';
import type { Logger } from 'pino';
import type { Tenancy } from '../platform/tenancy/transactions.ts';
import { observe } from './commands/observe.ts';
import { type Lookers, noteUnseen } from './unseen.ts';

/**
 * Says once a second which agents are silent, and more rarely which checks nobody looks at because of that. An agent whose connection ended and that did not come back within its
 * interval is silent; one that is connected but sent nothing for three intervals is as well (cable cut, host frozen).
 */
export interface AvailabilityWatch {
  stop(): Promise<void>;
}

const EVERY_MS = 1_000;
/** Looks at the agents for each one at their checks. */
const UNSEEN_EVERY = 10;
/** For the connection and the handshake themselves. */
const HANDSHAKE_MS = 15_000;

/**
 * After a start every agent gets the time of its longest pause between two attempts to connect, which depends on how
 * long it missed the server.
 * @param outageMs from the last sign of the agent to the start
 */
export const startGraceMs = (outageMs: number): number => longestPauseMs(outageMs) + HANDSHAKE_MS;

/** Where a system is not watched for its availability. */
const USUAL_LIMIT_MS = 15_000;

interface Heard {
  lastSeenAt: Date;
  connectedAt: Date | null;
  disconnectedAt: Date | null;
  sampleIntervalMs: number;
  /** Of the check of its availability. */
  intervalMs: number | null;
}

/**
 * @returns `awaited` for one that is silent and has not come back since the start, but may; who left after it is silent
 *   like on any day
 */
export function hearing(
  agent: Heard,
  now: number,
  startedAt: number,
  graceMs = startGraceMs(startedAt - agent.lastSeenAt.getTime()),
): 'heard' | 'awaited' | 'silent' {
  const lastSeen = agent.lastSeenAt.getTime();
  const { disconnectedAt, connectedAt } = agent;
  const interval = agent.intervalMs ?? USUAL_LIMIT_MS;
  const limit = disconnectedAt === null ? Math.max(3 * agent.sampleIntervalMs, interval) : interval;
  const since = disconnectedAt ? Math.max(lastSeen, disconnectedAt.getTime()) : lastSeen;
  if (now - since <= limit) return 'heard';
  const gone = connectedAt === null || connectedAt.getTime() < startedAt;
  return now - startedAt < graceMs && gone ? 'awaited' : 'silent';
}

interface Watched {
  clientId: string;
  checkId: string;
  assetId: string;
  name: string;
  rule: Rule;
}

export function startAvailabilityWatch(options: {
  tenancy: Tenancy;
  log: Logger;
  /** Start of the youngest process that agents can connect to; without one, nobody can be silent. */
  serverStartedAt: () => Promise<Date | undefined>;
  /** Start of the youngest process that runs the server's own checks. */
  serverChecksSince: () => Promise<Date | undefined>;
  graceMs?: number;
  everyMs?: number;
}): AvailabilityWatch {
  let stopped = false;
  let looks = 0;
  let running: Promise<void> = Promise.resolve();
  const look = async (): Promise<void> => {
    const startedAt = await options.serverStartedAt();
    if (!startedAt) return;
    const rows = await options.tenancy.asSystemEverywhere(async ({ tx }) =>
      tx
        .selectFrom('agent')
        .innerJoin('asset', (join) =>
          join.onRef('asset.clientId', '=', 'agent.clientId').onRef('asset.id', '=', 'agent.assetId'),
        )
        .leftJoin('check', (join) =>
          join
            .onRef('check.clientId', '=', 'agent.clientId')
            .onRef('check.assetId', '=', 'agent.assetId')
            .on('check.kind', '=', 'availability')
            .on('check.enabled', '=', true),
        )
        .leftJoin('checkState', (join) =>
          join
            .onRef('checkState.clientId', '=', 'check.clientId')
            .onRef('checkState.checkId', '=', 'check.id')
            .on('checkState.instance', '=', ''),
        )
        .select([
          'agent.clientId',
          'agent.assetId',
          'check.id as checkId',
          'check.name',
          'check.rule',
          'check.intervalMs',
          'checkState.status',
          'agent.lastSeenAt',
          'agent.connectedAt',
          'agent.disconnectedAt',
          'agent.sampleIntervalMs',
        ])
        .where('asset.archivedAt', 'is', null)
        .where('agent.revokedAt', 'is', null)
        .where('agent.lastSeenAt', 'is not', null)
        .execute(),
    );
    const now = Date.now();
    const here = new Set<string>();
    for (const { lastSeenAt, checkId, name, rule, status, ...row } of rows) {
      const agent = { ...row, lastSeenAt: lastSeenAt! };
      const state = hearing(agent, now, startedAt.getTime(), options.graceMs);
      if (state !== 'silent') here.add(`${row.clientId} ${row.assetId}`);
      if (checkId === null || state === 'awaited') continue;
      const silent = state === 'silent';
      const known = status !== null && status !== 'unknown';
      if (known && silent === (status === 'critical' || status === 'warning')) continue;
      const watched = { ...row, checkId, name: name!, rule: rule as Rule };
      await judge(watched, silent, now, now - agent.lastSeenAt.getTime());
    }
    if (looks++ % UNSEEN_EVERY > 0) return;
    const lookers: Lookers = {
      hears: (clientId, assetId) => here.has(`${clientId} ${assetId}`),
      serverChecksSince: await options.serverChecksSince(),
    };
    await noteUnseen(options.tenancy, now, lookers);
  };
  const judge = (row: Watched, silent: boolean, now: number, heardAgo: number): Promise<void> =>
    options.tenancy.asSystem(row.clientId, (ctx) =>
      observe(
        ctx,
        { id: row.checkId, assetId: row.assetId, kind: 'availability', name: row.name, rule: row.rule },
        [
          {
            instance: '',
            observation: { at: now, status: silent ? 'failed' : 'ok' },
            message: silent
              ? `The agent was heard ${Math.round(heardAgo / 1000)} s ago.`
              : 'The agent reports.',
            code: silent ? 'RA_AGENT_SILENT' : null,
            values: { silentSeconds: Math.round(heardAgo / 1000) },
          },
        ],
      ),
    );
  const timer = setInterval(() => {
    running = running.then(look).catch((error: unknown) => {
      if (!stopped) options.log.warn({ err: error }, 'The availability of systems could not be judged.');
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
