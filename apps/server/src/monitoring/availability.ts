import { longestPauseMs } from '@rettungsanker/agent';
import type { Rule } from '@rettungsanker/alert-rules';
import type { Logger } from 'pino';
import type { Tenancy } from '../platform/tenancy/transactions.ts';
import { observe } from './commands/observe.ts';

/**
 * Says once a second which agents are silent. An agent whose connection ended and that did not come back within its
 * interval is silent; one that is connected but sent nothing for three intervals is as well (cable cut, host frozen).
 */
export interface AvailabilityWatch {
  stop(): Promise<void>;
}

const EVERY_MS = 1_000;
/** For the connection and the handshake themselves. */
const HANDSHAKE_MS = 15_000;

/**
 * After a start every agent gets the time of its longest pause between two attempts to connect, which depends on how
 * long it missed the server.
 * @param outageMs from the last sign of the agent to the start
 */
export const startGraceMs = (outageMs: number): number => longestPauseMs(outageMs) + HANDSHAKE_MS;

interface Silence {
  clientId: string;
  checkId: string;
  assetId: string;
  name: string;
  rule: Rule;
  intervalMs: number;
  status: string | null;
  lastSeenAt: Date | null;
  connected: boolean;
}

export function startAvailabilityWatch(options: {
  tenancy: Tenancy;
  log: Logger;
  /** Start of the youngest process that agents can connect to; without one, nobody can be silent. */
  serverStartedAt: () => Promise<Date | undefined>;
  graceMs?: number;
  everyMs?: number;
}): AvailabilityWatch {
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  const look = async (): Promise<void> => {
    const startedAt = await options.serverStartedAt();
    if (!startedAt) return;
    const rows = await options.tenancy.asSystemEverywhere(async ({ tx }) =>
      tx
        .selectFrom('check')
        .innerJoin('agent', (join) =>
          join.onRef('agent.clientId', '=', 'check.clientId').onRef('agent.assetId', '=', 'check.assetId'),
        )
        .innerJoin('asset', (join) =>
          join.onRef('asset.clientId', '=', 'check.clientId').onRef('asset.id', '=', 'check.assetId'),
        )
        .leftJoin('checkState', (join) =>
          join
            .onRef('checkState.clientId', '=', 'check.clientId')
            .onRef('checkState.checkId', '=', 'check.id')
            .on('checkState.instance', '=', ''),
        )
        .select([
          'check.clientId',
          'check.id as checkId',
          'check.assetId',
          'check.name',
          'check.rule',
          'check.intervalMs',
          'checkState.status',
          'agent.lastSeenAt',
          'agent.connectedAt',
          'agent.disconnectedAt',
          'agent.sampleIntervalMs',
        ])
        .where('check.kind', '=', 'availability')
        .where('check.enabled', '=', true)
        .where('asset.archivedAt', 'is', null)
        .where('agent.revokedAt', 'is', null)
        .where('agent.lastSeenAt', 'is not', null)
        .execute(),
    );
    const now = Date.now();
    const upMs = now - startedAt.getTime();
    for (const row of rows) {
      const silence: Silence = { ...row, rule: row.rule as Rule, connected: row.disconnectedAt === null };
      const heardAgo = now - silence.lastSeenAt!.getTime();
      const limit = silence.connected
        ? Math.max(3 * row.sampleIntervalMs, silence.intervalMs)
        : silence.intervalMs;
      const since = row.disconnectedAt
        ? Math.max(silence.lastSeenAt!.getTime(), row.disconnectedAt.getTime())
        : silence.lastSeenAt!.getTime();
      const silent = now - since > limit;
      // Only those who have not come back since the start; who left after it is silent like on any day.
      const graceMs = options.graceMs ?? startGraceMs(startedAt.getTime() - silence.lastSeenAt!.getTime());
      const awaited = upMs < graceMs && (row.connectedAt === null || row.connectedAt < startedAt);
      if (silent && awaited) continue;
      if (
        silent === (silence.status === 'critical' || silence.status === 'warning') &&
        silence.status !== null &&
        silence.status !== 'unknown'
      )
        continue;
      await judge(silence, silent, now, heardAgo);
    }
  };
  const judge = (row: Silence, silent: boolean, now: number, heardAgo: number): Promise<void> =>
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
