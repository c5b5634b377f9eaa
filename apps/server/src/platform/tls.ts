import { createHash, webcrypto, X509Certificate } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { Config } from './config/settings.ts';
import { AppError } from './errors.ts';

export interface TlsMaterial {
  key: string;
  cert: string;
  /** SHA-256 of the SubjectPublicKeyInfo, base64url; only when no public CA vouches for the certificate. */
  pin?: string;
}

const YEARS = 10;

/** Certificate and key as configured; a self-signed one is made once and kept, so that agents can pin it. */
export async function loadTls(config: Config): Promise<TlsMaterial | undefined> {
  if (config['http.tls'] === 'off') return undefined;
  if (config['http.tls'] === 'files') {
    try {
      return {
        cert: await readFile(config['http.tls-cert'], 'utf8'),
        key: await readFile(config['http.tls-key'], 'utf8'),
      };
    } catch (error) {
      throw new AppError('RA_CONFIG_INVALID', `http.tls-cert / http.tls-key: ${(error as Error).message}`);
    }
  }
  const folder = join(config['data.dir'], 'keys');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const paths = { key: join(folder, 'tls.key'), cert: join(folder, 'tls.crt') };
  try {
    return withPin(await readFile(paths.key, 'utf8'), await readFile(paths.cert, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const made = await selfSigned(config);
  await writeFile(paths.key, made.key, { mode: 0o600 });
  await writeFile(paths.cert, made.cert, { mode: 0o600 });
  return withPin(made.key, made.cert);
}

function withPin(key: string, cert: string): TlsMaterial {
  const spki = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' });
  return { key, cert, pin: createHash('sha256').update(spki).digest('base64url') };
}

async function selfSigned(config: Config): Promise<{ key: string; cert: string }> {
  // Loaded only where a certificate is made; the library wants the polyfill before itself.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  x509.cryptoProvider.set(webcrypto as never);
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const addresses = Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).map((entry) => entry.address.split('%')[0]!),
  );
  const names = new Set(['localhost', hostname()]);
  if (config['http.public-url'])
    names.add(new URL(config['http.public-url']).hostname.replaceAll(/[[\]]/g, ''));
  const isAddress = (text: string): boolean => /^[\d.]+$|:/.test(text);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${hostname()}`,
    notBefore: new Date(Date.now() - 3_600_000),
    notAfter: new Date(Date.now() + YEARS * 365 * 86_400_000),
    signingAlgorithm: algorithm,
    keys: keys as never,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.SubjectAlternativeNameExtension([
        ...[...names].map((value) => ({
          type: isAddress(value) ? ('ip' as const) : ('dns' as const),
          value,
        })),
        ...[...new Set(addresses)].map((value) => ({ type: 'ip' as const, value })),
      ]),
    ],
  });
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey))
    .toString('base64')
    .replaceAll(/.{64}/g, '$&\n');
  return {
    cert: certificate.toString('pem'),
    key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`,
  };
}
