import type { SnmpAccess } from '@rettungsanker/protocol';
import type * as NetSnmp from 'net-snmp';
import { CheckError, socketError } from '../codes.ts';
import { permittedAddresses } from '../dial.ts';
import type { Run } from '../environment.ts';

/** A value: integers, 64-bit counters as bigint, octets as they are; undefined where the device has no such object. */
export type SnmpValue = number | bigint | Buffer | string | undefined;
/** A table: the objects of each row by column number, in the order of the device. */
export type SnmpTable = ReadonlyMap<string, ReadonlyMap<number, SnmpValue>>;

/** One device, with the credentials of one check. */
export interface SnmpTarget {
  host: string;
  port: number;
  access: SnmpAccess;
  timeoutMs: number;
}

/** What checks ask of a device. All calls end with the run. @throws CheckError */
export interface SnmpSession {
  /** Values in the order of the OIDs. */
  get(oids: readonly string[]): Promise<SnmpValue[]>;
  /** The columns of a table below `entry` (the OID of its row object). */
  table(entry: string, columns: readonly number[]): Promise<SnmpTable>;
}

/** Objects in one request: what fits into one packet of 1,472 bytes even with long names. */
const PER_GET = 24;
const PER_BULK = 60;
/** Objects of one table. 5,000 interfaces with four columns are more than any switch has. */
const MOST_OBJECTS = 20_000;
/** A lost packet is sent again twice within the time of the check. */
const SENDINGS = 3;
/** An open session costs a socket; one that nobody used for that long is closed. */
const IDLE_MS = 90_000;
/** Sockets that are kept open for the next run. */
const MOST_SESSIONS = 400;

/**
 * Opens a session to the device, or takes the one that an earlier run left: version 3 has to learn the engine of
 * the device by two more messages otherwise. The address is judged by the guard before anything is sent.
 */
export async function openSession(target: SnmpTarget, run: Run): Promise<SnmpSession> {
  const [address] = await permittedAddresses(target.host, run);
  run.enter('answering');
  const snmp = await library();
  let session = takeSession(snmp, address!, target);
  /** A device that was restarted no longer accepts what an old session knows about it: one new attempt. */
  const attempt = async <T>(work: (raw: RawSession) => Promise<T>): Promise<T> => {
    const { reused } = session;
    try {
      return await work(session.raw);
    } catch (error) {
      const failure = toCheckError(error, target);
      if (failure.code !== 'RA_CHECK_TIMEOUT') dropSession(session);
      if (!reused || failure.code !== 'RA_CHECK_CREDENTIALS') throw failure;
      session = takeSession(snmp, address!, target);
      return work(session.raw).catch((again: unknown) => {
        throw toCheckError(again, target);
      });
    }
  };
  return {
    get: (oids) => attempt((raw) => getAll(snmp, raw, oids)),
    table: (entry, columns) =>
      attempt((raw) => readTable(snmp, raw, entry, columns, target, { over: () => run.over })),
  };
}

/** A session of a sweep: a thousand of them must not push those of checks out of the pool. */
export interface PassingSession extends SnmpSession {
  /** Requests that are on their way fail. */
  close(): void;
}

/**
 * Opens a session that nobody shares and that is closed by its owner.
 *
 * @param target its host is an address that the guard permits
 * @param turn resolves when the next packet may be sent; its rejection ends the request
 * @param most objects of one table; what a device has beyond that is left out
 */
export async function passingSession(
  target: SnmpTarget,
  turn: () => Promise<void>,
  most: number,
): Promise<PassingSession> {
  const snmp = await library();
  const raw = createRaw(snmp, target.host, target);
  raw.on('error', () => {});
  let closed = false;
  const failed = (error: unknown): never => {
    throw toCheckError(error, target);
  };
  return {
    get: async (oids) => {
      await turn();
      return getAll(snmp, raw, oids).catch(failed);
    },
    table: (entry, columns) =>
      readTable(snmp, raw, entry, columns, target, { over: () => closed, turn, most }).catch(failed),
    close: () => {
      if (!closed) raw.close();
      closed = true;
    },
  };
}

/* ------------------------------------------------------------------------------------------------ the pool */

type Library = typeof NetSnmp;
type RawSession = NetSnmp.Session;
interface Kept {
  key: string;
  raw: RawSession;
  reused: boolean;
  idle: NodeJS.Timeout;
}

const sessions = new Map<string, Kept>();

/** The library, loaded with the first use. */
export async function library(): Promise<Library> {
  const loaded = (await import('net-snmp')) as Library & { default?: Library };
  return loaded.default ?? loaded;
}

function takeSession(snmp: Library, address: string, target: SnmpTarget): Kept {
  const key = JSON.stringify([address, target.port, target.timeoutMs, target.access]);
  const known = sessions.get(key);
  if (known !== undefined) {
    known.reused = true;
    known.idle.refresh();
    // Last used, last in the map: the first is the next to go.
    sessions.delete(key);
    sessions.set(key, known);
    return known;
  }
  for (const oldest of sessions.values()) {
    if (sessions.size < MOST_SESSIONS) break;
    dropSession(oldest);
  }
  const raw = createRaw(snmp, address, target);
  // Packets that are no SNMP: the request they pretend to answer goes on waiting.
  raw.on('error', () => {});
  const kept: Kept = { key, raw, reused: false, idle: setTimeout(() => dropSession(kept), IDLE_MS).unref() };
  sessions.set(key, kept);
  return kept;
}

function dropSession(kept: Kept): void {
  clearTimeout(kept.idle);
  if (sessions.get(kept.key) !== kept) return;
  sessions.delete(kept.key);
  kept.raw.close();
}

/** Closes the sockets of all sessions, for the end of the process and of tests. */
export function closeSessions(): void {
  for (const kept of [...sessions.values()]) dropSession(kept);
}

function createRaw(snmp: Library, address: string, { access, port, timeoutMs }: SnmpTarget): RawSession {
  const options = {
    port,
    transport: address.includes(':') ? ('udp6' as const) : ('udp4' as const),
    retries: SENDINGS - 1,
    timeout: Math.max(50, Math.floor(timeoutMs / SENDINGS)),
  };
  if (access.version !== '3') {
    const version = access.version === '1' ? snmp.Version1 : snmp.Version2c;
    return snmp.createSession(address, access.community, { ...options, version });
  }
  return snmp.createV3Session(address, userOf(snmp, access), {
    ...options,
    version: snmp.Version3,
    context: access.context,
  });
}

/** The user of version 3 in the words of the library. @throws CheckError RA_CHECK_INVALID for privacy without authentication */
export function userOf(snmp: Library, access: Extract<SnmpAccess, { version: '3' }>): NetSnmp.User {
  const { user: name, auth, privacy } = access;
  if (auth === undefined) {
    if (privacy !== undefined) {
      throw new CheckError('RA_CHECK_INVALID', 'SNMPv3 has no privacy without authentication (RFC 3414)');
    }
    return { name, level: snmp.SecurityLevel.noAuthNoPriv };
  }
  const authenticated = {
    name,
    authProtocol: snmp.AuthProtocols[auth.protocol],
    authKey: auth.secret,
  };
  if (privacy === undefined) return { ...authenticated, level: snmp.SecurityLevel.authNoPriv };
  return {
    ...authenticated,
    level: snmp.SecurityLevel.authPriv,
    privProtocol: snmp.PrivProtocols[privacy.protocol],
    privKey: privacy.secret,
  };
}

/* ------------------------------------------------------------------------------------------------ requests */

interface Varbind {
  oid: string;
  type: number;
  value: unknown;
}

function valueIn(snmp: Library, { type, value }: Varbind): SnmpValue {
  switch (type) {
    case snmp.ObjectType.NoSuchObject:
    case snmp.ObjectType.NoSuchInstance:
    case snmp.ObjectType.EndOfMibView:
    case snmp.ObjectType.Null:
      return undefined;
    case snmp.ObjectType.Counter64:
      // Up to 9 bytes, big-endian; some devices leave the leading zeros out.
      return Buffer.isBuffer(value) && value.length > 0
        ? BigInt.asUintN(64, BigInt(`0x${value.toString('hex')}`))
        : undefined;
    default:
      if (typeof value === 'number' || typeof value === 'string' || Buffer.isBuffer(value)) return value;
      return undefined;
  }
}

async function getAll(snmp: Library, raw: RawSession, oids: readonly string[]): Promise<SnmpValue[]> {
  const values: SnmpValue[] = [];
  for (let at = 0; at < oids.length; at += PER_GET) {
    values.push(...(await getSome(snmp, raw, oids.slice(at, at + PER_GET))));
  }
  return values;
}

async function getSome(snmp: Library, raw: RawSession, oids: readonly string[]): Promise<SnmpValue[]> {
  try {
    return await new Promise<SnmpValue[]>((resolve, reject) => {
      raw.get([...oids], (error, varbinds) => {
        if (error !== null) reject(error);
        else resolve((varbinds as Varbind[]).map((varbind) => valueIn(snmp, varbind)));
      });
    });
  } catch (error) {
    const status = (error as { status?: number }).status;
    if (status !== snmp.ErrorStatus.NoSuchName && status !== snmp.ErrorStatus.TooBig) throw error;
    // Version 1 refuses the whole request for one missing object; a small device cannot answer many at once.
    if (oids.length === 1) {
      if (status === snmp.ErrorStatus.TooBig) throw error;
      return [undefined];
    }
    const half = Math.ceil(oids.length / 2);
    return [
      ...(await getSome(snmp, raw, oids.slice(0, half))),
      ...(await getSome(snmp, raw, oids.slice(half))),
    ];
  }
}

interface Walk {
  over(): boolean;
  turn?: () => Promise<void>;
  /** Objects after which a table ends, instead of being an error. */
  most?: number;
}

/** All columns move on together, each with its own place; a column that leaves its subtree is done. */
async function readTable(
  snmp: Library,
  raw: RawSession,
  entry: string,
  columns: readonly number[],
  { access }: SnmpTarget,
  { over, turn, most }: Walk,
): Promise<SnmpTable> {
  const version1 = access.version === '1';
  const rows = new Map<string, Map<number, SnmpValue>>();
  let open = columns.map((column) => ({ column, base: `${entry}.${column}`, at: `${entry}.${column}` }));
  let objects = 0;
  while (open.length > 0) {
    await turn?.();
    if (over()) throw new CheckError('RA_CHECK_CANCELLED', 'the check has ended');
    if (most !== undefined && objects >= most) break;
    const answers = await nextOf(
      snmp,
      raw,
      open.map(({ at }) => at),
      version1,
    );
    const left: typeof open = [];
    for (const [index, place] of open.entries()) {
      let { at } = place;
      let ended = false;
      for (const varbind of answers[index] ?? []) {
        if (varbind.type === snmp.ObjectType.EndOfMibView || !varbind.oid.startsWith(`${place.base}.`)) {
          ended = true;
          break;
        }
        if (compareOids(varbind.oid, at) <= 0) {
          throw new CheckError('RA_CHECK_PROTOCOL', `the device answers in a loop at ${at}`);
        }
        if (++objects > MOST_OBJECTS) {
          throw new CheckError(
            'RA_CHECK_PROTOCOL',
            `the table ${entry} has more than ${MOST_OBJECTS} objects`,
          );
        }
        at = varbind.oid;
        const key = at.slice(place.base.length + 1);
        const row = rows.get(key) ?? new Map<number, SnmpValue>();
        row.set(place.column, valueIn(snmp, varbind));
        rows.set(key, row);
      }
      // An answer without anything for this column is its end, too: otherwise it would be asked forever.
      if (!ended && at !== place.at) left.push({ ...place, at });
    }
    open = left;
  }
  return rows;
}

/** What follows each OID: by GETBULK, or one each by GETNEXT for version 1. */
function nextOf(snmp: Library, raw: RawSession, oids: string[], version1: boolean): Promise<Varbind[][]> {
  return new Promise((resolve, reject) => {
    if (!version1) {
      const repetitions = Math.max(1, Math.floor(PER_BULK / oids.length));
      raw.getBulk(oids, 0, repetitions, (error, answers) => {
        if (error !== null) reject(error);
        else
          resolve(
            (answers as (Varbind | Varbind[])[]).map((answer) => (Array.isArray(answer) ? answer : [answer])),
          );
      });
      return;
    }
    raw.getNext(oids, (error, varbinds) => {
      if (error === null) return resolve((varbinds as Varbind[]).map((varbind) => [varbind]));
      // The end of everything the device has.
      if ((error as { status?: number }).status !== snmp.ErrorStatus.NoSuchName) return reject(error);
      if (oids.length === 1) return resolve([[]]);
      Promise.all(oids.map((oid) => nextOf(snmp, raw, [oid], true))).then(
        (all) => resolve(all.flat()),
        reject,
      );
    });
  });
}

/** Order of the objects in a device: number by number, a shorter one first. */
export function compareOids(a: string, b: string): number {
  const [one, two] = [a.split('.'), b.split('.')];
  for (let at = 0; at < Math.min(one.length, two.length); at++) {
    const difference = Number(one[at]) - Number(two[at]);
    if (difference !== 0) return difference;
  }
  return one.length - two.length;
}

/* -------------------------------------------------------------------------------------------------- errors */

function toCheckError(error: unknown, { host, port }: SnmpTarget): CheckError {
  if (error instanceof CheckError) return error;
  const { name, message } = error as Error;
  switch (name) {
    case 'RequestTimedOutError':
      // Silence is also the answer to a wrong community (RFC 1157, section 4.1).
      return new CheckError(
        'RA_CHECK_TIMEOUT',
        `${host}:${port} does not answer SNMP, or not to this community`,
      );
    case 'RequestFailedError':
      return /NoAccess|Authorization/.test(message)
        ? new CheckError('RA_CHECK_CREDENTIALS', `${host} does not show this object (${message})`)
        : new CheckError('RA_CHECK_PROTOCOL', `${host} could not answer (${message})`);
    case 'ResponseInvalidError':
      return /user|digest|security|decrypt|authentic|window|report/i.test(message)
        ? new CheckError('RA_CHECK_CREDENTIALS', `${host} refuses the user or its keys (${message})`)
        : new CheckError('RA_CHECK_PROTOCOL', `${host} gave an invalid answer (${message})`);
    default:
      return socketError(error, `${host}:${port}`);
  }
}
