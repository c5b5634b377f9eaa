import { type Columns, makeRoom, mergeSamples, type Samples } from '@rettungsanker/series-codec';
import type { ScopeContext } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { decodeSamples, joinSamples } from './block.ts';
import { Buckets } from './buckets.ts';
import type { Head } from './head.ts';
import { COARSE_MS, FINE_MS } from './rollup.ts';
import { dayOf, groupsOf, readBlocks, WINDOW_MS, windowOf } from './tables.ts';
import { SERIES_LIMITS, type SeriesAnswer, type SeriesKey, type SeriesQuery } from './types.ts';

/** How long what is kept, ms; the raw samples of older times are gone. */
export interface Kept {
  rawMs: number;
  fineMs: number;
}

/** Roll-ups answer from this many of their buckets on: whole ones in every bucket of the answer cost a little width. */
const FINE_FROM = 2;

/**
 * Which days are answered from which roll-up, and how wide a bucket becomes. Without roll-ups the width stays; with
 * them it and the beginning become whole multiples of the roll-up's, so that every number is exact.
 */
export function plan(query: SeriesQuery, now: number, rolledUntil: number, kept: Kept) {
  const needs = query.from < now - kept.fineMs ? COARSE_MS : query.from < now - kept.rawMs ? FINE_MS : 0;
  const fits = [COARSE_MS, FINE_MS].find((width) => query.step >= FINE_FROM * width) ?? 0;
  const rolled = dayOf(query.from) < rolledUntil;
  const width = rolled ? Math.max(needs, fits) : 0;
  const step = width === 0 ? query.step : Math.ceil(query.step / width) * width;
  const from = width === 0 ? query.from : Math.floor(query.from / width) * width;
  return { width, step, from, rawFrom: width === 0 ? from : Math.max(from, Math.min(rolledUntil, query.to)) };
}

export async function readBuckets(
  ctx: ScopeContext,
  clientId: string,
  source: { head: Head; refs: readonly number[]; keys: readonly (SeriesKey | undefined)[] },
  query: SeriesQuery,
  rolledUntil: number,
  kept: Kept,
): Promise<SeriesAnswer> {
  const { width, step, from, rawFrom } = plan(query, ctx.now.getTime(), rolledUntil, kept);
  const length = Math.ceil((query.to - from) / step);
  if (length > SERIES_LIMITS.buckets || length * source.refs.length > SERIES_LIMITS.answer)
    throw new AppError('RA_SERIES_TOO_MANY');
  const buckets = new Map(source.refs.map((ref) => [ref, new Buckets(from, step, length)]));
  if (width > 0 && rawFrom > from) {
    const rows = await readBlocks(
      ctx,
      clientId,
      width === FINE_MS ? 'series_rollup_fine' : 'series_rollup_coarse',
      groupsOf(source.refs),
      dayOf(from),
      rawFrom,
    );
    for (const { ref, chunk } of rows) buckets.get(ref)?.addRollup(chunk);
    for (const [ref, { times, values }] of await notYetCut(ctx, clientId, source, from, rawFrom))
      buckets.get(ref)!.addLate(times, values);
  }
  if (rawFrom < query.to) {
    const room = makeRoom();
    for await (const [ref, pieces] of readPieces(ctx, clientId, source, rawFrom, query.to, room))
      for (const { times, values } of pieces) buckets.get(ref)!.add(times, values);
  }
  return {
    from,
    step,
    series: source.refs
      .map((ref) => buckets.get(ref)!.answer(source.keys[ref]!))
      .filter((series) => series.at.length > 0),
  };
}

/** Samples of rolled up days that came late and wait in the log for the next cut, which rolls those days up again. */
async function notYetCut(
  ctx: ScopeContext,
  clientId: string,
  { head, refs }: { head: Head; refs: readonly number[] },
  from: number,
  to: number,
): Promise<Map<number, Samples>> {
  const waiting = new Map<number, Samples>();
  for (const ref of refs) {
    const samples = between(head.of(ref), from, to);
    if (samples.times.length > 0) waiting.set(ref, samples);
  }
  if (waiting.size === 0) return waiting;
  const first = Math.min(...[...waiting.values()].map(({ times }) => times[0]!));
  const chunks = await readBlocks(
    ctx,
    clientId,
    'series_block',
    groupsOf([...waiting.keys()]),
    windowOf(first),
    to,
  );
  // A row of the log that reaches across a border is still there after its first samples were cut.
  const stored = new Map<number, Set<number>>();
  for (const { ref, chunk } of chunks) {
    if (!waiting.has(ref)) continue;
    const times = stored.get(ref) ?? new Set<number>();
    for (const time of decodeSamples(chunk).times) times.add(time);
    stored.set(ref, times);
  }
  for (const [ref, { times, values }] of waiting) {
    const known = stored.get(ref);
    if (!known) continue;
    const places = [...times.keys()].filter((i) => !known.has(times[i]!));
    waiting.set(ref, {
      times: Float64Array.from(places, (i) => times[i]!),
      values: Float64Array.from(places, (i) => values[i]!),
    });
  }
  return waiting;
}

/** Samples from blocks and from the part of the log that is not cut yet; the head was brought up to date before. */
export async function readSamples(
  ctx: ScopeContext,
  clientId: string,
  source: { head: Head; refs: readonly number[] },
  from: number,
  to: number,
  limit: number,
): Promise<Map<number, Samples>> {
  const result = new Map<number, Samples>();
  let count = 0;
  for await (const [ref, pieces] of readPieces(ctx, clientId, source, from, to)) {
    const list: Samples[] = [];
    for (const piece of pieces) {
      count += piece.times.length;
      if (count > limit) throw new AppError('RA_SERIES_TOO_MANY');
      list.push(piece);
    }
    const samples = joinSamples(list);
    if (samples.times.length > 0) result.set(ref, samples);
  }
  return result;
}

/**
 * Of every series its samples in a range, in pieces that follow each other and are unpacked one by one.
 * @param room for whoever needs a piece only until the next one
 */
async function* readPieces(
  ctx: ScopeContext,
  clientId: string,
  { head, refs }: { head: Head; refs: readonly number[] },
  from: number,
  to: number,
  room?: Columns,
): AsyncGenerator<[ref: number, pieces: Iterable<Samples>]> {
  const chunks = new Map<number, { startAt: Date; chunk: Uint8Array }[]>(refs.map((ref) => [ref, []]));
  for (const row of await readBlocks(ctx, clientId, 'series_block', groupsOf(refs), windowOf(from), to))
    chunks.get(row.ref)?.push(row);
  for (const [ref, list] of chunks) yield [ref, pieces(list, head.of(ref), from, to, room)];
}

function* pieces(
  chunks: readonly { startAt: Date; chunk: Uint8Array }[],
  newest: Samples,
  from: number,
  to: number,
  room: Columns | undefined,
): Generator<Samples> {
  const newestFrom = newest.times[0] ?? Number.POSITIVE_INFINITY;
  // A row of the log that reaches across a border is there together with blocks that have its first samples.
  const both: Samples[] = [];
  for (const { startAt, chunk } of chunks) {
    if (startAt.getTime() + WINDOW_MS <= newestFrom) yield between(decodeSamples(chunk, room), from, to);
    else both.push(decodeSamples(chunk));
  }
  yield between(both.length === 0 ? newest : follow(joinSamples(both), newest), from, to);
}

/** What lies in blocks stays as it is; usually the log goes on where they end. */
function follow(stored: Samples, newest: Samples): Samples {
  if (newest.times.length === 0) return stored;
  return newest.times[0]! > stored.times.at(-1)!
    ? joinSamples([stored, newest])
    : mergeSamples(stored, newest);
}

function between({ times, values }: Samples, from: number, to: number): Samples {
  const [start, end] = [lowerBound(times, from), lowerBound(times, to)];
  return { times: times.subarray(start, end), values: values.subarray(start, end) };
}

function lowerBound(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
