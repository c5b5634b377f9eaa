import type { SnmpValue } from './session.ts';

/** A number in whatever form the device gives it; text such as "23.5" counts, too. */
export function numberOf(value: SnmpValue): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  const text = textOf(value).trim();
  if (!/^[-+]?\d+(\.\d+)?([eE][-+]?\d{1,3})?/.test(text)) return undefined;
  return Number.parseFloat(text);
}

/** Text of an octet string (UTF-8, else Latin-1, which old devices send), without a terminating zero. */
export function textOf(value: SnmpValue): string {
  if (value === undefined) return '';
  if (!Buffer.isBuffer(value)) return String(value);
  const utf8 = value.toString('utf8');
  return (utf8.includes('�') ? value.toString('latin1') : utf8).replace(/\0+$/, '');
}
