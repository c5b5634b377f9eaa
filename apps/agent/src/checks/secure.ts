import type { X509Certificate } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import type { ConnectionOptions, SecureContext, TLSSocket } from 'node:tls';
import type { ClientCertificate } from '@rettungsanker/protocol';
import { CheckError } from './codes.ts';
import type { Run } from './environment.ts';
import { lazy } from './lazy.ts';

const loadTls = lazy(() => import('node:tls'));
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

export interface HandshakeOptions {
  alpn?: string[];
  clientCertificate?: ClientCertificate | undefined;
  /** Narrower or wider than what Node offers by itself; then the certificate is not judged by trust. */
  offer?: Pick<ConnectionOptions, 'minVersion' | 'maxVersion' | 'ciphers'>;
}

/**
 * TLS over a connected socket, whatever its certificate. Whoever owns the plain socket ends both by destroying that
 * one; destroying the secured one after it crashes Node 24.
 *
 * @throws CheckError RA_CHECK_TLS_HANDSHAKE
 */
export async function connectTls(
  plain: Socket,
  name: string,
  run: Run,
  options: HandshakeOptions = {},
): Promise<TLSSocket> {
  const tls = await loadTls();
  run.enter('handshaking');
  return new Promise<TLSSocket>((resolve, reject) => {
    const made = tls.connect({
      socket: plain,
      secureContext: contextFor(run.roots, options, tls),
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      ...(options.alpn && { ALPNProtocols: options.alpn }),
      // An address is no name for SNI (RFC 6066, section 3).
      ...(isIP(name) === 0 ? { servername: name } : {}),
    });
    // Node would take the whole chain apart for `checkServerIdentity`, a sixth of the handshake; see `factsOf`.
    made.getPeerCertificate = noCertificate;
    const fail = (why: string) =>
      reject(new CheckError('RA_CHECK_TLS_HANDSHAKE', `no TLS connection (${why})`));
    const closed = () => fail('the server closed the connection');
    made.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
    made.once('close', closed);
    made.once('secureConnect', () => {
      made.off('close', closed);
      resolve(made);
    });
  });
}

/**
 * TLS over a connected socket, and what its certificate says. An invalid certificate is a finding, not an error: the
 * caller judges it.
 *
 * @param name expected in the certificate, sent as SNI unless it is an address
 * @throws CheckError when no handshake comes about.
 */
export async function handshake(
  plain: Socket,
  name: string,
  run: Run,
  options: HandshakeOptions = {},
): Promise<Secured> {
  const started = performance.now();
  const socket = await connectTls(plain, name, run, options);
  const tlsMs = performance.now() - started;
  const tls = await loadTls();

  const x509 = socket.getPeerX509Certificate();
  if (x509 === undefined) {
    throw new CheckError('RA_CHECK_TLS_HANDSHAKE', 'the server shows no certificate');
  }
  const facts = factsOf(x509, name, tls);
  const now = run.now();
  const daysLeft = (facts.to - now) / DAY;
  const problem = socket.authorizationError ? String(socket.authorizationError) : undefined;
  return {
    socket,
    tlsMs,
    certificate: {
      daysLeft,
      notYetValid: facts.from > now,
      nameMatches: facts.nameMatches,
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

function noCertificate(): never {
  return {} as never;
}

interface Facts {
  /** Unix ms. */
  from: number;
  to: number;
  nameMatches: boolean;
}
/** The same certificate is seen at every run; taking it apart costs as much as half a handshake. */
const known = new Map<string, Facts>();
const MOST_KNOWN = 2000;

function factsOf(x509: X509Certificate, name: string, tls: typeof import('node:tls')): Facts {
  const key = `${x509.fingerprint256} ${name}`;
  let facts = known.get(key);
  if (facts === undefined) {
    if (known.size >= MOST_KNOWN) known.clear();
    facts = {
      from: x509.validFromDate.getTime(),
      to: x509.validToDate.getTime(),
      nameMatches: tls.checkServerIdentity(name, x509.toLegacyObject()) === undefined,
    };
    known.set(key, facts);
  }
  return facts;
}

type Roots = () => readonly string[];
/** Reading the roots costs some 10 ms and several MB: one context for all checks that share them. */
const contexts = new WeakMap<Roots, SecureContext>();
const personal = new WeakMap<ClientCertificate, SecureContext>();
const noMore: Roots = () => [];

/** @throws CheckError RA_CHECK_INVALID when the client's certificate and key do not fit each other */
function contextFor(
  roots: Roots = noMore,
  { clientCertificate, offer }: HandshakeOptions,
  tls: typeof import('node:tls'),
): SecureContext {
  if (offer !== undefined) return tls.createSecureContext(offer);
  let context = clientCertificate ? personal.get(clientCertificate) : contexts.get(roots);
  if (context !== undefined) return context;
  const more = roots();
  const trusted = more.length === 0 ? {} : { ca: [...tls.getCACertificates('default'), ...more] };
  if (clientCertificate === undefined) {
    context = tls.createSecureContext(trusted);
    contexts.set(roots, context);
    return context;
  }
  const { certificate, privateKey } = clientCertificate;
  try {
    context = tls.createSecureContext({ ...trusted, cert: certificate, key: privateKey });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CheckError('RA_CHECK_INVALID', `the client certificate cannot be used (${code})`);
  }
  personal.set(clientCertificate, context);
  return context;
}
