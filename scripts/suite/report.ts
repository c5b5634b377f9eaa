import { relative } from 'node:path';
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

const PROGRESS_MS = 10_000;

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

  /** Follows one run of test files to its end. */
  async follow(events: Events, title: string, files: number): Promise<void> {
    const started = Date.now();
    let done = 0;
    const output = new Map<string, string>();
    const progress = setInterval(() => {
      console.log(`  ${title}: ${done} of ${files} files, ${seconds(Date.now() - started)}`);
    }, PROGRESS_MS);
    for await (const event of events) {
      if (event.type === 'test:pass' && event.data.skip !== undefined) this.#skip(event.data.skip);
      if (event.type === 'test:fail') this.#failure(event.data, title);
      if (event.type === 'test:stderr' || event.type === 'test:stdout') {
        const { file, message } = event.data;
        output.set(file, (output.get(file) ?? '') + message);
      }
      if (event.type === 'test:summary') {
        const { file, counts, duration_ms: ms, success } = event.data;
        if (file !== undefined) {
          done++;
          this.#files.push({ file: relative(process.cwd(), file), ms });
          if (!success && output.has(file)) console.log(indent(tail(output.get(file)!)));
        } else for (const name of COUNTED) this.#counts[name] += counts[name];
      }
    }
    clearInterval(progress);
    console.log(`  ${title}: ${files} files, ${seconds(Date.now() - started)}`);
  }

  #skip(reason: string | boolean): void {
    const text = typeof reason === 'string' && reason !== '' ? reason : 'no reason given';
    this.#skipped.set(text, (this.#skipped.get(text) ?? 0) + 1);
  }

  #failure(data: Extract<Event, { type: 'test:fail' }>['data'], title: string): void {
    const error = data.details.error as Error & { failureType?: string; cause?: unknown };
    // A suite that fails because a test in it did says nothing new.
    if (error.failureType === 'subtestsFailed') return;
    const where = data.file ? relative(process.cwd(), data.file) : title;
    this.#failures.push(`${where}: ${data.name}`);
    console.log(`✖ ${where}${data.line ? `:${data.line}` : ''} ${data.name}`);
    console.log(indent(stripVTControlCharacters(describe(error.cause ?? error))));
  }

  /** The last lines are those of node:test's own summary, over all runs. */
  close(): void {
    for (const [reason, count] of this.#skipped) console.log(`skipped ${count}: ${reason}`);
    const slowest = this.#files.sort((x, y) => y.ms - x.ms).slice(0, 5);
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
const indent = (text: string): string => text.replaceAll(/^/gm, '    ');
const describe = (error: unknown): string =>
  typeof error === 'string' ? error : inspect(error, { depth: 4 });
const tail = (text: string): string => text.trimEnd().split('\n').slice(-40).join('\n');
