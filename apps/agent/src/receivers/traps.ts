import { createHash } from 'node:crypto';
import type { CheckOutcome, SnmpTrapCheck } from '@rettungsanker/protocol';
import type { Run } from '../checks/environment.ts';
import { library, userOf } from '../checks/snmp/session.ts';
import { shown } from '../checks/verdict.ts';
import { type Incoming, type Listener, listenError } from './inbox.ts';
import { watchIncoming } from './watch.ts';

const TRAP_OID = '1.3.6.1.6.3.1.1.4.1.0';
const UPTIME_OID = '1.3.6.1.2.1.1.3.0';
const STANDARD_TRAPS = '1.3.6.1.6.3.1.1.5';
/** Traps of RFC 3418 by their last number; version 1 counts the same from 0. */
const NAMES = ['coldStart', 'warmStart', 'linkDown', 'linkUp', 'authenticationFailure', 'egpNeighborLoss'];
const ENTERPRISE_SPECIFIC = 6;

interface Pdu {
  varbinds?: { oid: string; value: unknown }[];
  /** Version 1 only. */
  enterprise?: string;
  generic?: number;
  specific?: number;
}

/** Traps and informs that came in since the last run. @throws CheckError */
export async function checkTraps(check: SnmpTrapCheck, run: Run): Promise<CheckOutcome> {
  // Checks with other credentials cannot share the port; the second one is told that it is taken.
  const access = createHash('sha256').update(JSON.stringify(check.access)).digest('hex');
  const key = `traps ${check.bind} ${check.port} ${access}`;
  return watchIncoming(check, key, (deliver) => listenTraps(check, deliver), run);
}

/** Only messages with the community or the user of the check are delivered; informs are answered. @throws CheckError */
export async function listenTraps(
  check: SnmpTrapCheck,
  deliver: (message: Incoming) => void,
): Promise<Listener> {
  const snmp = await library();
  const { bind, port, access } = check;
  const where = `${bind}:${port} (udp)`;
  await requireFree(bind, port, where);
  const transport = bind.includes(':') ? ('udp6' as const) : ('udp4' as const);
  const receiver = snmp.createReceiver(
    { port, transport, address: bind, disableAuthorization: false },
    (error: Error | null, message?: { pdu: Pdu; rinfo: { address: string } }) => {
      // Foreign communities, wrong keys and garbage are nothing anybody can act on.
      if (error !== null || message === undefined) return;
      deliver({ from: message.rinfo.address, text: describeTrap(message.pdu) });
    },
  );
  const authorizer = receiver.getAuthorizer();
  if (access.version === '3') authorizer.addUser(userOf(snmp, access));
  else authorizer.addCommunity(access.community);
  const { sockets } = (receiver as unknown as { listener: { sockets: Record<string, { unref(): void }> } })
    .listener;
  for (const socket of Object.values(sockets)) socket.unref();
  return { close: () => receiver.close() };
}

/** The library binds without telling whether it could: tried before. */
async function requireFree(bind: string, port: number, where: string): Promise<void> {
  const { createSocket } = await import('node:dgram');
  await new Promise<void>((resolve, reject) => {
    const socket = createSocket(bind.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', (error) => reject(listenError(error, where)));
    socket.bind(port, bind, () => socket.close(() => resolve()));
  });
}

/** One line: name or OID of the trap, then `OID=value` of what it carries (RFC 3584, section 3, for version 1). */
export function describeTrap({ varbinds = [], enterprise, generic, specific }: Pdu): string {
  const trap =
    enterprise !== undefined && generic !== undefined
      ? generic === ENTERPRISE_SPECIFIC
        ? `${enterprise}.0.${specific ?? 0}`
        : `${STANDARD_TRAPS}.${generic + 1}`
      : String(varbinds.find(({ oid }) => oid === TRAP_OID)?.value ?? '');
  const name = trap.startsWith(`${STANDARD_TRAPS}.`)
    ? NAMES[Number(trap.slice(STANDARD_TRAPS.length + 1)) - 1]
    : undefined;
  const values = varbinds
    .filter(({ oid }) => oid !== TRAP_OID && oid !== UPTIME_OID)
    .slice(0, 50)
    .map(({ oid, value }) => `${oid}=${valueText(value)}`);
  return [name === undefined ? trap : `${name} ${trap}`, ...values].join(' ');
}

function valueText(value: unknown): string {
  if (!Buffer.isBuffer(value)) return String(value);
  const text = value.toString('utf8');
  // Octets that are no text: addresses, dates.
  return /(?![\t\r\n])\p{Cc}|\uFFFD/u.test(text)
    ? `0x${value.subarray(0, 64).toString('hex')}`
    : shown(text, 500);
}
