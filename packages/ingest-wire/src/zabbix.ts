import { WireError } from './errors.ts';
import { classicName } from './labels.ts';

/*
 * The sender protocol (Zabbix documentation, appendix "Zabbix sender protocol" and "Header"): "ZBXD", flags, length of
 * the data, a reserved number, then JSON. Flags: 1 says that it is this protocol, 2 that the data is compressed with
 * zlib (reserved is then its size before), 4 that both numbers have 64 bits; large packets are refused.
 */

const HEADER = Buffer.from('ZBXD');
export const ZABBIX_HEADER_BYTES = 13;
const COMPRESSED = 2;
const LARGE = 4;

export interface ZabbixHeader {
  compressed: boolean;
  /** Bytes that follow the header. */
  length: number;
}

/** Values that one request may hold; zabbix_sender sends 250 at a time, an agent at most its buffer. */
export const MAX_ZABBIX_VALUES = 20_000;

/**
 * @param bytes what has come so far
 * @returns undefined while the header is not complete
 * @throws WireError as soon as the bytes cannot be a header, or announce more than `maxBytes`
 */
export function readZabbixHeader(bytes: Buffer, maxBytes: number): ZabbixHeader | undefined {
  const known = Math.min(bytes.length, HEADER.length);
  if (bytes.compare(HEADER, 0, known, 0, known) !== 0)
    throw new WireError('malformed', 'The connection does not speak the Zabbix protocol.');
  if (bytes.length < ZABBIX_HEADER_BYTES) return undefined;
  const flags = bytes[4]!;
  if ((flags & 1) === 0 || flags > 7) throw new WireError('malformed', 'The header has unknown flags.');
  if (flags & LARGE) throw new WireError('unsupported', 'Large packets are not accepted.');
  const length = bytes.readUInt32LE(5);
  const uncompressed = flags & COMPRESSED ? bytes.readUInt32LE(9) : length;
  if (length > maxBytes || uncompressed > maxBytes)
    throw new WireError('too-large', `A packet may have ${maxBytes} bytes.`);
  return { compressed: (flags & COMPRESSED) !== 0, length };
}

export interface ZabbixValue {
  host: string;
  key: string;
  value: string;
  /** Unix milliseconds; undefined when the sender leaves it to the receiver. */
  time: number | undefined;
}
export interface ZabbixRequest {
  values: ZabbixValue[];
  /** Entries that are no values. */
  malformed: number;
}

/** Reads "sender data" and "agent data" (active checks of an agent send the latter in the same form). @throws WireError */
export function decodeZabbix(text: string): ZabbixRequest {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new WireError('malformed', 'The data is not JSON.');
  }
  const { request, data, clock } = (parsed ?? {}) as Record<string, unknown>;
  if (request !== 'sender data' && request !== 'agent data')
    throw new WireError('unsupported', 'Only values are accepted here ("sender data" and "agent data").');
  if (!Array.isArray(data)) throw new WireError('malformed', 'The request has no data.');
  if (data.length > MAX_ZABBIX_VALUES)
    throw new WireError('too-large', `A request may have ${MAX_ZABBIX_VALUES} values.`);
  const result: ZabbixRequest = { values: [], malformed: 0 };
  for (const entry of data as unknown[]) {
    const value = readValue(entry, clock);
    if (value) result.values.push(value);
    else result.malformed++;
  }
  return result;
}

function readValue(entry: unknown, sentAt: unknown): ZabbixValue | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { host, key, value, clock, ns } = entry as Record<string, unknown>;
  if (typeof host !== 'string' || typeof key !== 'string') return undefined;
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const seconds = typeof clock === 'number' ? clock : sentAt;
  const time =
    typeof seconds === 'number' && Number.isFinite(seconds)
      ? seconds * 1000 + (typeof ns === 'number' && ns >= 0 && ns < 1e9 ? Math.floor(ns / 1e6) : 0)
      : undefined;
  return { host, key, value: String(value), time };
}

/** Text of an answer with its header. `failed` values were not taken. */
export function zabbixAnswer(processed: number, failed: number, seconds: number): Buffer {
  const total = processed + failed;
  const info = `processed: ${processed}; failed: ${failed}; total: ${total}; seconds spent: ${seconds.toFixed(6)}`;
  return framed({ response: 'success', info });
}

/** The answer to a request that was not taken at all. */
export const zabbixRefusal = (reason: string): Buffer => framed({ response: 'failed', info: reason });

function framed(body: object): Buffer {
  const data = Buffer.from(JSON.stringify(body));
  const header = Buffer.alloc(ZABBIX_HEADER_BYTES);
  HEADER.copy(header);
  header[4] = 1;
  header.writeUInt32LE(data.length, 5);
  return Buffer.concat([header, data]);
}

/** `vfs.fs.size[/,pused]` becomes vfs_fs_size{host="…",params="/,pused"}. */
export function zabbixLabels(host: string, key: string): [string, string][] {
  const [, name = '', params = ''] = /^([^[]*)(?:\[(.*)\])?$/s.exec(key) ?? [];
  const labels: [string, string][] = [
    ['__name__', classicName(name || key)],
    ['host', host],
  ];
  if (params !== '') labels.push(['params', params]);
  return labels;
}

/** A number as Zabbix items have them; undefined for texts, which are no samples. */
export function zabbixNumber(text: string): number | undefined {
  const trimmed = text.trim();
  if (!/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(trimmed)) return undefined;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : undefined;
}
