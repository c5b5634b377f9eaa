import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';

/** 256 bits from the system's generator, 43 characters that need no escaping in a URL. */
export const newToken = (clock: Clock): string => clock.randomBytes(32).toString('base64url');

/** What is stored in place of a token. A plain hash is enough because there is nothing to guess. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();
