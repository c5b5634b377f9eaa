import type { Rule } from '@rettungsanker/alert-rules';
import { sql } from 'kysely';
import type { Tenancy } from '../platform/tenancy/transactions.ts';
import { type Finding, type JudgedCheck, observeAll } from './commands/observe.ts';
import { CHECK_KIND_NAMES, kindOf } from './kinds/index.ts';
import { type Place, type Placement, placesOf } from './places.ts';

/** Who looks at present. */
export interface Lookers {
  /** Agents that are not silent, by the system they run on. */
  hears(clientId: string, assetId: string): boolean;
  /** Start of the youngest process that runs the server's own checks; undefined: there is none. */
  serverChecksSince: Date | undefined;
}

/** A run that is missed is not yet a silence: the result may be on its way. */
const WAY_MS = 30_000;
/**
 * A place that is there and brings nothing is given this long: the owner of a host may have its checks run less often,
 * and a busy one stretches its intervals.
 */
const OVERDUE_INTERVALS = 10;
const OVERDUE_AT_LEAST_MS = 3_600_000;
/** In one round; the others have the next one. */
const MOST_AT_ONCE = 2_000;
/** Checks in one transaction. */
const TOGETHER = 50;

/** What is judged from what somebody sends or looks at; heartbeats, silences and the like have a watch of their own. */
const LOOKED_AT = CHECK_KIND_NAMES.filter(
  (kind) => kindOf(kind).source.type !== 'platform' || kind === 'clock',
);

interface Stale extends JudgedCheck, Placement {
  clientId: string;
  intervalMs: number;
  instance: string;
  lastAt: Date;
}

/** Where a check is looked at: from samples of the system's own agent, or where it is executed. */
const lookersOf = (check: Placement): Place[] =>
  check.runsOn === 'samples' ? [check.assetId] : placesOf(check);

/**
 * Why nothing looks at a check any more; undefined while a result may still come. Of two places one is enough.
 * @param lastAt of the newest result, Unix ms
 */
export function unseenCode(
  check: Placement & { clientId: string; intervalMs: number },
  lastAt: number,
  now: number,
  lookers: Lookers,
): 'RA_CHECK_UNSEEN' | 'RA_CHECK_OVERDUE' | undefined {
  const { serverChecksSince: since } = lookers;
  if (now - lastAt <= check.intervalMs + WAY_MS) return undefined;
  const places = lookersOf(check);
  const looks = (place: Place): boolean =>
    place === 'server' ? since !== undefined : lookers.hears(check.clientId, place);
  if (!places.some(looks)) return 'RA_CHECK_UNSEEN';
  // A file system that is gone is forgotten by its own rule.
  if (check.runsOn === 'samples') return undefined;
  const from = places.includes('server') ? Math.max(lastAt, since?.getTime() ?? 0) : lastAt;
  const patience = Math.max(OVERDUE_INTERVALS * check.intervalMs, OVERDUE_AT_LEAST_MS);
  return now - from > patience ? 'RA_CHECK_OVERDUE' : undefined;
}

/**
 * Says of checks that nobody looks at any more that their state is unknown: what was green when a probe fell silent must
 * not stay green. Nothing is alarmed by that, the silence of the probe has its alert; whoever wants one for a single
 * check has a rule with `noData` for it.
 */
export async function noteUnseen(tenancy: Tenancy, now: number, lookers: Lookers): Promise<void> {
  const stale = await staleStates(tenancy, now);
  const unseen = stale.flatMap((row) => {
    const code = unseenCode(row, row.lastAt.getTime(), now, lookers);
    return code ? [{ row, code }] : [];
  });
  for (const [clientId, ofClient] of Map.groupBy(unseen, ({ row }) => row.clientId)) {
    const checks = [...Map.groupBy(ofClient, ({ row }) => row.id).values()];
    for (let at = 0; at < checks.length; at += TOGETHER)
      await tenancy.asSystem(clientId, (ctx) =>
        observeAll(
          ctx,
          checks.slice(at, at + TOGETHER).map((states) => ({
            check: states[0]!.row,
            findings: states.map(({ row, code }) => finding(row, code)),
          })),
        ),
      );
  }
}

/** Directly after the last look: whatever is delivered late is newer, and is judged as if nothing had been. */
const finding = ({ instance, lastAt }: Stale, code: string): Finding => ({
  instance,
  observation: { at: lastAt.getTime() + 1, status: 'unknown' },
  message: `Nothing has looked since ${lastAt.toISOString()}.`,
  code,
  values: {},
});

async function staleStates(tenancy: Tenancy, now: number): Promise<Stale[]> {
  const rows = await tenancy.asSystemEverywhere(({ tx }) =>
    tx
      .selectFrom('checkState')
      .innerJoin('check', (join) =>
        join.onRef('check.clientId', '=', 'checkState.clientId').onRef('check.id', '=', 'checkState.checkId'),
      )
      .innerJoin('asset', (join) =>
        join.onRef('asset.clientId', '=', 'check.clientId').onRef('asset.id', '=', 'check.assetId'),
      )
      .select([
        'check.clientId',
        'check.id',
        'check.kind',
        'check.name',
        'check.rule',
        'check.intervalMs',
        'check.assetId',
        'check.runsOn',
        'check.probeId',
        'check.secondRunsOn',
        'check.secondProbeId',
        'checkState.instance',
        'checkState.lastAt',
      ])
      .where('check.enabled', '=', true)
      .where('check.kind', 'in', LOOKED_AT)
      .where('asset.archivedAt', 'is', null)
      .where((eb) =>
        eb.or([
          eb('checkState.code', 'is', null),
          eb('checkState.code', 'not in', ['RA_CHECK_UNSEEN', 'RA_CHECK_OVERDUE']),
        ]),
      )
      .where((eb) =>
        eb(
          'checkState.lastAt',
          '<',
          sql<Date>`${new Date(now - WAY_MS)}::timestamptz - "check".interval_ms * interval '1 millisecond'`,
        ),
      )
      .orderBy('checkState.lastAt')
      .limit(MOST_AT_ONCE)
      .execute(),
  );
  return rows.map((row) => ({ ...row, rule: row.rule as Rule, lastAt: row.lastAt! }));
}
