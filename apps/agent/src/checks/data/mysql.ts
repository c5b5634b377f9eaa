import type { CheckOutcome, MysqlCheck } from '@rettungsanker/protocol';
import { CheckError } from '../codes.ts';
import type { Conversation } from '../conversation.ts';
import type { Run } from '../environment.ts';
import { shown } from '../verdict.ts';
import { ask } from './ask.ts';

/** The client/server protocol of MySQL and MariaDB: https://mariadb.com/kb/en/connection/ */
const CLIENT_LONG_PASSWORD = 1;
const CLIENT_PROTOCOL_41 = 1 << 9;
const CLIENT_SSL = 1 << 11;
const CLIENT_SECURE_CONNECTION = 1 << 15;
const CLIENT_PLUGIN_AUTH = 1 << 19;
const UTF8 = 33;
const MOST_PACKET = 16 * 1024;
/** No connection left, host blocked after too many broken sign-ins, shutting down, out of memory or threads. */
const NOT_READY = new Set([1040, 1041, 1053, 1129, 1135, 1203]);
const USER = 'rettungsanker';

interface Packet {
  sequence: number;
  body: Buffer;
}

/**
 * A sign-in that is refused. Hanging up after the greeting would do, but each such end counts as a broken connection,
 * and after 100 of them (`max_connect_errors`) the server blocks the checking host; a refused name does not count.
 *
 * @throws CheckError
 */
export function checkMysql(check: MysqlCheck, run: Run): Promise<CheckOutcome> {
  return ask(check, run, async (talk, begin) => {
    const greeting = await packet(talk);
    const refused = errorOf(greeting.body);
    if (refused !== undefined) return judgeError(refused);
    const { version, capabilities } = greetingOf(greeting.body, talk);
    let sequence = greeting.sequence + 1;
    const flags =
      CLIENT_LONG_PASSWORD |
      CLIENT_PROTOCOL_41 |
      CLIENT_SECURE_CONNECTION |
      CLIENT_PLUGIN_AUTH |
      (check.security === 'tls' ? CLIENT_SSL : 0);
    await begin(async () => {
      if ((capabilities & CLIENT_SSL) === 0) {
        throw new CheckError('RA_CHECK_NO_STARTTLS', 'the server offers no encryption');
      }
      talk.write(framed(sequence++, clientHead(flags)));
    });
    const response = Buffer.concat([
      clientHead(flags),
      Buffer.from(`${USER}\0`, 'latin1'),
      // An answer to the server's challenge of no length: no password.
      Buffer.from([0]),
      Buffer.from('mysql_native_password\0', 'latin1'),
    ]);
    talk.write(framed(sequence, response));
    return finish(talk, version);
  });
}

/** Answers further questions with nothing until the server decides. */
async function finish(talk: Conversation, version: string): Promise<string> {
  for (let round = 0; round < 4; round++) {
    const { sequence, body } = await packet(talk);
    const error = errorOf(body);
    if (error !== undefined) return judgeError(error);
    if (body[0] === 0) {
      // Somebody made a user of this name without a password. COM_QUIT.
      talk.write(framed(0, Buffer.from([1])));
      break;
    }
    talk.write(framed(sequence + 1, Buffer.alloc(0)));
  }
  return `${shown(version, 50)} answers`;
}

function judgeError({ code, text }: { code: number; text: string }): string {
  if (NOT_READY.has(code)) {
    throw new CheckError('RA_CHECK_NOT_READY', `the server says "${shown(text)}" (${code})`);
  }
  return `the server answers (${code})`;
}

async function packet(talk: Conversation): Promise<Packet> {
  const head = await talk.bytes(4);
  const length = head.readUIntLE(0, 3);
  if (length === 0 || length > MOST_PACKET) throw talk.wrong('the answer is not that of MySQL');
  return { sequence: head[3]!, body: await talk.bytes(length) };
}

function framed(sequence: number, body: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUIntLE(body.length, 0, 3);
  head[3] = sequence & 0xff;
  return Buffer.concat([head, body]);
}

/** The first 32 bytes of a handshake response; alone they ask for TLS. */
function clientHead(flags: number): Buffer {
  const head = Buffer.alloc(32);
  head.writeUInt32LE(flags, 0);
  head.writeUInt32LE(MOST_PACKET, 4);
  head[8] = UTF8;
  return head;
}

/** @returns undefined when the packet is no error */
export function errorOf(body: Buffer): { code: number; text: string } | undefined {
  if (body[0] !== 0xff || body.length < 3) return undefined;
  const text = body.toString('utf8', 3).replace(/^#.{5}/, '');
  return { code: body.readUInt16LE(1), text };
}

export function greetingOf(
  body: Buffer,
  talk: Pick<Conversation, 'wrong'>,
): { version: string; capabilities: number } {
  const end = body.indexOf(0, 1);
  // Version, thread (4), challenge (8), filler (1), then the lower half of the capabilities.
  const at = end + 1 + 4 + 8 + 1;
  if (body[0] !== 10 || end < 0 || body.length < at + 2) throw talk.wrong('the answer is not that of MySQL');
  return { version: body.toString('latin1', 1, end), capabilities: body.readUInt16LE(at) };
}
