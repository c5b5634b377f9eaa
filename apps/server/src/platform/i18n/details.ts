import { z } from 'zod';
import type { Locale } from '../context.ts';
import { labelOf, wordOf } from './details-words.ts';
import { formatMinutes, formatTime } from './words.ts';

/** One thing that a history tells: what it is called, what it is now and, for a change, what it was. */
export const fieldView = z.object({
  name: z.string(),
  label: z.string(),
  /** Only for a change; null: it was empty. */
  from: z.string().nullable().optional(),
  /** Null: it is empty now. */
  to: z.string().nullable(),
});
export type Field = z.output<typeof fieldView>;

export interface Reader {
  locale: Locale;
  timeZone?: string;
  /** Name of what an id stands for; undefined when it is gone, or not the reader's to see. */
  nameOf(id: string): string | undefined;
}

/** What says nothing to a person, or is told elsewhere: numbers of the program and facts behind a sentence. */
const SILENT: ReadonlySet<string> = new Set([
  'agentId',
  'alertId',
  'checkId',
  'codeId',
  'invitation',
  'messageId',
  'ticketId',
  'target',
  'values',
]);
/** What is too much for one line: told that it changed, or in words of its own. */
const WHOLE: ReadonlySet<string> = new Set(['rule', 'weekly', 'targets']);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** Details of an event or an audit entry as fields for people: names for ids, words for values, units for numbers. */
export function describeDetails(reader: Reader, details: Readonly<Record<string, unknown>>): Field[] {
  return unpacked(details).flatMap(([name, value]) => fieldsOf(reader, name, value));
}

/** Every id in details, for one query that finds their names. */
export function idsIn(details: unknown): string[] {
  if (typeof details === 'string') return UUID.test(details) ? [details] : [];
  return isObject(details) || Array.isArray(details) ? Object.values(details).flatMap(idsIn) : [];
}

/** Whole objects as `from` and `to` are a change of each of their fields. */
function unpacked(details: Readonly<Record<string, unknown>>): [string, unknown][] {
  const { from, to, ...rest } = details;
  if (!isObject(from) || !isObject(to)) return Object.entries(details);
  const changed = Object.keys({ ...from, ...to }).filter((name) => from[name] !== to[name]);
  return [
    ...changed.map((name): [string, unknown] => [name, { from: from[name] ?? null, to: to[name] ?? null }]),
    ...Object.entries(rest),
  ];
}

function fieldsOf(reader: Reader, name: string, value: unknown): Field[] {
  if (SILENT.has(name)) return [];
  // Tickets have a state, sites lie in one.
  const label = labelOf(reader.locale, name === 'state' && isRegion(value) ? 'region' : name);
  if (isChange(value)) {
    const { from, to } = value;
    // Settings in settings: each changed one is a change of its own.
    if (isObject(from) && isObject(to) && !WHOLE.has(name))
      return unpacked(value).flatMap(([inner, change]) => fieldsOf(reader, inner, change));
    return [{ name, label, from: textOf(reader, name, from), to: textOf(reader, name, to) }];
  }
  if (isObject(value) && !WHOLE.has(name))
    return Object.entries(value).flatMap(([inner, one]) => fieldsOf(reader, inner, one));
  const to = textOf(reader, name, value);
  return to === null ? [] : [{ name, label, to }];
}

function textOf(reader: Reader, name: string, value: unknown): string | null {
  const { locale } = reader;
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'boolean') return (locale === 'de' ? ['nein', 'ja'] : ['no', 'yes'])[Number(value)]!;
  if (typeof value === 'number') {
    if (name === 'dueAt') return formatTime(locale, new Date(value).toISOString(), reader.timeZone);
    return name.endsWith('Ms') ? span(locale, value) : new Intl.NumberFormat(locale).format(value);
  }
  if (typeof value === 'string') {
    if (UUID.test(value)) {
      const known = reader.nameOf(value);
      if (known === undefined) return locale === 'de' ? 'gelöscht' : 'removed';
      // Checks that come with every system are named by their kind.
      return name === 'check' ? wordOf(locale, 'kind', known) : known;
    }
    if (TIME.test(value)) return formatTime(locale, value, reader.timeZone);
    return wordOf(locale, name, value);
  }
  if (Array.isArray(value) && !value.some(isObject)) {
    const texts = value.map((one) => textOf(reader, name, one));
    return texts.length === 0 ? null : texts.join(', ');
  }
  return name === 'rule' ? ruleText(locale, value) : locale === 'de' ? 'neu festgelegt' : 'set anew';
}

const limits = z.object({
  condition: z.union([
    z.object({
      direction: z.enum(['above', 'below']),
      levels: z.array(z.object({ severity: z.string(), threshold: z.number() })),
    }),
    z.object({ failed: z.string() }),
  ]),
});
const SEVERITY: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  de: { info: 'Hinweis', warning: 'Warnung', critical: 'kritisch' },
  en: { info: 'note', warning: 'warning', critical: 'critical' },
};

/** "Warnung über 85, kritisch über 93" */
function ruleText(locale: Locale, rule: unknown): string {
  const parsed = limits.safeParse(rule);
  if (!parsed.success) return locale === 'de' ? 'neu festgelegt' : 'set anew';
  const { condition } = parsed.data;
  const word = (severity: string): string => SEVERITY[locale][severity] ?? severity;
  if ('failed' in condition)
    return locale === 'de'
      ? `Ausfall ist ${word(condition.failed)}`
      : `a failure is ${word(condition.failed)}`;
  const than = {
    de: { above: 'über', below: 'unter' },
    en: { above: 'above', below: 'below' },
  }[locale][condition.direction];
  const number = new Intl.NumberFormat(locale);
  return condition.levels
    .map(({ severity, threshold }) => `${word(severity)} ${than} ${number.format(threshold)}`)
    .join(', ');
}

function span(locale: Locale, ms: number): string {
  if (ms >= 120_000) return formatMinutes(locale, ms / 60_000);
  return ms >= 1000 ? `${new Intl.NumberFormat(locale).format(ms / 1000)} s` : `${ms} ms`;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isRegion = (value: unknown): boolean =>
  isChange(value) ? isRegion(value.from ?? value.to) : typeof value === 'string' && /^[A-Z]{2}$/.test(value);

const isChange = (value: unknown): value is { from: unknown; to: unknown } =>
  isObject(value) && Object.keys(value).sort().join() === 'from,to';
