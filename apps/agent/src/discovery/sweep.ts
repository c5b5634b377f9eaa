import { SWEEP_LIMITS, type SweepCode, type SweepOrder, type SweepReport } from '@rettungsanker/protocol';
import { monotonicMs } from '../clock.ts';
import { reasonOf } from '../errors.ts';
import { askDevices } from './devices.ts';
import { readGreetings } from './greetings.ts';
import { knock, reassure } from './knock.ts';
import { Mdns } from './mdns.ts';
import { readNames } from './names.ts';
import { Neighbourhood } from './neighbourhood.ts';
import { type Choice, chooseNetworks, type OwnNetwork, ownNetworks, type Refusal } from './networks.ts';
import { Pace } from './pace.ts';
import { FEW_PORTS, PORTS, tryPorts } from './ports.ts';
import { fitting } from './report.ts';
import type { Stage } from './stage.ts';
import { clean } from './text.ts';

export interface SweepOptions {
  order: SweepOrder;
  /** Declared networks of the site. */
  declared: readonly string[];
  deadlineMs?: number;
  own?: readonly OwnNetwork[];
}

/** Up to how many percent each part leads. */
const PARTS = { knocking: 40, ports: 65, greetings: 70, devices: 99 } as const;

/**
 * One look at the neighbourhood. It has a pace of its own and nothing in common with checks but the sockets of the
 * host: however long it takes, no check waits for it.
 */
export class Sweep {
  readonly #options: SweepOptions;
  readonly #choice: Choice | Refusal;
  readonly #hood: Neighbourhood;
  #percent = 0;

  constructor(options: SweepOptions) {
    this.#options = options;
    const { order, declared, own = ownNetworks() } = options;
    this.#choice = chooseNetworks(own, declared, order.networks);
    this.#hood = new Neighbourhood('code' in this.#choice ? [] : this.#choice.addresses);
  }

  /** Grows with everything that is learned. */
  get changes(): number {
    return this.#hood.changes + this.#percent;
  }

  get percent(): number {
    return this.#percent;
  }

  /** What is known so far. */
  running(): SweepReport {
    return this.#report('running');
  }

  /**
   * Looks. Whatever the neighbours do, it is a report.
   * @param signal withdrawn, or the agent stops
   * @throws the reason of the signal, and only that
   */
  async run(signal: AbortSignal): Promise<SweepReport> {
    signal.throwIfAborted();
    if ('code' in this.#choice) return this.#report('refused', this.#choice.code, this.#choice.message);
    const { deadlineMs = SWEEP_LIMITS.deadlineMs } = this.#options;
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), deadlineMs);
    try {
      await this.#look(this.#choice, AbortSignal.any([signal, deadline.signal]));
      this.#percent = 100;
      return this.#hood.cut
        ? this.#report('done', 'RA_DISCOVERY_TOO_LARGE', 'not all links fit into the report')
        : this.#report('done');
    } catch (error) {
      signal.throwIfAborted();
      if (deadline.signal.aborted) {
        const message = `not finished within ${Math.round(deadlineMs / 1000)} s`;
        return this.#report('done', 'RA_DISCOVERY_DEADLINE', message);
      }
      return this.#report('failed', 'RA_DISCOVERY_FAILED', clean(reasonOf(error)));
    } finally {
      clearTimeout(timer);
      // What was started and is not over must end with its sweep.
      deadline.abort();
    }
  }

  async #look({ addresses, from }: Choice, signal: AbortSignal): Promise<void> {
    const { order } = this.#options;
    const pace = new Pace(SWEEP_LIMITS.perSecond, signal);
    const quiet = (): void => {};
    const stage = (progress: (part: number) => void = quiet): Stage => ({
      hood: this.#hood,
      pace,
      signal,
      progress,
    });
    const mdns = await Mdns.open(stage(), from);
    try {
      const [readable] = await together(
        knock(addresses, stage(this.#part(0, PARTS.knocking))),
        mdns.browse(),
      );
      const asked = monotonicMs();
      // Who can see neither echoes nor hardware addresses has to try doors.
      if (!readable && this.#hood.live().length === 0) await tryPorts(addresses, FEW_PORTS, stage());
      const live = this.#hood.live();
      await together(
        tryPorts(live, PORTS, stage(this.#part(PARTS.knocking, PARTS.ports))),
        mdns.askEach(live),
        readNames(live, stage()),
      );
      await readGreetings(stage(this.#part(PARTS.ports, PARTS.greetings)));
      await askDevices(live, order.snmp, stage(this.#part(PARTS.greetings, PARTS.devices)));
      await reassure(stage(), monotonicMs() - asked);
    } finally {
      mdns.close();
    }
  }

  #part(from: number, to: number): (part: number) => void {
    return (part) => {
      this.#percent = Math.max(this.#percent, Math.floor(from + (to - from) * part));
    };
  }

  #report(state: SweepReport['state'], code?: SweepCode, message?: string): SweepReport {
    return fitting({
      sweepId: this.#options.order.id,
      at: Date.now(),
      state,
      ...(code === undefined ? {} : { code }),
      ...(message === undefined ? {} : { message: clean(message, 2000) }),
      networks: 'code' in this.#choice ? [] : [...this.#choice.networks],
      percent: this.#percent,
      neighbours: this.#hood.neighbours(),
      links: this.#hood.links(),
    });
  }
}

/** All of them, also after one has failed: nothing may still write when the others' failure is told. */
async function together<T extends unknown[]>(...work: { [K in keyof T]: Promise<T[K]> }): Promise<T> {
  const settled = await Promise.allSettled(work);
  for (const one of settled) if (one.status === 'rejected') throw one.reason;
  return settled.map((one) => (one as PromiseFulfilledResult<unknown>).value) as T;
}
