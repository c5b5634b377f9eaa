import type { Socket } from 'node:net';
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import {
  decodeZabbix,
  readZabbixHeader,
  WireError,
  ZABBIX_HEADER_BYTES,
  type ZabbixHeader,
  zabbixAnswer,
  zabbixLabels,
  zabbixNumber,
  zabbixRefusal,
} from '@rettungsanker/ingest-wire';
import type { IngestAccess, Source } from '../access.ts';
import { type Intake, OverRate } from '../intake.ts';
import { INGEST_LIMITS } from '../quota.ts';
import { type NamedSample, splitToken, writeSamples } from '../samples.ts';

const unpack = promisify(inflate);

export interface ZabbixOptions {
  access: IngestAccess;
  intake: Intake;
  full: () => boolean;
  /** Time that a request may take to arrive, ms. */
  requestMs?: number;
}

/** Hosts of one request; each with a token of its own costs a look-up. */
const MAX_TOKENS = 16;

/**
 * Serves zabbix_sender and the active checks of an agent: one request, one answer. The host's name begins with the
 * token (`rai_….web1`). Values that are not taken are counted as failed; when none can be taken for now, the request is
 * refused as a whole, so that an agent keeps its values.
 */
export async function serveZabbix(socket: Socket, address: string, options: ZabbixOptions): Promise<void> {
  const started = performance.now();
  socket.setTimeout(options.requestMs ?? INGEST_LIMITS.bodyMs, () => socket.destroy());
  const deadline = setTimeout(() => socket.destroy(), options.requestMs ?? INGEST_LIMITS.bodyMs);
  try {
    const text = await readRequest(socket);
    clearTimeout(deadline);
    if (text === undefined) return;
    const { processed, failed } = await take(text, address, options);
    socket.end(zabbixAnswer(processed, failed, (performance.now() - started) / 1000));
  } catch (error) {
    if (error instanceof WireError || error instanceof OverRate)
      return void socket.end(zabbixRefusal(error.message));
    socket.end(zabbixRefusal('The values could not be stored; send them again.'));
    throw error;
  } finally {
    clearTimeout(deadline);
  }
}

/** @returns undefined when the sender went away first */
async function readRequest(socket: Socket): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  let header: ZabbixHeader | undefined;
  for await (const chunk of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    // Few chunks at most: a header has 13 bytes, and one that is wrong ends the connection at its first byte.
    header ??= readZabbixHeader(Buffer.concat(chunks), INGEST_LIMITS.body);
    if (!header || size < ZABBIX_HEADER_BYTES + header.length) continue;
    const body = Buffer.concat(chunks).subarray(ZABBIX_HEADER_BYTES, ZABBIX_HEADER_BYTES + header.length);
    return header.compressed ? unpacked(body) : body.toString();
  }
  return undefined;
}

async function unpacked(body: Buffer): Promise<string> {
  try {
    return (await unpack(body, { maxOutputLength: INGEST_LIMITS.body })).toString();
  } catch {
    throw new WireError('malformed', 'The data cannot be unpacked, or is too large.');
  }
}

async function take(
  text: string,
  address: string,
  { access, intake, full }: ZabbixOptions,
): Promise<{ processed: number; failed: number }> {
  if (full()) throw new WireError('unsupported', 'The server has no space left; send the values later.');
  const request = decodeZabbix(text);
  let failed = request.malformed;
  const bySource = new Map<string, { source: Source; samples: NamedSample[] }>();
  const strangers = new Set<string>();
  for (const { host, key, value, time } of request.values) {
    const named = splitToken(host);
    const number = zabbixNumber(value);
    if (!named || number === undefined || strangers.has(named.token)) {
      failed++;
      continue;
    }
    let entry = bySource.get(named.token);
    if (!entry) {
      const source =
        bySource.size + strangers.size < MAX_TOKENS ? await access.find(named.token, address) : null;
      if (source === null || source === 'brake') {
        strangers.add(named.token);
        failed++;
        continue;
      }
      entry = { source, samples: [] };
      bySource.set(named.token, entry);
    }
    entry.samples.push({ labels: zabbixLabels(named.rest, key), time, value: number });
  }
  let processed = 0;
  for (const { source, samples } of bySource.values()) {
    const outcome = await writeSamples(intake, source, samples);
    processed += outcome.accepted;
    failed += samples.length - outcome.accepted;
  }
  return { processed, failed };
}
