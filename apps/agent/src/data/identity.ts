import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import * as z from 'zod/mini';
import { AgentError } from '../errors.ts';
import { readSmallFile, writePrivateFile } from './files.ts';
import type { DataPaths } from './folder.ts';

const short = z.string().check(z.maxLength(2000));

/** What enrolment leaves behind; no secret in it, the key has its own file. */
export const identitySchema = z.object({
  version: z.literal(1),
  agentId: z.uuid(),
  assetId: z.uuid(),
  /** Base URL of the server. */
  serverUrl: short,
  /** Raw Ed25519 public key of the server, base64url: nobody else may give this agent orders. */
  serverKey: short,
  tlsPin: z.optional(short),
  clientName: short,
  siteName: short,
  enrolledAt: z.iso.datetime(),
});
export type Identity = z.infer<typeof identitySchema>;

/** Makes the agent's key. The private part leaves this host in no direction. */
export function generateAgentKey(): KeyObject {
  return generateKeyPairSync('ed25519').privateKey;
}

/** Raw 32 bytes of the public part, base64url, as the protocol wants it. */
export function rawPublicKey(privateKey: KeyObject): string {
  const { x } = privateKey.export({ format: 'jwk' });
  if (x === undefined) throw new AgentError('RA_AGENT_KEY', 'The key of the agent is not an Ed25519 key.');
  return x;
}

/** The key goes first: an identity without its key would be useless, a key without identity is simply replaced. */
export function saveEnrolment(paths: DataPaths, identity: Identity, key: KeyObject): void {
  writePrivateFile(paths.key, key.export({ type: 'pkcs8', format: 'pem' }).toString());
  writePrivateFile(paths.identity, `${JSON.stringify(identity, null, 2)}\n`);
}

/** @returns undefined when this data folder was never enrolled. @throws AgentError RA_IDENTITY_INVALID */
export function loadIdentity(paths: DataPaths): Identity | undefined {
  const text = readSmallFile(paths.identity);
  if (text === undefined) return undefined;
  const parsed = identitySchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new AgentError(
    'RA_IDENTITY_INVALID',
    `${paths.identity} is damaged (${parsed.error.issues[0]?.path.join('.') || 'not JSON'}).`,
    'Restore the file, or enrol again with a new code and --force.',
  );
}

/** @throws AgentError RA_AGENT_KEY */
export function loadKey(paths: DataPaths): KeyObject {
  const pem = readSmallFile(paths.key);
  try {
    if (pem === undefined) throw new Error('it is missing');
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType !== 'ed25519') throw new Error('it is not an Ed25519 key');
    return key;
  } catch (error) {
    throw new AgentError(
      'RA_AGENT_KEY',
      `The key ${paths.key} cannot be used: ${error instanceof Error ? error.message : String(error)}.`,
      'Enrol again with a new code and --force.',
    );
  }
}

/** @returns undefined for text that is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
