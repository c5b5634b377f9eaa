import * as z from 'zod/mini';
import { LIMITS } from './limits.ts';

/** Pieces that the schemas of several kinds of checks share. */
export const hostField = z.string().check(z.minLength(1), z.maxLength(253));
export const portField = z.int().check(z.minimum(1), z.maximum(65_535));
export const timeoutField = z._default(z.int().check(z.minimum(100), z.maximum(60_000)), 10_000);
export const nameField = z.string().check(z.minLength(1), z.maxLength(LIMITS.name));
/** A regular expression of ECMAScript, without delimiters; short, because it runs on foreign text. */
export const patternField = z.string().check(z.minLength(1), z.maxLength(300));
/** Passwords, communities, keys. Every field that holds one is named in `SECRET_FIELDS`. */
export const secretField = z.string().check(z.minLength(1), z.maxLength(1000));
export const percentField = z.number().check(z.minimum(0), z.maximum(100));
export const hoursField = z.number().check(z.minimum(0.01), z.maximum(24 * 3660));

/** An absolute path on the host, of Unix or Windows; never a relative one, whose meaning depends on the agent. */
export const pathField = z
  .string()
  .check(z.minLength(1), z.maxLength(1000), z.regex(/^(\/|[A-Za-z]:[\\/]|\\\\)[^\0]*$/));

/**
 * Limits of one number. A value beyond a `critical` limit fails the check, one beyond a `warn` limit warns.
 * Limits that are missing judge nothing.
 */
export const limitsField = z._default(
  z.object({
    warnAbove: z.optional(z.number()),
    criticalAbove: z.optional(z.number()),
    warnBelow: z.optional(z.number()),
    criticalBelow: z.optional(z.number()),
  }),
  {},
);
export type ValueLimits = z.infer<typeof limitsField>;

/**
 * Fields of check settings that hold secrets, at any depth. They are sealed where they are stored, left out where
 * settings are shown or recorded, and travel to the executing agent over its encrypted link only.
 */
export const SECRET_FIELDS: ReadonlySet<string> = new Set(['community', 'secret', 'password', 'privateKey']);
