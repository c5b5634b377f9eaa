import { AppError } from '../../../platform/errors.ts';
import type { Matcher, Selector, SeriesKey } from '../types.ts';

/*
 * How a series of a client is called outside. The client is a label that nobody can set or leave out; system, check and
 * the name as it was are labels as well, as functions of PromQL drop the name and not every name is allowed there.
 */

const CLIENT = 'client_id';
const ASSET = 'asset_id';
const CHECK = 'check_id';
const NAME = 'original_name';
const OURS: ReadonlySet<string> = new Set([CLIENT, ASSET, CHECK, NAME]);
const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Sorted by name. Undefined when a label has a name that is not allowed outside, or one of ours. */
export function outsideLabels(clientId: string, key: SeriesKey): [name: string, value: string][] | undefined {
  const labels: [string, string][] = [
    ['__name__', outsideName(key.name)],
    [NAME, key.name],
    [CLIENT, clientId],
  ];
  if (key.assetId) labels.push([ASSET, key.assetId]);
  if (key.checkId) labels.push([CHECK, key.checkId]);
  for (const [name, value] of Object.entries(key.labels)) {
    if (!LABEL.test(name) || name.startsWith('__') || OURS.has(name)) return undefined;
    if (value !== '') labels.push([name, value]);
  }
  return labels.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Metric names have letters, digits, `_` and `:` only. */
const outsideName = (name: string): string =>
  name.replaceAll(/[^a-zA-Z0-9_:]/g, '_').replace(/^(?=[0-9])/, '_');

export function insideKey(labels: Readonly<Record<string, string>>): SeriesKey {
  const own = Object.entries(labels).filter(([name]) => name !== '__name__' && !OURS.has(name));
  return {
    name: labels[NAME] ?? labels.__name__ ?? '',
    labels: Object.fromEntries(own),
    assetId: labels[ASSET] ?? null,
    checkId: labels[CHECK] ?? null,
  };
}

/** A PromQL selector of what matches, of this client only. @throws AppError RA_SERIES_SELECTOR */
export function promSelector(clientId: string, selector: Selector): string {
  const parts = [`${CLIENT}=${quote(clientId)}`];
  if (selector.names) parts.push(`${NAME}=~${quote(anyOf(selector.names))}`);
  for (const matcher of selector.matchers ?? []) parts.push(promMatcher(matcher));
  return `{${parts.join(',')}}`;
}

function promMatcher({ label, op, value }: Matcher): string {
  const name = { __name__: NAME, asset: ASSET, check: CHECK }[label] ?? label;
  if (!LABEL.test(name) || label === CLIENT) throw new AppError('RA_SERIES_SELECTOR');
  if (op === 'in') {
    if (typeof value === 'string') throw new AppError('RA_SERIES_SELECTOR');
    return `${name}=~${quote(anyOf(value))}`;
  }
  if (typeof value !== 'string') throw new AppError('RA_SERIES_SELECTOR');
  return `${name}${op}${quote(value)}`;
}

const anyOf = (values: readonly string[]): string =>
  values.length === 0
    ? '[^\\s\\S]'
    : values.map((value) => value.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');

/** Strings of PromQL are those of Go, which know the escapes of JSON. */
const quote = (text: string): string => JSON.stringify(text);
