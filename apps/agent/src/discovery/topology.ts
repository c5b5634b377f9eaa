import type { Link } from '@rettungsanker/protocol';
import { CheckError } from '../checks/codes.ts';
import type { SnmpSession, SnmpTable, SnmpValue } from '../checks/snmp/session.ts';
import { numberOf, textOf } from '../checks/snmp/values.ts';
import { macOf } from './neighbour-table.ts';
import { clean } from './text.ts';

/* Who hangs on which port, from the tables of one device. */

const IF_DESCR = { entry: '1.3.6.1.2.1.2.2.1', columns: [2] };
const IF_NAME = { entry: '1.3.6.1.2.1.31.1.1.1', columns: [1] };
/** LLDP-MIB (IEEE 802.1AB): local port (subtype, id, description); remote chassis, port, name; its addresses. */
const LLDP_LOCAL = { entry: '1.0.8802.1.1.2.1.3.7.1', columns: [2, 3, 4] };
const LLDP_REMOTE = { entry: '1.0.8802.1.1.2.1.4.1.1', columns: [4, 5, 6, 7, 8, 9] };
const LLDP_ADDRESS = { entry: '1.0.8802.1.1.2.1.4.2.1', columns: [3] };
/** CISCO-CDP-MIB cdpCacheTable: kind of address, address, device, port. */
const CDP = { entry: '1.3.6.1.4.1.9.9.23.1.2.1.1', columns: [3, 4, 6, 7] };
/** BRIDGE-MIB (RFC 4188) and Q-BRIDGE-MIB (RFC 4363): port and status of a hardware address. */
const BRIDGE_PORT = { entry: '1.3.6.1.2.1.17.1.4.1', columns: [2] };
const FDB = { entry: '1.3.6.1.2.1.17.4.3.1', columns: [2, 3] };
const FDB_VLAN = { entry: '1.3.6.1.2.1.17.7.1.2.2.1', columns: [2, 3] };
/** IP-MIB (RFC 4293): ipNetToMediaPhysAddress, ipNetToPhysicalPhysAddress. */
const ARP = { entry: '1.3.6.1.2.1.4.22.1', columns: [2] };
const ARP_NEW = { entry: '1.3.6.1.2.1.4.35.1', columns: [4] };

/** dot1dTpFdbStatus. */
const LEARNED = 3;
/** LldpChassisIdSubtype; LldpPortIdSubtype counts differently. */
const CHASSIS = { mac: 4, address: 5 };
const PORT_TEXTS = [1, 5, 7];
const CDP_IP = 1;

export interface Topology {
  links: Link[];
  /** Address and hardware address, as the device's own ARP says. */
  arp: [address: string, mac: string][];
}

/**
 * @param from address of the device
 * @throws CheckError RA_CHECK_TIMEOUT, RA_CHECK_CANCELLED; a table that loops or is refused is left out
 */
export async function readTopology(session: SnmpSession, from: string): Promise<Topology> {
  const read = async ({ entry, columns }: { entry: string; columns: number[] }): Promise<SnmpTable> => {
    try {
      return await session.table(entry, columns);
    } catch (error) {
      const left = ['RA_CHECK_PROTOCOL', 'RA_CHECK_CREDENTIALS'];
      if (error instanceof CheckError && left.includes(error.code)) return new Map();
      throw error;
    }
  };
  const told = await read(LLDP_REMOTE);
  const cached = await read(CDP);
  const withVlans = await read(FDB_VLAN);
  const learned = withVlans.size > 0 ? withVlans : await read(FDB);
  const newer = await read(ARP_NEW);
  const arp = arpOf(newer.size > 0 ? newer : await read(ARP));
  if (told.size + cached.size + learned.size === 0) return { links: [], arp };

  const names = interfaceNames(await read(IF_NAME), await read(IF_DESCR));
  const lldp =
    told.size === 0 ? [] : lldpLinks(from, told, await read(LLDP_LOCAL), await read(LLDP_ADDRESS), names);
  const fdb = learned.size === 0 ? [] : fdbLinks(from, learned, await read(BRIDGE_PORT), names);
  return { links: [...lldp, ...cdpLinks(from, cached, names), ...fdb], arp };
}

/** Names of interfaces by index, and by whatever else the device calls them. */
export interface InterfaceNames {
  byIndex: ReadonlyMap<string, string>;
  byText: ReadonlyMap<string, string>;
}

export function interfaceNames(named: SnmpTable, described: SnmpTable): InterfaceNames {
  const byIndex = new Map<string, string>();
  const byText = new Map<string, string>();
  for (const index of new Set([...named.keys(), ...described.keys()])) {
    const short = clean(textOf(named.get(index)?.get(1)));
    const long = clean(textOf(described.get(index)?.get(2)));
    const name = short || long || index;
    byIndex.set(index, name);
    for (const text of [short, long]) if (text !== '') byText.set(text, name);
  }
  return { byIndex, byText };
}

export function lldpLinks(
  from: string,
  remote: SnmpTable,
  local: SnmpTable,
  addresses: SnmpTable,
  names: InterfaceNames,
): Link[] {
  const reachedAt = lldpAddresses(addresses);
  return [...remote].flatMap(([index, row]) => {
    const [, port = ''] = index.split('.');
    const kind = numberOf(row.get(4));
    const chassis = row.get(5);
    const sysName = clean(textOf(row.get(9)));
    // Of a chassis without a name, its own identifier is one, unless it is a number of bytes.
    const named = sysName || (kind === CHASSIS.mac || kind === CHASSIS.address ? '' : clean(textOf(chassis)));
    const remotePort = portText(numberOf(row.get(6)), row.get(7), row.get(8));
    return linkOf({
      from,
      port: localPort(local.get(port), names) || names.byIndex.get(port) || port,
      source: 'lldp',
      mac: kind === CHASSIS.mac ? macOfBytes(chassis) : undefined,
      name: named || undefined,
      address: reachedAt.get(index) ?? (kind === CHASSIS.address ? addressOfNetworkId(chassis) : undefined),
      remotePort: remotePort || undefined,
      shared: 1,
    });
  });
}

/** The index is that of the neighbour, then the kind of the address (1: IPv4), its length and its bytes. */
function lldpAddresses(table: SnmpTable): Map<string, string> {
  const found = new Map<string, string>();
  for (const index of table.keys()) {
    const parts = index.split('.');
    const [kind, length, ...bytes] = parts.slice(3);
    if (kind === '1' && length === '4' && bytes.length === 4)
      found.set(parts.slice(0, 3).join('.'), bytes.join('.'));
  }
  return found;
}

function localPort(row: ReadonlyMap<number, SnmpValue> | undefined, names: InterfaceNames): string {
  if (row === undefined) return '';
  const texts = [PORT_TEXTS.includes(numberOf(row.get(2)) ?? 0) ? row.get(3) : undefined, row.get(4)].map(
    (value) => clean(textOf(value)),
  );
  const known = texts.flatMap((text) => names.byText.get(text) ?? []);
  return known[0] ?? texts.find((text) => text !== '') ?? '';
}

function portText(kind: number | undefined, id: SnmpValue, description: SnmpValue): string {
  const text = PORT_TEXTS.includes(kind ?? 0) ? clean(textOf(id)) : '';
  return text || clean(textOf(description)) || macOfBytes(id) || '';
}

export function cdpLinks(from: string, cache: SnmpTable, names: InterfaceNames): Link[] {
  return [...cache].flatMap(([index, row]) => {
    const [port = ''] = index.split('.');
    const address = row.get(4);
    return linkOf({
      from,
      port: names.byIndex.get(port) ?? port,
      source: 'cdp',
      mac: undefined,
      name: clean(textOf(row.get(6))) || undefined,
      address: numberOf(row.get(3)) === CDP_IP ? addressOfBytes(address) : undefined,
      remotePort: clean(textOf(row.get(7))) || undefined,
      shared: 1,
    });
  });
}

export function fdbLinks(
  from: string,
  learned: SnmpTable,
  bridgePorts: SnmpTable,
  names: InterfaceNames,
): Link[] {
  const behind = new Map<number, Set<string>>();
  for (const [index, row] of learned) {
    const mac = macOfIndex(index);
    const port = numberOf(row.get(2));
    const status = numberOf(row.get(3)) ?? LEARNED;
    // Port 0: the bridge knows the address, but not where.
    if (mac === undefined || !port || status !== LEARNED) continue;
    behind.set(port, (behind.get(port) ?? new Set()).add(mac));
  }
  return [...behind].flatMap(([port, macs]) => {
    const index = numberOf(bridgePorts.get(`${port}`)?.get(2)) ?? port;
    const name = names.byIndex.get(`${index}`) ?? `${port}`;
    return [...macs].map((mac): Link => ({ from, port: name, source: 'fdb', mac, shared: macs.size }));
  });
}

/** The index ends with the address in both tables: ifIndex.a.b.c.d, and ifIndex.1.4.a.b.c.d. */
export function arpOf(table: SnmpTable): [string, string][] {
  return [...table].flatMap(([index, row]) => {
    const parts = index.split('.');
    const mac = macOfBytes([...row.values()][0]);
    if (mac === undefined || (parts.length !== 5 && !(parts.length === 7 && parts[1] === '1'))) return [];
    return [[parts.slice(-4).join('.'), mac] satisfies [string, string]];
  });
}

/** @returns nothing where the other end is named by nothing */
function linkOf(
  link: {
    [K in keyof Required<Link>]: Link[K] | undefined;
  },
): Link[] {
  if (link.mac === undefined && link.name === undefined && link.address === undefined) return [];
  return [Object.fromEntries(Object.entries(link).filter(([, value]) => value !== undefined)) as Link];
}

function macOfBytes(value: SnmpValue): string | undefined {
  return Buffer.isBuffer(value) && value.length === 6
    ? macOf(value.toString('hex').replace(/..(?!$)/g, '$&:'))
    : undefined;
}

/** The last six numbers of an index. */
function macOfIndex(index: string): string | undefined {
  const bytes = index.split('.').slice(-6).map(Number);
  return bytes.length === 6 && bytes.every((byte) => byte <= 255)
    ? macOf(bytes.map((byte) => byte.toString(16)).join(':'))
    : undefined;
}

function addressOfBytes(value: SnmpValue): string | undefined {
  return Buffer.isBuffer(value) && value.length === 4 ? value.join('.') : undefined;
}

/** IANA's number of the family (1: IPv4), then the address. */
function addressOfNetworkId(value: SnmpValue): string | undefined {
  return Buffer.isBuffer(value) && value[0] === 1 ? addressOfBytes(value.subarray(1)) : undefined;
}
