import type { Neighbour } from '@rettungsanker/protocol';

/** A neighbour as it is stored, as far as sightings change it. */
export interface Stored {
  id: string;
  mac: string | null;
  address: string;
  also: readonly string[];
  /** The sweep that saw it last. */
  sweepId: string;
}
export interface Sighted {
  /** Undefined: seen for the first time. */
  id: string | undefined;
  mac: string | null;
  address: string;
  also: string[];
  /** What this report says of it; several addresses of one hardware say several things. */
  facts: Neighbour[];
  /** The sweep saw it for the first time. */
  again: boolean;
  /** Address that it had before. */
  movedFrom: string | undefined;
}

/** Hardware with more addresses answers for others (proxy ARP): they are then known by their addresses. */
export const MOST_ADDRESSES = 8;

/**
 * Which neighbours a report is about. Hardware is known by its own address, which stays when DHCP gives it another one;
 * what is seen without it is known by the network's address.
 *
 * @param stored neighbours of the site with a hardware address or an address of the report
 */
export function sightings(
  stored: readonly Stored[],
  report: readonly Neighbour[],
  sweepId: string,
): Sighted[] {
  const found = new Map<string, Sighted>();
  const byMac = new Map<string, Sighted>();
  const byAddress = new Map<string, Sighted>();
  const open = (row: Stored): Sighted => {
    const known = found.get(row.id);
    if (known) return known;
    const made: Sighted = {
      ...{ id: row.id, mac: row.mac, address: row.address, also: [...row.also], facts: [] },
      again: row.sweepId === sweepId,
      movedFrom: undefined,
    };
    found.set(row.id, made);
    return made;
  };
  const macs = new Map(stored.flatMap((row) => (row.mac ? [[row.mac, row] as const] : [])));
  const addresses = new Map<string, Stored>();
  for (const row of stored)
    for (const address of [row.address, ...row.also]) {
      // One without hardware address may be what the other one is now.
      const known = addresses.get(address);
      if (!known || (row.mac !== null && known.mac === null)) addresses.set(address, row);
    }
  const anonymous = new Map(stored.flatMap((row) => (row.mac ? [] : [[row.address, row] as const])));
  const fresh: Sighted[] = [];
  const make = (neighbour: Neighbour, mac: string | null): Sighted => {
    const made: Sighted = {
      ...{ id: undefined, mac, address: neighbour.address, also: [], facts: [] },
      again: false,
      movedFrom: undefined,
    };
    fresh.push(made);
    return made;
  };
  const ofAddress = (neighbour: Neighbour): Sighted => {
    const row = addresses.get(neighbour.address);
    return byAddress.get(neighbour.address) ?? (row ? open(row) : make(neighbour, null));
  };
  /** Seen at this very address, and so far without a hardware address. */
  const unnamedAt = (address: string): Sighted | undefined => {
    const row = anonymous.get(address);
    const here = byAddress.get(address) ?? (row ? open(row) : undefined);
    return here?.mac === null ? here : undefined;
  };
  for (const neighbour of report) {
    let one: Sighted;
    if (neighbour.mac) {
      const row = macs.get(neighbour.mac);
      const known = byMac.get(neighbour.mac) ?? (row ? open(row) : undefined);
      one = known ?? unnamedAt(neighbour.address) ?? make(neighbour, neighbour.mac);
      one.mac = neighbour.mac;
      if (!place(one, neighbour.address)) {
        one = unnamedAt(neighbour.address) ?? make(neighbour, null);
      } else byMac.set(neighbour.mac, one);
    } else one = ofAddress(neighbour);
    byAddress.set(neighbour.address, one);
    one.facts.push(neighbour);
    one.again = true;
  }
  return [...[...found.values()].filter(({ facts }) => facts.length > 0), ...fresh];
}

/** Notes an address of known hardware; false when it has too many. */
function place(one: Sighted, address: string): boolean {
  if (one.address === address || one.also.includes(address)) return true;
  if (!one.again) {
    one.movedFrom = one.address;
    one.address = address;
    one.also = [];
    return true;
  }
  if (one.also.length >= MOST_ADDRESSES) return false;
  one.also.push(address);
  return true;
}
