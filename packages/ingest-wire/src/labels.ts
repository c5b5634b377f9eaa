/** Names and values of one series, sorted by name (code units), without duplicates. `__name__` is the metric. */
export type Labels = readonly (readonly [name: string, value: string])[];

/** What a series may look like. Receivers may set such limits (remote write 1.0 and 2.0, Labels). */
export interface LabelLimits {
  /** Labels of one series, `__name__` included. */
  readonly labels: number;
  /** UTF-16 units of a name. */
  readonly nameLength: number;
  /** UTF-16 units of a value. */
  readonly valueLength: number;
}

export const DEFAULT_LABEL_LIMITS: LabelLimits = {
  labels: 40,
  nameLength: 200,
  valueLength: 1024,
};

/** `classic` is what remote write 1.0 prescribes; `utf8` is 2.0 and OTLP: any text. */
export type NameRules = 'classic' | 'utf8';

const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Do all names follow the classic rules (Prometheus data model before UTF-8 names)? */
export function isClassic(labels: Labels): boolean {
  return labels.every(([name, value]) =>
    name === '__name__' ? METRIC_NAME.test(value) : LABEL_NAME.test(name),
  );
}

/**
 * What forbids a set of labels, in words for the sender; undefined when nothing does.
 * A NUL is UTF-8 but no database text can hold it.
 */
export function labelProblem(labels: Labels, rules: NameRules, limits: LabelLimits): string | undefined {
  if (labels.length > limits.labels) return `more than ${limits.labels} labels`;
  let named = false;
  for (const [index, [name, value]] of labels.entries()) {
    if (name === '') return 'a label without a name';
    if (value === '') return 'a label without a value';
    if (name.length > limits.nameLength) return `a label name longer than ${limits.nameLength}`;
    if (value.length > limits.valueLength) return `a label value longer than ${limits.valueLength}`;
    if (name.includes('\0') || value.includes('\0')) return 'a label with a NUL character';
    if (!name.isWellFormed() || !value.isWellFormed()) return 'a label with half a surrogate pair';
    if (index > 0 && labels[index - 1]![0] === name) return 'two labels of the same name';
    if (name === '__name__') named = true;
  }
  if (!named) return 'no metric name';
  if (rules === 'classic' && !isClassic(labels)) return 'a name with characters that are not allowed';
  return undefined;
}

/** Sorts by name as the canonical form wants it. */
export function sortLabels(labels: [string, string][]): Labels {
  return labels.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
}

/** Equal for equal labels and for nothing else: neither names nor values may contain NUL. */
export const labelKey = (labels: Labels): string =>
  labels.map(([name, value]) => `${name}\0${value}`).join('\0');

/** Turns any text into a classic name: what is not allowed becomes `_`, a leading digit gets one before it. */
export function classicName(text: string, colons = true): string {
  const name = text.replaceAll(colons ? /[^a-zA-Z0-9_:]/g : /[^a-zA-Z0-9_]/g, '_');
  return /^[0-9]/.test(name) ? `_${name}` : name;
}
