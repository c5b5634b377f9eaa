/** What PostgreSQL cannot keep in a text: U+0000, and halves of a surrogate pair in JSON. */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/i;

/** Whether a JSON text may hold something that cannot be kept; costs one look over the text. */
export const mayBeUnstorable = (json: string): boolean => UNSTORABLE.test(json);

/**
 * Texts as they can be kept, in names as well. A device that says a zero byte in its greeting must not make the batch
 * with its result one that nobody can ever store.
 */
export function storable<T>(value: T): T {
  if (typeof value === 'string') return value.replaceAll('\0', '\uFFFD').toWellFormed() as T;
  if (Array.isArray(value)) return value.map(storable) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [storable(name), storable(inner)]),
  ) as T;
}
