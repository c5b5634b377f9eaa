import { createHash, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import {
  type ConnectionOptions,
  checkServerIdentity,
  connect,
  getCACertificates,
  type TLSSocket,
} from 'node:tls';
import { AgentError } from '../errors.ts';
import { abandon, connectError, established } from './connect.ts';

/** Fingerprint of a certificate's key as in an enrolment code: SHA-256 of its SubjectPublicKeyInfo, base64url. */
export function spkiPin(certificate: Uint8Array): string {
  const spki = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('base64url');
}

/**
 * How the server's certificate is judged: by the pinned key if there is one (its own certificate, that no authority
 * knows), else by the authorities that this system trusts, and the name.
 * With a pin the verdict is that of `openTls`, before the first byte is sent.
 */
function tlsOptions(host: string, pin: string | undefined): ConnectionOptions {
  // RFC 6066, section 3: an address is no server name.
  const base: ConnectionOptions = { minVersion: 'TLSv1.2', ...(isIP(host) ? {} : { servername: host }) };
  if (pin !== undefined) return { ...base, rejectUnauthorized: false };
  const system = getCACertificates('system');
  return {
    ...base,
    // A container image can come without any; then the list inside Node has to do.
    ca: system.length > 0 ? system : getCACertificates('bundled'),
    checkServerIdentity: (_name, peer) => checkServerIdentity(host, peer),
  };
}

/**
 * Connects and judges the server; the socket that comes back belongs to the right one.
 * @throws AgentError RA_CONNECT, RA_TLS, RA_TLS_PIN
 */
export async function openTls(
  host: string,
  port: number,
  pin: string | undefined,
  timeoutMs: number,
): Promise<TLSSocket> {
  const socket = connect({ host, port, ...tlsOptions(host, pin) });
  try {
    await established(socket, 'secureConnect', timeoutMs);
    if (pin !== undefined) verifyPin(socket, pin);
    return socket;
  } catch (error) {
    abandon(socket);
    throw connectError(error, host, port);
  }
}

/** @throws AgentError RA_TLS_PIN when the peer of the finished handshake does not hold the pinned key */
function verifyPin(socket: TLSSocket, pin: string): void {
  const certificate = socket.getPeerX509Certificate();
  if (certificate && spkiPin(certificate.raw) === pin) return;
  throw new AgentError(
    'RA_TLS_PIN',
    'The certificate of the server is not the one that was pinned at enrolment.',
    'If the key of the server was changed on purpose, enrol this host again with a new code and --force.',
  );
}
