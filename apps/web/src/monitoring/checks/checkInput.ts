import type { Check, CheckInput, CheckPatch } from '../queries.ts';
import type { CheckValues } from './FormContext.tsx';
import type { Field } from './field.ts';
import type { KindName } from './kinds.ts';
import { placeId, toPlace } from './places.ts';
import { settingOf, shownValue } from './values.ts';

const settingsIn = (field: Field, values: CheckValues) =>
  settingOf(field, values.config) as Record<string, unknown>;

/** Nothing of it for what is judged from samples. */
const secondIn = ({ second }: CheckValues) => (second ? toPlace(second) : null);

/** The check that the form describes. */
export function newCheck(kind: KindName, field: Field, values: CheckValues): CheckInput {
  const { name, at, intervalMs } = values;
  return {
    kind,
    config: settingsIn(field, values),
    ...(name.trim() ? { name: name.trim() } : {}),
    ...(at ? { ...toPlace(at), second: secondIn(values), ...interval(intervalMs) } : {}),
  };
}

/** What the form changes; settings that are the same are left out, because new ones end what is alarmed. */
export function changesTo(check: Check, field: Field, values: CheckValues): CheckPatch {
  const config = settingsIn(field, values);
  const before = settingOf(field, shownValue(field, check.config));
  const name = values.name.trim();
  const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  return {
    ...(isSame(config, before) ? {} : { config }),
    ...(name && name !== check.name ? { name } : {}),
    ...(values.at && values.at !== placeId(check) ? toPlace(values.at) : {}),
    ...(values.at && values.second !== secondPlaceId(check) ? { second: secondIn(values) } : {}),
    ...(values.at && values.intervalMs !== check.intervalMs ? interval(values.intervalMs) : {}),
  };
}

export const secondPlaceId = ({ second }: Pick<Check, 'second'>): string => (second ? placeId(second) : '');

const interval = (intervalMs: number | '') =>
  intervalMs === '' ? {} : { intervalMs: Math.round(intervalMs) };

/** A name that the server made of the kind and its target, and that people have not changed. */
export const isMadeName = ({ kind, name }: Pick<Check, 'kind' | 'name'>): boolean =>
  name === kind || name.startsWith(`${kind} `);
