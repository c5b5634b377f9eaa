import { sql } from 'kysely';
import type { Context, ScopeContext } from '../../platform/context.ts';
import { groupOf, unpackBlock } from './block.ts';

/** Time that a block covers; blocks begin at whole multiples of it. */
export const WINDOW_MS = 2 * 3_600_000;
export const DAY_MS = 86_400_000;
export const windowOf = (ms: number): number => Math.floor(ms / WINDOW_MS) * WINDOW_MS;
/** Start of the day (UTC) that a time lies in. */
export const dayOf = (ms: number): number => Math.floor(ms / DAY_MS) * DAY_MS;

/** The day (UTC) as SQL writes it. */
export const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

export type BlockTable = 'series_block' | 'series_rollup_fine' | 'series_rollup_coarse';

const ROWS_AT_ONCE = 500;

/** Writes rows that all start at the same time in place of those that are there. */
export async function storeBlocks(
  ctx: Context,
  table: BlockTable,
  startAt: Date,
  rows: readonly { group: number; payload: Buffer }[],
): Promise<void> {
  for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) {
    const some = rows.slice(i, i + ROWS_AT_ONCE);
    await sql`insert into ${sql.table(table)} (client_id, series_group, start_at, payload)
      select ${ctx.clientId}, t.g, ${startAt}, t.p
      from unnest(${some.map((row) => row.group)}::integer[], ${some.map((row) => row.payload)}::bytea[]) as t(g, p)
      on conflict (client_id, series_group, start_at) do update set payload = excluded.payload`.execute(
      ctx.tx,
    );
  }
}

/** Chunks of rows that start in a range, also of neighbours of the series; those of one series in the order of time. */
export async function readBlocks(
  ctx: ScopeContext,
  clientId: string,
  table: BlockTable,
  groups: readonly number[],
  from: number,
  to: number,
): Promise<{ ref: number; startAt: Date; chunk: Uint8Array }[]> {
  if (groups.length === 0) return [];
  const { rows } = await sql<{ seriesGroup: number; startAt: Date; payload: Buffer }>`
    select series_group, start_at, payload from ${sql.table(table)}
    where client_id = ${clientId} and series_group = any (${groups}::integer[])
      and start_at >= ${new Date(from)} and start_at < ${new Date(to)}
    order by series_group, start_at`.execute(ctx.tx);
  return rows.flatMap(({ seriesGroup, startAt, payload }) =>
    [...unpackBlock(seriesGroup, payload)].map(([ref, chunk]) => ({ ref, startAt, chunk })),
  );
}

export const groupsOf = (refs: readonly number[]): number[] => [...new Set(refs.map(groupOf))];
