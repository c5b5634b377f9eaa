import ipaddr from 'ipaddr.js';
import { AppError } from '../platform/errors.ts';

/** A part of the networks, written exactly. @throws AppError RA_NETWORK, RA_DISCOVERY_NETWORK */
export function partOf(network: string, networks: readonly string[]): string {
  let address: ReturnType<typeof ipaddr.parse>;
  let bits: number;
  try {
    [address, bits] = ipaddr.parseCIDR(network);
  } catch {
    throw new AppError('RA_NETWORK', undefined, { network });
  }
  if (address.kind() !== 'ipv4') throw new AppError('RA_NETWORK', undefined, { network });
  const inside = networks.some((one) => {
    const [start, length] = ipaddr.parseCIDR(one);
    return length <= bits && start.kind() === address.kind() && address.match(start, length);
  });
  if (!inside) throw new AppError('RA_DISCOVERY_NETWORK', undefined, { network });
  return `${ipaddr.IPv4.networkAddressFromCIDR(network).toString()}/${bits}`;
}

/** Is an address (IPv4) in one of the networks? */
export function isWithin(address: string, networks: readonly string[]): boolean {
  if (!ipaddr.IPv4.isValidFourPartDecimal(address)) return false;
  const parsed = ipaddr.parse(address);
  return networks.some((network) => {
    const [start, length] = ipaddr.parseCIDR(network);
    return start.kind() === parsed.kind() && parsed.match(start, length);
  });
}
