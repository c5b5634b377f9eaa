import { zoneOf } from '@rettungsanker/time-windows';
import { z } from 'zod';
import { parseCron } from './cron.ts';

const grace = z
  .number()
  .int()
  .min(1)
  .max(7 * 86_400);
/** A job that has begun and does not end within that many seconds has failed. */
const longest = {
  maxRunSeconds: z
    .number()
    .int()
    .min(1)
    .max(7 * 86_400)
    .optional(),
};

const every = z.object({
  type: z.literal('every').default('every'),
  periodSeconds: z
    .number()
    .int()
    .min(10)
    .max(366 * 86_400),
  graceSeconds: grace.default(60),
  ...longest,
});
const cron = z.object({
  type: z.literal('cron'),
  /** Five fields: minute, hour, day, month, day of the week. */
  expression: z
    .string()
    .max(100)
    .refine(isCron, { message: 'five fields of a cron table, with a time that exists' }),
  timeZone: z.string().max(64).default('Europe/Berlin').refine(isZone, { message: 'an IANA time zone' }),
  graceSeconds: grace.default(900),
  ...longest,
});

/** How often a sign of life is expected. */
export const heartbeatConfig = z.preprocess(
  (value) => (isPlain(value) && value.type === undefined ? { ...value, type: 'every' } : value),
  z.discriminatedUnion('type', [every, cron]),
);
export type HeartbeatSettings = z.output<typeof heartbeatConfig>;

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isCron(text: string): boolean {
  return parseCron(text) !== undefined;
}

function isZone(name: string): boolean {
  try {
    zoneOf(name);
    return true;
  } catch {
    return false;
  }
}
