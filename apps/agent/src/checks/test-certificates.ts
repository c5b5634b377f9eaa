// The certificate library needs its reflection polyfill loaded first.
import 'reflect-metadata';
import {
  BasicConstraintsExtension,
  cryptoProvider,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

const DAY = 86_400_000;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export interface Issued {
  cert: string;
  key: string;
}

export interface Wish {
  dns?: string[];
  ip?: string[];
  /** Days from now. */
  from?: number;
  to?: number;
  /** Signed by itself instead of by the authority. */
  selfSigned?: boolean;
}

/** An authority that lives as long as the test. */
export async function authority(): Promise<{ root: string; issue(wish?: Wish): Promise<Issued> }> {
  const { subtle } = cryptoProvider.get();
  const keys = await subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const ca = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Test Authority',
    keys,
    notBefore: new Date(Date.now() - 400 * DAY),
    notAfter: new Date(Date.now() + 400 * DAY),
    signingAlgorithm: algorithm,
    extensions: [new BasicConstraintsExtension(true, undefined, true)],
  });
  return {
    root: ca.toString('pem'),
    async issue({ dns = ['localhost'], ip = [], from = -1, to = 90, selfSigned = false } = {}) {
      const own = await subtle.generateKey(algorithm, true, ['sign', 'verify']);
      const subject = `CN=${dns[0] ?? ip[0]}`;
      const names = [
        ...dns.map((value) => ({ type: 'dns' as const, value })),
        ...ip.map((value) => ({ type: 'ip' as const, value })),
      ];
      const cert = await X509CertificateGenerator.create({
        subject,
        issuer: selfSigned ? subject : ca.subject,
        notBefore: new Date(Date.now() + from * DAY),
        notAfter: new Date(Date.now() + to * DAY),
        publicKey: own.publicKey,
        signingKey: selfSigned ? own.privateKey : keys.privateKey,
        signingAlgorithm: algorithm,
        extensions: [new SubjectAlternativeNameExtension(names)],
      });
      const pkcs8 = Buffer.from(await subtle.exportKey('pkcs8', own.privateKey)).toString('base64');
      const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`;
      return { cert: cert.toString('pem'), key };
    },
  };
}
