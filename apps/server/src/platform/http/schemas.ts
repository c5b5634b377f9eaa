import { z } from 'zod';

/** Pieces that every route's schema is made of. */
export const timestamp = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});
export const id = z.uuid();
export const name = z.string().trim().min(1).max(200);
export const cursor = z
  .string()
  .max(500)
  .regex(/^[A-Za-z0-9_-]+$/);
export const limit = z.coerce.number().int().min(1).max(500).default(100);
export const empty = z.object({});

/** A page of a list; `nextCursor` is missing on the last one. */
export const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: cursor.optional() });

export const errorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
    requestId: z.string(),
  }),
});

/** Opaque position in a list: the sort values of the last row. */
export function encodeCursor(values: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}
/** What is no position of the list, such as a cursor of another one, counts as no cursor. */
export function decodeCursor<P extends z.ZodType>(
  text: string | undefined,
  position: P,
): z.output<P> | undefined {
  if (!text) return undefined;
  try {
    return position.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString())).data;
  } catch {
    return undefined;
  }
}
