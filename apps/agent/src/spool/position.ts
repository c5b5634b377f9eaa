import * as z from 'zod/mini';
import { readSmallFile, writePrivateFile } from '../data/files.ts';
import { parseJson } from '../data/identity.ts';

const positionSchema = z.object({
  /** Sequence number on the wire = number of the record - shift. */
  shift: z.int(),
  /** Records up to this number are gone and a report about them was written. */
  announced: z.int().check(z.minimum(0)),
});
export type Position = z.infer<typeof positionSchema>;

/** A missing or damaged position is that of a new buffer: the first answer of the server corrects it. */
export function loadPosition(path: string): Position {
  const parsed = positionSchema.safeParse(parseJson(readSmallFile(path) ?? ''));
  return parsed.success ? parsed.data : { shift: 0, announced: 0 };
}

export function savePosition(path: string, position: Position): void {
  writePrivateFile(path, JSON.stringify(position));
}
