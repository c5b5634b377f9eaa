import { ChainError } from './errors.ts';

export const CANONICAL_LIMITS = {
  /** Objects and arrays inside each other. */
  depth: 64,
  /** UTF-16 code units of the result. */
  length: 16 * 1024 * 1024,
} as const;

/**
 * The one text of a JSON value by the JSON Canonicalization Scheme (RFC 8785): no white space, the members of an
 * object by the UTF-16 code units of their names, numbers and strings as ECMAScript writes them. Equal JSON values
 * give the same text and different ones different texts; -0 is 0, as in the RFC.
 *
 * Supported: null, booleans, finite numbers, well-formed strings, arrays, plain objects (also without prototype).
 * The rest is refused where `JSON.stringify` would silently drop or change it.
 * @throws ChainError
 *   RA_CANONICAL_TYPE undefined (also as a member), bigint, symbol (also as a name), function, class instance such as
 *   Date or Map, array with holes or named members;
 *   RA_CANONICAL_NUMBER NaN, Infinity;
 *   RA_CANONICAL_TEXT a lone surrogate, in a string or a name;
 *   RA_CANONICAL_DEPTH, RA_CANONICAL_SIZE beyond `CANONICAL_LIMITS`
 */
export function canonicalJson(value: unknown): string {
  const out: Output = { text: '' };
  write(out, value, 0);
  return out.text;
}

interface Output {
  text: string;
}

/** `depth` is the number of objects and arrays around the value. */
function write(out: Output, value: unknown, depth: number): void {
  switch (typeof value) {
    case 'string':
      return writeString(out, value);
    case 'number':
      if (!Number.isFinite(value)) throw new ChainError('RA_CANONICAL_NUMBER', `${value} is no JSON number`);
      return append(out, JSON.stringify(value));
    case 'boolean':
      return append(out, String(value));
    case 'object':
      if (value === null) return append(out, 'null');
      if (depth >= CANONICAL_LIMITS.depth) {
        throw new ChainError(
          'RA_CANONICAL_DEPTH',
          `deeper than ${CANONICAL_LIMITS.depth}, or contains itself`,
        );
      }
      return Array.isArray(value) ? writeArray(out, value, depth) : writeObject(out, value, depth);
    default:
      throw new ChainError('RA_CANONICAL_TYPE', `${typeof value} is no JSON value`);
  }
}

function writeString(out: Output, value: string): void {
  if (!value.isWellFormed()) throw new ChainError('RA_CANONICAL_TEXT', 'a string with half a surrogate pair');
  // The result is never shorter: refuse before escaping makes it up to six times as long.
  if (value.length > CANONICAL_LIMITS.length) throw tooLong();
  append(out, JSON.stringify(value));
}

function writeArray(out: Output, array: readonly unknown[], depth: number): void {
  if (Object.keys(array).length > array.length || Object.getOwnPropertySymbols(array).length > 0) {
    throw new ChainError('RA_CANONICAL_TYPE', 'an array with named members is no JSON value');
  }
  for (let i = 0; i < array.length; i++) {
    append(out, i === 0 ? '[' : ',');
    // A hole reads as undefined and is refused as such.
    write(out, array[i], depth + 1);
  }
  append(out, array.length === 0 ? '[]' : ']');
}

function writeObject(out: Output, object: object, depth: number): void {
  const prototype: unknown = Object.getPrototypeOf(object);
  const plain = prototype === Object.prototype || prototype === null;
  if (!plain || Object.getOwnPropertySymbols(object).length > 0) {
    throw new ChainError('RA_CANONICAL_TYPE', 'an object with a class or with symbols is no JSON value');
  }
  const members = new Map<string, unknown>(Object.entries(object));
  // The default order of sort() is by UTF-16 code units, which is what the RFC asks for.
  const names = [...members.keys()].sort();
  for (const [i, name] of names.entries()) {
    append(out, i === 0 ? '{' : ',');
    writeString(out, name);
    append(out, ':');
    write(out, members.get(name), depth + 1);
  }
  append(out, names.length === 0 ? '{}' : '}');
}

function append(out: Output, text: string): void {
  out.text += text;
  if (out.text.length > CANONICAL_LIMITS.length) throw tooLong();
}

function tooLong(): ChainError {
  return new ChainError('RA_CANONICAL_SIZE', `longer than ${CANONICAL_LIMITS.length} characters`);
}
