import { connect, type Socket } from 'node:net';
import { AgentError, reasonOf, systemCode } from '../errors.ts';

/** @throws AgentError RA_CONNECT */
export async function openTcp(host: string, port: number, timeoutMs: number): Promise<Socket> {
  const socket = connect({ host, port });
  try {
    await established(socket, 'connect', timeoutMs);
    return socket;
  } catch (error) {
    abandon(socket);
    throw connectError(error, host, port);
  }
}

/** Waits for the event that says that a socket can be used; leaves no listener behind. */
export async function established(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  timeoutMs: number,
): Promise<void> {
  const deadline = setTimeout(() => socket.destroy(new Error('no answer in time')), timeoutMs);
  let onError: (error: Error) => void = () => {};
  let onClose = (): void => {};
  try {
    await new Promise<void>((resolve, reject) => {
      onError = reject;
      onClose = () => reject(new Error('the connection was closed'));
      socket.once(event, resolve).once('error', onError).once('close', onClose);
    });
  } finally {
    clearTimeout(deadline);
    socket.off('error', onError).off('close', onClose);
  }
}

/** Ends a socket whose errors nobody wants to hear any more. */
export function abandon(socket: Socket): void {
  socket.on('error', () => {});
  socket.destroy();
}

export function connectError(error: unknown, host: string, port: number): AgentError {
  if (error instanceof AgentError) return error;
  // Errors of the system are named like ECONNREFUSED, those of TLS like CERT_HAS_EXPIRED. Behind a semicolon Node
  // advises how to start Node.
  const reason = reasonOf(error).split(';')[0];
  const message = `The server ${host}:${port} cannot be reached: ${reason}`;
  if (!systemCode(error)?.includes('_')) return new AgentError('RA_CONNECT', message);
  return new AgentError(
    'RA_TLS',
    message,
    'Its certificate must come from an authority that this system trusts, or be pinned by the enrolment code.',
  );
}
