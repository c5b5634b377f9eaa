import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { webcrypto } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

/** Something that breaks for real and can be mended for real. */
export interface Fault {
  readonly name: string;
  /** The check that shall notice it; null when a default check does. */
  readonly check: { kind: string; config: Record<string, unknown>; intervalMs: number } | null;
  /** Kind of the alert. */
  readonly alertKind: string;
  /** How long detection may take by what was promised: the check's interval and a second. */
  readonly promisedMs: number;
  prepare(): Promise<void>;
  breaks(): Promise<void>;
  mends(): Promise<void>;
  cleanUp(): Promise<void>;
}

/** A process of our own that does nothing but live. */
export function processFault(folder: string): Fault {
  const marker = `anker-story-${process.pid}`;
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const script = join(folder, `${marker}.mjs`);
    writeFileSync(script, 'setInterval(() => {}, 1000);');
    child = spawn(process.execPath, [script], { stdio: 'ignore' });
    await once(child, 'spawn');
  };
  const end = async (): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return {
    name: 'a watched process is killed',
    check: { kind: 'process', config: { commandContains: marker }, intervalMs: 1000 },
    alertKind: 'process',
    promisedMs: 2000,
    prepare: start,
    breaks: end,
    mends: start,
    cleanUp: end,
  };
}

/** A file system of 16 MB that runs full; undefined where nothing can be mounted. */
export function diskFault(folder: string, sampleMs: number): Fault | undefined {
  const mount = join(folder, 'small-disk');
  mkdirSync(mount, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'anker-story', mount], { stdio: 'pipe' });
  } catch {
    return undefined;
  }
  const file = join(mount, 'filling');
  return {
    name: 'a disk is nearly full',
    check: null,
    alertKind: 'disk',
    promisedMs: sampleMs + 1000,
    prepare: async () => {},
    breaks: async () => writeFileSync(file, Buffer.alloc(15.6 * 1024 * 1024)),
    mends: async () => rmSync(file),
    cleanUp: async () => void execFileSync('umount', [mount]),
  };
}

export async function httpFault(): Promise<Fault> {
  let server: Server | undefined;
  let port = 0;
  let healthy = true;
  const start = async (): Promise<void> => {
    server = createServer((_request, response) => response.writeHead(healthy ? 200 : 500).end('hello'));
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  };
  await start();
  return {
    name: 'a web site answers with an error',
    check: {
      kind: 'http',
      config: { url: `http://127.0.0.1:${port}/`, contains: 'hello' },
      intervalMs: 1000,
    },
    alertKind: 'http',
    promisedMs: 2000,
    prepare: async () => {},
    breaks: async () => {
      healthy = false;
    },
    mends: async () => {
      healthy = true;
    },
    cleanUp: async () => void server?.close(),
  };
}

/** Trusted by the agent of the story through NODE_EXTRA_CA_CERTS, as an own authority of a firm would be. */
export interface Authority {
  /** PEM file. */
  readonly file: string;
  issue(days: number): Promise<{ key: string; cert: string }>;
}

export async function makeAuthority(folder: string): Promise<Authority> {
  x509.cryptoProvider.set(webcrypto as never);
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const makeKeys = () => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const span = (days: number) => ({
    notBefore: new Date(Date.now() - 3_600_000),
    notAfter: new Date(Date.now() + days * 86_400_000 + 60_000),
  });
  const keys = await makeKeys();
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Story Authority',
    ...span(1000),
    signingAlgorithm: algorithm,
    keys: keys as never,
    extensions: [new x509.BasicConstraintsExtension(true, 1, true)],
  });
  const file = join(folder, 'authority.pem');
  writeFileSync(file, root.toString('pem'));
  return {
    file,
    async issue(days) {
      const own = await makeKeys();
      const made = await x509.X509CertificateGenerator.create({
        subject: 'CN=localhost',
        issuer: root.subject,
        ...span(days),
        signingAlgorithm: algorithm,
        publicKey: own.publicKey as never,
        signingKey: keys.privateKey as never,
        extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }])],
      });
      const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', own.privateKey)).toString('base64');
      return {
        cert: made.toString('pem'),
        key: `-----BEGIN PRIVATE KEY-----\n${pkcs8.replaceAll(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`,
      };
    },
  };
}

export async function tlsFault(authority: Authority): Promise<Fault> {
  let server: NetServer | undefined;
  let port = 0;
  const serve = async (days: number): Promise<void> => {
    if (server) await new Promise((resolve) => server!.close(resolve));
    server = createTlsServer(await authority.issue(days), (socket) => socket.on('error', () => {}).end());
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  };
  await serve(300);
  return {
    name: 'a TLS certificate is about to expire',
    check: {
      kind: 'tls',
      config: { host: '127.0.0.1', port, servername: 'localhost', warnDays: 21, criticalDays: 7 },
      intervalMs: 1000,
    },
    alertKind: 'tls',
    promisedMs: 2000,
    prepare: async () => {},
    breaks: () => serve(5),
    mends: () => serve(300),
    cleanUp: async () => void server?.close(),
  };
}
