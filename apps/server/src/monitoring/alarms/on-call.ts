import {
  assertSchedule,
  gaps,
  OnCallError,
  onCallAt,
  type Schedule,
  type Substitution,
  shifts,
} from '@rettungsanker/on-call';
import { WindowError } from '@rettungsanker/time-windows';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { peopleOf } from '../../platform/notify/index.ts';
import { loadSubstitutions } from './chains.ts';
import { noteChange } from './changed.ts';

/** @throws AppError RA_ON_CALL_INVALID */
export async function addSchedule(ctx: Context, name: string, schedule: Schedule): Promise<{ id: string }> {
  await checkSchedule(ctx, schedule);
  const id = ctx.newId();
  await ctx.tx
    .insertInto('onCallSchedule')
    .values({
      clientId: ctx.clientId,
      id,
      name,
      schedule: JSON.stringify(schedule),
      createdAt: ctx.now,
      updatedAt: ctx.now,
    })
    .execute();
  await noteChange(ctx, 'on-call.added', 'on-call', id, { name, schedule });
  return { id };
}

/** @throws AppError RA_NOT_FOUND, RA_ON_CALL_INVALID */
export async function changeSchedule(
  ctx: Context,
  id: string,
  change: { name?: string | undefined; schedule?: Schedule | undefined },
): Promise<void> {
  await findSchedule(ctx, id);
  if (change.schedule) await checkSchedule(ctx, change.schedule);
  await ctx.tx
    .updateTable('onCallSchedule')
    .set({
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.schedule ? { schedule: JSON.stringify(change.schedule) } : {}),
      updatedAt: ctx.now,
    })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .execute();
  await noteChange(ctx, 'on-call.changed', 'on-call', id, { ...change });
}

/** @throws AppError RA_NOT_FOUND; RA_CONFLICT while a chain names it */
export async function removeSchedule(ctx: Context, id: string): Promise<void> {
  const { name } = await findSchedule(ctx, id);
  const { rows } = await sql`
    select 1 from escalation_policy where client_id = ${ctx.clientId}
      and policy @? ${`$.steps[*].targets[*] ? (@.kind == "schedule" && @.id == "${id}")`}::jsonpath
    limit 1`.execute(ctx.tx);
  if (rows.length > 0)
    throw new AppError('RA_CONFLICT', undefined, { problem: 'an escalation chain names this schedule' });
  await ctx.tx
    .deleteFrom('onCallSchedule')
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .execute();
  await noteChange(ctx, 'on-call.removed', 'on-call', id, { name });
}

export interface NewSubstitution {
  personId: string;
  replacesId?: string | null | undefined;
  startsAt: Date;
  endsAt: Date;
  note: string;
}

/** @throws AppError RA_NOT_FOUND, RA_ON_CALL_INVALID */
export async function addSubstitution(
  ctx: Context,
  scheduleId: string,
  input: NewSubstitution,
): Promise<{ id: string }> {
  await findSchedule(ctx, scheduleId);
  await requirePeople(ctx, [input.personId]);
  if (input.endsAt <= input.startsAt || input.endsAt <= ctx.now)
    throw new AppError('RA_ON_CALL_INVALID', undefined, { problem: 'it ends before it starts, or is over' });
  const id = ctx.newId();
  await ctx.tx
    .insertInto('onCallSubstitution')
    .values({
      clientId: ctx.clientId,
      id,
      scheduleId,
      personId: input.personId,
      replacesId: input.replacesId ?? null,
      startsAt: input.startsAt,
      endsAt: input.endsAt,
      note: input.note,
      createdByName: ctx.actor.name,
      createdAt: ctx.now,
    })
    .execute();
  await noteChange(ctx, 'on-call.substituted', 'on-call', scheduleId, {
    ...input,
    startsAt: input.startsAt.toISOString(),
    endsAt: input.endsAt.toISOString(),
  });
  return { id };
}

/** @throws AppError RA_NOT_FOUND */
export async function removeSubstitution(ctx: Context, scheduleId: string, id: string): Promise<void> {
  const row = await ctx.tx
    .deleteFrom('onCallSubstitution')
    .where('clientId', '=', ctx.clientId)
    .where('scheduleId', '=', scheduleId)
    .where('id', '=', id)
    .returning('personId')
    .executeTakeFirst();
  if (!row) throw new AppError('RA_NOT_FOUND');
  await noteChange(ctx, 'on-call.substitution-removed', 'on-call', scheduleId, row);
}

/** @param phone E.164; null forgets it. @throws AppError RA_NOT_FOUND */
export async function setContact(ctx: Context, personId: string, phone: string | null): Promise<void> {
  if (!(await peopleOf(ctx)).some(({ id }) => id === personId)) throw new AppError('RA_NOT_FOUND');
  if (phone === null)
    await ctx.tx
      .deleteFrom('onCallContact')
      .where('clientId', '=', ctx.clientId)
      .where('personId', '=', personId)
      .execute();
  else
    await ctx.tx
      .insertInto('onCallContact')
      .values({ clientId: ctx.clientId, personId, phone, updatedAt: ctx.now })
      .onConflict((conflict) =>
        conflict.columns(['clientId', 'personId']).doUpdateSet({ phone, updatedAt: ctx.now }),
      )
      .execute();
  await noteChange(ctx, 'on-call.contact-changed', 'person', personId, { reachable: phone !== null });
}

/** Every schedule with who is on call now. */
export async function listSchedules(ctx: Context) {
  const rows = await ctx.tx
    .selectFrom('onCallSchedule')
    .select(['id', 'name', 'schedule', 'createdAt', 'updatedAt'])
    .where('clientId', '=', ctx.clientId)
    .orderBy('name')
    .orderBy('id')
    .execute();
  const substitutions = await loadSubstitutions(ctx);
  const nameOf = await names(ctx);
  return rows.map((row) => {
    const schedule = row.schedule as Schedule;
    const duty = onCallAt(schedule, substitutions.get(row.id) ?? [], ctx.now.getTime());
    return {
      ...row,
      schedule,
      now: duty && { personId: duty.personId, personName: nameOf(duty.personId) },
    };
  });
}

/** Who is on call from when to when, the gaps, and who stands in. @throws AppError RA_NOT_FOUND, RA_ON_CALL_INVALID */
export async function readRoster(ctx: Context, id: string, from: Date, to: Date) {
  const { name, schedule } = await findSchedule(ctx, id);
  const rows = await ctx.tx
    .selectFrom('onCallSubstitution')
    .select(['id', 'personId', 'replacesId', 'startsAt', 'endsAt', 'note', 'createdByName', 'createdAt'])
    .where('clientId', '=', ctx.clientId)
    .where('scheduleId', '=', id)
    .where('endsAt', '>', from)
    .where('startsAt', '<', to)
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
  const substitutions: Substitution[] = rows.map((row) => ({
    personId: row.personId,
    from: row.startsAt.getTime(),
    to: row.endsAt.getTime(),
    ...(row.replacesId === null ? {} : { replaces: row.replacesId }),
  }));
  const nameOf = await names(ctx);
  const list = refusing(() => shifts(schedule, substitutions, from.getTime(), to.getTime()));
  return {
    id,
    name,
    schedule,
    shifts: list.map(({ duty, ...span }) => ({
      from: new Date(span.from),
      to: new Date(span.to),
      personId: duty?.personId ?? null,
      personName: duty ? nameOf(duty.personId) : null,
      layer: duty && 'layer' in duty.source ? duty.source.layer : null,
      substitute: duty !== null && 'substituteFor' in duty.source,
    })),
    gaps: gaps(list).map((span) => ({ from: new Date(span.from), to: new Date(span.to) })),
    substitutions: rows.map((row) => ({
      ...row,
      personName: nameOf(row.personId),
      replacesName: row.replacesId === null ? null : nameOf(row.replacesId),
    })),
  };
}

/** Everybody who can be put on call here, and whether a telephone is known. */
export async function listOnCallPeople(ctx: Context) {
  const contacts = await ctx.tx
    .selectFrom('onCallContact')
    .select(['personId', 'phone'])
    .where('clientId', '=', ctx.clientId)
    .execute();
  const phones = new Map(contacts.map(({ personId, phone }) => [personId, phone]));
  return (await peopleOf(ctx))
    .filter(({ role }) => role !== 'employee' && role !== 'auditor')
    .map(({ id, name, side }) => ({ id, name, side, phone: phones.get(id) ?? null }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

async function findSchedule(ctx: Context, id: string): Promise<{ name: string; schedule: Schedule }> {
  const row = await ctx.tx
    .selectFrom('onCallSchedule')
    .select(['name', 'schedule'])
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw new AppError('RA_NOT_FOUND');
  return { name: row.name, schedule: row.schedule as Schedule };
}

async function checkSchedule(ctx: Context, schedule: Schedule): Promise<void> {
  refusing(() => assertSchedule(schedule));
  await requirePeople(
    ctx,
    schedule.layers.flatMap(({ people }) => people),
  );
}

/** Only who has access to the client can be called about it. */
export async function requirePeople(ctx: Context, ids: readonly string[]): Promise<void> {
  const known = new Set((await peopleOf(ctx)).map(({ id }) => id));
  if (ids.some((id) => !known.has(id)))
    throw new AppError('RA_ON_CALL_INVALID', undefined, { problem: 'a person has no access to this client' });
}

async function names(ctx: Context): Promise<(id: string) => string | null> {
  const known = new Map((await peopleOf(ctx)).map(({ id, name }) => [id, name]));
  return (id) => known.get(id) ?? null;
}

function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof OnCallError || error instanceof WindowError)
      throw new AppError('RA_ON_CALL_INVALID', undefined, { problem: error.message, code: error.code });
    throw error;
  }
}
