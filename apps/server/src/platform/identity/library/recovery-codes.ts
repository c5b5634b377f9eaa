import { createHash } from 'node:crypto';
import type { Clock } from '../../clock.ts';

/** Letters and digits that are not taken for each other on paper (Crockford's base 32). */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const COUNT = 10;
const GROUPS = 6;
const GROUP = 4;

/**
 * Ten codes like `7k3m-x0qa-9wzt-4h2d-p8ce-v5rn`. 120 bits each, so that a plain hash at rest is enough (ASVS 6.5.2).
 */
export function newRecoveryCodes(clock: Clock): string[] {
  return Array.from({ length: COUNT }, () =>
    Array.from({ length: GROUPS }, () =>
      [...clock.randomBytes(GROUP)].map((byte) => ALPHABET[byte % ALPHABET.length]).join(''),
    ).join('-'),
  );
}

const PREFIX = 'sha256:';

/** As typed: capitals, blanks and what looks alike do not matter. */
export function hashRecoveryCode(typed: string): string {
  const code = typed
    .toLowerCase()
    .replaceAll(/[^0-9a-z]/g, '')
    .replaceAll('o', '0')
    .replaceAll(/[il]/g, '1');
  return PREFIX + createHash('sha256').update(code).digest('base64url');
}

export const isHashedCode = (text: string): boolean => text.startsWith(PREFIX);

/** A code of six digits comes from an app, anything else is meant as a recovery code. */
export const isAppCode = (typed: string): boolean => /^\d{6}$/.test(typed.replaceAll(/\s/g, ''));
