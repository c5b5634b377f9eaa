import { connect, isIP, type Socket } from 'node:net';
import { CheckError, socketError } from './codes.ts';
import type { Run } from './environment.ts';

export interface Dialled {
  socket: Socket;
  /** Durations, ms. */
  dnsMs: number;
  connectMs: number;
}

/** A name may have dozens of addresses; more than this are not tried. */
const MOST_ADDRESSES = 6;
/** RFC 8305, section 5: the next address starts when the one before has not answered for that long. */
const NEXT_ADDRESS_MS = 250;

/**
 * Resolves once, drops every address that the guard forbids, and connects to what is left: never to a name, so
 * that a second resolution cannot give another answer (DNS rebinding). The address of the connected socket is
 * judged again.
 *
 * @param host name or address; an IPv6 address with or without brackets.
 * @throws CheckError
 */
export async function dial(host: string, port: number, run: Run): Promise<Dialled> {
  const where = `${host}:${port}`;
  const name = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  const started = performance.now();
  run.enter('resolving');
  const addresses = await addressesOf(name, run);
  const resolved = performance.now();

  const permitted = addresses.filter(run.permits).slice(0, MOST_ADDRESSES);
  // The message does not say which addresses: the server's view of its own network is nobody's business.
  const forbidden = () =>
    new CheckError(
      'RA_CHECK_FORBIDDEN_ADDRESS',
      `${host} is outside the networks that may be checked from here`,
    );
  if (permitted.length === 0) throw forbidden();

  run.enter('connecting');
  const socket = await connectFirst(permitted, port, where, run.signal);
  if (socket.remoteAddress === undefined || !run.permits(socket.remoteAddress)) {
    socket.destroy();
    throw socket.remoteAddress === undefined ? socketError({ code: 'ECONNRESET' }, where) : forbidden();
  }
  // Whatever is spoken over it: the end of the run is the end of the connection.
  run.signal.addEventListener('abort', () => socket.destroy(), { once: true });
  if (run.signal.aborted) socket.destroy();
  return { socket, dnsMs: resolved - started, connectMs: performance.now() - resolved };
}

async function addressesOf(name: string, run: Run): Promise<readonly string[]> {
  if (isIP(name) !== 0) return [name];
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
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const open = new Set<Socket>();
    let tried = 0;
    let failure: CheckError | undefined;
    let timer: NodeJS.Timeout | undefined;

    const finish = (winner?: Socket) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      for (const socket of open) if (socket !== winner) socket.destroy();
      // Whatever the others still report starts nothing and ends nothing.
      open.clear();
      tried = addresses.length;
      if (winner === undefined) reject(signal.aborted ? signal.reason : failure);
      else resolve(winner);
    };
    const abort = () => finish();
    const next = () => {
      clearTimeout(timer);
      const address = addresses[tried++];
      if (address === undefined) return;
      const socket = connect({ host: address, port, noDelay: true });
      open.add(socket);
      socket.once('connect', () => {
        socket.off('error', failed);
        // Whoever takes the socket over listens for itself; between the two an error must not end the process.
        socket.on('error', () => {});
        finish(socket);
      });
      const failed = (error: Error) => {
        open.delete(socket);
        failure = moreTelling(failure, socketError(error, where));
        if (tried < addresses.length) next();
        else if (open.size === 0) finish();
      };
      socket.once('error', failed);
      timer = setTimeout(next, NEXT_ADDRESS_MS);
    };

    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    next();
  });
}

/** Of two addresses, "refused" by one says more than "no route" (a host without IPv6) to the other. */
export function moreTelling(first: CheckError | undefined, second: CheckError): CheckError {
  return first === undefined || first.code === 'RA_CHECK_NO_ROUTE' ? second : first;
}
