import { setImmediate } from 'node:timers/promises';
import {
  type Batch,
  mergeSamples,
  orderSamples,
  type Samples,
  unpackBatch,
} from '@rettungsanker/series-codec';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import { decodeSamples, encodeSamples, groupOf, packBlock, unpackBlock } from './block.ts';
import { rollUp } from './rollup.ts';
import { dayOf, dayText, storeBlocks, WINDOW_MS, windowOf } from './tables.ts';

/** Samples that are held in memory at once (16 bytes each); of a client with more, some series after the other. */
const AT_ONCE = 2_000_000;
/** Blocks that are packed without a pause: some ten milliseconds in which nothing else runs in this process. */
const BLOCKS_AT_ONCE = 12;
const PAGE = 256;
const LOCK_CLASS = 0x7261_7363;

/** Waits for, or with `tryOnly` asks for, being the only one who moves this client's samples until the transaction ends. */
export async function lockSamples(ctx: Context, tryOnly: boolean): Promise<boolean> {
  const key = sql`${LOCK_CLASS}::integer, hashtext(${ctx.clientId})`;
  if (tryOnly) {
    const { rows } = await sql<{ held: boolean }>`select pg_try_advisory_xact_lock(${key}) as held`.execute(
      ctx.tx,
    );
    return rows[0]!.held;
  }
  await sql`select pg_advisory_xact_lock(${key})`.execute(ctx.tx);
  return true;
}

/**
 * Packs the client's log into blocks, up to a time before which nothing is expected any more, and forgets what lies in
 * blocks entirely. One transaction: killed half way, nothing has happened. A sample that is in its block already changes
 * nothing, so rows of the log that reach across the border are simply met again by the next cut.
 * @param until start of a window, or Infinity for everything
 */
export async function cut(ctx: Context, until: number): Promise<{ samples: number; blocks: number }> {
  const border = new Date(Math.min(until, 8.64e15));
  const { rows: extent } = await sql<{ rows: number; bytes: number; oldest: Date | null }>`
    select count(*) as rows, coalesce(sum(octet_length(payload)), 0) as bytes, min(first_at) as oldest from series_log
    where client_id = ${ctx.clientId} and first_at < ${border}`.execute(ctx.tx);
  if (extent[0]!.rows === 0) return { samples: 0, blocks: 0 };
  const state = await ctx.tx
    .selectFrom('seriesClient')
    .select(['nextId', 'rolledUntil'])
    .where('clientId', '=', ctx.clientId)
    .executeTakeFirstOrThrow();
  const alive = await ctx.tx.selectFrom('series').select('id').where('clientId', '=', ctx.clientId).execute();
  const exists = new Uint8Array(state.nextId + 1);
  for (const { id } of alive) exists[id] = 1;
  const seen = new Uint8Array(exists.length);

  // Ten bytes are the least a sample takes in the log.
  const slices = Math.ceil(extent[0]!.bytes / 10 / AT_ONCE);
  const width = (groupOf(state.nextId) + 1) / slices;
  const total = { samples: 0, blocks: 0 };
  const late = new Map<number, Set<number>>();
  const rowIds: number[] = [];
  for (let slice = 0; slice < slices; slice++) {
    const from = Math.floor(slice * width);
    const to = Math.floor((slice + 1) * width);
    const batches = await readLog(ctx, border, slice === 0 ? rowIds : undefined, (ref, at) => {
      const group = groupOf(ref);
      return at < until && group >= from && group < to && exists[ref] === 1;
    });
    for (const [window, groups] of byWindow(batches)) {
      total.blocks += groups.size;
      await writeBlocks(ctx, window, groups);
      const day = dayOf(window);
      if (day >= state.rolledUntil.getTime()) continue;
      const groupsOfDay = late.get(day) ?? new Set<number>();
      for (const group of groups.keys()) groupsOfDay.add(group);
      late.set(day, groupsOfDay);
    }
    for (const batch of batches) {
      total.samples += batch.refs.length;
      for (const ref of batch.refs) seen[ref] = 1;
    }
  }
  await noteSeen(ctx, seen);
  for (const [day, groups] of late) await rollUp(ctx, day, [...groups]);
  await sql`delete from series_log where client_id = ${ctx.clientId} and last_at < ${border} and id = any (${rowIds}::bigint[])`.execute(
    ctx.tx,
  );
  await ctx.tx
    .updateTable('seriesClient')
    .set((eb) => ({ cuts: eb('cuts', '+', 1), ...(Number.isFinite(until) ? { cutUntil: border } : {}) }))
    .where('clientId', '=', ctx.clientId)
    .execute();
  return total;
}

/** Once a day for each series. */
async function noteSeen(ctx: Context, seen: Uint8Array): Promise<void> {
  const refs = Array.from(seen.keys()).filter((ref) => seen[ref] === 1);
  const today = dayText(ctx.now.getTime());
  await sql`update series set seen_on = ${today}::date
    where client_id = ${ctx.clientId} and id = any (${refs}::integer[]) and seen_on < ${today}::date`.execute(
    ctx.tx,
  );
}

/**
 * Cuts when there is something that waits for it: the first time after a border was passed, and when rows came late
 * that lie before it entirely.
 * @param until start of a window
 */
export async function cutWhenDue(ctx: Context, until: number): Promise<void> {
  const border = new Date(until);
  const { rows } = await sql<{ due: boolean }>`
    select c.cut_until < ${border} or exists (select from series_log l where l.client_id = c.client_id and l.last_at < ${border}) as due
    from series_client c where c.client_id = ${ctx.clientId}`.execute(ctx.tx);
  if (rows[0]?.due && (await lockSamples(ctx, true))) await cut(ctx, until);
}

/** Reads the log in the order in which it was written and keeps the samples that are asked for. */
async function readLog(
  ctx: Context,
  border: Date,
  rowIds: number[] | undefined,
  keep: (ref: number, at: number) => boolean,
): Promise<Batch[]> {
  const batches: Batch[] = [];
  let after = { xid: '0', id: -1 };
  for (;;) {
    const { rows } = await sql<{ xid: string; id: number; payload: Buffer }>`
      select xid::text as xid, id, payload from series_log
      where client_id = ${ctx.clientId} and first_at < ${border} and (xid, id) > (${after.xid}::xid8, ${after.id}::bigint)
      order by xid, id limit ${PAGE}`.execute(ctx.tx);
    for (const row of rows) {
      rowIds?.push(row.id);
      batches.push(filter(unpackBatch(row.payload), keep));
    }
    if (rows.length < PAGE) return batches;
    after = rows.at(-1)!;
  }
}

function filter(batch: Batch, keep: (ref: number, at: number) => boolean): Batch {
  const { refs, times, values } = batch;
  const from = new Uint32Array(values.buffer);
  let kept = 0;
  for (let i = 0; i < refs.length; i++) {
    if (!keep(refs[i]!, times[i]!)) continue;
    refs[kept] = refs[i]!;
    times[kept] = times[i]!;
    from[2 * kept] = from[2 * i]!;
    from[2 * kept + 1] = from[2 * i + 1]!;
    kept++;
  }
  return { refs: refs.subarray(0, kept), times: times.subarray(0, kept), values: values.subarray(0, kept) };
}

type Groups = Map<number, Map<number, Samples>>;

/** Sorts samples by series (counting sort, which keeps the order of arrival), then by window. */
function byWindow(batches: readonly Batch[]): Map<number, Groups> {
  let highest = 0;
  let total = 0;
  for (const { refs } of batches) {
    total += refs.length;
    for (let i = 0; i < refs.length; i++) if (refs[i]! > highest) highest = refs[i]!;
  }
  const starts = new Uint32Array(highest + 2);
  for (const { refs } of batches) for (let i = 0; i < refs.length; i++) starts[refs[i]! + 1]!++;
  for (let ref = 0; ref <= highest; ref++) starts[ref + 1]! += starts[ref]!;
  const next = starts.slice();
  const times = new Float64Array(total);
  const values = new Float64Array(total);
  const to = new Uint32Array(values.buffer);
  for (const batch of batches) {
    const from = new Uint32Array(batch.values.buffer, batch.values.byteOffset);
    for (let i = 0; i < batch.refs.length; i++) {
      const place = next[batch.refs[i]!]!++;
      times[place] = batch.times[i]!;
      to[2 * place] = from[2 * i]!;
      to[2 * place + 1] = from[2 * i + 1]!;
    }
  }
  const windows = new Map<number, Groups>();
  for (let ref = 0; ref <= highest; ref++) {
    const [start, end] = [starts[ref]!, starts[ref + 1]!];
    if (start === end) continue;
    const ordered = orderSamples({ times: times.subarray(start, end), values: values.subarray(start, end) });
    for (let first = 0; first < ordered.times.length; ) {
      const window = windowOf(ordered.times[first]!);
      let past = first + 1;
      while (past < ordered.times.length && ordered.times[past]! < window + WINDOW_MS) past++;
      const groups: Groups = windows.get(window) ?? new Map();
      windows.set(window, groups);
      const group = groups.get(groupOf(ref)) ?? new Map<number, Samples>();
      groups.set(groupOf(ref), group);
      group.set(ref, {
        times: ordered.times.subarray(first, past),
        values: ordered.values.subarray(first, past),
      });
      first = past;
    }
  }
  return windows;
}

/** Blocks of one window; those that are there are merged, and written only when that changed them. */
async function writeBlocks(ctx: Context, window: number, groups: Groups): Promise<void> {
  const startAt = new Date(window);
  const present = await ctx.tx
    .selectFrom('seriesBlock')
    .select(['seriesGroup', 'payload'])
    .where('clientId', '=', ctx.clientId)
    .where('startAt', '=', startAt)
    .where('seriesGroup', 'in', [...groups.keys()])
    .execute();
  const before = new Map(present.map((row) => [row.seriesGroup, row.payload]));
  const rows: { group: number; payload: Buffer }[] = [];
  let packed = 0;
  for (const [group, series] of groups) {
    const old = before.get(group);
    const chunks = old ? unpackBlock(group, old) : new Map<number, Uint8Array>();
    let changed = old === undefined;
    for (const [ref, samples] of series) {
      const chunk = chunks.get(ref);
      if (!chunk) {
        chunks.set(ref, encodeSamples(samples));
        changed = true;
        continue;
      }
      const stored = decodeSamples(chunk);
      const merged = mergeSamples(stored, samples);
      if (merged.times.length === stored.times.length) continue;
      chunks.set(ref, encodeSamples(merged));
      changed = true;
    }
    if (changed) rows.push({ group, payload: packBlock(chunks) });
    if (++packed % BLOCKS_AT_ONCE === 0) await setImmediate();
  }
  await storeBlocks(ctx, 'series_block', startAt, rows);
}
