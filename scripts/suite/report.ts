import type { run } from 'node:test';
import { inspect, stripVTControlCharacters } from 'node:util';

type Events = ReturnType<typeof run>;

const COUNTED = ['tests', 'suites', 'passed', 'failed', 'cancelled', 'skipped', 'todo'] as const;
/** What node:test calls these numbers in its own summary. */
const NAMES = {
  tests: 'tests',
  suites: 'suites',
  passed: 'pass',
  failed: 'fail',
  cancelled: 'cancelled',
  skipped: 'skipped',
  todo: 'todo',
};

/** Quiet while all is well: failures at once, what was skipped and why, a line of progress now and then. */
export class Report {
  readonly #started = Date.now();
  readonly #counts = Object.fromEntries(COUNTED.map((name) => [name, 0])) as Record<
    (typeof COUNTED)[number],
    number
  >;
  readonly #failures: string[] = [];
  readonly #skipped = new Map<string, number>();
  readonly #files: { file: string; ms: number }[] = [];

  get failed(): boolean {
    return this.#failures.length > 0;
  }

  fail(what: string): void {
    this.#failures.push(what);
  }

  /** Follows the run of one file to its end. */
  async follow(file: string, events: Events): Promise<void> {
    let output = '';
    for await (const event of events) {
      if (event.type === 'test:pass' && event.data.skip !== undefined) this.#skip(event.data.skip);
      if (event.type === 'test:fail') this.#failure(file, event.data);
      if (event.type === 'test:stderr' || event.type === 'test:stdout') output += event.data.message;
      // The summary of the run; that of a file, which says the same, carries its name.
      if (event.type === 'test:summary' && event.data.file === undefined) {
        const { counts, duration_ms: ms, success } = event.data;
        for (const name of COUNTED) this.#counts[name] += counts[name];
        this.#files.push({ file, ms });
        if (!success && output !== '') console.log(indent(tail(output)));
      }
    }
  }

  #skip(reason: string | boolean): void {
    const text = typeof reason === 'string' && reason !== '' ? reason : 'no reason given';
    this.#skipped.set(text, (this.#skipped.get(text) ?? 0) + 1);
  }

  #failure(file: string, data: Extract<Event, { type: 'test:fail' }>['data']): void {
    const error = data.details.error as Error & { failureType?: string; cause?: unknown };
    // A suite that fails because a test in it did says nothing new.
    if (error.failureType === 'subtestsFailed') return;
    this.#failures.push(`${file}: ${data.name}`);
    console.log(`✖ ${file}${data.line ? `:${data.line}` : ''} ${data.name}`);
    const text =
      error.failureType === 'testAborted' ? 'took too long and was ended' : describe(error.cause ?? error);
    console.log(indent(stripVTControlCharacters(text)));
  }

  /** The last lines are those of node:test's own summary, over all runs. */
  close(): void {
    for (const [reason, count] of this.#skipped) console.log(`skipped ${count}: ${reason}`);
    const slowest = this.#files.sort((x, y) => y.ms - x.ms).slice(0, 12);
    if (slowest.length > 0)
      console.log(`slowest: ${slowest.map(({ file, ms }) => `${file} ${seconds(ms)}`).join(', ')}`);
    if (this.failed) console.log(`\nfailed:\n${this.#failures.map((name) => `  ✖ ${name}`).join('\n')}`);
    console.log(
      `\n${this.failed ? '✖ failed' : '✔ all passed'} after ${seconds(Date.now() - this.#started)}`,
    );
    for (const name of COUNTED) console.log(`ℹ ${NAMES[name]} ${this.#counts[name]}`);
    console.log(`ℹ duration_ms ${Date.now() - this.#started}`);
  }
}

type Event = Events extends AsyncIterable<infer E> ? E : never;

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
/** Counterexamples of properties can be endless; what matters stands at the beginning. */
const LONGEST_LINE = 1000;
const indent = (text: string): string =>
  text
    .split('\n')
    .map((line) => `    ${line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)} …` : line}`)
    .join('\n');
const describe = (error: unknown): string =>
  typeof error === 'string' ? error : inspect(error, { depth: 4 });
const tail = (text: string): string => text.trimEnd().split('\n').slice(-40).join('\n');
