import type { InventorySection } from '@rettungsanker/protocol';
import { monotonicMs } from '../clock.ts';
import { reasonOf } from '../errors.ts';
import type { Log } from '../log.ts';
import { SECTIONS } from '../policy.ts';
import type { PrintedSection } from './line.ts';
import type { Signs } from './signs.ts';

export interface InventoryWatchOptions {
  denied: ReadonlySet<InventorySection>;
  collect: (sections: readonly InventorySection[], signal: AbortSignal) => Promise<PrintedSection[]>;
  signs: () => Signs;
  /** A section that is new or has changed: the JSON of `facts` in a batch. */
  onSection: (json: Buffer) => void;
  /** After a collection, whether it found something or not. */
  onCollected?: () => void;
  log: Log;
}

/** How often the cheap look for changes is taken. */
const LOOK_MS = 60_000;
/** What no sign announces (a new listening port, a session) is read again after this time. */
const ANYWAY_MS = 3_600_000;
const CHEAP: readonly InventorySection[] = ['services', 'sessions', 'ports', 'interfaces', 'disks'];
/** These change many times during one installation: they are read when the sign has stood still for a look. */
const PATIENT: ReadonlySet<InventorySection> = new Set(['packages', 'updates']);

/** Decides when which part of the inventory is read, and passes on what has changed. */
export class InventoryWatch {
  private readonly options: InventoryWatchOptions;
  private readonly allowed: readonly InventorySection[];
  private readonly digests = new Map<InventorySection, string>();
  private readonly wanted = new Set<InventorySection>();
  private readonly stopper = new AbortController();
  private collectedSigns: Signs = {};
  private lastSigns: Signs = {};
  private everythingAt = 0;
  private cheapAt = 0;
  private intervalMs = 86_400_000;
  private timer: NodeJS.Timeout | undefined;
  private running = false;

  constructor(options: InventoryWatchOptions) {
    this.options = options;
    this.allowed = SECTIONS.filter((section) => !options.denied.has(section));
  }

  /** Reads everything now, and then what changes. */
  start(): void {
    for (const section of this.options.denied)
      this.options.onSection(
        Buffer.from(
          JSON.stringify({ errors: { [section]: 'Forbidden by the owner of this host (agent.toml).' } }),
        ),
      );
    this.timer = setInterval(() => this.look(), LOOK_MS);
    this.collectEverything();
  }

  /** How often everything is read even though nothing seems to have changed. */
  setInterval(ms: number): void {
    this.intervalMs = ms;
  }

  /** Reads everything and passes all of it on, changed or not. */
  resend(): void {
    this.digests.clear();
    this.collectEverything();
  }

  /** What was passed on got lost: the next collection passes everything on again. */
  forget(): void {
    this.digests.clear();
    this.everythingAt = Number.NEGATIVE_INFINITY;
  }

  stop(): void {
    clearInterval(this.timer);
    this.stopper.abort();
  }

  /** The cheap look, once a minute. */
  look(): void {
    const signs = this.options.signs();
    for (const section of this.allowed) {
      const changed = signs[section] !== this.collectedSigns[section];
      const settled = !PATIENT.has(section) || signs[section] === this.lastSigns[section];
      if (changed && settled) this.wanted.add(section);
    }
    this.lastSigns = signs;
    const now = monotonicMs();
    if (now - this.everythingAt >= this.intervalMs) return this.collectEverything();
    if (now - this.cheapAt >= ANYWAY_MS) for (const section of CHEAP) this.want(section);
    this.collectWanted();
  }

  private collectEverything(): void {
    for (const section of SECTIONS) this.want(section);
    this.everythingAt = monotonicMs();
    this.collectWanted();
  }

  private want(section: InventorySection): void {
    if (this.allowed.includes(section)) this.wanted.add(section);
  }

  private collectWanted(): void {
    if (this.running || this.wanted.size === 0 || this.stopper.signal.aborted) return;
    this.running = true;
    const sections = this.allowed.filter((section) => this.wanted.has(section));
    this.wanted.clear();
    if (CHEAP.every((section) => sections.includes(section) || !this.allowed.includes(section)))
      this.cheapAt = monotonicMs();
    // Before the reading: what changes during it is a change that the next look sees.
    const signs = this.options.signs();
    for (const section of sections) {
      const sign = signs[section];
      if (sign === undefined) delete this.collectedSigns[section];
      else this.collectedSigns[section] = sign;
    }
    void this.collect(sections).then(() => {
      this.running = false;
      this.collectWanted();
    });
  }

  private async collect(sections: readonly InventorySection[]): Promise<void> {
    const { collect, onSection, onCollected, log } = this.options;
    try {
      for (const { section, digest, json } of await collect(sections, this.stopper.signal)) {
        if (this.stopper.signal.aborted) return;
        if (this.digests.get(section) === digest) continue;
        onSection(json);
        this.digests.set(section, digest);
      }
      onCollected?.();
    } catch (error) {
      if (this.stopper.signal.aborted) return;
      log.warn('The inventory could not be read; it is tried again.', { reason: reasonOf(error) });
      for (const section of sections) delete this.collectedSigns[section];
      this.everythingAt = Math.min(this.everythingAt, monotonicMs() - this.intervalMs + 5 * LOOK_MS);
    }
  }
}
