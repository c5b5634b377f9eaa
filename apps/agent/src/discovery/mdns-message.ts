import { Buffer } from 'node:buffer';
import type { Answer, DecodedPacket } from 'dns-packet';

/** RFC 6763, 9: answers with the kinds of services that there are. */
export const ALL_SERVICES = '_services._dns-sd._udp.local';
/** Records of one packet that are looked at. */
const MOST_RECORDS = 200;
/** Keys of TXT records in which makers name the model: printers (Bonjour Printing), AirPlay, Chromecast, cameras. */
const MODEL_KEYS = ['ty', 'md', 'model', 'product'];

/** What a device says about itself in one packet. */
export interface Announcement {
  hostnames: string[];
  /** Such as `_ipp._tcp`. */
  services: string[];
  model: string | undefined;
}

/**
 * Reads an answer. What a device claims is taken as said about itself and nobody else; a packet that gives only other
 * addresses was passed on for somebody behind another network, and says nothing about its sender.
 *
 * @param sender IPv4 address from which it came
 * @returns undefined for what is no answer
 */
export function announcementOf(packet: DecodedPacket, sender: string): Announcement | undefined {
  if (packet.type !== 'response') return undefined;
  const records = [...(packet.answers ?? []), ...(packet.additionals ?? [])].slice(0, MOST_RECORDS);
  const addresses = records.flatMap((record) => (record.type === 'A' ? [record] : []));
  if (addresses.length > 0 && !addresses.some(({ data }) => data === sender)) return undefined;
  const hostnames = new Set<string>();
  const services = new Set<string>();
  let model: string | undefined;
  for (const record of records) {
    const service = serviceIn(record);
    if (service !== undefined) services.add(service);
    const hostname = hostnameIn(record, sender);
    if (hostname !== undefined) hostnames.add(hostname);
    if (record.type === 'TXT') model ??= modelIn(record.data);
  }
  return { hostnames: [...hostnames], services: [...services], model };
}

/** The name under which an address is asked for backwards. */
export function reverseName(address: string): string {
  return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
}

function serviceIn(record: Answer): string | undefined {
  if (record.type !== 'PTR' && record.type !== 'SRV') return undefined;
  const text =
    record.type === 'PTR' && record.name.toLowerCase() === ALL_SERVICES ? record.data : record.name;
  const [, service] = /(?:^|\.)(_[a-z0-9-]{1,63}\._(?:tcp|udp))\.local\.?$/i.exec(text) ?? [];
  const kind = service?.toLowerCase();
  return kind === '_dns-sd._udp' ? undefined : kind;
}

function hostnameIn(record: Answer, sender: string): string | undefined {
  if (record.type === 'A') return record.data === sender ? record.name : undefined;
  if (record.type === 'SRV') return record.data.target;
  if (record.type === 'PTR' && record.name.toLowerCase() === reverseName(sender)) return record.data;
  return undefined;
}

function modelIn(data: string | Buffer | (string | Buffer)[]): string | undefined {
  const pairs = new Map<string, string>();
  for (const part of Array.isArray(data) ? data : [data]) {
    const [key = '', ...value] = (Buffer.isBuffer(part) ? part.toString('utf8') : part).split('=');
    pairs.set(key.toLowerCase(), value.join('='));
  }
  return MODEL_KEYS.map((key) => pairs.get(key)).find((value) => value !== undefined && value !== '');
}
