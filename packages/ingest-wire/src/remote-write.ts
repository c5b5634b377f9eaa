import type { SampleBatch } from './batch.ts';
import { malformed } from './errors.ts';
import {
  LabelWriter,
  MAX_LABEL_BYTES,
  REJECTED_LABELS,
  type SeriesInterner,
  tooManyLabels,
} from './interner.ts';
import type { NameRules } from './labels.ts';
import { FIXED64, LENGTH, ProtoReader, VARINT } from './protobuf.ts';

/** What one request held beside the samples that were put into the batch. */
export interface WriteSummary {
  /** Samples that were read, accepted or not. */
  samples: number;
  /** Samples of series whose labels are not valid, and the first reason. */
  invalidLabels: number;
  problem: string;
  /** Samples of new series beyond the limit. */
  overLimit: number;
  /** Native histograms are read past and never stored. */
  histograms: number;
  exemplars: number;
  /** Series with neither samples nor histograms, which 2.0 forbids. */
  emptySeries: number;
}

export const emptySummary = (): WriteSummary => ({
  samples: 0,
  invalidLabels: 0,
  problem: '',
  overLimit: 0,
  histograms: 0,
  exemplars: 0,
  emptySeries: 0,
});

/**
 * Decodes remote write 1.0 (prometheus.WriteRequest) and 2.0 (io.prometheus.write.v2.Request) into a SampleBatch. The
 * path for each series allocates nothing once the series is known. Keep one for many requests; it is not reentrant.
 */
export class RemoteWriteDecoder {
  readonly #reader = new ProtoReader();
  readonly #labels = new LabelWriter();
  #symbolStarts = new Int32Array(1024);
  #symbolEnds = new Int32Array(1024);
  #symbols = 0;

  /**
   * @param now Unix milliseconds, for the age of series
   * @throws WireError; what was put into the batch until then is to be dropped
   */
  decode1(bytes: Uint8Array, interner: SeriesInterner, batch: SampleBatch, now: number): WriteSummary {
    const reader = this.#reader.open(bytes);
    const summary = emptySummary();
    interner.start();
    while (reader.next(bytes.length)) {
      // Field 3 is metadata, which senders transmit on their own and nobody stores here.
      if (reader.field === 1) this.#series1(reader.block(bytes.length), interner, batch, summary, now);
      else reader.skip(bytes.length);
    }
    return summary;
  }

  /** @see decode1 */
  decode2(bytes: Uint8Array, interner: SeriesInterner, batch: SampleBatch, now: number): WriteSummary {
    const reader = this.#reader.open(bytes);
    const end = bytes.length;
    const summary = emptySummary();
    this.#readSymbols(end);
    interner.start();
    reader.at = 0;
    while (reader.next(end)) {
      if (reader.field === 5) this.#series2(reader.block(end), interner, batch, summary, now);
      else reader.skip(end);
    }
    return summary;
  }

  #series1(
    end: number,
    interner: SeriesInterner,
    batch: SampleBatch,
    summary: WriteSummary,
    now: number,
  ): void {
    const reader = this.#reader;
    const start = reader.at;
    const expected = interner.expect(reader.bytes, reader.view, start, end, 'classic', now);
    if (expected >= 0 && this.#onlySample(interner.expectedEnd, end, expected, batch)) {
      summary.samples++;
      return;
    }
    reader.at = start;
    let labelsEnd = start;
    let scattered = false;
    // Labels come first from every known sender; the format allows any order, so all fields are looked at.
    for (let fieldStart = start; reader.next(end); fieldStart = reader.at) {
      if (reader.field === 1 && fieldStart === labelsEnd) {
        labelsEnd = reader.block(end);
        reader.at = labelsEnd;
        continue;
      }
      scattered ||= reader.field === 1;
      reader.skip(end);
    }
    const ref = scattered
      ? this.#scattered(start, end, interner, now)
      : this.#find(reader.bytes, reader.view, start, labelsEnd, interner, 'classic', now);
    reader.at = scattered ? start : labelsEnd;
    const before = summary.samples;
    while (reader.next(end)) {
      if (reader.field === 2) this.#sample(reader.block(end), ref, batch, summary);
      else {
        if (reader.field === 3) summary.exemplars++;
        else if (reader.field === 4) summary.histograms++;
        reader.skip(end);
      }
    }
    this.#count(ref, summary.samples - before, interner, summary);
  }

  /**
   * Nearly every series is labels and one sample in the order of the schema. Takes just that: field 2 to the end, in it
   * field 1 (value) and field 2 (time); anything else is left to the general way.
   */
  #onlySample(at: number, end: number, ref: number, batch: SampleBatch): boolean {
    const { bytes, view } = this.#reader;
    const shape =
      end - at >= 13 &&
      end - at < 128 &&
      bytes[at] === 0x12 &&
      bytes[at + 1] === end - at - 2 &&
      bytes[at + 2] === 0x09 &&
      bytes[at + 11] === 0x10;
    if (!shape) return false;
    this.#reader.at = at + 12;
    const time = this.#reader.int64(end);
    if (this.#reader.at !== end) return false;
    batch.push(ref, time, view.getUint32(at + 3, true), view.getUint32(at + 7, true));
    return true;
  }

  #scattered(start: number, end: number, interner: SeriesInterner, now: number): number {
    const reader = this.#reader;
    const labels = this.#labels;
    labels.reset();
    reader.at = start;
    for (let fieldStart = start; reader.next(end); fieldStart = reader.at) {
      const { field } = reader;
      reader.skip(end);
      if (field === 1) labels.raw(reader.bytes, fieldStart, reader.at);
    }
    return interner.find(labels.bytes, labels.view, 0, labels.at, 'classic', now);
  }

  #find(
    bytes: Uint8Array,
    view: DataView,
    start: number,
    end: number,
    interner: SeriesInterner,
    rules: NameRules,
    now: number,
  ): number {
    if (end - start > MAX_LABEL_BYTES) throw tooManyLabels();
    return interner.find(bytes, view, start, end, rules, now);
  }

  #sample(end: number, ref: number, batch: SampleBatch, summary: WriteSummary): void {
    const reader = this.#reader;
    let low = 0;
    let high = 0;
    let time = 0;
    while (reader.next(end)) {
      if (reader.field === 1) {
        reader.expect(FIXED64);
        if (end - reader.at < 8) throw malformed('A number is cut off.');
        low = reader.view.getUint32(reader.at, true);
        high = reader.view.getUint32(reader.at + 4, true);
        reader.at += 8;
      } else if (reader.field === 2) {
        reader.expect(VARINT);
        time = reader.int64(end);
      } else reader.skip(end);
    }
    summary.samples++;
    if (ref >= 0) batch.push(ref, time, low, high);
  }

  #count(ref: number, samples: number, interner: SeriesInterner, summary: WriteSummary): void {
    if (ref >= 0) return;
    if (ref !== REJECTED_LABELS) summary.overLimit += samples;
    else {
      summary.invalidLabels += samples;
      summary.problem ||= interner.problem;
    }
  }

  #readSymbols(end: number): void {
    const reader = this.#reader;
    this.#symbols = 0;
    while (reader.next(end)) {
      if (reader.field !== 4) {
        reader.skip(end);
        continue;
      }
      const until = reader.block(end);
      if (this.#symbols === this.#symbolStarts.length) this.#moreSymbols();
      this.#symbolStarts[this.#symbols] = reader.at;
      this.#symbolEnds[this.#symbols++] = until;
      reader.at = until;
    }
    if (this.#symbols > 0 && this.#symbolEnds[0] !== this.#symbolStarts[0])
      throw malformed('The first symbol is not empty.');
  }

  #moreSymbols(): void {
    const starts = new Int32Array(this.#symbolStarts.length * 2);
    starts.set(this.#symbolStarts);
    this.#symbolStarts = starts;
    const ends = new Int32Array(this.#symbolEnds.length * 2);
    ends.set(this.#symbolEnds);
    this.#symbolEnds = ends;
  }

  #series2(
    end: number,
    interner: SeriesInterner,
    batch: SampleBatch,
    summary: WriteSummary,
    now: number,
  ): void {
    const reader = this.#reader;
    const labels = this.#labels;
    const start = reader.at;
    labels.reset();
    let odd = -1;
    while (reader.next(end)) {
      if (reader.field !== 1) reader.skip(end);
      else if (reader.wire === LENGTH) {
        const until = reader.block(end);
        while (reader.at < until) odd = this.#reference(odd, reader.uint32(until));
      } else {
        // Repeated numbers may also come one by one (protobuf.dev, packed).
        reader.expect(VARINT);
        odd = this.#reference(odd, reader.uint32(end));
      }
    }
    if (odd !== -1) throw malformed('A label has a name and no value.');
    const ref = interner.find(labels.bytes, labels.view, 0, labels.at, 'utf8', now);
    reader.at = start;
    const before = summary.samples;
    let histograms = 0;
    while (reader.next(end)) {
      if (reader.field === 2) this.#sample(reader.block(end), ref, batch, summary);
      else {
        if (reader.field === 3) histograms++;
        else if (reader.field === 4) summary.exemplars++;
        reader.skip(end);
      }
    }
    summary.histograms += histograms;
    const samples = summary.samples - before;
    if (samples + histograms === 0) summary.emptySeries++;
    this.#count(ref, samples, interner, summary);
  }

  /** Takes names and values in turn; the return value is the name that waits for its value, or -1. */
  #reference(name: number, symbol: number): number {
    if (symbol >= this.#symbols) throw malformed('A reference points behind the symbols.');
    if (name === -1) return symbol;
    this.#labels.label(
      this.#reader.bytes,
      this.#symbolStarts[name]!,
      this.#symbolEnds[name]!,
      this.#symbolStarts[symbol]!,
      this.#symbolEnds[symbol]!,
    );
    return -1;
  }
}
