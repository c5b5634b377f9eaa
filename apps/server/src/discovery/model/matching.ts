/** What the fleet knows of a system. */
export interface KnownSystem {
  id: string;
  address: string | null;
  /** Of its interfaces, as its agent says. */
  macs: readonly string[];
  addresses: readonly string[];
}
export interface Seen {
  id: string;
  mac: string | null;
  address: string;
  also: readonly string[];
  lastSeenAt: Date;
}

/**
 * Which neighbours are systems already. The hardware address decides; an address counts where no hardware address
 * says otherwise, and for the neighbour that had it last. What fits several systems (the bridges of containers have the
 * same hardware address everywhere) fits none.
 */
export function matchSystems(seen: readonly Seen[], systems: readonly KnownSystem[]): Map<string, string> {
  const byMac = unambiguous(systems, ({ macs }) => macs);
  const byAddress = unambiguous(systems, ({ address, addresses }) => [
    ...(address ? [address] : []),
    ...addresses,
  ]);
  const withHardware = new Set(systems.filter(({ macs }) => macs.length > 0).map(({ id }) => id));
  const holder = new Map<string, Seen>();
  for (const one of seen)
    for (const address of [one.address, ...one.also]) {
      const known = holder.get(address);
      if (!known || known.lastSeenAt < one.lastSeenAt) holder.set(address, one);
    }
  const found = new Map<string, string>();
  for (const one of seen) {
    const system =
      (one.mac ? byMac.get(one.mac) : undefined) ??
      [one.address, ...one.also]
        .filter((address) => holder.get(address) === one)
        .map((address) => byAddress.get(address))
        .find((id) => id !== undefined && !(one.mac && withHardware.has(id)));
    if (system) found.set(one.id, system);
  }
  return found;
}

function unambiguous(
  systems: readonly KnownSystem[],
  keysOf: (system: KnownSystem) => readonly string[],
): Map<string, string> {
  const found = new Map<string, string | null>();
  for (const system of systems)
    for (const key of new Set(keysOf(system))) found.set(key, found.has(key) ? null : system.id);
  return new Map([...found].flatMap(([key, id]) => (id === null ? [] : [[key, id] as const])));
}
