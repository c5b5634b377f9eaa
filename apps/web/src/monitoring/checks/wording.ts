export interface FieldWords {
  label: string;
  help?: string;
  /** By value. */
  choices?: Readonly<Record<string, string>>;
}
type Fields = Readonly<Record<string, FieldWords>>;
/** What kinds of checks and their settings are called. */
export interface CheckWords {
  /** What a kind finds. */
  kinds: Readonly<Record<string, string>>;
  /** By path of the field, for all kinds. */
  fields: Fields;
  /** Where a kind means something else by it. */
  own: Readonly<Record<string, Fields>>;
}

/** @param path without the numbers of list entries: `rules.pattern` */
export function wordsOf(words: CheckWords, kind: string, path: string): FieldWords | undefined {
  return words.own[kind]?.[path] ?? words.fields[path];
}
