import { isIP, type Socket } from 'node:net';
import type { SecureContext, TLSSocket } from 'node:tls';
import { CheckError } from './codes.ts';
import type { Run } from './environment.ts';

const DAY = 86_400_000;

export interface Secured {
  socket: TLSSocket;
  tlsMs: number;
  certificate: Certificate;
}

/** What a certificate says, all judged independently of each other. */
export interface Certificate {
  /** Until the end of its validity; negative when it is over. */
  daysLeft: number;
  notYetValid: boolean;
  nameMatches: boolean;
  /** Why the chain is not trusted, in OpenSSL's words; undefined when it is. */
  untrusted: string | undefined;
}

/**
 * TLS over a connected socket. An invalid certificate is a finding, not an error: the caller judges it.
 *
 * @param name expected in the certificate, sent as SNI unless it is an address (RFC 6066, section 3).
 * @throws CheckError when no handshake comes about.
 */
export async function handshake(socket: Socket, name: string, run: Run): Promise<Secured> {
  const tls = await import('node:tls');
  const started = performance.now();
  run.enter('handshaking');
  const secured = await new Promise<TLSSocket>((resolve, reject) => {
    const made = tls.connect({
      socket,
      secureContext: contextFor(run.roots, tls),
      ALPNProtocols: ['http/1.1'],
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      ...(isIP(name) === 0 ? { servername: name } : {}),
    });
    const fail = (why: string) =>
      reject(new CheckError('RA_CHECK_TLS_HANDSHAKE', `no TLS connection (${why})`));
    made.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
    made.once('close', () => fail('the server closed the connection'));
    made.once('secureConnect', () => resolve(made));
  });
  const tlsMs = performance.now() - started;

  const x509 = secured.getPeerX509Certificate();
  if (x509 === undefined) {
    secured.destroy();
    throw new CheckError('RA_CHECK_TLS_HANDSHAKE', 'the server shows no certificate');
  }
  const now = run.now();
  const daysLeft = (x509.validToDate.getTime() - now) / DAY;
  const problem = secured.authorizationError ? String(secured.authorizationError) : undefined;
  return {
    socket: secured,
    tlsMs,
    certificate: {
      daysLeft,
      notYetValid: x509.validFromDate.getTime() > now,
      nameMatches: tls.checkServerIdentity(name, x509.toLegacyObject()) === undefined,
      // OpenSSL reports one problem only; the end of the certificate itself is judged above.
      untrusted: problem === 'CERT_HAS_EXPIRED' && daysLeft < 0 ? undefined : problem,
    },
  };
}

/** What makes a certificate unusable right now, the most telling first. */
export function certificateProblem(certificate: Certificate, name: string): CheckError | undefined {
  const { daysLeft, notYetValid, nameMatches, untrusted } = certificate;
  if (daysLeft < 0) {
    return new CheckError('RA_CHECK_TLS_EXPIRED', `the certificate expired ${Math.ceil(-daysLeft)} days ago`);
  }
  if (notYetValid) return new CheckError('RA_CHECK_TLS_NOT_YET_VALID', 'the certificate is not valid yet');
  if (!nameMatches) return new CheckError('RA_CHECK_TLS_NAME', `the certificate is not for ${name}`);
  if (untrusted === undefined) return undefined;
  return new CheckError(
    'RA_CHECK_TLS_UNTRUSTED',
    `the certificate is not trusted (${untrusted}); it expires in ${Math.floor(daysLeft)} days`,
  );
}

type Roots = () => readonly string[];
/** Reading the roots costs some 10 ms and several MB: one context for all checks that share them. */
const contexts = new WeakMap<Roots, SecureContext>();
const noMore: Roots = () => [];

function contextFor(roots: Roots = noMore, tls: typeof import('node:tls')): SecureContext {
  let context = contexts.get(roots);
  if (context === undefined) {
    const more = roots();
    context = tls.createSecureContext(
      more.length === 0 ? {} : { ca: [...tls.getCACertificates('default'), ...more] },
    );
    contexts.set(roots, context);
  }
  return context;
}
