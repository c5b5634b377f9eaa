import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Tables } from '../../platform/database/tables.ts';
import { DAY_MS } from './tables.ts';
import { SERIES_LIMITS } from './types.ts';

/** How long samples and roll-ups are kept where a client has no time of its own. */
export interface Retention {
  sampleDays: number;
  rollupDays: number;
}

/** Roll-ups of five minutes are kept this many times as long as samples, but no longer than the hourly ones. */
const FINE_TIMES = 3;

export function keptDays(retention: Retention): { raw: number; fine: number; coarse: number } {
  const raw = Math.max(retention.sampleDays, SERIES_LIMITS.ageMs / DAY_MS);
  const coarse = Math.max(raw, retention.rollupDays);
  return { raw, fine: Math.min(coarse, raw * FINE_TIMES), coarse };
}

/** Partitions from the oldest sample that may still come to three days ahead; those past everybody's time go. */
export async function keepPartitions(db: Kysely<Tables>, retention: Retention, now: Date): Promise<void> {
  const day = (offset: number): string =>
    new Date(now.getTime() + offset * DAY_MS).toISOString().slice(0, 10);
  await sql`select series_partitions(${day(-1 - SERIES_LIMITS.ageMs / DAY_MS)}::date, ${day(3)}::date)`.execute(
    db,
  );
  const { rows } = await sql<{ sampleDays: number | null; rollupDays: number | null }>`
    select * from series_longest_retention()`.execute(db);
  const kept = keptDays({
    sampleDays: Math.max(retention.sampleDays, rows[0]?.sampleDays ?? 0),
    rollupDays: Math.max(retention.rollupDays, rows[0]?.rollupDays ?? 0),
  });
  await sql`select series_partitions_drop(${day(-kept.raw)}::date, ${day(-kept.fine)}::date, ${day(-kept.coarse)}::date)`.execute(
    db,
  );
}
