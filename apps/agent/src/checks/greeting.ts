import type {
  CheckOutcome,
  FtpCheck,
  ImapCheck,
  Pop3Check,
  SmtpCheck,
  SshCheck,
} from '@rettungsanker/protocol';
import { Protected } from './certified.ts';
import { CheckError, outcomeOf } from './codes.ts';
import { Conversation } from './conversation.ts';
import { dial } from './dial.ts';
import type { Run } from './environment.ts';
import { tenths } from './values.ts';
import { shown } from './verdict.ts';

type GreetingCheck = SmtpCheck | ImapCheck | Pop3Check | FtpCheck;

/** Lines of one answer; EHLO has about twenty. */
const MOST_LINES = 100;

interface Protocol {
  /** Reads the greeting, and says hello where the protocol wants that before anything else. */
  greet(talk: Conversation): Promise<void>;
  /** Asks for encryption; returns when the peer waits for the handshake. */
  startTls(talk: Conversation): Promise<void>;
  quit: string;
}

const smtp: Protocol = {
  async greet(talk) {
    await reply(talk, '220');
    talk.write('EHLO rettungsanker.invalid\r\n');
    await reply(talk, '250');
  },
  async startTls(talk) {
    talk.write('STARTTLS\r\n');
    await offered(reply(talk, '220'));
  },
  quit: 'QUIT\r\n',
};

const ftp: Protocol = {
  greet: async (talk) => void (await reply(talk, '220')),
  // RFC 4217.
  async startTls(talk) {
    talk.write('AUTH TLS\r\n');
    await offered(reply(talk, '234'));
  },
  quit: 'QUIT\r\n',
};

const pop3: Protocol = {
  greet: async (talk) => starts(talk, await talk.line(), '+OK'),
  // RFC 2595.
  async startTls(talk) {
    talk.write('STLS\r\n');
    await offered(talk.line().then((line) => starts(talk, line, '+OK')));
  },
  quit: 'QUIT\r\n',
};

const imap: Protocol = {
  async greet(talk) {
    const line = await talk.line();
    if (/^\* BYE\b/i.test(line))
      throw new CheckError('RA_CHECK_NOT_READY', `the server says "${shown(line)}"`);
    if (!/^\* (OK|PREAUTH)\b/i.test(line)) throw talk.wrong(`the greeting is "${shown(line)}"`);
  },
  async startTls(talk) {
    talk.write('a1 STARTTLS\r\n');
    // Untagged lines may come before the answer (RFC 9051, 7).
    for (let count = 0; count < MOST_LINES; count++) {
      const line = await talk.line();
      if (/^a1 OK\b/i.test(line)) return;
      if (line.startsWith('a1 ')) throw noStartTls(line);
    }
    throw talk.wrong('the answer has no end');
  },
  quit: 'a2 LOGOUT\r\n',
};

export const checkSmtp = (check: SmtpCheck, run: Run) => checkGreeting(smtp, check, run);
export const checkImap = (check: ImapCheck, run: Run) => checkGreeting(imap, check, run);
export const checkPop3 = (check: Pop3Check, run: Run) => checkGreeting(pop3, check, run);
export const checkFtp = (check: FtpCheck, run: Run) => checkGreeting(ftp, check, run);

/** Greeting, encryption where it is wanted, and a polite end. Nobody signs in. @throws CheckError */
async function checkGreeting(protocol: Protocol, check: GreetingCheck, run: Run): Promise<CheckOutcome> {
  const { host, port, security } = check;
  const started = performance.now();
  const { socket, dnsMs, connectMs } = await dial(host, port, run);
  const secured = new Protected(check, run);
  const talk = new Conversation(
    security === 'tls' ? await secured.over(socket) : socket,
    `${host}:${port}`,
    run,
  );
  const connected = performance.now();
  await protocol.greet(talk);
  const greetingMs = performance.now() - connected;
  if (security === 'starttls') {
    await protocol.startTls(talk);
    await talk.upgrade((plain) => secured.over(plain));
  }
  talk.write(protocol.quit);
  return secured.outcome(`${check.kind} answers on port ${port}`, {
    dns_ms: tenths(dnsMs),
    connect_ms: tenths(connectMs),
    greeting_ms: tenths(greetingMs),
    total_ms: tenths(performance.now() - started),
  });
}

/** Identification string of RFC 4253, 4.2; lines may come before it. @throws CheckError */
export async function checkSsh(check: SshCheck, run: Run): Promise<CheckOutcome> {
  const { host, port, expect } = check;
  const started = performance.now();
  const { socket, dnsMs, connectMs } = await dial(host, port, run);
  const talk = new Conversation(socket, `${host}:${port}`, run);
  for (let count = 0; count < MOST_LINES; count++) {
    const line = await talk.line();
    if (!line.startsWith('SSH-')) continue;
    const values = {
      dns_ms: tenths(dnsMs),
      connect_ms: tenths(connectMs),
      total_ms: tenths(performance.now() - started),
    };
    if (!/^SSH-(2\.0|1\.99)-/.test(line)) {
      return outcomeOf('RA_CHECK_PROTOCOL', `the server is "${shown(line)}", not version 2`, values);
    }
    if (expect !== undefined && !line.includes(expect)) {
      return outcomeOf('RA_CHECK_CONTENT', `the server is "${shown(line)}"`, values);
    }
    // Servers log a peer that says nothing; one that says who it is leaves less noise.
    talk.write('SSH-2.0-Rettungsanker\r\n');
    return { status: 'ok', message: `the server is "${shown(line)}"`, values };
  }
  throw talk.wrong('no identification comes');
}

/** A reply of SMTP or FTP: lines `250-...`, the last one `250 ...` (RFC 5321, 4.2.1; RFC 959, 4.2). */
async function reply(talk: Conversation, wanted: string): Promise<void> {
  for (let count = 0; count < MOST_LINES; count++) {
    const line = await talk.line();
    const [, code, more] = /^(\d{3})([ -]|$)/.exec(line) ?? [];
    // FTP may have lines without a code between the first and the last.
    if (code === undefined && count > 0) continue;
    if (code === undefined) throw talk.wrong(`the answer is "${shown(line)}"`);
    if (more === '-') continue;
    if (code === wanted) return;
    const word = `the server says "${shown(line)}"`;
    throw code.startsWith('4') ? new CheckError('RA_CHECK_NOT_READY', word) : new Refused(word);
  }
  throw talk.wrong('the answer has no end');
}

/** An answer that is well formed, but no. */
class Refused extends CheckError {
  constructor(message: string) {
    super('RA_CHECK_NOT_READY', message);
  }
}

function starts(talk: Conversation, line: string, wanted: string): void {
  if (line.toUpperCase().startsWith(wanted)) return;
  if (line.startsWith('-')) throw new Refused(`the server says "${shown(line)}"`);
  throw talk.wrong(`the answer is "${shown(line)}"`);
}

async function offered(answer: Promise<unknown>): Promise<void> {
  try {
    await answer;
  } catch (error) {
    throw error instanceof Refused ? noStartTls(error.message) : error;
  }
}

function noStartTls(said: string): CheckError {
  return new CheckError('RA_CHECK_NO_STARTTLS', `encryption is refused: ${shown(said)}`);
}
