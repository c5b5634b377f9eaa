import type { Dropped } from '@rettungsanker/protocol';
import * as z from 'zod/mini';
import { parseJson } from '../data/identity.ts';
import { FLAG_DROPPED, type StoredRecord } from './record.ts';

/** Only what is read back from disk to be merged. */
const lossSchema = z.object({
  dropped: z.object({ batches: z.int(), bytes: z.int(), from: z.int(), to: z.int() }),
});

/** Body of a batch that reports a loss. */
export function lossBody(loss: Dropped): Buffer {
  return Buffer.from(`"dropped":${JSON.stringify(loss)}`);
}

/**
 * What is lost with these records. A report about an earlier loss counts with its content, so that a gap of weeks
 * stays one honest number.
 */
export function lossOf(records: readonly StoredRecord[], reason: Dropped['reason']): Dropped | undefined {
  let loss: Dropped | undefined;
  for (const { at, payload, flags } of records) {
    const earlier =
      flags & FLAG_DROPPED ? lossSchema.safeParse(parseJson(`{${payload.toString()}}`)) : undefined;
    const part = earlier?.success
      ? earlier.data.dropped
      : { batches: 1, bytes: payload.length, from: at, to: at };
    loss = {
      batches: (loss?.batches ?? 0) + part.batches,
      bytes: (loss?.bytes ?? 0) + part.bytes,
      from: Math.min(loss?.from ?? part.from, part.from),
      to: Math.max(loss?.to ?? part.to, part.to),
      reason,
    };
  }
  return loss;
}
