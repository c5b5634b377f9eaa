import { malformed, WireError } from './errors.ts';

/** Takes one sample of a scrape. `time` is undefined when the exporter leaves it to whoever asks (the usual case). */
export type TakeScraped = (labels: [string, string][], value: number, time: number | undefined) => void;

export interface ExpositionSummary {
  samples: number;
  /** Metric names with their type, as `# TYPE` lines say. */
  types: Map<string, string>;
}

export type ExpositionFormat = 'text' | 'openmetrics';

/** By the Content-Type of an answer; anything else is read as text, as Prometheus did for years. */
export const expositionFormat = (contentType: string): ExpositionFormat =>
  /^\s*application\/openmetrics-text\s*(;|$)/i.test(contentType) ? 'openmetrics' : 'text';

const MAX_LINE = 65_536;
const SPACE = /[ \t]*/y;
const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const LABEL = /[a-zA-Z_][a-zA-Z0-9_]*/y;
const WORD = /[^ \t]+/y;

/**
 * Reads Prometheus text (0.0.4, and 1.0.0 with quoted UTF-8 names) or OpenMetrics 1.0 line by line. Times are seconds
 * in OpenMetrics and milliseconds in text. Exemplars are read past.
 * @param maxSamples more than that is refused: an exporter has no business to explode
 * @throws WireError with the number of the line
 */
export function parseExposition(
  text: string,
  format: ExpositionFormat,
  take: TakeScraped,
  maxSamples = 100_000,
): ExpositionSummary {
  const summary: ExpositionSummary = { samples: 0, types: new Map() };
  let number = 0;
  let ended = false;
  for (let start = 0; start < text.length; ) {
    let end = text.indexOf('\n', start);
    if (end === -1) end = text.length;
    const line = text.slice(start, text[end - 1] === '\r' && end > start ? end - 1 : end);
    start = end + 1;
    number++;
    if (line.length > MAX_LINE) throw malformed(`Line ${number} is longer than ${MAX_LINE} characters.`);
    if (ended) throw malformed(`Line ${number} stands behind # EOF.`);
    if (line.trim() === '') {
      if (format === 'openmetrics') throw malformed(`Line ${number} is empty.`);
      continue;
    }
    const first = line.trimStart();
    if (first.startsWith('#')) {
      const [, kind, name = '', rest = ''] = /^#\s*(\S+)\s*(\S*)\s*(.*)$/.exec(first) ?? [];
      if (kind === 'TYPE') summary.types.set(name, rest);
      ended = format === 'openmetrics' && first === '# EOF';
      continue;
    }
    if (++summary.samples > maxSamples) throw new WireError('too-large', `More than ${maxSamples} samples.`);
    const problem = new Line(first, format).read(take);
    if (problem !== undefined) throw malformed(`Line ${number}: ${problem}.`);
  }
  if (format === 'openmetrics' && !ended) throw malformed('The answer was cut off: # EOF is missing.');
  return summary;
}

class Line {
  readonly #text: string;
  readonly #format: ExpositionFormat;
  #at = 0;

  constructor(text: string, format: ExpositionFormat) {
    this.#text = text;
    this.#format = format;
  }

  /** What is wrong, if anything. */
  read(take: TakeScraped): string | undefined {
    const labels: [string, string][] = [];
    const name = this.#match(NAME);
    if (name) labels.push(['__name__', name]);
    this.#match(SPACE);
    if (this.#text[this.#at] === '{') {
      const problem = this.#labels(labels);
      if (problem) return problem;
    }
    if (!labels.some(([label]) => label === '__name__')) return 'no metric name';
    this.#match(SPACE);
    const value = number(this.#match(WORD) ?? '');
    if (value === undefined) return 'the value is not a number';
    this.#match(SPACE);
    let time: number | undefined;
    if (this.#at < this.#text.length && this.#text[this.#at] !== '#') {
      const stamp = number(this.#match(WORD) ?? '');
      if (stamp === undefined || !Number.isFinite(stamp)) return 'the timestamp is not a number';
      if (this.#format === 'text' && !Number.isInteger(stamp)) return 'the timestamp is not a number';
      time = this.#format === 'text' ? stamp : Math.floor(stamp * 1000);
      this.#match(SPACE);
    }
    const rest = this.#text.slice(this.#at).trimEnd();
    // What is left may only be an exemplar.
    if (rest !== '' && !(this.#format === 'openmetrics' && rest.startsWith('# {')))
      return 'something follows the value';
    take(labels, value, time);
    return undefined;
  }

  #labels(into: [string, string][]): string | undefined {
    this.#at++;
    for (let first = true; ; first = false) {
      this.#match(SPACE);
      if (this.#text[this.#at] === '}') break;
      if (!first) {
        if (this.#text[this.#at] !== ',') return 'a comma is missing between labels';
        this.#at++;
        this.#match(SPACE);
        if (this.#text[this.#at] === '}') break;
      }
      const quoted = this.#text[this.#at] === '"';
      const name = quoted ? this.#quoted() : this.#match(LABEL);
      if (!name) return 'a label has no name';
      this.#match(SPACE);
      if (this.#text[this.#at] !== '=') {
        // Only the metric's own name may stand alone, in quotes.
        if (!quoted || into.some(([label]) => label === '__name__')) return 'a label has no value';
        into.unshift(['__name__', name]);
        continue;
      }
      this.#at++;
      this.#match(SPACE);
      const value = this.#quoted();
      if (value === undefined) return 'a label value is not in quotes';
      if (into.some(([label]) => label === name)) return 'two labels of the same name';
      // An empty value says the same as no label.
      if (value !== '') into.push([name, value]);
    }
    this.#at++;
    return undefined;
  }

  #quoted(): string | undefined {
    const text = this.#text;
    if (text[this.#at] !== '"') return undefined;
    let value = '';
    let from = this.#at + 1;
    for (let index = from; index < text.length; index++) {
      if (text[index] === '"') {
        this.#at = index + 1;
        return value + text.slice(from, index);
      }
      if (text[index] !== '\\') continue;
      const escaped = text[index + 1];
      value += text.slice(from, index);
      // An unknown escape is taken as it stands.
      value += escaped === 'n' ? '\n' : escaped === '\\' || escaped === '"' ? escaped : `\\${escaped ?? ''}`;
      index++;
      from = index + 1;
    }
    return undefined;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found || undefined;
  }
}

function number(text: string): number | undefined {
  if (/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text)) return Number(text);
  if (/^[-+]?inf(inity)?$/i.test(text))
    return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return /^nan$/i.test(text) ? Number.NaN : undefined;
}
