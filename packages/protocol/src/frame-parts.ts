import * as z from 'zod/mini';

/** Nonces and signatures. */
export const base64url = z.string().check(z.regex(/^[A-Za-z0-9_-]+$/), z.maxLength(512));
/** Unix time in milliseconds. */
export const time = z.int().check(z.minimum(0), z.maximum(8_640_000_000_000));
/** Number of a batch. */
export const seq = z.int().check(z.minimum(1));
