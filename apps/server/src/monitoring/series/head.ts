import { type Batch, isRising, orderSamples, type Samples, unpackBatch } from '@rettungsanker/series-codec';
import { sql } from 'kysely';
import type { ScopeContext } from '../../platform/context.ts';

const NOTHING: Samples = { times: new Float64Array(0), values: new Float64Array(0) };
/** Rows of the log that are fetched at once; each has at most some hundred kilobytes. */
const PAGE = 256;

/** The newest samples of one series, in the order in which they came. */
class Tail {
  private times = new Float64Array(32);
  private values = new Float64Array(32);
  private bits = new Uint32Array(this.values.buffer);
  private length = 0;

  add(batch: Batch, bits: Uint32Array, index: number): void {
    if (this.length === this.times.length) this.grow();
    this.times[this.length] = batch.times[index]!;
    this.bits[2 * this.length] = bits[2 * index]!;
    this.bits[2 * this.length + 1] = bits[2 * index + 1]!;
    this.length++;
  }

  /** In order, each time once; valid until the next `add`. */
  samples(): Samples {
    if (!isRising(this.times, this.length)) {
      const ordered = orderSamples({
        times: this.times.slice(0, this.length),
        values: this.values.slice(0, this.length),
      });
      this.length = ordered.times.length;
      this.times.set(ordered.times);
      this.values.set(ordered.values);
    }
    return { times: this.times.subarray(0, this.length), values: this.values.subarray(0, this.length) };
  }

  private grow(): void {
    const { times, values } = this;
    this.times = new Float64Array(times.length * 2);
    this.values = new Float64Array(values.length * 2);
    this.times.set(times);
    this.values.set(values);
    this.bits = new Uint32Array(this.values.buffer);
  }
}

interface LogRow {
  cuts: number;
  horizon: string;
  xid: string | null;
  id: number | null;
  payload: Buffer | null;
}

/**
 * The part of one client's log that is not cut into blocks yet, unpacked for reading. It is nothing but a memory of the
 * log: built at the first question, after a kill as after any start, and brought up to date at every question, also
 * with what other processes wrote. What is read twice counts once, so looking too far back does no harm.
 */
export class Head {
  samples = 0;
  private readonly tails = new Map<number, Tail>();
  private cuts = -1;
  /** Every transaction below this number had ended at the last look. */
  private horizon = '0';

  of(ref: number): Samples {
    return this.tails.get(ref)?.samples() ?? NOTHING;
  }

  async refresh(ctx: ScopeContext, clientId: string): Promise<void> {
    const [first, ...more] = await this.page(ctx, clientId, this.horizon, -1);
    if (!first) return;
    if (first.cuts !== this.cuts && this.horizon !== '0') {
      // What was cut lies in blocks now, and only the log knows what is left.
      this.tails.clear();
      this.samples = 0;
      this.horizon = '0';
      return this.refresh(ctx, clientId);
    }
    this.cuts = first.cuts;
    let rows = [first, ...more];
    while (rows.length > 0) {
      for (const row of rows) if (row.payload) this.take(unpackBatch(row.payload));
      const last = rows.at(-1)!;
      if (rows.length < PAGE || last.xid === null) break;
      rows = await this.page(ctx, clientId, last.xid, last.id!);
      if (rows[0]?.xid === null) break;
    }
    this.horizon = first.horizon;
  }

  private take(batch: Batch): void {
    const bits = new Uint32Array(batch.values.buffer);
    for (let i = 0; i < batch.refs.length; i++) {
      const ref = batch.refs[i]!;
      let tail = this.tails.get(ref);
      if (!tail) {
        tail = new Tail();
        this.tails.set(ref, tail);
      }
      tail.add(batch, bits, i);
    }
    this.samples += batch.refs.length;
  }

  /**
   * Rows behind a place in the log; what this transaction itself wrote and may still take back is left out. After a
   * restore rows carry numbers of transactions that are still to come here: they are read once, not at every look.
   */
  private async page(ctx: ScopeContext, clientId: string, xid: string, id: number): Promise<LogRow[]> {
    const { rows } = await sql<LogRow>`
      select c.cuts, pg_snapshot_xmin(pg_current_snapshot())::text as horizon, l.xid::text as xid, l.id, l.payload
      from series_client c left join lateral (
        select * from series_log l
        where l.client_id = c.client_id and (l.xid, l.id) > (${xid}::xid8, ${id}::bigint)
          and l.xid is distinct from pg_current_xact_id_if_assigned()
          and (${this.horizon === '0'} or l.xid < pg_snapshot_xmax(pg_current_snapshot()))
        order by l.xid, l.id limit ${PAGE}) l on true
      where c.client_id = ${clientId}`.execute(ctx.tx);
    return rows;
  }
}
