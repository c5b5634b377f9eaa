import type { Context, ScopeContext } from '../../platform/context.ts';

/**
 * What a series is: a metric's name and its labels, and where it is one of ours, the system and the check behind it.
 * Order of the labels does not matter; a label with an empty value is the same as none. In selectors system and check
 * are addressed as the labels `asset` and `check`, the name as `__name__`.
 */
export interface SeriesKey {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly assetId?: string | null;
  readonly checkId?: string | null;
}

/** Hard limits of one client's series; what exceeds them is refused and counted, never cut off silently. */
export const SERIES_LIMITS = {
  /** Length of a name, a label's name, a label's value. */
  text: 1024,
  labels: 64,
  /** Samples in one call of `append`. */
  batch: 100_000,
  /** Series a client may have unless its own quota says otherwise. */
  series: 100_000,
  /** A sample may be at most this far ahead of the server's clock, ms. */
  futureMs: 10 * 60_000,
  /** A sample may be at most this old: an agent keeps at most seven days. */
  ageMs: 8 * 86_400_000,
  /** How far a sample may lie behind the newest one of its series, ms. */
  outOfOrderMs: 30 * 60_000,
  /** Buckets of one series in an answer, and of all series together. */
  buckets: 11_000,
  answer: 2_000_000,
} as const;

/** Numbers of series in the order of the keys that were asked for; valid for batches of the same generation. */
export interface Resolution {
  /** Changes when series of the client were deleted: numbers from before must be resolved again. */
  readonly generation: number;
  /** 0: refused, because the client's quota is used up or the key is not valid. */
  readonly refs: Uint32Array;
  readonly refusedByQuota: number;
  readonly invalid: number;
}

/**
 * Samples of one client as columns; sample i belongs to series refs[i]. A value may be any double: NaN with payload
 * 0x7ff0000000000002 is the staleness marker of Prometheus and is kept bit by bit.
 */
export interface SampleBatch {
  readonly generation: number;
  /** How many of the columns' places are used. */
  readonly length: number;
  readonly refs: Uint32Array;
  /** Milliseconds since 1970, whole numbers. */
  readonly times: Float64Array;
  readonly values: Float64Array;
}

export interface AppendResult {
  /** Stored durably, or stored already: a sample that is there is left as it is. */
  readonly accepted: number;
  /** Further behind the newest sample of their series than the window, or older than any series goes back. */
  readonly tooOld: number;
  readonly tooNew: number;
  /** Reference 0. */
  readonly refused: number;
}

export interface Matcher {
  readonly label: string;
  readonly op: '=' | '!=' | '=~' | '!~' | 'in';
  /** One value; a pattern that must match the whole value; or the values of `in`. A label that is missing is ''. */
  readonly value: string | readonly string[];
}

export interface Selector {
  readonly names?: readonly string[];
  readonly matchers?: readonly Matcher[];
}

export interface SeriesQuery extends Selector {
  /** Inclusive and exclusive, ms. */
  readonly from: number;
  readonly to: number;
  /** Width of a bucket, ms. It grows to whole roll-ups where those answer; the answer names the width it used. */
  readonly step: number;
}

/** Buckets of one series that have samples, oldest first; all columns have the same length. */
export interface SeriesBuckets {
  readonly key: SeriesKey;
  /** Start of the bucket, ms. */
  readonly at: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly avg: Float64Array;
  readonly last: Float64Array;
  readonly count: Float64Array;
}

export interface SeriesAnswer {
  readonly from: number;
  readonly step: number;
  readonly series: SeriesBuckets[];
}

/** Samples of one series as they came, oldest first, staleness markers included. */
export interface RawSeries {
  readonly key: SeriesKey;
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/**
 * Where numbers over time live. The default keeps them compressed in PostgreSQL; an outside, Prometheus-compatible
 * server can stand behind the same face.
 */
export interface SeriesStore {
  /** For clients that say nothing of their own; null where an outside server decides. */
  readonly retention: { readonly sampleDays: number; readonly rollupDays: number } | null;
  /** Looks up the numbers of series and makes those that are new. Cheap for series that are known. */
  resolve(clientId: string, keys: readonly SeriesKey[]): Promise<Resolution>;
  /**
   * Durable when it resolves. Calls of one client that meet are written together. Repeating a batch changes nothing.
   * @throws AppError RA_SERIES_GENERATION: resolve again and repeat; RA_SERIES_BATCH: more samples than a batch may have
   */
  append(clientId: string, batch: SampleBatch): Promise<AppendResult>;
  /** The same inside the caller's transaction: durable and visible if and only if it commits. */
  record(ctx: Context, points: readonly SeriesPoint[]): Promise<AppendResult>;
  /** Buckets of every series that matches, of the clients in scope. */
  query(ctx: ScopeContext, clientId: string, query: SeriesQuery): Promise<SeriesAnswer>;
  /** @throws AppError RA_SERIES_TOO_MANY when there are more samples than `limit` */
  raw(
    ctx: ScopeContext,
    clientId: string,
    query: Selector & { from: number; to: number; limit?: number },
  ): Promise<RawSeries[]>;
  /** The keys that match, without samples. */
  find(ctx: ScopeContext, clientId: string, selector: Selector): Promise<SeriesKey[]>;
  /** Deletes every series that matches with all its samples and roll-ups. @returns how many series */
  remove(ctx: Context, selector: Selector): Promise<number>;
  /** Deletes everything that was ever measured at the client. */
  removeAll(ctx: Context): Promise<void>;
  /** Background work for one client, every few minutes: packs what is complete and drops what is past its time. */
  maintain(clientId: string, now: number): Promise<void>;
}

export interface SeriesPoint extends SeriesKey {
  readonly at: Date;
  readonly value: number;
}
