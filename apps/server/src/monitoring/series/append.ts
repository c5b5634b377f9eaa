import { type Batch, packBatches, unpackBatch } from '@rettungsanker/series-codec';
import { sql } from 'kysely';
import type { Context, ScopeContext } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import type { KnownSeries } from './registry.ts';
import { type AppendResult, type SampleBatch, SERIES_LIMITS } from './types.ts';

/** Samples that passed, and what became of the others. */
export interface Sifted {
  batch: Batch;
  first: number;
  last: number;
  result: AppendResult;
}

/**
 * Takes out of a batch what cannot be kept: series that were refused, times too far off.
 * @param window how far behind the newest sample of its series a sample may be; Infinity does not look
 * @throws AppError RA_SERIES_GENERATION, RA_SERIES_BATCH
 */
export function sift(
  known: { generation: number; newest: Float64Array; highest: number },
  batch: SampleBatch,
  now: number,
  window: number,
): Sifted {
  const { length, refs, times, values } = batch;
  if (length > SERIES_LIMITS.batch || length > refs.length || length > times.length || length > values.length)
    throw new AppError('RA_SERIES_BATCH');
  if (batch.generation !== known.generation) throw new AppError('RA_SERIES_GENERATION');
  const earliest = now - SERIES_LIMITS.ageMs;
  const latest = now + SERIES_LIMITS.futureMs;
  const { newest, highest } = known;
  // Made only when something is left out, which is rare.
  let kept: Uint32Array | undefined;
  let accepted = 0;
  let [refused, tooNew, tooOld] = [0, 0, 0];
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < length; i++) {
    const ref = refs[i]!;
    const time = times[i]!;
    const before = accepted;
    if (ref === 0) refused++;
    else if (ref > highest) throw new AppError('RA_SERIES_GENERATION');
    else if (!(time >= earliest) || time < newest[ref]! - window) tooOld++;
    else if (time > latest) tooNew++;
    else {
      if (kept !== undefined) kept[accepted] = i;
      accepted++;
      if (time < first) first = time;
      if (time > last) last = time;
    }
    if (accepted === before && kept === undefined) {
      kept = new Uint32Array(length);
      for (let index = 0; index < i; index++) kept[index] = index;
    }
  }
  return {
    batch: choose({ refs, times, values }, kept, accepted, length),
    first,
    last,
    result: { accepted, tooOld, tooNew, refused },
  };
}

function choose(batch: Batch, kept: Uint32Array | undefined, count: number, length: number): Batch {
  if (kept === undefined)
    return {
      refs: batch.refs.subarray(0, length),
      times: batch.times.subarray(0, length),
      values: batch.values.subarray(0, length),
    };
  const values = new Float64Array(count);
  const from = new Uint32Array(batch.values.buffer, batch.values.byteOffset);
  const to = new Uint32Array(values.buffer);
  const chosen: Batch = { refs: new Uint32Array(count), times: new Float64Array(count), values };
  for (let i = 0; i < count; i++) {
    const index = kept[i]!;
    chosen.refs[i] = batch.refs[index]!;
    chosen.times[i] = batch.times[index]!;
    to[2 * i] = from[2 * index]!;
    to[2 * i + 1] = from[2 * index + 1]!;
  }
  return chosen;
}

/**
 * Rows on their way to the database are packed into memory that is kept. Memory outside the heap is small change for
 * us, but the engine collects its whole heap after every few dozen megabytes of it.
 */
const spare: Buffer[] = [];
const SPARE_ROWS = 8;
const SPARE_BYTES = 1024 * 1024;

/**
 * Writes the batches as one row of the log in the transaction of the context.
 * @throws AppError RA_SERIES_GENERATION when series were deleted since they were looked up
 */
export async function writeLog(
  ctx: Context,
  generation: number,
  batches: readonly Batch[],
  first: number,
  last: number,
): Promise<void> {
  const packed = packBatches(batches);
  let room = spare.pop();
  if (room === undefined || room.length < packed.length)
    room = Buffer.allocUnsafeSlow(packed.length + (packed.length >> 2));
  room.set(packed);
  const payload = room.subarray(0, packed.length);
  const { numAffectedRows } = await sql`
    insert into series_log (client_id, first_at, last_at, payload)
    select client_id, ${new Date(first)}, ${new Date(last)}, ${payload} from series_client
    where client_id = ${ctx.clientId} and generation = ${generation}`.execute(ctx.tx);
  // After a failure the driver may still hold it.
  if (spare.length < SPARE_ROWS && room.length <= SPARE_BYTES) spare.push(room);
  if (numAffectedRows !== 1n) throw new AppError('RA_SERIES_GENERATION');
}

export function noteNewest(known: KnownSeries, { refs, times }: Batch): void {
  const { newest } = known;
  for (let i = 0; i < refs.length; i++) {
    const ref = refs[i]!;
    if (times[i]! > newest[ref]!) newest[ref] = times[i]!;
  }
}

const PAGE = 256;

/** After a start: the newest sample of every series that the log still has. Of the others any time is taken. */
export async function recallNewest(ctx: ScopeContext, clientId: string, known: KnownSeries): Promise<void> {
  let after = { xid: '0', id: -1 };
  for (;;) {
    const { rows } = await sql<{ xid: string; id: number; payload: Buffer }>`
      select xid::text as xid, id, payload from series_log
      where client_id = ${clientId} and (xid, id) > (${after.xid}::xid8, ${after.id}::bigint)
      order by xid, id limit ${PAGE}`.execute(ctx.tx);
    for (const { payload } of rows) noteNewest(known, unpackBatch(payload));
    if (rows.length < PAGE) return;
    after = rows.at(-1)!;
  }
}
