import { randomInt } from 'node:crypto';
import { type Labels, REJECTED_LABELS, SampleBatch, SeriesInterner } from '@rettungsanker/ingest-wire';
import { AppError } from '../../platform/errors.ts';
import { type Resolution, SERIES_LIMITS, type SeriesKey, type SeriesStore } from '../series/index.ts';
import type { Source } from './access.ts';
import type { IngestQuota } from './quota.ts';

/** What became of the samples of one message. Every sample is in exactly one of the counts. */
export interface Outcome {
  /** Durable now, or before: a repeated message changes nothing. */
  accepted: number;
  tooOld: number;
  tooNew: number;
  /** Another value for a time that the series has already. */
  duplicate: number;
  /** New series beyond the quota. */
  overLimit: number;
  /** Labels that are not allowed; `problem` is the first reason. */
  invalid: number;
  problem: string;
}

/** What decoding found, beside what it put into the batch. */
export interface Decoded {
  invalidLabels: number;
  problem: string;
  overLimit: number;
}
export type Decode<T extends Decoded> = (interner: SeriesInterner, batch: SampleBatch, now: number) => T;

/** A quota is used up for now. */
export class OverRate extends Error {
  readonly retryAfterSeconds: number;
  constructor(retryAfterSeconds: number, message = 'The samples per second of this client are used up.') {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Seconds of the quota that may come at once. */
const BURST_SECONDS = 10;
/** Series that the store refused are offered again after this time. */
const OFFER_AGAIN_MS = 10_000;
/** A client that sent nothing for so long is forgotten, ms; it costs nothing but the first look-up of its series. */
const FORGET_MS = 2 * 3_600_000;
/** Series that change their numbers while a message is written: deletions, one after another. */
const ATTEMPTS = 5;
/** Batches that are kept for the next message instead of being collected as garbage. */
const SPARE_BATCHES = 8;

/** Takes in samples of all clients: from a decoder's batch to durable, within each client's quota. */
export class Intake {
  readonly #store: SeriesStore;
  readonly #now: () => number;
  readonly #clients = new Map<string, ClientIntake>();
  readonly #spare: Columns[] = [];
  #sweptAt = 0;

  constructor(store: SeriesStore, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /**
   * Decodes and writes one message. Decoding is one synchronous step, so a message of allowed size is all that can hold
   * up others.
   * @throws OverRate before anything was decoded
   * @throws whatever the decoder throws; nothing was written then
   * @throws the store's errors; what was written by then may be repeated
   */
  async write<T extends Decoded>(
    source: Source,
    decode: Decode<T>,
  ): Promise<{ decoded: T; outcome: Outcome }> {
    const now = this.#now();
    const client = this.#client(source, now);
    client.admit(now);
    const columns = this.#spare.pop() ?? { batch: new SampleBatch(), refs: new Uint32Array(0) };
    const { batch } = columns;
    batch.clear();
    try {
      const decoded = decode(client.interner, batch, now);
      client.charge(batch.count);
      const outcome = await client.append(columns, now);
      outcome.invalid = decoded.invalidLabels;
      outcome.problem = decoded.problem;
      outcome.overLimit += decoded.overLimit;
      return { decoded, outcome };
    } finally {
      if (this.#spare.length < SPARE_BATCHES && batch.refs.length <= SERIES_LIMITS.batch)
        this.#spare.push(columns);
    }
  }

  #client(source: Source, now: number): ClientIntake {
    if (now - this.#sweptAt > 60_000) {
      this.#sweptAt = now;
      for (const [id, client] of this.#clients) if (now - client.usedAt > FORGET_MS) this.#clients.delete(id);
    }
    let client = this.#clients.get(source.clientId);
    if (!client) {
      client = new ClientIntake(source.clientId, source.quota, this.#store, now);
      this.#clients.set(source.clientId, client);
    }
    client.setQuota(source.quota);
    client.usedAt = now;
    return client;
  }
}

/** One message: as it was decoded, and the store's numbers of its series. */
interface Columns {
  readonly batch: SampleBatch;
  refs: Uint32Array;
}

class ClientIntake {
  readonly interner: SeriesInterner;
  usedAt: number;
  readonly #clientId: string;
  readonly #store: SeriesStore;
  #quota: IngestQuota;

  /** Samples that may still come; below zero when a message took more. */
  #allowance: number;
  #allowanceAt: number;

  // By the interner's number.
  /** The store's number; 0 when it is not known. */
  #refs = new Uint32Array(256);
  #newestAt = new Float64Array(256);
  #newestBits = new Uint32Array(512);
  #internerGeneration = 0;
  #storeGeneration = Number.NaN;
  #offerAgainAt = 0;

  constructor(clientId: string, quota: IngestQuota, store: SeriesStore, now: number) {
    this.#clientId = clientId;
    this.#quota = quota;
    this.#store = store;
    this.usedAt = now;
    this.#allowance = quota.samplesPerSecond * BURST_SECONDS;
    this.#allowanceAt = now;
    this.interner = new SeriesInterner({ maxSeries: quota.activeSeries, seed: randomInt(2 ** 32) });
  }

  setQuota(quota: IngestQuota): void {
    this.#quota = quota;
    this.interner.maxSeries = quota.activeSeries;
  }

  /** @throws OverRate */
  admit(now: number): void {
    const { samplesPerSecond } = this.#quota;
    const seconds = Math.max(0, now - this.#allowanceAt) / 1000;
    this.#allowanceAt = now;
    this.#allowance = Math.min(
      samplesPerSecond * BURST_SECONDS,
      this.#allowance + seconds * samplesPerSecond,
    );
    if (this.#allowance <= 0)
      throw new OverRate(Math.max(1, Math.ceil((1 - this.#allowance) / samplesPerSecond)));
  }

  charge(samples: number): void {
    this.#allowance -= samples;
  }

  async append(columns: Columns, now: number): Promise<Outcome> {
    const { batch } = columns;
    const outcome: Outcome = {
      accepted: 0,
      tooOld: 0,
      tooNew: 0,
      duplicate: 0,
      overLimit: 0,
      invalid: 0,
      problem: '',
    };
    this.#makeRoom();
    this.#dropContradictions(batch, now, outcome);
    if (columns.refs.length < batch.count) columns.refs = new Uint32Array(batch.refs.length);
    const { refs } = columns;
    for (let from = 0; from < batch.count; from += SERIES_LIMITS.batch)
      await this.#appendPart(
        batch,
        refs,
        from,
        Math.min(batch.count, from + SERIES_LIMITS.batch),
        now,
        outcome,
      );
    return outcome;
  }

  async #appendPart(
    batch: SampleBatch,
    refs: Uint32Array,
    from: number,
    to: number,
    now: number,
    outcome: Outcome,
  ): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      await this.#resolve(batch, from, to, now);
      for (let index = from; index < to; index++) refs[index] = this.#refs[batch.refs[index]!]!;
      try {
        const result = await this.#store.append(this.#clientId, {
          generation: this.#storeGeneration,
          length: to - from,
          refs: refs.subarray(from, to),
          times: batch.times.subarray(from, to),
          values: batch.values.subarray(from, to),
        });
        outcome.accepted += result.accepted;
        outcome.tooOld += result.tooOld;
        outcome.tooNew += result.tooNew;
        outcome.overLimit += result.refused;
        return;
      } catch (error) {
        const again = error instanceof AppError && (error.code as string) === 'RA_SERIES_GENERATION';
        if (!again || attempt === ATTEMPTS) throw error;
        this.#refs.fill(0);
      }
    }
  }

  /** Asks the store for the numbers of series that it was not asked for yet. */
  async #resolve(batch: SampleBatch, from: number, to: number, now: number): Promise<void> {
    const known = this.#refs;
    const missing = new Set<number>();
    for (let index = from; index < to; index++) {
      const ref = batch.refs[index]!;
      if (known[ref] === 0) missing.add(ref);
    }
    if (missing.size === 0) return;
    // What the store refused is asked again now and then, not with every message.
    if (now < this.#offerAgainAt && [...missing].every((ref) => this.#refused.has(ref))) return;
    const wanted = [...missing];
    const answer: Resolution = await this.#store.resolve(
      this.#clientId,
      wanted.map((ref) => seriesKey(this.interner.labelsOf(ref)!)),
    );
    if (answer.generation !== this.#storeGeneration) {
      this.#refs.fill(0);
      this.#storeGeneration = answer.generation;
    }
    this.#refused.clear();
    for (const [index, ref] of wanted.entries()) {
      this.#refs[ref] = answer.refs[index]!;
      if (answer.refs[index] === 0) this.#refused.add(ref);
    }
    if (this.#refused.size > 0) this.#offerAgainAt = now + OFFER_AGAIN_MS;
    // The change of generation may have voided numbers of this very message.
    for (let index = from; index < to; index++) {
      const ref = batch.refs[index]!;
      if (this.#refs[ref] === 0 && !this.#refused.has(ref)) return this.#resolve(batch, from, to, now);
    }
  }
  readonly #refused = new Set<number>();

  #makeRoom(): void {
    if (this.interner.generation !== this.#internerGeneration) {
      this.#internerGeneration = this.interner.generation;
      this.#refs.fill(0);
      this.#refused.clear();
      this.#newestAt.fill(0);
    }
    const { capacity } = this.interner;
    if (capacity <= this.#refs.length) return;
    const size = Math.max(capacity, this.#refs.length * 2);
    const refs = new Uint32Array(size);
    refs.set(this.#refs);
    this.#refs = refs;
    const newestAt = new Float64Array(size);
    newestAt.set(this.#newestAt);
    this.#newestAt = newestAt;
    const newestBits = new Uint32Array(2 * size);
    newestBits.set(this.#newestBits);
    this.#newestBits = newestBits;
  }

  /**
   * Takes out samples that give the newest time of their series another value. The store would keep the first value and
   * say nothing; a sender has to hear of it. The same value again is a repetition and fine.
   */
  #dropContradictions(batch: SampleBatch, now: number, outcome: Outcome): void {
    const { refs, times, words } = batch;
    const latest = now + SERIES_LIMITS.futureMs;
    const newestAt = this.#newestAt;
    const newestBits = this.#newestBits;
    let kept = 0;
    for (let index = 0; index < batch.count; index++) {
      const ref = refs[index]!;
      const time = times[index]!;
      const low = words[2 * index]!;
      const high = words[2 * index + 1]!;
      const newest = newestAt[ref]!;
      if (time === newest) {
        if (newestBits[2 * ref] !== low || newestBits[2 * ref + 1] !== high) {
          outcome.duplicate++;
          continue;
        }
      } else if (time > newest && time <= latest) {
        newestAt[ref] = time;
        newestBits[2 * ref] = low;
        newestBits[2 * ref + 1] = high;
      }
      if (kept !== index) {
        refs[kept] = ref;
        times[kept] = time;
        words[2 * kept] = low;
        words[2 * kept + 1] = high;
      }
      kept++;
    }
    batch.count = kept;
  }
}

/** Labels under which the store addresses its own things. */
const RESERVED: ReadonlySet<string> = new Set(['asset', 'check']);

function seriesKey(labels: Labels): SeriesKey {
  const found: [string, string][] = [];
  let name = '';
  for (const [label, value] of labels) {
    if (label === '__name__') name = value;
    // As Prometheus does with labels that would hide its own.
    else found.push([RESERVED.has(label) ? `exported_${label}` : label, value]);
  }
  return { name, labels: Object.fromEntries(found) };
}

/** For decoders that bring their labels as text: puts one sample into the batch, or counts why not. */
export function putSample(
  interner: SeriesInterner,
  batch: SampleBatch,
  decoded: Decoded,
  labels: [string, string][],
  time: number,
  value: number | undefined,
  now: number,
): boolean {
  const ref = interner.findLabels(labels, 'utf8', now);
  if (ref >= 0) {
    if (value === undefined) batch.push(ref, time, 2, 0x7ff0_0000);
    else batch.pushValue(ref, time, value);
    return true;
  }
  if (ref === REJECTED_LABELS) {
    decoded.invalidLabels++;
    decoded.problem ||= interner.problem;
  } else decoded.overLimit++;
  return false;
}
