import type { UseFormReturnType } from '@mantine/form';
import { createContext, useContext } from 'react';
import type { FormValue } from './values.ts';
import { type CheckWords, type FieldWords, wordsOf } from './wording.ts';

export interface CheckValues extends Record<string, unknown> {
  name: string;
  /** Where it is executed, and the second place; '' for none. */
  at: string;
  second: string;
  intervalMs: number | '';
  config: FormValue;
}

/** What the system and its client have, as suggestions or choices for single fields, by `KIND/PATH`. */
export interface Known {
  texts: Readonly<Record<string, readonly string[]>>;
  choices: Readonly<Record<string, readonly { value: string; label: string }[]>>;
}

export interface CheckFormState {
  kind: string;
  words: CheckWords;
  known: Known;
  form: UseFormReturnType<CheckValues>;
}

export const CheckFormContext = createContext<CheckFormState | undefined>(undefined);

export function useCheckForm(): CheckFormState {
  const state = useContext(CheckFormContext);
  if (!state) throw new Error('Fields of a check stand in its form.');
  return state;
}

/** Words, value and error of one field. @param path in the settings, e.g. `rules.0.pattern` */
export function useField(path: string) {
  const { form, words, kind, known } = useCheckForm();
  // Entries of a list share their words.
  const name = path.replace(/\.\d+(?=\.|$)/g, '');
  const said: FieldWords = wordsOf(words, kind, name) ?? { label: name };
  const { value, onChange, error, ...rest } = form.getInputProps(`config.${path}`);
  return {
    said,
    value: value as FormValue,
    set: (next: FormValue) => onChange(next),
    error: error as string | undefined,
    /** How the form finds the control, to focus it when it is wrong. */
    node: rest as { 'data-path'?: string },
    suggestions: known.texts[`${kind}/${name}`] ?? known.texts[`*/${name}`] ?? [],
    choices: known.choices[`${kind}/${name}`],
  };
}
