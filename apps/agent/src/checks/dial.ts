import { connect, isIP, type Socket } from 'node:net';
import { CheckError, socketError } from './codes.ts';
import type { Run } from './environment.ts';

export interface Dialled {
  socket: Socket;
  /** Durations, ms. */
  dnsMs: number;
  connectMs: number;
}

/** Takes the bytes that arrive on a socket. They are overwritten by the next ones: keep a copy, not the view. */
export type Feed = (bytes: Buffer) => void;

/** A name may have dozens of addresses; more than this are not tried. */
const MOST_ADDRESSES = 6;
/** RFC 8305, section 5: the next address starts when the one before has not answered for that long. */
const NEXT_ADDRESS_MS = 250;
/**
 * Where the bytes of all fed sockets are read into. A read and its callback are one step, so one buffer serves
 * everybody; without it each answer would cost 64 kB of garbage.
 */
let shared: Buffer | undefined;

/**
 * Resolves once, drops every address that the guard forbids, and connects to what is left: never to a name, so
 * that a second resolution cannot give another answer (DNS rebinding). The address of the connected socket is
 * judged again. The connection ends with the run.
 *
 * @param host name or address; an IPv6 address with or without brackets.
 * @param feed gets the bytes instead of the socket's readers
 * @throws CheckError
 */
export async function dial(host: string, port: number, run: Run, feed?: Feed): Promise<Dialled> {
  const started = performance.now();
  const addresses = await permittedAddresses(host, run);
  const resolved = performance.now();
  const permitted = addresses.slice(0, MOST_ADDRESSES);
  const socket = await connectFirst(permitted, port, `${host}:${port}`, run, feed);
  if (socket.remoteAddress === undefined) throw socketError({ code: 'ECONNRESET' }, `${host}:${port}`);
  if (!run.permits(socket.remoteAddress)) {
    socket.destroy();
    throw forbidden(host);
  }
  return { socket, dnsMs: resolved - started, connectMs: performance.now() - resolved };
}

/**
 * Resolves a name once and drops every address that the guard forbids. Whoever gets the addresses connects to them
 * and never to the name, so that a second resolution cannot give another answer (DNS rebinding).
 *
 * @param host name or address; an IPv6 address with or without brackets.
 * @returns at least one address
 * @throws CheckError
 */
export async function permittedAddresses(host: string, run: Run): Promise<readonly string[]> {
  const name = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  run.enter('resolving');
  const addresses = isIP(name) === 0 ? await resolveName(name, run) : [name];
  // An answer that comes after the deadline starts nothing.
  if (run.over) throw new CheckError('RA_CHECK_CANCELLED', 'the check has ended');
  const permitted = addresses.filter(run.permits);
  if (permitted.length === 0) throw forbidden(host);
  run.enter('connecting');
  return permitted;
}

/** The message does not say which addresses: the server's view of its own network is nobody's business. */
export function forbidden(host: string): CheckError {
  return new CheckError(
    'RA_CHECK_FORBIDDEN_ADDRESS',
    `${host} is outside the networks that may be checked from here`,
  );
}

async function resolveName(name: string, run: Run): Promise<readonly string[]> {
  try {
    const addresses = await run.resolve(name);
    if (addresses.length > 0) return addresses;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTFOUND' && code !== 'ENODATA' && code !== 'ERR_INVALID_ARG_VALUE') {
      throw new CheckError('RA_CHECK_DNS_UNAVAILABLE', `the name ${name} could not be resolved (${code})`);
    }
  }
  throw new CheckError('RA_CHECK_DNS', `the name ${name} does not exist`);
}

/** The first address that accepts; an address that keeps silent does not delay the next by more than 250 ms. */
function connectFirst(
  addresses: readonly string[],
  port: number,
  where: string,
  run: Run,
  feed: Feed | undefined,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const open = new Set<Socket>();
    let tried = 0;
    let failure: CheckError | undefined;
    let timer: NodeJS.Timeout | undefined;

    const finish = (winner?: Socket) => {
      clearTimeout(timer);
      for (const socket of open) if (socket !== winner) socket.destroy();
      // Whatever the others still report starts nothing and ends nothing.
      open.clear();
      tried = addresses.length;
      if (winner === undefined) reject(failure);
      else resolve(winner);
    };
    const next = () => {
      clearTimeout(timer);
      const address = addresses[tried++];
      if (address === undefined || run.over) return;
      const socket = openSocket(address, port, feed);
      run.owns(socket);
      open.add(socket);
      const failed = (error: Error) => {
        open.delete(socket);
        failure = moreTelling(failure, socketError(error, where));
        if (tried < addresses.length) next();
        else if (open.size === 0) finish();
      };
      socket.once('connect', () => {
        socket.off('error', failed);
        // Whoever takes the socket over listens for itself; between the two an error must not end the process.
        socket.on('error', ignore);
        finish(socket);
      });
      socket.once('error', failed);
      if (tried < addresses.length) timer = setTimeout(next, NEXT_ADDRESS_MS);
    };
    next();
  });
}

function ignore(): void {}

function openSocket(host: string, port: number, feed: Feed | undefined): Socket {
  if (feed === undefined) return connect({ host, port, noDelay: true });
  shared ??= Buffer.allocUnsafeSlow(64 * 1024);
  const buffer = shared;
  const callback = (bytes: number): boolean => {
    feed(buffer.subarray(0, bytes));
    return true;
  };
  // One request in one piece is sent at once, with or without Nagle's algorithm.
  return connect({ host, port, allowHalfOpen: true, onread: { buffer, callback } });
}

/** Of two addresses, "refused" by one says more than "no route" (a host without IPv6) to the other. */
export function moreTelling(first: CheckError | undefined, second: CheckError): CheckError {
  return first === undefined || first.code === 'RA_CHECK_NO_ROUTE' ? second : first;
}
