import { sql } from 'kysely';
import type { Context, ScopeContext } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import type { Tenancy } from '../../platform/tenancy/transactions.ts';
import { noteNewest, recallNewest, type Sifted, sift, writeLog } from './append.ts';
import { packBlock, unpackBlock } from './block.ts';
import { cut, cutWhenDue, lockSamples } from './cut.ts';
import { Head } from './head.ts';
import { keptDays, type Retention } from './partitions.ts';
import { type Kept, readBuckets, readSamples } from './read.ts';
import { create, KnownSeries, lookUp, refresh } from './registry.ts';
import { rollUpDays } from './rollup.ts';
import { type BlockTable, DAY_MS, dayOf, dayText, groupsOf, storeBlocks, windowOf } from './tables.ts';
import {
  type AppendResult,
  type RawSeries,
  type Resolution,
  type SampleBatch,
  SERIES_LIMITS,
  type Selector,
  type SeriesAnswer,
  type SeriesKey,
  type SeriesPoint,
  type SeriesQuery,
  type SeriesStore,
} from './types.ts';

export interface SeriesStoreOptions extends Retention {
  tenancy: Tenancy;
  /** How far a sample may lie behind the newest one of its series. */
  outOfOrderMs?: number;
}

/** Unpacked samples that are remembered for reading, over all clients (16 bytes each). */
const REMEMBERED = 8_000_000;
/** Samples in one row of the log, when calls meet. */
const JOINED = 200_000;
/** Samples of one answer of `raw`. */
const RAW_LIMIT = 2_000_000;

interface Waiting {
  sifted: Sifted;
  generation: number;
  resolve(result: AppendResult): void;
  reject(error: unknown): void;
}
interface ClientState {
  readonly known: KnownSeries;
  head: Head;
  loaded: Promise<void> | undefined;
  /** One look into the log after the other. */
  looking: Promise<void>;
  waiting: Waiting[];
  writing: boolean;
}

/**
 * The series of all clients in PostgreSQL. A batch is one row of the log, durable when its transaction commits; the log
 * is cut into compressed blocks of two hours, and whole days are rolled up. What is in memory only makes it fast: any
 * number of processes may write and read the same clients, and one that is killed has nothing to repair.
 */
export class PostgresSeriesStore implements SeriesStore {
  readonly retention: Retention;
  private readonly options: SeriesStoreOptions;
  private readonly outOfOrderMs: number;
  /** Least recently read first. */
  private readonly clients = new Map<string, ClientState>();

  constructor(options: SeriesStoreOptions) {
    this.options = options;
    this.retention = { sampleDays: options.sampleDays, rollupDays: options.rollupDays };
    this.outOfOrderMs = options.outOfOrderMs ?? SERIES_LIMITS.outOfOrderMs;
  }

  async resolve(clientId: string, keys: readonly SeriesKey[]): Promise<Resolution> {
    const { known } = await this.loaded(clientId);
    const refs = new Uint32Array(keys.length);
    const missing = lookUp(known, keys, refs);
    if (missing.length === 0) return { generation: known.generation, refs, refusedByQuota: 0, invalid: 0 };
    const { generation } = known;
    const resolution = await this.options.tenancy.asSystem(clientId, (ctx) =>
      create(ctx, keys, missing, refs),
    );
    await this.options.tenancy.asSystem(clientId, (ctx) => refresh(ctx, clientId, known));
    // Series were deleted in between: what was known before may be wrong.
    const stale = generation !== 0 && generation !== resolution.generation;
    return stale ? this.resolve(clientId, keys) : resolution;
  }

  async append(clientId: string, batch: SampleBatch): Promise<AppendResult> {
    const state = await this.loaded(clientId);
    const sifted = sift(state.known, batch, Date.now(), this.outOfOrderMs);
    if (sifted.result.accepted === 0) return sifted.result;
    return new Promise((resolve, reject) => {
      state.waiting.push({ sifted, generation: batch.generation, resolve, reject });
      if (!state.writing) void this.write(clientId, state);
    });
  }

  /** Everything that came while the last row was written goes into the next one. */
  private async write(clientId: string, state: ClientState): Promise<void> {
    state.writing = true;
    while (state.waiting.length > 0) {
      const group: Waiting[] = [];
      for (
        let samples = 0;
        samples < JOINED && state.waiting[0]?.generation === (group[0] ?? state.waiting[0])?.generation;
      ) {
        const next = state.waiting.shift();
        if (!next) break;
        group.push(next);
        samples += next.sifted.batch.refs.length;
      }
      const first = Math.min(...group.map(({ sifted }) => sifted.first));
      const last = Math.max(...group.map(({ sifted }) => sifted.last));
      const batches = group.map(({ sifted }) => sifted.batch);
      try {
        await this.options.tenancy.asSystem(clientId, (ctx) =>
          writeLog(ctx, group[0]!.generation, batches, first, last),
        );
        for (const batch of batches) noteNewest(state.known, batch);
        for (const { sifted, resolve } of group) resolve(sifted.result);
      } catch (error) {
        if (isStale(error)) state.known.generation = 0;
        for (const { reject } of group) reject(error);
      }
    }
    state.writing = false;
  }

  async record(ctx: Context, points: readonly SeriesPoint[]): Promise<AppendResult> {
    const { known } = this.state(ctx.clientId);
    for (let attempt = 1; ; attempt++) {
      // Within this transaction alone: waiting for another connection while holding one could wait for ever.
      if (known.generation === 0) await refresh(ctx, ctx.clientId, known);
      const refs = new Uint32Array(points.length);
      let missing = lookUp(known, points, refs);
      if (missing.length > 0) {
        await refresh(ctx, ctx.clientId, known);
        missing = lookUp(known, points, refs);
      }
      const generation =
        missing.length > 0 ? (await create(ctx, points, missing, refs)).generation : known.generation;
      const sifted = sift(
        { generation, newest: known.newest, highest: Number.POSITIVE_INFINITY },
        {
          generation,
          length: points.length,
          refs,
          times: Float64Array.from(points, (point) => point.at.getTime()),
          values: Float64Array.from(points, (point) => point.value),
        },
        ctx.now.getTime(),
        // One sender, in its own order, and what it delivers late it could not deliver before.
        Number.POSITIVE_INFINITY,
      );
      if (sifted.result.accepted === 0) return sifted.result;
      try {
        await writeLog(ctx, generation, [sifted.batch], sifted.first, sifted.last);
        return sifted.result;
      } catch (error) {
        if (!isStale(error) || attempt === 3) throw error;
        known.generation = 0;
      }
    }
  }

  async query(ctx: ScopeContext, clientId: string, query: SeriesQuery): Promise<SeriesAnswer> {
    if (!(query.to > query.from) || !(query.step >= 1)) throw new AppError('RA_SERIES_RANGE');
    const { known, head, refs } = await this.select(ctx, clientId, query);
    return readBuckets(
      ctx,
      clientId,
      { head, refs, keys: known.keys },
      query,
      known.rolledUntil,
      this.kept(known),
    );
  }

  async raw(
    ctx: ScopeContext,
    clientId: string,
    query: Selector & { from: number; to: number; limit?: number },
  ): Promise<RawSeries[]> {
    const { known, head, refs } = await this.select(ctx, clientId, query);
    const samples = await readSamples(
      ctx,
      clientId,
      { head, refs },
      query.from,
      query.to,
      query.limit ?? RAW_LIMIT,
    );
    return [...samples].map(([ref, { times, values }]) => ({
      key: known.keys[ref]!,
      times: times.slice(),
      values: values.slice(),
    }));
  }

  async find(ctx: ScopeContext, clientId: string, selector: Selector): Promise<SeriesKey[]> {
    requireScope(ctx, clientId);
    const { known } = this.state(clientId);
    await refresh(ctx, clientId, known);
    return known.select(selector).map((ref) => known.keys[ref]!);
  }

  async remove(ctx: Context, selector: Selector): Promise<number> {
    const { known } = this.state(ctx.clientId);
    await this.lock(ctx);
    await refresh(ctx, ctx.clientId, known);
    const refs = known.select(selector);
    if (refs.length === 0) return 0;
    await sql`delete from series where client_id = ${ctx.clientId} and id = any (${refs}::integer[])`.execute(
      ctx.tx,
    );
    // What is in the log of series that are gone is left behind.
    await cut(ctx, Number.POSITIVE_INFINITY);
    for (const table of BLOCK_TABLES)
      for (const group of groupsOf(refs)) await takeOut(ctx, table, group, new Set(refs));
    await this.forget(ctx);
    return refs.length;
  }

  async removeAll(ctx: Context): Promise<void> {
    await this.lock(ctx);
    for (const table of ['series_log', ...BLOCK_TABLES, 'series'])
      await sql`delete from ${sql.table(table)} where client_id = ${ctx.clientId}`.execute(ctx.tx);
    await this.forget(ctx);
  }

  /** Cuts what is complete, rolls up days that are over, drops what is past its time. */
  async maintain(clientId: string, now: number): Promise<void> {
    const settled = now - this.outOfOrderMs;
    const { tenancy } = this.options;
    await tenancy.asSystem(clientId, (ctx) => cutWhenDue(ctx, windowOf(settled)));
    await tenancy.asSystem(clientId, async (ctx) => {
      if (await lockSamples(ctx, true)) await rollUpDays(ctx, dayOf(settled));
    });
    await tenancy.asSystem(clientId, (ctx) => this.dropOld(ctx, now));
    await tenancy.asSystem(clientId, (ctx) => this.forgetEnded(ctx, now));
  }

  /** Cuts everything, also what may still grow: before measuring, and in tests. */
  async cutAll(clientId: string): Promise<void> {
    await this.options.tenancy.asSystem(clientId, async (ctx) => {
      await lockSamples(ctx, false);
      await cut(ctx, Number.POSITIVE_INFINITY);
    });
  }

  /** Whole partitions go for everybody (`keepPartitions`); this is for a client that keeps less. */
  private async dropOld(ctx: Context, now: number): Promise<void> {
    const known = new KnownSeries();
    await refresh(ctx, ctx.clientId, known);
    if (known.sampleDays === null && known.rollupDays === null) return;
    const { rawMs, fineMs, coarseMs } = this.kept(known);
    const ages = { series_block: rawMs, series_rollup_fine: fineMs, series_rollup_coarse: coarseMs };
    for (const table of BLOCK_TABLES)
      await sql`delete from ${sql.table(table)} where client_id = ${ctx.clientId} and start_at < ${new Date(dayOf(now - ages[table]))}`.execute(
        ctx.tx,
      );
  }

  /**
   * Series of which nothing is kept any more give their place back: containers come and go, and the quota counts what is
   * there. What is delivered under such a name afterwards is a new series.
   */
  private async forgetEnded(ctx: Context, now: number): Promise<void> {
    const known = new KnownSeries();
    await refresh(ctx, ctx.clientId, known);
    const ended = sql`client_id = ${ctx.clientId} and seen_on < ${dayText(now - this.kept(known).coarseMs - DAY_MS)}::date`;
    const { rows } = await sql`select 1 from series where ${ended} limit 1`.execute(ctx.tx);
    if (rows.length === 0 || !(await lockSamples(ctx, true))) return;
    await this.lock(ctx);
    // One that came back since the last cut has not ended.
    await cut(ctx, Number.POSITIVE_INFINITY);
    await sql`delete from series where ${ended}`.execute(ctx.tx);
    await this.forget(ctx);
  }

  private kept(known: KnownSeries): Kept & { coarseMs: number } {
    const { raw, fine, coarse } = keptDays({
      sampleDays: known.sampleDays ?? this.options.sampleDays,
      rollupDays: known.rollupDays ?? this.options.rollupDays,
    });
    return { rawMs: raw * DAY_MS, fineMs: fine * DAY_MS, coarseMs: coarse * DAY_MS };
  }

  private state(clientId: string): ClientState {
    let state = this.clients.get(clientId);
    if (!state) {
      state = {
        known: new KnownSeries(),
        head: new Head(),
        loaded: undefined,
        looking: Promise.resolve(),
        waiting: [],
        writing: false,
      };
      this.clients.set(clientId, state);
    }
    return state;
  }

  /** For writers: the series, and how far each has come. */
  private async loaded(clientId: string): Promise<ClientState> {
    const state = this.state(clientId);
    state.loaded ??= this.options.tenancy
      .asSystem(clientId, async (ctx) => {
        await refresh(ctx, clientId, state.known);
        await recallNewest(ctx, clientId, state.known);
      })
      .catch((error: unknown) => {
        state.loaded = undefined;
        throw error;
      });
    await state.loaded;
    if (state.known.generation === 0)
      await this.options.tenancy.asSystem(clientId, (ctx) => refresh(ctx, clientId, state.known));
    return state;
  }

  private async select(
    ctx: ScopeContext,
    clientId: string,
    selector: Selector,
  ): Promise<{ known: KnownSeries; head: Head; refs: number[] }> {
    requireScope(ctx, clientId);
    const state = this.state(clientId);
    const look = state.looking.then(async () => {
      await refresh(ctx, clientId, state.known);
      await state.head.refresh(ctx, clientId);
    });
    state.looking = look.catch(() => {
      // Half a look is no basis for the next one.
      state.head = new Head();
    });
    await look;
    this.clients.delete(clientId);
    this.clients.set(clientId, state);
    this.forgetHeads(state);
    return { known: state.known, head: state.head, refs: state.known.select(selector) };
  }

  private forgetHeads(used: ClientState): void {
    let samples = 0;
    for (const { head } of this.clients.values()) samples += head.samples;
    for (const state of this.clients.values()) {
      if (samples <= REMEMBERED) return;
      if (state === used) continue;
      samples -= state.head.samples;
      state.head = new Head();
    }
  }

  private async lock(ctx: Context): Promise<void> {
    await lockSamples(ctx, false);
    await ctx.tx
      .selectFrom('seriesClient')
      .select('generation')
      .where('clientId', '=', ctx.clientId)
      .forUpdate()
      .execute();
  }

  private async forget(ctx: Context): Promise<void> {
    await ctx.tx
      .updateTable('seriesClient')
      .set((eb) => ({ generation: eb('generation', '+', 1), cuts: eb('cuts', '+', 1) }))
      .where('clientId', '=', ctx.clientId)
      .execute();
  }
}

const BLOCK_TABLES = ['series_block', 'series_rollup_fine', 'series_rollup_coarse'] as const;

async function takeOut(
  ctx: Context,
  table: BlockTable,
  group: number,
  gone: ReadonlySet<number>,
): Promise<void> {
  const { rows } = await sql<{ startAt: Date; payload: Buffer }>`
    select start_at, payload from ${sql.table(table)} where client_id = ${ctx.clientId} and series_group = ${group}`.execute(
    ctx.tx,
  );
  for (const { startAt, payload } of rows) {
    const chunks = unpackBlock(group, payload);
    const before = chunks.size;
    for (const ref of [...chunks.keys()]) if (gone.has(ref)) chunks.delete(ref);
    if (chunks.size === before) continue;
    if (chunks.size > 0) await storeBlocks(ctx, table, startAt, [{ group, payload: packBlock(chunks) }]);
    else
      await sql`delete from ${sql.table(table)}
        where client_id = ${ctx.clientId} and series_group = ${group} and start_at = ${startAt}`.execute(
        ctx.tx,
      );
  }
}

function requireScope(ctx: ScopeContext, clientId: string): void {
  if (!ctx.scope.includes(clientId)) throw new AppError('RA_NOT_FOUND');
}

const isStale = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'RA_SERIES_GENERATION';
