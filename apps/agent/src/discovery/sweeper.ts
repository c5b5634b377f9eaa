import type { AgentConfig, SweepCode, SweepOrder, SweepReport } from '@rettungsanker/protocol';
import { monotonicMs } from '../clock.ts';
import { readSmallFile, writePrivateFile } from '../data/files.ts';
import { parseJson } from '../data/identity.ts';
import { reasonOf } from '../errors.ts';
import type { Log } from '../log.ts';
import { weightOf } from './report.ts';
import type { Sweep } from './sweep.ts';

/** How often what is known so far is told at most, and how much of it: large reports come more seldom. */
const REPORT_MS = 2_000;
const BYTES_PER_SECOND = 32 * 1024;

export interface SweeperOptions {
  /** The owner of this host allows it. */
  allowed: boolean;
  /** Remembers the order that was carried out. */
  file: string;
  log: Log;
  /** Somebody hears what is told on the way. */
  online(): boolean;
  report(report: SweepReport): void;
  /** The last report is told: it has to be safe before the order is remembered as carried out. */
  finished(): void;
}

/** Carries out the order of the configuration once: a sweep that is done is not repeated, one that was cut off is. */
export class Sweeper {
  readonly #options: SweeperOptions;
  #key: string | undefined;
  #stop: AbortController | undefined;
  #sweep: Sweep | undefined;

  constructor(options: SweeperOptions) {
    this.#options = options;
  }

  /** Starts, goes on, or ends what is no longer wanted or wanted otherwise. */
  assign({ sweep: order, networks }: AgentConfig): void {
    const key = order && JSON.stringify([order, networks]);
    if (key === this.#key) return;
    this.#key = key;
    this.stop();
    if (order === undefined || order.id === this.#lastDone()) return;
    this.#stop = new AbortController();
    void this.#carryOut(order, networks, this.#stop.signal);
  }

  stop(): void {
    this.#stop?.abort();
    this.#stop = undefined;
  }

  /** For people: how far it is; undefined when there is none. */
  describe(): string | undefined {
    return this.#sweep && `a sweep of the neighbourhood is running, ${this.#sweep.percent} %`;
  }

  async #carryOut(order: SweepOrder, declared: readonly string[], signal: AbortSignal): Promise<void> {
    const { log, report, finished } = this.#options;
    let last: SweepReport;
    try {
      last = await this.#look(order, declared, signal);
      // Withdrawn at the last moment, or the buffer is being closed.
      signal.throwIfAborted();
    } catch (error) {
      if (signal.aborted) return log.info('A sweep of the neighbourhood was stopped.');
      last = nothingOf(order, 'failed', 'RA_DISCOVERY_FAILED', reasonOf(error).slice(0, 200));
    }
    report(last);
    finished();
    this.#remember(order.id);
    log.info('A sweep of the neighbourhood has ended.', {
      state: last.state,
      code: last.code,
      neighbours: last.neighbours.length,
      links: last.links.length,
    });
  }

  /** @throws the reason of the signal; whatever else is no fault of the neighbourhood */
  async #look(order: SweepOrder, declared: readonly string[], signal: AbortSignal): Promise<SweepReport> {
    if (!this.#options.allowed) return nothingOf(order, 'refused', 'RA_DISCOVERY_NOT_ALLOWED', NOT_ALLOWED);
    // Loaded where there is something to look for only.
    const { Sweep } = await import('./sweep.ts');
    const sweep = new Sweep({ order, declared });
    this.#sweep = sweep;
    this.#options.log.info('A sweep of the neighbourhood begins.', {
      networks: sweep.running().networks.join(', ') || undefined,
    });
    const timer = this.#tellOnTheWay(sweep);
    try {
      return await sweep.run(signal);
    } finally {
      clearInterval(timer);
      if (this.#sweep === sweep) this.#sweep = undefined;
    }
  }

  #tellOnTheWay(sweep: Sweep): NodeJS.Timeout {
    let told = -1;
    let notBefore = 0;
    return setInterval(() => {
      const now = monotonicMs();
      if (now < notBefore || sweep.changes === told || !this.#options.online()) return;
      told = sweep.changes;
      const report = sweep.running();
      notBefore = now + (1000 * weightOf(report)) / BYTES_PER_SECOND;
      this.#options.report(report);
    }, REPORT_MS);
  }

  #lastDone(): string | undefined {
    const kept = parseJson(readSmallFile(this.#options.file) ?? '');
    return kept !== null && typeof kept === 'object' && 'id' in kept && typeof kept.id === 'string'
      ? kept.id
      : undefined;
  }

  #remember(id: string): void {
    try {
      writePrivateFile(this.#options.file, JSON.stringify({ id }));
    } catch (error) {
      // It would be repeated after a restart, which harms nobody.
      this.#options.log.warn('The end of a sweep could not be saved.', { reason: reasonOf(error) });
    }
  }
}

const NOT_ALLOWED =
  'the owner of this host does not allow discovery: agent.toml needs "discovery = true" below [allow]';

function nothingOf(
  { id }: SweepOrder,
  state: SweepReport['state'],
  code: SweepCode,
  message: string,
): SweepReport {
  const nothing = { networks: [], percent: 0, neighbours: [], links: [] };
  return { sweepId: id, at: Date.now(), state, code, message, ...nothing };
}
