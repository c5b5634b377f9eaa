import type { FastifyInstance } from 'fastify';
import { AppError, type ErrorCode } from '../errors.ts';

/** What the system answers (listen(2), getaddrinfo(3)) and what it means to whoever starts the server. */
const REASONS: Readonly<Record<string, { code: ErrorCode; text(host: string, port: number): string }>> = {
  EADDRINUSE: {
    code: 'RA_PORT_IN_USE',
    text: (host, port) => `Port ${port} on ${host} is used by another program.`,
  },
  EACCES: {
    code: 'RA_PORT_FORBIDDEN',
    text: (host, port) => `This account may not listen on port ${port} of ${host}.`,
  },
  EADDRNOTAVAIL: {
    code: 'RA_HOST_UNKNOWN',
    text: (host) => `http.host: this machine has no address ${host}.`,
  },
  ENOTFOUND: { code: 'RA_HOST_UNKNOWN', text: (host) => `http.host: the name ${host} is not known.` },
  EAI_AGAIN: {
    code: 'RA_HOST_UNKNOWN',
    text: (host) => `http.host: the name ${host} could not be looked up.`,
  },
};

/**
 * Listens, or says in words why that is not possible.
 * @throws AppError RA_PORT_IN_USE, RA_PORT_FORBIDDEN, RA_HOST_UNKNOWN
 */
export async function listen(app: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
    if (!reason) throw error;
    throw new AppError(reason.code, reason.text(host, port));
  }
}
