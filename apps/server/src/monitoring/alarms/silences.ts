import { activeAt, assertWindow, nextAfter, type TimeWindow, WindowError } from '@rettungsanker/time-windows';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { noteChange } from './changed.ts';
import type { Matcher } from './matcher.ts';

const LONGEST_SILENCE_MS = 366 * 86_400_000;

export interface NewSilence {
  matcher: Matcher;
  reason: string;
  startsAt?: Date | undefined;
  endsAt: Date;
}

/** @throws AppError RA_SILENCE_INVALID */
export async function addSilence(ctx: Context, input: NewSilence): Promise<{ id: string }> {
  const startsAt = input.startsAt ?? ctx.now;
  const length = input.endsAt.getTime() - startsAt.getTime();
  if (!(length > 0 && length <= LONGEST_SILENCE_MS) || input.endsAt <= ctx.now)
    throw new AppError('RA_SILENCE_INVALID');
  const id = ctx.newId();
  await ctx.tx
    .insertInto('silence')
    .values({
      clientId: ctx.clientId,
      id,
      matcher: JSON.stringify(input.matcher),
      reason: input.reason,
      startsAt,
      endsAt: input.endsAt,
      createdBy: ctx.actor.personId,
      createdByName: ctx.actor.name,
      createdAt: ctx.now,
    })
    .execute();
  await noteChange(ctx, 'silence.added', 'silence', id, {
    matcher: input.matcher,
    reason: input.reason,
    startsAt: startsAt.toISOString(),
    endsAt: input.endsAt.toISOString(),
  });
  return { id };
}

/** Ends a silence now; it stays as history. One that is over is left as it is. @throws AppError RA_NOT_FOUND */
export async function endSilence(ctx: Context, id: string): Promise<void> {
  const row = await ctx.tx
    .selectFrom('silence')
    .select(['startsAt', 'endsAt', 'reason'])
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError('RA_NOT_FOUND');
  if (row.endsAt <= ctx.now) return;
  await ctx.tx
    .updateTable('silence')
    .set({ endsAt: row.startsAt > ctx.now ? row.startsAt : ctx.now })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .execute();
  await noteChange(ctx, 'silence.ended', 'silence', id, { reason: row.reason });
}

/** Those that last or will begin, with how many alerts they keep quiet; with `past` also those that are over. */
export async function listSilences(ctx: Context, past: boolean, limit: number) {
  const rows = await ctx.tx
    .selectFrom('silence')
    .select((eb) => [
      'id',
      'matcher',
      'reason',
      'startsAt',
      'endsAt',
      'createdByName',
      'createdAt',
      eb
        .selectFrom('alert')
        .select((inner) => inner.fn.countAll<number>().as('count'))
        .whereRef('alert.clientId', '=', 'silence.clientId')
        .whereRef('alert.suppressedBy', '=', 'silence.id')
        .where('alert.state', '=', 'raised')
        .as('alerts'),
    ])
    .where('clientId', '=', ctx.clientId)
    .$if(!past, (query) => query.where('endsAt', '>', ctx.now))
    .orderBy('endsAt', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    ...row,
    matcher: row.matcher as Matcher,
    alerts: Number(row.alerts ?? 0),
    active: row.startsAt <= ctx.now && ctx.now < row.endsAt,
  }));
}

export interface MaintenanceInput {
  name: string;
  reason: string;
  matcher: Matcher;
  window: TimeWindow;
  enabled: boolean;
}

/** @throws AppError RA_WINDOW_INVALID */
export async function addMaintenance(ctx: Context, input: MaintenanceInput): Promise<{ id: string }> {
  checkWindow(input.window);
  const id = ctx.newId();
  const { window, matcher, ...rest } = input;
  await ctx.tx
    .insertInto('maintenanceWindow')
    .values({
      ...rest,
      clientId: ctx.clientId,
      id,
      matcher: JSON.stringify(matcher),
      timeWindow: JSON.stringify(window),
      createdByName: ctx.actor.name,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    })
    .execute();
  await noteChange(ctx, 'maintenance.added', 'maintenance', id, { ...input });
  return { id };
}

/** @throws AppError RA_NOT_FOUND, RA_WINDOW_INVALID */
export async function changeMaintenance(
  ctx: Context,
  id: string,
  change: Partial<MaintenanceInput>,
): Promise<void> {
  if (change.window) checkWindow(change.window);
  const { window, matcher, ...rest } = change;
  const { numUpdatedRows } = await ctx.tx
    .updateTable('maintenanceWindow')
    .set({
      ...rest,
      ...(matcher ? { matcher: JSON.stringify(matcher) } : {}),
      ...(window ? { timeWindow: JSON.stringify(window) } : {}),
      updatedAt: ctx.now,
    })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new AppError('RA_NOT_FOUND');
  await noteChange(ctx, 'maintenance.changed', 'maintenance', id, { ...change });
}

/** @throws AppError RA_NOT_FOUND */
export async function removeMaintenance(ctx: Context, id: string): Promise<void> {
  const row = await ctx.tx
    .deleteFrom('maintenanceWindow')
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirst();
  if (!row) throw new AppError('RA_NOT_FOUND');
  await noteChange(ctx, 'maintenance.removed', 'maintenance', id, row);
}

/** With the occurrence that lasts now and the next one, and how many alerts are kept quiet. */
export async function listMaintenance(ctx: Context) {
  const rows = await ctx.tx
    .selectFrom('maintenanceWindow')
    .select((eb) => [
      'id',
      'name',
      'reason',
      'matcher',
      'timeWindow',
      'enabled',
      'createdByName',
      'createdAt',
      'updatedAt',
      eb
        .selectFrom('alert')
        .select((inner) => inner.fn.countAll<number>().as('count'))
        .whereRef('alert.clientId', '=', 'maintenanceWindow.clientId')
        .whereRef('alert.suppressedBy', '=', 'maintenanceWindow.id')
        .where('alert.state', '=', 'raised')
        .as('alerts'),
    ])
    .where('clientId', '=', ctx.clientId)
    .orderBy('name')
    .orderBy('id')
    .execute();
  const now = ctx.now.getTime();
  const dates = (span: { from: number; to: number } | undefined) =>
    span ? { from: new Date(span.from), to: new Date(span.to) } : null;
  return rows.map(({ timeWindow, ...row }) => {
    const window = timeWindow as TimeWindow;
    return {
      ...row,
      matcher: row.matcher as Matcher,
      window,
      alerts: Number(row.alerts ?? 0),
      current: row.enabled ? dates(activeAt(window, now)) : null,
      next: row.enabled ? dates(nextAfter(window, now)) : null,
    };
  });
}

function checkWindow(window: TimeWindow): void {
  try {
    assertWindow(window);
  } catch (error) {
    if (!(error instanceof WindowError)) throw error;
    throw new AppError('RA_WINDOW_INVALID', undefined, { problem: error.message, code: error.code });
  }
}
