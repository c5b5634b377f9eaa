import { networkInterfaces } from 'node:os';
import { SWEEP_LIMITS, type SweepCode } from '@rettungsanker/protocol';
import { contains, type Network, parseNetwork } from '../checks/address.ts';
import { compileGuard } from '../checks/address-guard.ts';

/** An address of this host with the network behind it, as 192.0.2.7/24. */
export type OwnNetwork = string;

export interface Choice {
  /** CIDR, without bits beyond the prefix. */
  networks: readonly string[];
  /** Every address that is looked at; none of this host. */
  addresses: readonly string[];
  /** Addresses of this host inside of these networks. */
  from: readonly string[];
}
export type Refusal = { code: SweepCode; message: string };

/** IPv4 networks of this host's interfaces, without loopback. */
export function ownNetworks(): OwnNetwork[] {
  return Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).flatMap(({ family, internal, cidr }) =>
      family === 'IPv4' && !internal && cidr !== null ? [cidr] : [],
    ),
  );
}

/**
 * What a sweep looks at: the networks of this host, as far as the site declares them and the order names them. Networks
 * beyond a router are never looked at: there is no neighbour in them.
 *
 * More than the limit is refused instead of cut: which thousand of 65,000 addresses would be looked at, nobody could
 * tell. Whoever orders the sweep can name a part of the network.
 *
 * @param declared networks of the site, @param wanted by the order; all when empty
 */
export function chooseNetworks(
  own: readonly OwnNetwork[],
  declared: readonly string[],
  wanted: readonly string[],
): Choice | Refusal {
  const mine = own.flatMap((text) => parseNetwork(text) ?? []);
  const wishes = wanted.length === 0 ? [EVERYTHING] : networksOf(wanted);
  const networks = widest(
    mine.flatMap((network) =>
      networksOf(declared).flatMap((site) =>
        wishes.flatMap((wish) => overlap(overlap(network, site), wish) ?? []),
      ),
    ),
  );
  const size = networks.reduce((sum, { prefix }) => sum + sizeOf(prefix), 0);
  if (size > SWEEP_LIMITS.addresses) {
    const all = networks.map(textOf).join(', ');
    return {
      code: 'RA_DISCOVERY_TOO_LARGE',
      message: `${all} has ${size} addresses; a sweep looks at ${SWEEP_LIMITS.addresses} at most. Order it for a part of the network, such as a /24.`,
    };
  }
  const permits = compileGuard({ mode: 'networks', networks: declared, allowLoopback: false });
  const hosts = new Set(own.map((text) => text.split('/')[0]!));
  const edges = new Set(mine.flatMap(edgesOf));
  const addresses = networks
    .flatMap(addressesOf)
    .filter((address) => !hosts.has(address) && !edges.has(address) && permits(address));
  if (addresses.length === 0)
    return { code: 'RA_DISCOVERY_NETWORK', message: whyNone(mine, declared, wanted) };
  const inside = (address: string) => networks.some((network) => contains(network, parseNetwork(address)!));
  return { networks: networks.map(textOf), addresses, from: [...hosts].filter(inside) };
}

const EVERYTHING = parseNetwork('0.0.0.0/0')!;

function networksOf(texts: readonly string[]): Network[] {
  return texts.flatMap((text) => parseNetwork(text) ?? []).filter(({ family }) => family === 4);
}

/** Two networks that share an address are nested: what they share is the smaller one. */
function overlap(a: Network | undefined, b: Network): Network | undefined {
  if (a === undefined) return undefined;
  const [outer, inner] = a.prefix <= b.prefix ? [a, b] : [b, a];
  return contains(outer, inner) ? inner : undefined;
}

/** Each network once, and none that lies in another. */
function widest(networks: readonly Network[]): Network[] {
  const kept: Network[] = [];
  for (const network of [...networks].sort((a, b) => a.prefix - b.prefix)) {
    if (!kept.some((outer) => contains(outer, network))) kept.push(network);
  }
  return kept;
}

const sizeOf = (prefix: number): number => 2 ** (32 - prefix);
const firstOf = ({ bits, prefix }: Network): number =>
  Math.floor(Number(bits) / sizeOf(prefix)) * sizeOf(prefix);
const textOf = (network: Network): string => `${dotted(firstOf(network))}/${network.prefix}`;

function addressesOf(network: Network): string[] {
  const first = firstOf(network);
  return Array.from({ length: sizeOf(network.prefix) }, (_, at) => dotted(first + at));
}

/** Address of the network and of its broadcast; a network of two has neither (RFC 3021). */
function edgesOf(network: Network): string[] {
  if (network.prefix > 30) return [];
  const first = firstOf(network);
  return [dotted(first), dotted(first + sizeOf(network.prefix) - 1)];
}

function dotted(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}

function whyNone(mine: readonly Network[], declared: readonly string[], wanted: readonly string[]): string {
  if (mine.length === 0) return 'this host is in no IPv4 network';
  const here = `this host is in ${mine.map(textOf).join(', ')}`;
  if (declared.length === 0) return `${here}; the site declares no networks`;
  const named = wanted.length === 0 ? '' : ` and the order names ${wanted.join(', ')}`;
  return `${here}; the site declares ${declared.join(', ')}${named}; they have no other address in common`;
}
