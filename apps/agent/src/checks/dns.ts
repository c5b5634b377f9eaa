import { randomInt } from 'node:crypto';
import type { CheckOutcome, DnsCheck } from '@rettungsanker/protocol';
import type { Answer, DecodedPacket, RecordType } from 'dns-packet';
import { CheckError, outcomeOf } from './codes.ts';
import { Conversation } from './conversation.ts';
import { exchangeDatagram } from './datagram.ts';
import { dial } from './dial.ts';
import type { Run } from './environment.ts';
import { tenths } from './values.ts';
import { shown } from './verdict.ts';

/** DNS Flag Day 2020: what passes everywhere without fragments. */
const UDP_BYTES = 1232;
const TCP_BYTES = 65_535;

/** @throws CheckError */
export async function checkDns(check: DnsCheck, run: Run): Promise<CheckOutcome> {
  const { name, type, expect, dnssec } = check;
  const resolver = check.resolver ?? (await ownResolver());
  const query = await makeQuery(check);
  const { packet, dnsMs, answerMs } = await askResolver({ host: resolver, port: check.port }, query, run);
  const answers = (packet.answers ?? []).filter((answer) => answer.type === type);
  const values: Record<string, number> = {
    dns_ms: tenths(dnsMs),
    answer_ms: tenths(answerMs),
    total_ms: tenths(dnsMs + answerMs),
    answers: answers.length,
    authentic: packet.flag_ad ? 1 : 0,
  };
  const ttls = answers.flatMap((answer) => ('ttl' in answer && answer.ttl !== undefined ? [answer.ttl] : []));
  if (ttls.length > 0) values.ttl_s = Math.min(...ttls);

  const code = rcodeOf(packet);
  if (code !== 'NOERROR') return outcomeOf('RA_CHECK_DNS_ANSWER', `${resolver} answers ${code}`, values);
  if (answers.length === 0) {
    return outcomeOf('RA_CHECK_DNS_ANSWER', `${name} has no record of type ${type}`, values);
  }
  const texts = answers.map(textOf);
  const present = new Set(texts.map(comparable));
  const missing = (expect ?? []).find((value) => !present.has(comparable(value)));
  if (missing !== undefined) {
    return outcomeOf('RA_CHECK_DNS_ANSWER', `${shown(missing)} is not among the answers`, values);
  }
  if (dnssec && !packet.flag_ad) {
    return outcomeOf('RA_CHECK_DNSSEC', `${resolver} does not vouch for the answer`, values);
  }
  return { status: 'ok', message: `${name} ${type} ${shown(texts.join(', '))}`, values };
}

interface Query {
  id: number;
  bytes: Buffer;
  /** Is this the answer to it? */
  parse(bytes: Buffer): DecodedPacket | undefined;
}

async function makeQuery({ name, type }: DnsCheck): Promise<Query> {
  const { default: packets } = await import('dns-packet');
  const id = randomInt(0x10000);
  const question = { name: name.replace(/\.$/, ''), type, class: 'IN' } as const;
  let bytes: Buffer;
  try {
    bytes = packets.encode({
      type: 'query',
      id,
      flags: packets.RECURSION_DESIRED | packets.AUTHENTIC_DATA,
      questions: [question],
      // Without the DO bit a resolver may keep its verdict to itself (RFC 6840, 5.7).
      additionals: [
        { type: 'OPT', name: '.', udpPayloadSize: UDP_BYTES, flags: packets.DNSSEC_OK, options: [] } as never,
      ],
    });
  } catch {
    throw new CheckError('RA_CHECK_INVALID', `${shown(name)} is no name of the DNS`);
  }
  return { id, bytes, parse: (answer) => parseAnswer(answer, id, question, packets.decode) };
}

/** @returns undefined for everything that is not the whole answer to this question */
function parseAnswer(
  bytes: Buffer,
  id: number,
  question: { name: string; type: string },
  decode: (bytes: Buffer) => DecodedPacket,
): DecodedPacket | undefined {
  try {
    if (bytes.length < 12 || bytes.readUInt16BE(0) !== id) return undefined;
    const packet = decode(bytes);
    const [asked] = packet.questions ?? [];
    const same = asked?.type === question.type && asked.name.toLowerCase() === question.name.toLowerCase();
    return packet.type === 'response' && same ? packet : undefined;
  } catch {
    // A forged or broken datagram; the right one may still come.
    return undefined;
  }
}

async function askResolver(
  resolver: { host: string; port: number },
  query: Query,
  run: Run,
): Promise<{ packet: DecodedPacket; dnsMs: number; answerMs: number }> {
  let packet: DecodedPacket | undefined;
  const { dnsMs, answerMs } = await exchangeDatagram(
    resolver,
    () => query.bytes,
    (bytes) => {
      packet = query.parse(bytes);
      return packet !== undefined;
    },
    run,
  );
  if (!packet!.flag_tc) return { packet: packet!, dnsMs, answerMs };
  // Too long for a datagram (RFC 7766).
  const started = performance.now();
  const { socket } = await dial(resolver.host, resolver.port, run);
  const talk = new Conversation(socket, `${resolver.host}:${resolver.port}`, run);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(query.bytes.length);
  talk.write(Buffer.concat([length, query.bytes]));
  const size = (await talk.bytes(2)).readUInt16BE();
  packet = query.parse(await talk.bytes(Math.min(size, TCP_BYTES)));
  if (packet === undefined) throw talk.wrong('the answer does not belong to the question');
  return { packet, dnsMs, answerMs: answerMs + performance.now() - started };
}

/** The first name server of this host. Whether it may be asked is for the guard to say. */
async function ownResolver(): Promise<string> {
  const { getServers } = await import('node:dns');
  const first = getServers().find((server) => !server.includes('%'));
  if (first === undefined) throw new CheckError('RA_CHECK_DNS_UNAVAILABLE', 'this host has no name server');
  // With a port it is `[address]:port`; the port of the check counts.
  return /^\[(.+)\]:\d+$/.exec(first)?.[1] ?? first;
}

function rcodeOf(packet: DecodedPacket): string {
  return (packet as { rcode?: string }).rcode ?? 'NOERROR';
}

/** A record's data as it stands in a zone file (RFC 1035, 5.1), as far as people compare it. */
export function textOf(answer: Answer): string {
  const { data, type } = answer as { type: RecordType; data?: unknown };
  const fields = data as Record<string, unknown>;
  switch (type) {
    case 'MX':
      return `${fields.preference ?? 0} ${fields.exchange}`;
    case 'SRV':
      return `${fields.priority} ${fields.weight} ${fields.port} ${fields.target}`;
    case 'SOA':
      return `${fields.mname} ${fields.rname} ${fields.serial} ${fields.refresh} ${fields.retry} ${fields.expire} ${fields.minimum}`;
    case 'CAA':
      return `${fields.flags ?? 0} ${fields.tag} "${fields.value}"`;
    case 'TXT':
      return (Array.isArray(data) ? data : [data]).map(String).join('');
    case 'DS':
      return `${fields.keyTag} ${fields.algorithm} ${fields.digestType} ${hex(fields.digest)}`;
    case 'DNSKEY':
      return `${fields.flags} 3 ${fields.algorithm} ${base64(fields.key)}`;
    case 'TLSA':
      return `${fields.usage} ${fields.selector} ${fields.matchingType} ${hex(fields.certificate)}`;
    default:
      return String(data);
  }
}

const hex = (bytes: unknown) => (Buffer.isBuffer(bytes) ? bytes.toString('hex') : '');
const base64 = (bytes: unknown) => (Buffer.isBuffer(bytes) ? bytes.toString('base64') : '');

/** Case, quotes around a text and the dot at the end of a name make no difference. */
function comparable(text: string): string {
  return text
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase();
}
