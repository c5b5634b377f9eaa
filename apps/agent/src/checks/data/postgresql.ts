import type { CheckOutcome, PostgresqlCheck } from '@rettungsanker/protocol';
import { CheckError } from '../codes.ts';
import type { Conversation } from '../conversation.ts';
import type { Run } from '../environment.ts';
import { shown } from '../verdict.ts';
import { ask } from './ask.ts';

/** PostgreSQL's protocol 3.0: https://www.postgresql.org/docs/current/protocol-message-formats.html */
const PROTOCOL = 196_608;
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);
/** Longest message that is read; an error is a few hundred bytes. */
const MOST_BYTES = 32 * 1024;
/** SQLSTATE of a server that is there and cannot work: starting or stopping, no connection left, out of resources. */
const NOT_READY = /^(57P0[1-4]|53...|58...|XX...)$/;

/**
 * The beginning of a sign-in, up to the question for the password. The server forgets it without a line in its log.
 *
 * @throws CheckError
 */
export function checkPostgresql(check: PostgresqlCheck, run: Run): Promise<CheckOutcome> {
  return ask(check, run, async (talk, begin) => {
    await begin(async () => {
      talk.write(SSL_REQUEST);
      const answer = (await talk.bytes(1)).toString('latin1');
      if (answer === 'N') throw new CheckError('RA_CHECK_NO_STARTTLS', 'the server offers no encryption');
      if (answer !== 'S') throw talk.wrong('the answer is not that of PostgreSQL');
    });
    talk.write(startup(check.user, check.database));
    const { type, body } = await message(talk);
    if (type === 'R') return 'PostgreSQL answers';
    if (type !== 'E') throw talk.wrong('the answer is not that of PostgreSQL');
    const { C: state = '', M: text = '' } = errorFields(body);
    if (NOT_READY.test(state)) {
      throw new CheckError('RA_CHECK_NOT_READY', `the server says "${shown(text)}" (${state})`);
    }
    // Whoever refuses by its own rules is up.
    return `PostgreSQL answers (${state})`;
  });
}

export function startup(user: string, database: string): Buffer {
  const parameters = Buffer.from(
    `user\0${user}\0database\0${database}\0application_name\0rettungsanker\0\0`,
    'utf8',
  );
  const head = Buffer.alloc(8);
  head.writeInt32BE(parameters.length + 8, 0);
  head.writeInt32BE(PROTOCOL, 4);
  return Buffer.concat([head, parameters]);
}

async function message(talk: Conversation): Promise<{ type: string; body: Buffer }> {
  const head = await talk.bytes(5);
  const length = head.readInt32BE(1) - 4;
  if (length < 0 || length > MOST_BYTES) throw talk.wrong('the answer is not that of PostgreSQL');
  return { type: head.toString('latin1', 0, 1), body: await talk.bytes(length) };
}

/** Fields of an ErrorResponse by their letter. */
export function errorFields(body: Buffer): Partial<Record<string, string>> {
  const fields: Partial<Record<string, string>> = {};
  for (let at = 0; at < body.length && body[at] !== 0; ) {
    const found = body.indexOf(0, at + 1);
    const end = found < 0 ? body.length : found;
    fields[String.fromCharCode(body[at]!)] = body.toString('utf8', at + 1, end);
    at = end + 1;
  }
  return fields;
}
