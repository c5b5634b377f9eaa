import {
  LIMITS,
  type Link,
  type Neighbour,
  SWEEP_LIMITS,
  SWEEP_SOURCES,
  type SweepSource,
} from '@rettungsanker/protocol';
import type { NeighbourTable } from './neighbour-table.ts';
import { clean, hostnameOf } from './text.ts';

/**
 * A router that answers ARP for others (proxy ARP, RFC 1027) stands at more addresses than any host has. Where nothing
 * but ARP speaks for an address of such a one, nobody is there.
 */
const MOST_ADDRESSES_OF_A_HOST = 8;

interface Facts {
  by: Set<SweepSource>;
  hostnames: Set<string>;
  ports: Set<number>;
  services: Set<string>;
  model?: string;
  snmp?: NonNullable<Neighbour['snmp']>;
  ssh?: string;
  http?: NonNullable<Neighbour['http']>;
}

/**
 * What is known so far, about the addresses that are looked at and no others: whatever devices claim, it stays within
 * the limits of the wire.
 */
export class Neighbourhood {
  readonly #targets: ReadonlySet<string>;
  readonly #facts = new Map<string, Facts>();
  /** By address, as this host's own table says. */
  readonly #arp = new Map<string, string>();
  /** As routers say. */
  readonly #routed = new Map<string, string>();
  #links: Link[] = [];
  #cut = false;
  #changes = 0;

  constructor(targets: readonly string[]) {
    this.#targets = new Set(targets);
  }

  /** Grows with everything that is learned. */
  get changes(): number {
    return this.#changes;
  }

  /** There were more links than can be reported. */
  get cut(): boolean {
    return this.#cut || this.#links.length > SWEEP_LIMITS.links;
  }

  isTarget(address: string): boolean {
    return this.#targets.has(address);
  }

  answered(address: string, by: SweepSource): void {
    this.#of(address)?.by.add(by);
  }

  /** @param table read while or after the addresses were asked: an entry without hardware address has not answered */
  resolved(table: NeighbourTable): void {
    for (const [address, mac] of table) {
      if (!this.#targets.has(address) || this.#arp.get(address) === mac) continue;
      if (mac !== undefined) this.#arp.set(address, mac);
      // Who has answered otherwise may have gone to sleep since.
      else if (!this.#hasAnswered(address)) this.#arp.delete(address);
      this.#changes++;
    }
  }

  /**
   * @param table read after the silent ones were asked once more: whoever is not in it has gone. The kernel forgets those
   * that failed when there are many.
   */
  reassured(table: NeighbourTable): void {
    for (const address of this.silent()) {
      if (table.get(address) === undefined) this.#arp.delete(address);
    }
    this.resolved(table);
  }

  /** What a router knows about its neighbours; counts where our own table knows nothing. */
  routed(address: string, mac: string): void {
    if (this.#targets.has(address)) this.#routed.set(address, mac);
  }

  open(address: string, port: number): void {
    const facts = this.#of(address);
    facts?.by.add('tcp');
    if (facts && facts.ports.size < SWEEP_LIMITS.ports) facts.ports.add(port);
  }

  named(address: string, name: string, by: SweepSource): void {
    const hostname = hostnameOf(name);
    const facts = hostname === undefined ? undefined : this.#of(address);
    facts?.by.add(by);
    if (facts && facts.hostnames.size < SWEEP_LIMITS.hostnames) facts.hostnames.add(hostname!);
  }

  announced(address: string, service: string): void {
    const facts = this.#of(address);
    if (facts && facts.services.size < SWEEP_LIMITS.services) facts.services.add(service);
  }

  modelled(address: string, model: string): void {
    const text = clean(model);
    const facts = text === '' ? undefined : this.#of(address);
    if (facts) facts.model ??= text;
  }

  greeted(address: string, what: { ssh?: string; http?: NonNullable<Neighbour['http']> }): void {
    const facts = this.#of(address);
    if (facts) Object.assign(facts, what);
  }

  described(address: string, { sysName, sysDescr, ...rest }: NonNullable<Neighbour['snmp']>): void {
    const facts = this.#of(address);
    if (!facts) return;
    facts.by.add('snmp');
    facts.snmp = {
      sysName: clean(sysName),
      sysDescr: clean(sysDescr, LIMITS.text),
      ...rest,
    };
  }

  link(links: readonly Link[]): void {
    this.#links.push(...links);
    this.#changes++;
    if (this.#links.length <= 2 * SWEEP_LIMITS.links) return;
    this.#links = byTelling(this.#links).slice(0, SWEEP_LIMITS.links);
    this.#cut = true;
  }

  /** Addresses at which somebody is, in their order. */
  live(): string[] {
    const counts = new Map<string, number>();
    for (const mac of this.#arp.values()) counts.set(mac, (counts.get(mac) ?? 0) + 1);
    return [...this.#targets].filter((address) => {
      if (this.#hasAnswered(address)) return true;
      const mac = this.#arp.get(address);
      return mac !== undefined && counts.get(mac)! <= MOST_ADDRESSES_OF_A_HOST;
    });
  }

  /** Live ones for which nothing but our own table speaks. */
  silent(): string[] {
    return this.live().filter((address) => !this.#hasAnswered(address));
  }

  neighbours(): Neighbour[] {
    return this.live().map((address) => {
      const { by, hostnames, ports, services, model, snmp, ssh, http } = this.#facts.get(address) ?? NOTHING;
      const known = new Set(by);
      if (this.#arp.has(address)) known.add('arp');
      const mac = this.#arp.get(address) ?? this.#routed.get(address);
      return {
        address,
        ...(mac === undefined ? {} : { mac }),
        hostnames: [...hostnames],
        openPorts: [...ports].sort((a, b) => a - b),
        ...(snmp === undefined ? {} : { snmp }),
        ...(services.size === 0 && model === undefined
          ? {}
          : { mdns: { services: [...services].sort(), ...(model === undefined ? {} : { model }) } }),
        ...(ssh === undefined ? {} : { ssh }),
        ...(http === undefined ? {} : { http }),
        answeredBy: SWEEP_SOURCES.filter((source) => known.has(source)),
      };
    });
  }

  /** Links with the address of the other end, where its hardware address belongs to one neighbour only. */
  links(): Link[] {
    const owners = new Map<string, string | undefined>();
    for (const { address, mac } of this.neighbours()) {
      if (mac !== undefined) owners.set(mac, owners.has(mac) ? undefined : address);
    }
    return byTelling(this.#links)
      .slice(0, SWEEP_LIMITS.links)
      .map((link) => {
        const owner = link.mac === undefined ? undefined : owners.get(link.mac);
        return link.address === undefined && owner !== undefined ? { ...link, address: owner } : link;
      });
  }

  /** A name in the DNS is no answer of the device. */
  #hasAnswered(address: string): boolean {
    return [...(this.#facts.get(address)?.by ?? [])].some((by) => by !== 'dns');
  }

  #of(address: string): Facts | undefined {
    if (!this.#targets.has(address)) return undefined;
    this.#changes++;
    let facts = this.#facts.get(address);
    if (facts === undefined) {
      facts = { by: new Set(), hostnames: new Set(), ports: new Set(), services: new Set() };
      this.#facts.set(address, facts);
    }
    return facts;
  }
}

const NOTHING: Facts = { by: new Set(), hostnames: new Set(), ports: new Set(), services: new Set() };

/**
 * The links that say most come first: what a device was told by the other end, then ports with few hardware addresses
 * behind them. A port with hundreds leads to another switch.
 */
export function byTelling(links: readonly Link[]): Link[] {
  const worth = ({ source, shared }: Link): number => (source === 'fdb' ? shared : 0);
  return [...links].sort((a, b) => worth(a) - worth(b));
}
