import { readText, run } from '../inventory/command.ts';

/** Hardware address by IPv4 address; undefined where the system asked in vain. */
export type NeighbourTable = ReadonlyMap<string, string | undefined>;

const COMMAND_MS = 5_000;

/**
 * Whom this host knows on its own cables (ARP, RFC 826): who has answered there cannot hide behind a firewall.
 * Linux shows it to everybody; elsewhere `arp -a` does.
 * @returns undefined where it cannot be read
 */
export async function readNeighbourTable(): Promise<NeighbourTable | undefined> {
  if (process.platform === 'linux') {
    const text = readText('/proc/net/arp');
    return text === undefined ? undefined : parseLinuxTable(text);
  }
  const output = await run('arp', ['-a'], COMMAND_MS).catch(() => undefined);
  return output === undefined ? undefined : parseArpCommand(output.stdout);
}

/** ATF_COM of linux/if_arp.h: the entry has a hardware address. */
const COMPLETE = 0x2;

/** Lines `IP address, HW type, Flags, HW address, Mask, Device` of proc(5). */
export function parseLinuxTable(text: string): NeighbourTable {
  const table = new Map<string, string | undefined>();
  for (const line of text.split('\n').slice(1)) {
    const [address, , flags, mac] = line.split(/\s+/);
    if (address === undefined || address === '' || flags === undefined) continue;
    const complete = (Number.parseInt(flags, 16) & COMPLETE) !== 0;
    table.set(address, complete ? macOf(mac ?? '') : undefined);
  }
  return table;
}

/** The address and the hardware address of each line, as Windows (00-1a-…) and macOS (0:1a:…) write them. */
export function parseArpCommand(text: string): NeighbourTable {
  const table = new Map<string, string | undefined>();
  for (const line of text.split('\n')) {
    const [, address, mac] =
      /(\d{1,3}(?:\.\d{1,3}){3})\)?\s+(?:at\s+)?([0-9a-f]{1,2}(?:[:-][0-9a-f]{1,2}){5})\b/i.exec(line) ?? [];
    const known = mac === undefined ? undefined : macOf(mac);
    if (address !== undefined && known !== undefined) table.set(address, known);
  }
  return table;
}

/** Lower case with colons; undefined for what names no single interface: nothing at all, and groups. */
export function macOf(text: string): string | undefined {
  const parts = text.toLowerCase().split(/[:-]/);
  if (parts.length !== 6 || !parts.every((part) => /^[0-9a-f]{1,2}$/.test(part))) return undefined;
  const mac = parts.map((part) => part.padStart(2, '0')).join(':');
  const isGroup = (Number.parseInt(parts[0]!, 16) & 1) === 1;
  return isGroup || mac === '00:00:00:00:00:00' ? undefined : mac;
}
