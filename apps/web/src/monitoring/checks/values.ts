import { type Field, isOptionalGroup, type ObjectField, type UnionField } from './field.ts';
import { EXACT } from './fields.ts';

/** What a form holds: like the settings, with '' for what is empty and null for a group that is left out. */
export type FormValue =
  | string
  | number
  | boolean
  | null
  | string[]
  | FormValue[]
  | { [name: string]: FormValue };
type Named = Record<string, FormValue>;

/** What the form shows for settings, or to begin with: the defaults. */
export function shownValue(field: Field, given: unknown): FormValue {
  const value = given ?? field.default;
  switch (field.type) {
    case 'switch':
      return value === true;
    case 'number':
      return typeof value === 'number' ? value : '';
    case 'choice':
      return value === undefined ? (field.required ? String(field.options[0]) : '') : String(value);
    case 'scalar':
      return scalarText(given);
    case 'text':
      return typeof value === 'string' ? value : '';
    case 'texts':
      return Array.isArray(value) ? value.map(String) : [];
    case 'list': {
      // One that is needed is there to be filled in.
      const items = Array.isArray(value) ? value : field.required ? [{}] : [];
      return items.map((each) => shownValue(field.item, each));
    }
    case 'object':
      return value === undefined && isOptionalGroup(field) ? null : namedValues(field, value);
    case 'union': {
      const named = record(value);
      const variant = String(named[field.by] ?? Object.keys(field.variants)[0]);
      return { [field.by]: variant, ...namedValues(variantOf(field, variant), named) };
    }
  }
}

/** Another variant, with what both have in common. */
export function switchVariant(field: UnionField, value: FormValue, variant: string): FormValue {
  const before = record(value);
  const after = shownValue(field, { [field.by]: variant }) as Named;
  const { fields } = variantOf(field, variant);
  for (const [name, each] of Object.entries(fields))
    if (before[name] !== undefined && before[name] !== '' && fitsInto(each, before[name]))
      after[name] = before[name] as FormValue;
  return after;
}

/** The settings that a form describes; undefined for what is left empty, which the server fills with its default. */
export function settingOf(field: Field, value: FormValue, name = ''): unknown {
  switch (field.type) {
    case 'switch':
      return value === true;
    case 'number':
      return value === '' || value === null || Number.isNaN(Number(value)) ? undefined : Number(value);
    case 'choice':
      return field.options.find((option) => String(option) === value);
    case 'scalar':
      return textScalar(String(value ?? ''));
    case 'text': {
      const text = field.secret || EXACT.has(name) ? String(value ?? '') : String(value ?? '').trim();
      return text === '' ? undefined : text;
    }
    case 'texts': {
      const lines = (value as string[]).map((line) => (EXACT.has(name) ? line : line.trim()));
      const texts = EXACT.has(name) ? withoutEnd(lines) : lines.filter(Boolean);
      return texts.length === 0 && field.default === undefined ? undefined : texts;
    }
    case 'list': {
      const items = (value as FormValue[]).map((each) => settingOf(field.item, each));
      return items.length === 0 && field.default === undefined ? undefined : items;
    }
    case 'object':
      return value === null ? undefined : namedSettings(field, value);
    case 'union': {
      const variant = String(record(value)[field.by]);
      return { [field.by]: variant, ...namedSettings(variantOf(field, variant), value) };
    }
  }
}

const variantOf = (field: UnionField, variant: string): ObjectField =>
  field.variants[variant] ?? Object.values(field.variants)[0]!;

export const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const namedValues = ({ fields }: ObjectField, given: unknown): Named =>
  Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, shownValue(field, record(given)[name])]),
  );

const namedSettings = ({ fields }: ObjectField, value: FormValue): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields)
      .map(([name, field]) => [name, settingOf(field, record(value)[name] as FormValue, name)] as const)
      .filter(([, setting]) => setting !== undefined),
  );

const fitsInto = (field: Field, value: unknown): boolean =>
  field.type === 'number'
    ? typeof value === 'number'
    : field.type === 'choice'
      ? field.options.some((option) => String(option) === value)
      : (field.type === 'text' || field.type === 'scalar') && typeof value === 'string';

/** An empty line at the end is one that is about to be written. */
function withoutEnd(lines: string[]): string[] {
  const end = lines.findLastIndex((line) => line !== '');
  return lines.slice(0, end + 1);
}

/** `12`, `true` and `null` mean themselves; a text that looks like one is put in quotes. */
function scalarText(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' &&
    typeof textScalar(value) === 'string' &&
    value !== '' &&
    value[0] !== '"'
    ? value
    : JSON.stringify(value);
}

function textScalar(text: string): string | number | boolean | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  try {
    const value: unknown = JSON.parse(trimmed);
    if (typeof value !== 'object' || value === null) return value as string | number | boolean | null;
  } catch {
    // A text without quotes.
  }
  return trimmed;
}
