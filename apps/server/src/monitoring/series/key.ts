import { createHash } from 'node:crypto';
import { SERIES_LIMITS, type SeriesKey } from './types.ts';

/** A key as one text: name, system, check, then names and values of the labels in order. NUL cannot be in any of them. */
export function identityOf(key: SeriesKey): string {
  const parts = [key.name, key.assetId ?? '', key.checkId ?? ''];
  const names = Object.keys(key.labels);
  if (names.length > 1) names.sort();
  for (const name of names) {
    const value = key.labels[name]!;
    // A label with an empty value is no label (Prometheus data model).
    if (value !== '') parts.push(name, value);
  }
  return parts.join('\0');
}

/** 128 bits of SHA-256 in the shape of a UUID: short enough to be a unique key, and nobody finds two alike. */
export function fingerprintOf(identity: string): string {
  const hex = createHash('sha256').update(identity).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function isValidKey(key: SeriesKey): boolean {
  const fits = (text: string): boolean =>
    text.length <= SERIES_LIMITS.text && !text.includes('\0') && text.isWellFormed();
  const entries = Object.entries(key.labels);
  return (
    key.name !== '' &&
    fits(key.name) &&
    entries.length <= SERIES_LIMITS.labels &&
    (!key.assetId || UUID.test(key.assetId)) &&
    (!key.checkId || UUID.test(key.checkId)) &&
    entries.every(([name, value]) => name !== '' && !RESERVED.has(name) && fits(name) && fits(value))
  );
}

/** Names under which selectors reach what is no label. */
const RESERVED: ReadonlySet<string> = new Set(['__name__', 'asset', 'check']);

export function labelOf(key: SeriesKey, label: string): string {
  if (label === '__name__') return key.name;
  if (label === 'asset') return key.assetId ?? '';
  if (label === 'check') return key.checkId ?? '';
  return Object.hasOwn(key.labels, label) ? key.labels[label]! : '';
}
