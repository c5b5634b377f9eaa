import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import { decodeSamples, groupOf, packBlock } from './block.ts';
import { Buckets } from './buckets.ts';
import { DAY_MS, readBlocks, storeBlocks } from './tables.ts';

export const FINE_MS = 5 * 60_000;
export const COARSE_MS = 3_600_000;
/** Groups whose blocks are fetched at once: 16 of them with 12 blocks each are some megabytes. */
const AT_ONCE = 16;

/**
 * Computes the roll-ups of one day from its blocks and puts them in place of those that are there.
 * @param only groups to look at; all when left out
 */
export async function rollUp(ctx: Context, day: number, only?: readonly number[]): Promise<void> {
  const groups = only ?? (await groupsOf(ctx, day));
  for (let i = 0; i < groups.length; i += AT_ONCE) {
    const chunks = await readBlocks(
      ctx,
      ctx.clientId,
      'series_block',
      groups.slice(i, i + AT_ONCE),
      day,
      day + DAY_MS,
    );
    const fine = new Map<number, Map<number, Buckets>>();
    const coarse = new Map<number, Map<number, Buckets>>();
    for (const { ref, chunk } of chunks) {
      const { times, values } = decodeSamples(chunk);
      bucketsOf(fine, ref, day, FINE_MS).add(times, values);
      bucketsOf(coarse, ref, day, COARSE_MS).add(times, values);
    }
    await storeBlocks(ctx, 'series_rollup_fine', new Date(day), packed(fine));
    await storeBlocks(ctx, 'series_rollup_coarse', new Date(day), packed(coarse));
  }
}

/** Rolls up every day that is over, oldest first. @param until start of the first day that may still get samples */
export async function rollUpDays(ctx: Context, until: number): Promise<void> {
  const state = await ctx.tx
    .selectFrom('seriesClient')
    .select('rolledUntil')
    .where('clientId', '=', ctx.clientId)
    .executeTakeFirst();
  if (!state || state.rolledUntil.getTime() >= until) return;
  for (let day = state.rolledUntil.getTime(); day < until; day += DAY_MS) await rollUp(ctx, day);
  await ctx.tx
    .updateTable('seriesClient')
    .set({ rolledUntil: new Date(until) })
    .where('clientId', '=', ctx.clientId)
    .execute();
}

async function groupsOf(ctx: Context, day: number): Promise<number[]> {
  const { rows } = await sql<{ seriesGroup: number }>`
    select distinct series_group from series_block
    where client_id = ${ctx.clientId} and start_at >= ${new Date(day)} and start_at < ${new Date(day + DAY_MS)}
    order by series_group`.execute(ctx.tx);
  return rows.map((row) => row.seriesGroup);
}

function bucketsOf(
  level: Map<number, Map<number, Buckets>>,
  ref: number,
  day: number,
  width: number,
): Buckets {
  const group = groupOf(ref);
  const series = level.get(group) ?? new Map<number, Buckets>();
  level.set(group, series);
  const buckets = series.get(ref) ?? new Buckets(day, width, DAY_MS / width);
  series.set(ref, buckets);
  return buckets;
}

function packed(level: Map<number, Map<number, Buckets>>): { group: number; payload: Buffer }[] {
  return [...level].map(([group, series]) => {
    const chunks = new Map<number, Uint8Array>();
    for (const [ref, buckets] of series) {
      const chunk = buckets.encode();
      if (chunk) chunks.set(ref, chunk);
    }
    return { group, payload: packBlock(chunks) };
  });
}
