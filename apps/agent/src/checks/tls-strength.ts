import type { X509Certificate } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import { dial } from './dial.ts';
import type { Run } from './environment.ts';
import { connectTls, type HandshakeOptions } from './secure.ts';

const DAY = 86_400_000;
/** Longer chains are broken or hostile. */
const MOST_CERTIFICATES = 10;
/** BSI TR-02102-1: RSA below 3,000 bits is not for new use; below 2,048 it is broken in reach. */
const LEAST_RSA_BITS = 2048;

/**
 * What a client of yesterday would be given. @OPENSSL_SECLEVEL 0 lets our side offer it at all.
 * Versions: RFC 8996 forbids TLS 1.0 and 1.1. Ciphers: no encryption, no authentication, or keys of export strength.
 */
const OFFERS: readonly { name: string; offer: NonNullable<HandshakeOptions['offer']> }[] = [
  {
    name: 'TLS before 1.2',
    offer: { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' },
  },
  {
    name: 'ciphers that protect nothing',
    offer: {
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.2',
      ciphers: 'eNULL:aNULL:EXPORT:LOW:RC4:3DES:@SECLEVEL=0',
    },
  },
];

/** What is weak in the certificate itself. */
export function weakKey(secured: TLSSocket): string[] {
  const key = secured.getPeerX509Certificate()?.publicKey;
  const bits = key?.asymmetricKeyDetails?.modulusLength;
  const isWeak = key?.asymmetricKeyType === 'rsa' && bits !== undefined && bits < LEAST_RSA_BITS;
  return isWeak ? [`a key of ${bits} bits`] : [];
}

/**
 * Tries what nobody should accept any more, each on a connection of its own, at the same time. A server that keeps
 * silent accepts nothing.
 *
 * @param withinMs time for the attempts
 * @returns names of what was accepted
 */
export async function weakOffers(
  { host, port }: { host: string; port: number },
  name: string,
  withinMs: number,
  run: Run,
): Promise<string[]> {
  const found: string[] = [];
  const attempts = OFFERS.map(async ({ name: weakness, offer }) => {
    const { socket } = await dial(host, port, run);
    await connectTls(socket, name, run, { offer });
    socket.destroy();
    found.push(weakness);
  });
  const stop = new AbortController();
  run.owns({ destroy: () => stop.abort() });
  const silence = sleep(withinMs, undefined, { signal: stop.signal }).catch(() => {});
  await Promise.race([Promise.allSettled(attempts), silence]);
  stop.abort();
  return found;
}

/** @returns days until the first certificate of the chain ends, as far as the server sent them */
export function chainDaysLeft(secured: TLSSocket, now: number): number {
  let daysLeft = Infinity;
  let certificate: X509Certificate | undefined = secured.getPeerX509Certificate();
  for (let count = 0; certificate !== undefined && count < MOST_CERTIFICATES; count++) {
    daysLeft = Math.min(daysLeft, (certificate.validToDate.getTime() - now) / DAY);
    certificate = certificate.issuerCertificate;
  }
  return daysLeft;
}
