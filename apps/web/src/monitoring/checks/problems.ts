import type { Field } from './field.ts';
import { type FormValue, record, settingOf } from './values.ts';

/** What is wrong with one field, before the server is asked. */
export type Problem =
  | { code: 'required' | 'pattern' }
  | { code: 'range'; least: number | undefined; most: number | undefined }
  | { code: 'short' | 'long' | 'many'; count: number };

/** Stands for a secret that is kept; only the server can judge it. */
const KEPT = /^•+$/;

/** Problems by path, e.g. `access.auth.secret` or `rules.0.pattern`. */
export function problemsOf(field: Field, value: FormValue, path = ''): Record<string, Problem> {
  const problem = ownProblem(field, value, path.split('.').at(-1) ?? '');
  if (problem) return { [path]: problem };
  if (value === null) return {};
  if (field.type === 'list')
    return Object.assign(
      {},
      ...(value as FormValue[]).map((each, index) => problemsOf(field.item, each, `${path}.${index}`)),
    );
  const fields =
    field.type === 'union'
      ? field.variants[String(record(value)[field.by])]?.fields
      : field.type === 'object'
        ? field.fields
        : undefined;
  return Object.assign(
    {},
    ...Object.entries(fields ?? {}).map(([name, each]) =>
      problemsOf(each, record(value)[name] as FormValue, path ? `${path}.${name}` : name),
    ),
  );
}

function ownProblem(field: Field, value: FormValue, name: string): Problem | undefined {
  if (field.type === 'object' || field.type === 'union') return undefined;
  const setting = settingOf(field, value, name);
  const isEmpty = setting === undefined || (Array.isArray(setting) && setting.length === 0);
  if (isEmpty) return field.required ? { code: 'required' } : undefined;
  switch (field.type) {
    case 'number':
      return wrongNumber(field, setting as number);
    case 'text':
      return wrongText(field, setting as string);
    case 'texts':
    case 'list':
      return field.most !== undefined && (setting as unknown[]).length > field.most
        ? { code: 'many', count: field.most }
        : undefined;
    default:
      return undefined;
  }
}

function wrongNumber(field: Extract<Field, { type: 'number' }>, value: number): Problem | undefined {
  const { least, most, integer } = field;
  const fits =
    (least === undefined || value >= least) &&
    (most === undefined || value <= most) &&
    (!integer || Number.isInteger(value));
  return fits ? undefined : { code: 'range', least, most };
}

function wrongText(field: Extract<Field, { type: 'text' }>, text: string): Problem | undefined {
  if (field.secret && KEPT.test(text)) return undefined;
  if (text.length < field.shortest) return { code: 'short', count: field.shortest };
  if (field.longest !== undefined && text.length > field.longest)
    return { code: 'long', count: field.longest };
  return field.pattern && !field.pattern.test(text) ? { code: 'pattern' } : undefined;
}
