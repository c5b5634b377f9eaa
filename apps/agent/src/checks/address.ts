import { isIP } from 'node:net';

/** An IP address as a number: 32 bits for IPv4, 128 bits for IPv6. */
export interface Address {
  family: 4 | 6;
  bits: bigint;
}

export interface Network extends Address {
  /** Length of the fixed part, 0 to 32 or 0 to 128. */
  prefix: number;
}

/**
 * Reads one address in its canonical notations only: dotted decimal with four parts, or RFC 4291. Shortened,
 * octal and hexadecimal IPv4 (127.1, 0x7f.1) is no address here but a name, and is judged after resolution.
 * Addresses with a zone (fe80::1%eth0) are refused: the zone names an interface that no rule has seen.
 */
export function parseAddress(text: string): Address | undefined {
  if (text.includes('%')) return undefined;
  switch (isIP(text)) {
    case 4:
      return { family: 4, bits: dotted(text) };
    case 6:
      return { family: 6, bits: colons(text) };
    default:
      return undefined;
  }
}

/** Reads CIDR notation; an address alone is a network of one. Bits beyond the prefix are ignored. */
export function parseNetwork(text: string): Network | undefined {
  const [host = '', length, ...rest] = text.split('/');
  const address = parseAddress(host);
  if (address === undefined || rest.length > 0) return undefined;
  const width = widthOf(address);
  if (length === undefined) return { ...address, prefix: width };
  if (!/^\d{1,3}$/.test(length) || Number(length) > width) return undefined;
  return { ...address, prefix: Number(length) };
}

export function contains(network: Network, address: Address): boolean {
  if (network.family !== address.family) return false;
  const shift = BigInt(widthOf(network) - network.prefix);
  return network.bits >> shift === address.bits >> shift;
}

function widthOf(address: Address): 32 | 128 {
  return address.family === 4 ? 32 : 128;
}

function dotted(text: string): bigint {
  return text.split('.').reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);
}

function colons(text: string): bigint {
  // The last 32 bits may be written as IPv4 (RFC 4291, 2.2.3).
  const tail = text.slice(text.lastIndexOf(':') + 1);
  const v4 = tail.includes('.') ? dotted(tail) : undefined;
  const plain =
    v4 === undefined
      ? text
      : `${text.slice(0, -tail.length)}${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`;
  const [head = '', rest] = plain.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = rest === undefined || rest === '' ? [] : rest.split(':');
  const gap = rest === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array<string>(gap).fill('0'), ...right];
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}
