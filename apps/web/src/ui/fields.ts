import type { TFunction } from 'i18next';

/** One thing that a history tells, in the reader's words: what it is now and, for a change, what it was. */
export interface Field {
  name: string;
  label: string;
  from?: string | null;
  to: string | null;
}

/** "Zustand: Neu → In Arbeit". */
export function fieldText(t: TFunction, { label, from, to }: Field): string {
  const empty = t('ui.fields.empty');
  if (from === undefined) return t('ui.fields.value', { label, to: to ?? empty });
  return t('ui.fields.change', { label, from: from ?? empty, to: to ?? empty });
}

export const fieldsText = (t: TFunction, fields: readonly Field[]): string =>
  fields.map((field) => fieldText(t, field)).join(' · ');
