import { lookup } from 'node:dns/promises';
import { ImapFlow, type MailboxObject } from 'imapflow';
import ipaddr from 'ipaddr.js';
import type { ImapAccount } from '../mailboxes.ts';
import { LIMITS } from '../parse/limits.ts';

const CONNECT_MS = 10_000;
/** IDLE is renewed within this time (RFC 2177: at least every 29 minutes); middleboxes forget connections earlier. */
const IDLE_MS = 4 * 60_000;
/** Where clouds hand out their machines' credentials; `allowPrivate` does not open them. */
const CLOUD_METADATA = new Set(['169.254.169.254', 'fd00:ec2::254']);

/**
 * Connects, signs in and opens the folder. The address is judged after its name was resolved and then connected to,
 * so a name that changes leads nowhere else (ASVS 1.3.6).
 * @throws Error in the words of `readProblem`
 */
export async function connectTo(account: ImapAccount): Promise<{ imap: ImapFlow; opened: MailboxObject }> {
  const address = await allowedAddress(account.host, account.allowPrivate);
  const imap = new ImapFlow({
    host: address,
    port: account.port,
    // The certificate is for the name.
    ...(ipaddr.isValid(account.host) ? {} : { servername: account.host }),
    secure: account.security === 'tls',
    ...(account.security === 'tls' ? {} : { doSTARTTLS: true }),
    auth: { user: account.user, pass: account.password },
    tls: { minVersion: 'TLSv1.2', ...(account.ca === null ? {} : { ca: account.ca }) },
    logger: false,
    clientInfo: { name: 'Rettungsanker' },
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: IDLE_MS + 60_000,
    maxIdleTime: IDLE_MS,
    disableAutoIdle: true,
    maxLineLength: 4 * 1024 * 1024,
    maxLiteralSize: LIMITS.rawBytes + 1024,
    maxResponseSize: 2 * LIMITS.rawBytes,
    maxResponseTokens: 200_000,
  });
  // Whatever goes wrong later ends the connection, which the caller waits for.
  imap.on('error', () => {});
  try {
    await imap.connect();
    const opened = await imap.mailboxOpen(account.folder);
    return { imap, opened };
  } catch (error) {
    imap.close();
    throw new Error(reasonOf(error, account));
  }
}

/** @throws Error when there is none */
async function allowedAddress(host: string, allowPrivate: boolean): Promise<string> {
  const found = ipaddr.isValid(host) ? [host] : (await lookup(host, { all: true })).map((one) => one.address);
  const allowed = found.find((address) => {
    const parsed = ipaddr.process(address);
    if (CLOUD_METADATA.has(parsed.toString())) return false;
    return allowPrivate || parsed.range() === 'unicast';
  });
  if (!allowed) throw new Error('the address is not public');
  return allowed;
}

/** One line; starts with what `readProblem` knows. */
export function reasonOf(error: unknown, account?: Pick<ImapAccount, 'folder'>): string {
  const { message, code, authenticationFailed, responseText, mailboxMissing } = error as {
    message?: string;
    code?: string;
    authenticationFailed?: boolean;
    responseText?: string;
    mailboxMissing?: boolean;
  };
  const said = responseText ?? message ?? 'unknown';
  if (authenticationFailed) return `EAUTH ${said}`.slice(0, 500);
  if (mailboxMissing) return `the folder ${account?.folder ?? ''} does not exist: ${said}`.slice(0, 500);
  if (code === 'CONNECT_TIMEOUT' || code === 'GREETING_TIMEOUT')
    return `no answer within ${CONNECT_MS / 1000} s`;
  return `${said}${code && !said.includes(code) ? ` (${code})` : ''}`.slice(0, 500);
}

/** Tries an account as it would be used. @returns how many mails the folder has @throws Error */
export async function tryAccount(account: ImapAccount): Promise<{ mails: number }> {
  const { imap, opened } = await connectTo(account);
  try {
    if (account.doneFolder !== null && !(await imap.status(account.doneFolder, { messages: true })))
      throw new Error(`the folder ${account.doneFolder} does not exist`);
    return { mails: opened.exists };
  } catch (error) {
    throw new Error(reasonOf(error, { folder: account.doneFolder ?? account.folder }));
  } finally {
    imap.close();
  }
}
