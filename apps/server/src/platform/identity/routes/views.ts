import { z } from 'zod';
import { id, name, timestamp } from '../../http/schemas.ts';
import { PERMISSIONS, ROLES } from '../../tenancy/permissions.ts';
import { MAX_LENGTH } from '../passwords/policy.ts';
import { THEMES } from '../schema.ts';

export const locale = z.enum(['de', 'en']);
export const theme = z.enum(THEMES);
export const role = z.enum(ROLES);
export const serves = z.enum(['all', 'granted']);
export const permission = z.enum(PERMISSIONS);
/** RFC 5321, 4.5.3.1: 64 before the @ and 255 after it. Compared without regard to capitals, stored in small letters. */
export const email = z.string().trim().toLowerCase().max(320).pipe(z.email());
/** Any characters; how good it is, is judged by passwords/policy.ts. */
export const password = z.string().min(1).max(MAX_LENGTH);
/** 256 bits in base64url. */
export const token = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/** Six digits of an app, or a recovery code. */
export const code = z.string().trim().min(6).max(60);
export const appCode = z.string().regex(/^\d{6}$/);

/** Bounded, because a browser's answer is a stranger's object. The library knows its inside. */
export const ceremony = z
  .looseObject({ id: z.string().min(1).max(2000), type: z.literal('public-key') })
  .refine((value) => JSON.stringify(value).length <= 20_000, 'too large');
export const ceremonyOptions = z.looseObject({ challenge: z.string() });

export const clientView = z.object({
  id,
  kind: z.enum(['provider', 'client']),
  code: z.string(),
  name: z.string(),
  role,
  permissions: z.array(permission),
});
export const profileView = z.object({ id, name: z.string(), email: z.string(), locale, theme });
export const secondFactorView = z.object({
  totp: z.boolean(),
  passkeys: z.number().int(),
  /** Without one, passkeys are the only way in. */
  password: z.boolean(),
  recoveryCodesLeft: z.number().int(),
  required: z.boolean(),
  missing: z.boolean(),
  advised: z.boolean(),
});
export const sessionView = z.object({
  id,
  current: z.boolean(),
  createdAt: timestamp,
  lastSeenAt: timestamp,
  expiresAt: timestamp,
  address: z.string().nullable(),
  device: z.string(),
  secondFactor: z.boolean(),
});
export const passkeyView = z.object({
  id,
  name: z.string().nullable(),
  authenticator: z.string().nullable(),
  synced: z.boolean(),
  createdAt: timestamp,
});
export const apiKeyView = z.object({
  id,
  clientId: id,
  name: z.string(),
  hint: z.string(),
  permissions: z.array(z.string()),
  personId: id,
  personName: z.string(),
  createdAt: timestamp,
  expiresAt: timestamp,
  lastUsedAt: timestamp.nullable(),
  revokedAt: timestamp.nullable(),
});
export const personView = z.object({
  id,
  name: z.string(),
  email: z.string(),
  disabled: z.boolean(),
  secondFactor: z.boolean().nullable(),
  memberships: z.array(
    z.object({
      clientId: id,
      clientCode: z.string(),
      clientName: z.string(),
      role,
      serves,
      since: timestamp,
    }),
  ),
});
export const invitationView = z.object({
  id,
  email: z.string(),
  name: z.string(),
  role,
  serves,
  createdAt: timestamp,
  expiresAt: timestamp,
  state: z.enum(['open', 'accepted', 'revoked', 'expired']),
});
/** A link that opens something: shown once. */
export const linkView = z.object({ link: z.string(), expiresAt: timestamp });
export const passkeyName = name.max(100);
