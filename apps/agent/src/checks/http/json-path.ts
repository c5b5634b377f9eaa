import { CheckError } from '../codes.ts';

/**
 * The part of JSONPath (RFC 9535) that needs no evaluation of expressions: the root, member names, indexes (also
 * from the end) and wildcards. Filters, slices and descendants are refused, so that a path costs at most one look at
 * each value on its way.
 */
export type Selector = string | number | typeof WILDCARD;
export const WILDCARD = Symbol('*');

/** Values that one path may select. */
const MOST_SELECTED = 10_000;
const SEGMENT =
  /\.\*|\.([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)|\[(?:(\*)|(-?(?:0|[1-9]\d{0,14}))|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\]/uy;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** @throws CheckError RA_CHECK_INVALID */
export function parseJsonPath(path: string): readonly Selector[] {
  const selectors: Selector[] = [];
  if (!path.startsWith('$')) throw invalid(path);
  const segment = new RegExp(SEGMENT);
  let at = 1;
  while (at < path.length) {
    segment.lastIndex = at;
    const match = segment.exec(path);
    if (match === null) throw invalid(path);
    const [text, name, star, index, single, double] = match;
    const quoted = single ?? double;
    if (name !== undefined) selectors.push(name);
    else if (index !== undefined) selectors.push(Number(index));
    else if (quoted !== undefined) selectors.push(unescaped(quoted, path));
    else if (star !== undefined || text === '.*') selectors.push(WILDCARD);
    at += text.length;
  }
  return selectors;
}

/** @returns the selected values in the order of the document */
export function select(root: unknown, selectors: readonly Selector[]): unknown[] {
  let values: unknown[] = [root];
  for (const selector of selectors) {
    const next: unknown[] = [];
    for (const value of values) {
      for (const child of children(value, selector)) {
        next.push(child);
        if (next.length >= MOST_SELECTED) return next;
      }
    }
    values = next;
  }
  return values;
}

function children(value: unknown, selector: Selector): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (selector === WILDCARD) return Object.values(value);
  if (Array.isArray(value)) {
    if (typeof selector !== 'number') return [];
    const index = selector < 0 ? value.length + selector : selector;
    return Object.hasOwn(value, index) ? [value[index]] : [];
  }
  return typeof selector === 'string' && Object.hasOwn(value, selector)
    ? [(value as Record<string, unknown>)[selector]]
    : [];
}

function unescaped(text: string, path: string): string {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|(.))/gu, (_, code: string | undefined, char: string) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    if (/[A-Za-z0-9]/.test(char) && ESCAPES[char] === undefined) throw invalid(path);
    return ESCAPES[char] ?? char;
  });
}

function invalid(path: string): CheckError {
  return new CheckError(
    'RA_CHECK_INVALID',
    `${JSON.stringify(path.slice(0, 100))} is no path of names, indexes and wildcards, like $.items[0].state`,
  );
}
