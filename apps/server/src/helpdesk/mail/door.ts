import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { AppError, databaseTrouble } from '../../platform/errors.ts';
import { providerClientId, type Tenancy } from '../../platform/tenancy/transactions.ts';
import type { Database } from './dependencies.ts';
import { recordArrival } from './intake.ts';
import { LIMITS } from './parse/limits.ts';

const CONNECTIONS = 20;
const SILENT_MS = 60_000;
/** Addresses are looked up this often; a new mailbox may wait so long for its first mail. */
const REMEMBER_MS = 2_000;

export interface DoorAddress {
  host: string;
  port: number;
  protocol: 'smtp' | 'lmtp';
}
export interface Door {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Takes mail from a mail server: for the addresses of mailboxes of the kind `door` and for no others, so it can never
 * pass anything on. A mail is answered with 250 once it is committed; without that answer the other server sends it
 * again, and it is recognised.
 * @param full whether the disk is; then the other server keeps its mail for later
 * @throws AppError RA_PORT_IN_USE, RA_PORT_FORBIDDEN, RA_HOST_UNKNOWN
 */
export async function openDoor(options: {
  db: Database;
  tenancy: Tenancy;
  log: Logger;
  address: DoorAddress;
  full: () => boolean;
}): Promise<Door> {
  const { tenancy, log, address, full } = options;
  const mailboxFor = addressBook(options);
  const server = new SMTPServer({
    lmtp: address.protocol === 'lmtp',
    name: 'rettungsanker',
    banner: 'Rettungsanker',
    size: LIMITS.rawBytes,
    maxClients: CONNECTIONS,
    socketTimeout: SILENT_MS,
    closeTimeout: 2_000,
    disableReverseLookup: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    logger: false,
    onMailFrom: (_from, _session, done) => done(full() ? refusal(452, 'no space, try again later') : null),
    onRcptTo(to, session, done) {
      if (session.envelope.rcptTo.length >= LIMITS.recipients)
        return done(refusal(452, 'too many recipients'));
      mailboxFor(to.address).then(
        (mailbox) => done(mailbox ? null : refusal(550, 'no such address here')),
        () => done(refusal(451, 'try again later')),
      );
    },
    onData(stream, session, done) {
      takeIn(stream, session).then(
        () => done(null),
        (error: unknown) => {
          const known = error as { responseCode?: number };
          if (known.responseCode === undefined) {
            if (!databaseTrouble(error)) log.error({ err: error }, 'A mail could not be taken in.');
            return done(refusal(451, 'try again later'));
          }
          done(error as Error);
        },
      );
    },
  });
  const takeIn = async (stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> => {
    const raw = await readAll(stream);
    const to = session.envelope.rcptTo.map((one) => one.address);
    const mailbox = await mailboxFor(to[0] ?? '');
    if (!mailbox) throw refusal(550, 'no such address here');
    const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
    await tenancy.asSystem(mailbox.providerId, (ctx) =>
      recordArrival(ctx, { mailboxId: mailbox.id, at: null, raw, envelope: { from, to } }),
    );
  };
  server.on('error', (error) => log.debug({ err: error }, 'A mail connection broke.'));
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', (error: NodeJS.ErrnoException) => reject(asReason(error, address)));
    server.listen(address.port, address.host, resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const refusal = (responseCode: number, text: string): Error =>
  Object.assign(new Error(text), { responseCode });

/** To its end, whatever its size, but no more in memory than may be taken in. */
async function readAll(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= LIMITS.rawBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (bytes > LIMITS.rawBytes || stream.sizeExceeded) throw refusal(552, 'the message is too large');
  return Buffer.concat(chunks);
}

/** Which mailbox an address belongs to, with or without a part after "+". */
function addressBook({ db, tenancy }: { db: Database; tenancy: Tenancy }) {
  let known:
    | { at: number; providerId: string; ids: Map<string, { id: string; subaddresses: boolean }> }
    | undefined;
  return async (text: string): Promise<{ id: string; providerId: string } | undefined> => {
    if (!known || performance.now() - known.at > REMEMBER_MS) {
      const at = performance.now();
      const providerId = await providerClientId(db);
      const rows = await tenancy.asSystem(providerId, (ctx) =>
        ctx.tx
          .selectFrom('mailbox')
          .select(['id', 'address', 'subaddresses'])
          .where('clientId', '=', providerId)
          .where('kind', '=', 'door')
          .where('enabled', '=', true)
          .execute(),
      );
      known = { at, providerId, ids: new Map(rows.map(({ address, ...row }) => [address, row])) };
    }
    const address = text.toLowerCase();
    const exact = known.ids.get(address);
    if (exact) return { id: exact.id, providerId: known.providerId };
    const base = known.ids.get(address.replace(/\+[^@]*@/, '@'));
    return base?.subaddresses ? { id: base.id, providerId: known.providerId } : undefined;
  };
}

function asReason(error: NodeJS.ErrnoException, { host, port }: DoorAddress): Error {
  if (error.code === 'EADDRINUSE')
    return new AppError('RA_PORT_IN_USE', `mail.port: port ${port} on ${host} is used by another program.`);
  if (error.code === 'EACCES')
    return new AppError('RA_PORT_FORBIDDEN', `mail.port: this account may not listen on port ${port}.`);
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new AppError('RA_HOST_UNKNOWN', `mail.host: this machine has no address ${host}.`);
  return error;
}
