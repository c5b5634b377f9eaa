/**
 * Counters, gauges and histograms in the text format of Prometheus (exposition format 0.0.4). Small on purpose:
 * nothing here knows what is counted.
 */
export type Labels = Readonly<Record<string, string>>;

export interface Counter {
  add(amount?: number, labels?: Labels): void;
}
export interface Histogram {
  observe(value: number, labels?: Labels): void;
}
/** Asked when somebody reads the metrics. */
export type GaugeReader = () => number | readonly { labels: Labels; value: number }[];

export interface Registry {
  counter(name: string, help: string): Counter;
  /** For what is counted elsewhere already; `counter` when it only ever grows. */
  gauge(name: string, help: string, read: GaugeReader, type?: 'gauge' | 'counter'): void;
  /** @param buckets upper bounds, rising; +Inf is added */
  histogram(name: string, help: string, buckets: readonly number[]): Histogram;
  render(): string;
}

/** More series of one metric than this are a mistake in its labels; further ones are dropped. */
const SERIES_LIMIT = 2000;

export function createRegistry(): Registry {
  const metrics = new Map<string, { help: string; type: string; lines: () => string[] }>();
  const add = (name: string, help: string, type: string, lines: () => string[]): void => {
    if (metrics.has(name)) throw new Error(`The metric ${name} exists already.`);
    metrics.set(name, { help, type, lines });
  };
  return {
    counter(name, help) {
      const values = new Map<string, number>();
      add(name, help, 'counter', () => [...values].map(([labels, value]) => `${name}${labels} ${value}`));
      return {
        add(amount = 1, labels = {}) {
          const key = format(labels);
          if (values.has(key) || values.size < SERIES_LIMIT) values.set(key, (values.get(key) ?? 0) + amount);
        },
      };
    },
    gauge(name, help, read, type = 'gauge') {
      add(name, help, type, () => {
        const result = read();
        const series = typeof result === 'number' ? [{ labels: {}, value: result }] : result;
        return series.map(({ labels, value }) => `${name}${format(labels)} ${number(value)}`);
      });
    },
    histogram(name, help, buckets) {
      const series = new Map<string, { labels: Labels; counts: number[]; sum: number }>();
      add(name, help, 'histogram', () =>
        [...series.values()].flatMap(({ labels, counts, sum }) => {
          let total = 0;
          const lines = counts.map((count, i) => {
            total += count;
            return `${name}_bucket${format({ ...labels, le: number(buckets[i] ?? Number.POSITIVE_INFINITY) })} ${total}`;
          });
          return [...lines, `${name}_sum${format(labels)} ${sum}`, `${name}_count${format(labels)} ${total}`];
        }),
      );
      return {
        observe(value, labels = {}) {
          const key = format(labels);
          let entry = series.get(key);
          if (!entry) {
            if (series.size >= SERIES_LIMIT) return;
            entry = { labels, counts: new Array<number>(buckets.length + 1).fill(0), sum: 0 };
            series.set(key, entry);
          }
          const bucket = buckets.findIndex((bound) => value <= bound);
          entry.counts[bucket === -1 ? buckets.length : bucket]! += 1;
          entry.sum += value;
        },
      };
    },
    render() {
      const blocks = [...metrics].map(([name, { help, type, lines }]) =>
        [
          `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
          `# TYPE ${name} ${type}`,
          ...lines(),
        ].join('\n'),
      );
      return `${blocks.join('\n')}\n`;
    },
  };
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n' };

function format(labels: Labels): string {
  const pairs = Object.entries(labels).map(
    ([key, value]) => `${key}="${value.replaceAll(/[\\"\n]/g, (character) => ESCAPES[character]!)}"`,
  );
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function number(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  return Number.isNaN(value) ? 'NaN' : String(value);
}
