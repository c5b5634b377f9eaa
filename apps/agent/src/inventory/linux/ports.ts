import { readdirSync, readlinkSync } from 'node:fs';
import type { Inventory } from '@rettungsanker/protocol';
import { defined, readText } from '../command.ts';
import type { Finding } from '../facts.ts';
import { readProgramName } from './program-name.ts';

type Ports = NonNullable<Inventory['ports']>;

/** A socket that waits for others. */
export interface Listener {
  protocol: 'tcp' | 'udp';
  address: string;
  port: number;
  inode: string;
}

/** `st` of a listening TCP socket, and of a UDP socket without a peer (include/net/tcp_states.h). */
const WAITING = { tcp: '0A', udp: '07' } as const;

export async function readPorts(): Promise<Finding<'ports'>> {
  const ephemeral = ephemeralPorts(readText('/proc/sys/net/ipv4/ip_local_port_range') ?? '');
  const listeners = (['tcp', 'tcp6', 'udp', 'udp6'] as const)
    .flatMap((table) =>
      parseSockets(readText(`/proc/self/net/${table}`) ?? '', table.slice(0, 3) as 'tcp' | 'udp'),
    )
    // Clients use such a UDP port for a question or two: they would change the list all the time.
    .filter(({ protocol, port }) => protocol === 'tcp' || port < ephemeral.from || port > ephemeral.to);
  const { owners, denied } = socketOwners(new Set(listeners.map(({ inode }) => inode)));
  const facts = new Map<string, Ports[number]>();
  for (const { protocol, address, port, inode } of listeners) {
    const pid = owners.get(inode);
    const key = `${protocol} ${address} ${port}`;
    // Several processes can share a port; the one with the lowest number is the parent of the others.
    if ((facts.get(key)?.pid ?? Infinity) <= (pid ?? Infinity) && facts.has(key)) continue;
    const process = pid === undefined ? undefined : readProgramName(pid);
    facts.set(key, defined({ protocol, address, port, process, pid }));
  }
  const ports = [...facts.values()].sort((a, b) => a.port - b.port);
  const nameless = denied && ports.some(({ pid }) => pid === undefined);
  return {
    facts: ports,
    problem: nameless
      ? 'Programs of other users behind ports are not visible without more privileges.'
      : undefined,
  };
}

/** @param table content of /proc/net/{tcp,tcp6,udp,udp6} (proc_net(5)) */
export function parseSockets(table: string, protocol: 'tcp' | 'udp'): Listener[] {
  const listeners: Listener[] = [];
  for (const line of table.split('\n').slice(1)) {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
    if (state !== WAITING[protocol]) continue;
    const [address = '', port = ''] = local.split(':');
    listeners.push({ protocol, address: formatAddress(address), port: Number.parseInt(port, 16), inode });
  }
  return listeners;
}

/** The kernel prints addresses as 32-bit words in the order of the machine (little endian on all we run on). */
function formatAddress(hex: string): string {
  const bytes: number[] = [];
  for (let word = 0; word < hex.length; word += 8)
    for (let byte = 6; byte >= 0; byte -= 2)
      bytes.push(Number.parseInt(hex.slice(word + byte, word + byte + 2), 16));
  if (bytes.length === 4) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[i * 2]! << 8) | bytes[i * 2 + 1]!).toString(16));
  // The URL parser knows how to shorten an IPv6 address (RFC 5952).
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

function ephemeralPorts(range: string): { from: number; to: number } {
  const [from = 32768, to = 60999] = range.trim().split(/\s+/).map(Number);
  return { from, to };
}

/** Which process holds which socket; `denied` when some processes would not say. */
function socketOwners(wanted: ReadonlySet<string>): { owners: Map<string, number>; denied: boolean } {
  const owners = new Map<string, number>();
  let denied = false;
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    try {
      for (const fd of readdirSync(`/proc/${pid}/fd`)) {
        const inode = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`))?.[1];
        if (inode && wanted.has(inode) && pid < (owners.get(inode) ?? Infinity)) owners.set(inode, pid);
      }
    } catch (error) {
      denied ||= error instanceof Error && 'code' in error && error.code === 'EACCES';
    }
  }
  return { owners, denied };
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
