import { type Address, contains, type Network, parseAddress, parseNetwork } from './address.ts';

/**
 * Where checks may connect to (protection against server-side request forgery, CWE-918).
 *
 * `public`: the server. Global unicast only; a check aimed at the server's own neighbourhood is forbidden.
 * `networks`: an agent. Only the site's declared networks (CIDR), and loopback only with `allowLoopback`.
 *
 * Opening rules:
 * - Addresses of class `never` cannot be opened by anything: cloud metadata services hand out credentials.
 * - Private addresses (RFC 1918, CGNAT, ULA) are ordinary addresses of a site: any declared network that covers
 *   them opens them. On the server only `allow` does.
 * - Special addresses (link-local, documentation, benchmark ...) are opened only by an entry that is narrower
 *   than the special range itself: neither 0.0.0.0/0 nor 169.254.0.0/16 opens link-local, 169.254.7.0/24 does.
 * - `allow` is the site's explicit list of exceptions, in either mode. An entry opens a private or loopback range
 *   only when it lies within it: 10.1.0.0/16 and 127.0.0.1 do, 0.0.0.0/0 does not.
 *
 * Entries that are no address or CIDR open nothing; validate them with `parseNetwork` where they are entered.
 */
export type AddressGuard =
  | { mode: 'public'; allow?: readonly string[] }
  | { mode: 'networks'; networks: readonly string[]; allowLoopback: boolean; allow?: readonly string[] };

type Class = 'never' | 'special' | 'loopback' | 'private' | 'public';

/** First match counts. Source: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890), unless noted. */
const RANGES: readonly (Network & { class: Class })[] = (
  [
    // Metadata services of AWS (also for containers), Azure, GCP, Alibaba, Oracle; 168.63.129.16 is public space.
    [
      'never',
      '169.254.169.254',
      '169.254.170.2',
      '169.254.170.23',
      '168.63.129.16',
      '100.100.100.200',
      '192.0.0.192',
    ],
    ['never', 'fd00:ec2::254', 'fd00:ec2::23', 'fd20:ce::254'],
    // Unspecified (connects to the own host), multicast, reserved with broadcast.
    ['never', '0.0.0.0/8', '224.0.0.0/4', '240.0.0.0/4', '::/128', 'ff00::/8'],
    ['loopback', '127.0.0.0/8', '::1/128'],
    // IPv4 in disguise: mapped, translated (SIIT), compatible, NAT64 (RFC 6052, 8215), Teredo, 6to4.
    [
      'never',
      '::ffff:0:0/96',
      '::ffff:0:0:0/96',
      '::/96',
      '64:ff9b::/96',
      '64:ff9b:1::/48',
      '2001::/32',
      '2002::/16',
    ],
    ['private', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'],
    ['special', '169.254.0.0/16', 'fe80::/10', 'fec0::/10'],
    ['special', '192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20'],
    ['special', '192.0.0.0/24', '192.88.99.0/24', '198.18.0.0/15', '2001::/23'],
    ['public', '2000::/3'],
    // Whatever else IPv6 has is not global unicast today.
    ['never', '::/0'],
    ['public', '0.0.0.0/0'],
  ] satisfies [Class, ...string[]][]
).flatMap(([name, ...texts]) => texts.map((text) => ({ ...parseNetwork(text)!, class: name })));

type Permits = (address: string) => boolean;
/** Checks run with the same few guards again and again, and ask about the same few addresses. */
const compiled = new WeakMap<AddressGuard, Permits>();
/** Verdicts that a guard remembers; when there are more, it forgets all. */
const MOST_VERDICTS = 256;

/**
 * @param guard must not be changed afterwards
 * @returns a predicate over addresses as text; whatever is not a canonical address is forbidden.
 */
export function compileGuard(guard: AddressGuard): Permits {
  let permits = compiled.get(guard);
  if (permits === undefined) {
    permits = remembering(compile(guard));
    compiled.set(guard, permits);
  }
  return permits;
}

function remembering(permits: Permits): Permits {
  const verdicts = new Map<string, boolean>();
  return (address) => {
    let verdict = verdicts.get(address);
    if (verdict === undefined) {
      if (verdicts.size >= MOST_VERDICTS) verdicts.clear();
      verdict = permits(address);
      verdicts.set(address, verdict);
    }
    return verdict;
  };
}

function compile(guard: AddressGuard): Permits {
  const allow = networksOf(guard.allow ?? []);
  const networks = guard.mode === 'networks' ? networksOf(guard.networks) : [];
  const opensLoopback = guard.mode === 'networks' && guard.allowLoopback;
  return (text) => {
    const address = parseAddress(text);
    if (address === undefined) return false;
    const range = RANGES.find((candidate) => contains(candidate, address))!;
    switch (range.class) {
      case 'never':
        return false;
      case 'loopback':
        return opensLoopback || opened(allow, address, range.prefix);
      case 'private':
        return opened(networks, address, 0) || opened(allow, address, range.prefix);
      case 'special':
        return opened(networks, address, range.prefix + 1) || opened(allow, address, range.prefix + 1);
      case 'public':
        return guard.mode === 'public' || opened(networks, address, 0) || opened(allow, address, 0);
    }
  };
}

/** Two networks that share an address are nested, so the longer prefix is the one inside. */
function opened(entries: readonly Network[], address: Address, atLeast: number): boolean {
  return entries.some((entry) => entry.prefix >= atLeast && contains(entry, address));
}

function networksOf(texts: readonly string[]): Network[] {
  return texts.flatMap((text) => parseNetwork(text) ?? []);
}
