import * as z from 'zod/mini';
import { LIMITS } from './limits.ts';

const base64url = z.string().check(z.regex(/^[A-Za-z0-9_-]+$/), z.maxLength(1024));

/**
 * What the enrolment code carries: everything a new agent needs to trust the right server.
 * The code is `ra1_` + base64url(JSON) and is shown once by the console.
 */
export const enrolmentCodeSchema = z.object({
  /** Base URL of the server, e.g. https://anker.example.de */
  url: z.string().check(z.maxLength(500), z.regex(/^https?:\/\//)),
  /** Single-use secret, 256 bit, base64url. */
  token: base64url,
  /** Ed25519 public key of the server (raw 32 bytes, base64url): the pinned identity. */
  serverKey: base64url,
  /** SHA-256 of the server certificate's SubjectPublicKeyInfo (base64url) when it is not signed by a public CA. */
  tlsPin: z.optional(base64url),
});
export type EnrolmentCode = z.infer<typeof enrolmentCodeSchema>;

const PREFIX = 'ra1_';

export function encodeEnrolmentCode(code: EnrolmentCode): string {
  return PREFIX + Buffer.from(JSON.stringify(code)).toString('base64url');
}

/** @returns undefined when the text is not an enrolment code of a known version. */
export function decodeEnrolmentCode(text: string): EnrolmentCode | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith(PREFIX) || trimmed.length > 4096) return undefined;
  try {
    const parsed = enrolmentCodeSchema.safeParse(
      JSON.parse(Buffer.from(trimmed.slice(PREFIX.length), 'base64url').toString('utf8')),
    );
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

export const hostSchema = z.object({
  hostname: z.string().check(z.minLength(1), z.maxLength(LIMITS.name)),
  /** Stable id of the installation (hash of /etc/machine-id, Windows MachineGuid); hashed by the agent, never raw. */
  machine: z.string().check(z.maxLength(128)),
  platform: z.enum(['linux', 'win32', 'darwin']),
  arch: z.string().check(z.maxLength(32)),
  os: z.string().check(z.maxLength(LIMITS.name)),
  agentVersion: z.string().check(z.maxLength(64)),
});
export type HostIdentity = z.infer<typeof hostSchema>;

/** POST AGENT_ENROL_PATH. `proof` = Ed25519 signature over enrolmentMessage(token, publicKey). */
export const enrolRequestSchema = z.object({
  protocol: z.number(),
  token: base64url,
  publicKey: base64url,
  proof: base64url,
  host: hostSchema,
});
export type EnrolRequest = z.infer<typeof enrolRequestSchema>;

export const enrolResponseSchema = z.object({
  agentId: z.uuid(),
  assetId: z.uuid(),
  clientName: z.string(),
  siteName: z.string(),
});
export type EnrolResponse = z.infer<typeof enrolResponseSchema>;

/** Bytes signed by the new agent: proves that it holds the private key it enrols. */
export function enrolmentMessage(token: string, publicKey: string): Buffer {
  return Buffer.from(`rettungsanker enrol v1\n${token}\n${publicKey}`);
}
