import { readdirSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { parseMounts } from '../../sample/proc.ts';
import { cut, defined, readLine, readText } from '../command.ts';
import type { Finding } from '../facts.ts';

export async function readDisks(): Promise<Finding<'disks'>> {
  const facts = [];
  const unreadable: string[] = [];
  for (const { source, mount, fsType } of parseMounts(readText('/proc/self/mountinfo') ?? '')) {
    try {
      const { blocks, bfree, bsize } = await statfs(mount);
      facts.push({
        device: cut(source),
        mount: cut(mount),
        fsType,
        sizeBytes: blocks * bsize,
        usedBytes: (blocks - bfree) * bsize,
      });
    } catch {
      unreadable.push(mount);
    }
  }
  return { facts, problem: unreadable.length ? `not readable: ${unreadable.join(', ')}` : undefined };
}

/** One end of every container's cable, and others that come and go by the dozen. */
const FLEETING = /^(lo|veth|cali|ifb|dummy|lxc|tap|vnet)/;

export async function readInterfaces(): Promise<Finding<'interfaces'>> {
  const addresses = networkInterfaces();
  const names = new Set([...Object.keys(addresses), ...listInterfaces()]);
  const facts = [...names]
    .filter((name) => !FLEETING.test(name))
    .sort()
    .map((name) => {
      const known = addresses[name] ?? [];
      const state = readLine(`/sys/class/net/${name}/operstate`);
      const speed = Number(readLine(`/sys/class/net/${name}/speed`));
      const mac = readLine(`/sys/class/net/${name}/address`) ?? known[0]?.mac;
      return defined({
        name,
        mac: mac && mac !== '00:00:00:00:00:00' ? mac : undefined,
        // Drivers that do not know say "unknown"; an address is then the better sign.
        up: state === 'up' || (state !== 'down' && known.length > 0),
        speedMbit: speed > 0 ? speed : undefined,
        addresses: known.map(({ address, cidr }) => {
          const prefix = Number(cidr?.split('/')[1]);
          return Number.isInteger(prefix) ? { address, prefix } : { address };
        }),
      });
    });
  return { facts };
}

function listInterfaces(): string[] {
  try {
    return readdirSync('/sys/class/net');
  } catch {
    return [];
  }
}
