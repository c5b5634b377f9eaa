import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import { type Decision, decide, type OpenAlert, type Situation } from './decide.ts';
import { loadSituation, nextBoundaries } from './load.ts';
import { type AlarmSettings, readAlarmSettings } from './settings.ts';

/** How long until a cause that is not known yet is looked for again. */
const LOOK_AGAIN_MS = 1_000;
/** What ends silently, such as a look that shows a way in, is noticed within this time. */
const LOOK_AT_CONSEQUENCES_MS = 30_000;
/** A cause that shows this soon after one of its consequences was told goes into the ticket that is there. */
const JOIN_MS = 10 * 60_000;

export interface Triage {
  /** When to look again at the latest, Unix ms. */
  nextAt: number | undefined;
  /** Something is up that somebody was told of. */
  told: boolean;
}

/** One at a time for a client: two looks at once would tell the same twice. Ends with the transaction. */
export async function lockAlarms(ctx: Context): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`alarms ${ctx.clientId}`}, 0))`.execute(ctx.tx);
}

/**
 * Looks at everything that is up in one client and carries out what is decided: who is a consequence, who stays
 * silent, who has to wait, who is told. Looking again changes nothing unless the situation has changed.
 */
export async function triage(ctx: Context): Promise<Triage> {
  await lockAlarms(ctx);
  const settings = await readAlarmSettings(ctx);
  const situation = await loadSituation(ctx, settings.holdSeconds * 1000);
  const decisions = decide(situation);
  const waiting = await waitingForGroup(ctx);
  const missed = await carryOut(ctx, situation, decisions, waiting > 0 ? 0 : await budget(ctx, settings));
  const grouped = await tellTogether(ctx, settings);
  const now = ctx.now.getTime();
  const times: number[] = missed ? [now + LOOK_AGAIN_MS] : [];
  if (grouped !== undefined) times.push(grouped);
  for (const decision of decisions.values()) {
    if (decision.kind === 'hold') times.push(Math.min(decision.until, now + LOOK_AGAIN_MS));
    else if (decision.kind === 'suppress' && decision.by === 'consequence')
      times.push(now + LOOK_AT_CONSEQUENCES_MS);
  }
  if (situation.alerts.length > 0) times.push(...nextBoundaries(situation));
  return {
    nextAt: times.length > 0 ? Math.min(...times) : undefined,
    told: [...decisions.values()].some(({ kind }) => kind === 'tell'),
  };
}

/** @returns whether some alert was being written to by somebody else */
async function carryOut(
  ctx: Context,
  { alerts }: Situation,
  decisions: ReadonlyMap<string, Decision>,
  mayTell: number,
): Promise<boolean> {
  const changed = alerts.filter((alert) => differs(alert, decisions.get(alert.id)!));
  if (changed.length === 0) return false;
  const locked = await ctx.tx
    .selectFrom('alert')
    .select('id')
    .where('clientId', '=', ctx.clientId)
    .where('state', '=', 'raised')
    .where(
      'id',
      'in',
      changed.map(({ id }) => id),
    )
    .orderBy('id')
    .forUpdate()
    .skipLocked()
    .execute();
  const mine = new Set(locked.map(({ id }) => id));
  const mineNow = changed.filter(({ id }) => mine.has(id));
  const reported = mineNow.filter(
    ({ id, reportedAt }) => decisions.get(id)!.kind === 'tell' && reportedAt === null,
  );
  await write(ctx, mineNow, decisions);
  for (const [index, alert] of reported.entries())
    await report(ctx, alert, consequencesOf(alert, alerts, decisions), index < mayTell);
  // One for all of them: open consoles look again, and a storm does not fill the outbox.
  if (mineNow.length > reported.length)
    await ctx.emit({ kind: 'alerts.triaged', objectKind: 'client', objectId: ctx.clientId });
  return mine.size < changed.length;
}

/** In one statement, however many there are. */
async function write(
  ctx: Context,
  changed: readonly OpenAlert[],
  decisions: ReadonlyMap<string, Decision>,
): Promise<void> {
  const rows = changed.map(({ id }) => {
    const decision = decisions.get(id)!;
    return {
      id,
      suppression: decision.kind === 'suppress' ? decision.by : null,
      by: decision.kind === 'suppress' ? decision.id : null,
      until: decision.kind === 'hold' ? new Date(decision.until) : null,
      tell: decision.kind === 'tell',
    };
  });
  await sql`
    update alert set suppression = d.suppression, suppressed_by = d.by, held_until = d.until,
      reported_at = case when d.tell then coalesce(reported_at, ${ctx.now}) else reported_at end
    from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ suppression }) => suppression)}::text[],
      ${rows.map(({ by }) => by)}::uuid[], ${rows.map(({ until }) => until)}::timestamptz[],
      ${rows.map(({ tell }) => tell)}::boolean[]) as d (id, suppression, by, until, tell)
    where alert.client_id = ${ctx.clientId} and alert.id = d.id`.execute(ctx.tx);
}

function differs(alert: OpenAlert, decision: Decision): boolean {
  if (decision.kind === 'suppress')
    return alert.suppression !== decision.by || alert.suppressedBy !== decision.id;
  if (decision.kind === 'hold') return alert.suppression !== null || alert.heldUntil !== decision.until;
  return alert.suppression !== null || alert.heldUntil !== null || alert.reportedAt === null;
}

const consequencesOf = (
  cause: OpenAlert,
  alerts: readonly OpenAlert[],
  decisions: ReadonlyMap<string, Decision>,
): OpenAlert[] =>
  alerts.filter(({ id }) => {
    const decision = decisions.get(id)!;
    return decision.kind === 'suppress' && decision.by === 'consequence' && decision.id === cause.id;
  });

/** Lets the helpdesk open a ticket. Whoever has to know is told with it, or later together with others. */
async function report(
  ctx: Context,
  alert: OpenAlert,
  consequences: readonly OpenAlert[],
  tell: boolean,
): Promise<void> {
  if (tell)
    await ctx.tx
      .updateTable('alert')
      .set({ toldAt: ctx.now })
      .where('clientId', '=', ctx.clientId)
      .where('id', '=', alert.id)
      .execute();
  const told = consequences.find(
    ({ reportedAt }) => reportedAt !== null && ctx.now.getTime() - reportedAt < JOIN_MS,
  );
  await ctx.emit({
    kind: 'alert.reported',
    objectKind: 'alert',
    objectId: alert.id,
    payload: { consequences: consequences.length, tell, ...(told ? { joins: told.id } : {}) },
  });
}

const untold = (ctx: Context) =>
  ctx.tx
    .selectFrom('alert')
    .where('clientId', '=', ctx.clientId)
    .where('state', '=', 'raised')
    .where('reportedAt', 'is not', null)
    .where('toldAt', 'is', null);

async function waitingForGroup(ctx: Context): Promise<number> {
  const { count } = await untold(ctx)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** How many more may be told one by one. The first are told at once; only what follows in a storm waits. */
async function budget(ctx: Context, { groupAfter, groupSeconds }: AlarmSettings): Promise<number> {
  const { count } = await ctx.tx
    .selectFrom('alert')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('clientId', '=', ctx.clientId)
    .where('toldAt', '>', new Date(ctx.now.getTime() - groupSeconds * 1000))
    .executeTakeFirstOrThrow();
  return groupAfter - Number(count);
}

/** Tells in one message what has waited long enough. @returns when that is, for what still waits */
async function tellTogether(ctx: Context, { groupSeconds }: AlarmSettings): Promise<number | undefined> {
  const waiting = await untold(ctx)
    .select(['id', 'reportedAt'])
    .orderBy('reportedAt')
    .orderBy('id')
    .execute();
  const first = waiting[0];
  if (first === undefined) return undefined;
  const due = first.reportedAt!.getTime() + groupSeconds * 1000;
  if (due > ctx.now.getTime()) return due;
  const ids = waiting.map(({ id }) => id);
  await ctx.tx
    .updateTable('alert')
    .set({ toldAt: ctx.now })
    .where('clientId', '=', ctx.clientId)
    .where('id', 'in', ids)
    .execute();
  await ctx.emit({
    kind: 'alert.grouped',
    objectKind: 'alert',
    objectId: first.id,
    payload: { alertIds: ids },
  });
  return undefined;
}
