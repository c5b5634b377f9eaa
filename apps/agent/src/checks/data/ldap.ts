import type { CheckOutcome, LdapCheck } from '@rettungsanker/protocol';
import { CheckError } from '../codes.ts';
import type { Conversation } from '../conversation.ts';
import type { Run } from '../environment.ts';
import { shown } from '../verdict.ts';
import { ask } from './ask.ts';
import { elementLength, elements, encode } from './ber.ts';

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BIND_REQUEST = 0x60;
const BIND_RESPONSE = 0x61;
const EXTENDED_REQUEST = 0x77;
const EXTENDED_RESPONSE = 0x78;
const START_TLS = '1.3.6.1.4.1.1466.20037';
const MOST_MESSAGE = 64 * 1024;
/** RFC 4511, appendix A: busy, unavailable, other. */
const NOT_READY = new Set([51, 52, 80]);

/** An anonymous bind; also a refusal of it is an answer. @throws CheckError */
export function checkLdap(check: LdapCheck, run: Run): Promise<CheckOutcome> {
  return ask(check, run, async (talk, begin) => {
    await begin(check.security === 'starttls' ? () => startTls(talk) : undefined);
    // Version 3, no name, simple authentication with no password.
    const bind = encode(BIND_REQUEST, encode(INTEGER, Buffer.from([3])), encode(0x04), encode(0x80));
    talk.write(message(2, bind));
    const { code, text } = await result(talk, 2, BIND_RESPONSE);
    if (NOT_READY.has(code)) {
      throw new CheckError('RA_CHECK_NOT_READY', `the directory says "${shown(text)}" (${code})`);
    }
    talk.write(message(3, encode(0x42)));
    return code === 0 ? 'the directory answers' : `the directory answers (result ${code})`;
  });
}

/** RFC 4511, 4.14. */
async function startTls(talk: Conversation): Promise<void> {
  talk.write(message(1, encode(EXTENDED_REQUEST, encode(0x80, Buffer.from(START_TLS, 'latin1')))));
  const { code, text } = await result(talk, 1, EXTENDED_RESPONSE);
  if (code !== 0) {
    throw new CheckError('RA_CHECK_NO_STARTTLS', `encryption is refused: ${shown(text)} (${code})`);
  }
}

function message(id: number, operation: Buffer): Buffer {
  return encode(SEQUENCE, encode(INTEGER, Buffer.from([id])), operation);
}

async function result(talk: Conversation, id: number, tag: number): Promise<{ code: number; text: string }> {
  let head = await talk.bytes(2);
  const size = head[1]! >= 0x80 ? head[1]! & 0x7f : 0;
  if (size > 0 && size <= 3) head = Buffer.concat([head, await talk.bytes(size)]);
  const length = elementLength(head);
  if (head[0] !== SEQUENCE || length === undefined || !(length <= MOST_MESSAGE)) throw foreign(talk);
  const parsed = parseResult(await talk.bytes(length - head.length));
  if (parsed === undefined || parsed.id !== id || parsed.tag !== tag) throw foreign(talk);
  return parsed;
}

/** @param content of an LDAPMessage @returns undefined when it is no message with a result (RFC 4511, 4.1.9) */
export function parseResult(
  content: Buffer,
): { id: number; tag: number; code: number; text: string } | undefined {
  const [number, operation] = elements(content) ?? [];
  const [code, , text] = (operation && elements(operation.content)) ?? [];
  if (number?.tag !== INTEGER || number.content.length !== 1 || operation === undefined) return undefined;
  if (code?.tag !== 0x0a || code.content.length !== 1) return undefined;
  return {
    id: number.content[0]!,
    tag: operation.tag,
    code: code.content[0]!,
    text: text?.content.toString('utf8') ?? '',
  };
}

function foreign(talk: Conversation): CheckError {
  return talk.wrong('the answer is not that of a directory');
}
