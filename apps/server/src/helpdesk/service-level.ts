import {
  type BusinessCalendar,
  businessCalendar,
  type CalendarVersion,
  ClockError,
  type GermanMunicipality,
  type GermanState,
  germanHolidayDates,
  type ServiceTarget,
  spans,
} from '@rettungsanker/sla-clock';
import { changesOf } from '../platform/audit/index.ts';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import type { Priority, Targets } from './schema.ts';

/** What holds until something was agreed: shown as "default", never as a contract. */
export const DEFAULT_TARGETS: Targets = {
  1: { firstResponseMinutes: 60, resolutionMinutes: 480 },
  2: { firstResponseMinutes: 120, resolutionMinutes: 960 },
  3: { firstResponseMinutes: 240, resolutionMinutes: 2400 },
  4: { firstResponseMinutes: 480, resolutionMinutes: 4800 },
};
/** The first version also holds for everything before it. */
const FIRST_DAY = '2000-01-01';
const OFFICE = spans('08:00-17:00');
const DEFAULT_WEEKLY: CalendarVersion['weekly'] = {
  monday: OFFICE,
  tuesday: OFFICE,
  wednesday: OFFICE,
  thursday: OFFICE,
  friday: OFFICE,
};

export interface ServiceLevel {
  id: string | null;
  name: string;
  version: number;
  targets: Targets;
  calendarId: string | null;
  calendar: BusinessCalendar;
}

export function targetFor(targets: Targets, priority: Priority): ServiceTarget {
  const { firstResponseMinutes, resolutionMinutes } = targets[priority];
  return {
    firstResponseMs: firstResponseMinutes * 60_000,
    resolutionMs: resolutionMinutes * 60_000,
    warnPercents: [80],
  };
}

interface CalendarRow {
  validFrom: string;
  timeZone: string;
  weekly: CalendarVersion['weekly'];
  state: string | null;
  municipality: string | null;
  extraDays: string[];
}

/** Compiled calendars by content: compiling costs milliseconds, tickets of one client share it. */
const compiled = new Map<string, BusinessCalendar>();
const CACHED = 1000;

export async function compileCalendar(rows: readonly CalendarRow[], now: Date): Promise<BusinessCalendar> {
  const year = now.getUTCFullYear();
  const key = JSON.stringify([year, rows]);
  const known = compiled.get(key);
  if (known) return known;
  try {
    const versions = await Promise.all(
      rows.map(
        async (row, index): Promise<CalendarVersion> => ({
          ...(index === 0 ? {} : { validFrom: row.validFrom }),
          timeZone: row.timeZone,
          weekly: row.weekly,
          holidays: row.state
            ? await germanHolidayDates(
                year - 2,
                year + 2,
                row.state as GermanState,
                (row.municipality as GermanMunicipality | null) ?? undefined,
              )
            : [],
          overrides: Object.fromEntries(row.extraDays.map((day) => [day, []])),
        }),
      ),
    );
    const calendar = businessCalendar(versions);
    if (compiled.size >= CACHED) compiled.clear();
    compiled.set(key, calendar);
    return calendar;
  } catch (error) {
    if (error instanceof ClockError)
      throw new AppError('RA_CALENDAR_INVALID', error.message, { reason: error.code });
    throw error;
  }
}

/** The agreement in force for the client of the context; the default one, in the zone of its first site, until there is one. */
export async function currentServiceLevel(ctx: Context): Promise<ServiceLevel> {
  const level = await ctx.tx
    .selectFrom('serviceLevel')
    .selectAll()
    .where('clientId', '=', ctx.clientId)
    .orderBy('validFrom', 'desc')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!level) {
    const site = await ctx.tx
      .selectFrom('site')
      .select(['timeZone', 'state', 'municipality'])
      .where('clientId', '=', ctx.clientId)
      .where('archivedAt', 'is', null)
      .orderBy('createdAt')
      .limit(1)
      .executeTakeFirst();
    const row: CalendarRow = {
      validFrom: FIRST_DAY,
      timeZone: site?.timeZone ?? 'Europe/Berlin',
      weekly: DEFAULT_WEEKLY,
      state: site?.state ?? null,
      municipality: site?.municipality ?? null,
      extraDays: [],
    };
    return {
      id: null,
      name: 'default',
      version: 0,
      targets: DEFAULT_TARGETS,
      calendarId: null,
      calendar: await compileCalendar([row], ctx.now),
    };
  }
  const rows = await calendarRows(ctx, level.calendarId);
  return {
    id: level.id,
    name: level.name,
    version: level.version,
    targets: level.targets as Targets,
    calendarId: level.calendarId,
    calendar: await compileCalendar(rows, ctx.now),
  };
}

async function calendarRows(ctx: Context, calendarId: string): Promise<CalendarRow[]> {
  const rows = await ctx.tx
    .selectFrom('businessCalendar')
    .select((eb) => [
      'timeZone',
      'weekly',
      'state',
      'municipality',
      'extraDays',
      'version',
      eb.cast<string>('validFrom', 'text').as('validFrom'),
    ])
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', calendarId)
    .orderBy('version')
    .execute();
  // Two changes on one day: the later one is what holds from that day on.
  return [...new Map(rows.map((row) => [row.validFrom, row])).values()].map((row) => ({
    validFrom: row.validFrom,
    timeZone: row.timeZone,
    weekly: row.weekly as CalendarVersion['weekly'],
    state: row.state,
    municipality: row.municipality,
    extraDays: row.extraDays as string[],
  }));
}

export interface ServiceLevelInput {
  name: string;
  timeZone: string;
  weekly: CalendarVersion['weekly'];
  state: string | null;
  municipality: string | null;
  extraDays: string[];
  targets: Targets;
}

export interface ServiceLevelView extends ServiceLevelInput {
  isDefault: boolean;
  version: number;
}

export async function describeServiceLevel(ctx: Context): Promise<ServiceLevelView> {
  const level = await currentServiceLevel(ctx);
  const version = level.calendar.versions.at(-1)!;
  const row = level.calendarId ? (await calendarRows(ctx, level.calendarId)).at(-1)! : undefined;
  const site = row
    ? undefined
    : await ctx.tx
        .selectFrom('site')
        .select(['state', 'municipality'])
        .where('clientId', '=', ctx.clientId)
        .orderBy('createdAt')
        .limit(1)
        .executeTakeFirst();
  return {
    isDefault: level.id === null,
    version: level.version,
    name: level.name,
    timeZone: version.timeZone,
    weekly: version.weekly,
    state: row ? row.state : (site?.state ?? null),
    municipality: row ? row.municipality : (site?.municipality ?? null),
    extraDays: row?.extraDays ?? [],
    targets: level.targets,
  };
}

/** A new version from today on: what was promised and measured before stays as it was. */
export async function setServiceLevel(ctx: Context, input: ServiceLevelInput): Promise<void> {
  const current = await currentServiceLevel(ctx);
  const before = await describeServiceLevel(ctx);
  const calendarId = current.calendarId ?? ctx.newId();
  const { name: _name, targets: _targets, ...hours } = input;
  // Alone first: an unknown time zone has no today.
  await compileCalendar([{ ...hours, validFrom: FIRST_DAY }], ctx.now);
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: input.timeZone }).format(ctx.now);
  const earlier = current.calendarId ? await calendarRows(ctx, calendarId) : [];
  await compileCalendar(
    [...earlier.filter((row) => row.validFrom !== today), { ...hours, validFrom: today }],
    ctx.now,
  );
  const version = current.version + 1;
  await ctx.tx
    .insertInto('businessCalendar')
    .values({
      clientId: ctx.clientId,
      id: calendarId,
      version,
      name: input.name,
      validFrom: today,
      timeZone: input.timeZone,
      weekly: JSON.stringify(input.weekly),
      state: input.state,
      municipality: input.municipality,
      extraDays: JSON.stringify(input.extraDays),
      createdAt: ctx.now,
    })
    .execute();
  await ctx.tx
    .insertInto('serviceLevel')
    .values({
      clientId: ctx.clientId,
      id: current.id ?? ctx.newId(),
      version,
      name: input.name,
      calendarId,
      validFrom: ctx.now,
      targets: JSON.stringify(input.targets),
      createdAt: ctx.now,
    })
    .execute();
  await ctx.audit({
    action: 'service-level.changed',
    objectKind: 'client',
    objectId: ctx.clientId,
    details: { version, ...changesOf({ ...before }, { ...input }) },
  });
  await ctx.emit({ kind: 'service-level.changed', objectKind: 'client', objectId: ctx.clientId });
}
