import { createPrivateKey } from 'node:crypto';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import type * as Opcua from 'node-opcua-client';
import * as z from 'zod/mini';
import { ensurePrivateFolder, readSmallFile, writePrivateFile } from '../../data/files.ts';

export const APPLICATION = 'Rettungsanker';
/** Must stand in the certificate as it is announced (OPC 10000-6, 6.2.2). */
export const APPLICATION_URI = `urn:${hostname()}:rettungsanker:agent`;

type Library = typeof Opcua;
type Provider = NonNullable<Opcua.OPCUAClientOptions['certificateKeyPairProvider']>;
const savedSchema = z.object({ certificate: z.string(), key: z.string() });

const known = new Map<string, Promise<Provider>>();

/**
 * Key and certificate of this agent as a client: made with the first check and kept in the folder, because the
 * owner of a server allows this one certificate.
 *
 * @param folder without one they live as long as the process
 */
export function identityOf(opcua: Library, folder: string | undefined): Promise<Provider> {
  const path = folder === undefined ? '' : join(folder, 'opcua-client.json');
  let identity = known.get(path);
  if (identity === undefined) {
    identity = loadOrMake(opcua, path);
    known.set(path, identity);
    identity.catch(() => known.delete(path));
  }
  return identity;
}

async function loadOrMake(opcua: Library, path: string): Promise<Provider> {
  const text = path === '' ? undefined : readSmallFile(path);
  if (text !== undefined) {
    const saved = savedSchema.parse(JSON.parse(text));
    return providerOf(Buffer.from(saved.certificate, 'base64'), saved.key);
  }
  const { certificate, key } = await makePair(opcua);
  if (path !== '') {
    ensurePrivateFolder(dirname(path));
    writePrivateFile(path, JSON.stringify({ certificate: certificate.toString('base64'), key }));
  }
  return providerOf(certificate, key);
}

async function makePair({ crypto_utils: tools }: Library): Promise<{ certificate: Buffer; key: string }> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  };
  const { privateKey } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const { der } = await tools.createSelfSignedCertificate({
    privateKey,
    subject: `CN=${APPLICATION}`,
    dns: [hostname()],
    applicationUri: APPLICATION_URI,
    notBefore: new Date(Date.now() - 86_400_000),
    validity: 3650,
    purpose: tools.CertificatePurpose.ForApplication,
  });
  const body = Buffer.from(await crypto.subtle.exportKey('pkcs8', privateKey)).toString('base64');
  const key = `-----BEGIN PRIVATE KEY-----\n${body.replace(/(.{64})/g, '$1\n').trim()}\n-----END PRIVATE KEY-----\n`;
  return { certificate: Buffer.from(der.rawData), key };
}

function providerOf(certificate: Buffer, key: string): Provider {
  const hidden = createPrivateKey(key);
  return {
    getCertificate: () => certificate,
    getCertificateChain: () => [certificate],
    getPrivateKey: () => ({ hidden }),
  };
}
