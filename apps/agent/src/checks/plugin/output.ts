/** What a plugin printed, by the Monitoring Plugins guidelines. */
export interface PluginOutput {
  /** First line, without its performance data. */
  text: string;
  performance: readonly PerformanceValue[];
}

/** One number, in base units: seconds, bytes, or as it was. */
export interface PerformanceValue {
  label: string;
  value: number;
  unit: 's' | 'B' | '%' | 'c' | '';
}

/** More numbers than that are no plugin's business. */
const MOST_VALUES = 200;
const UNITS: Readonly<Record<string, readonly [PerformanceValue['unit'], number]>> = {
  '': ['', 1],
  s: ['s', 1],
  ms: ['s', 1e-3],
  us: ['s', 1e-6],
  ns: ['s', 1e-9],
  '%': ['%', 1],
  c: ['c', 1],
  b: ['B', 1],
  kb: ['B', 2 ** 10],
  kib: ['B', 2 ** 10],
  mb: ['B', 2 ** 20],
  mib: ['B', 2 ** 20],
  gb: ['B', 2 ** 30],
  gib: ['B', 2 ** 30],
  tb: ['B', 2 ** 40],
  tib: ['B', 2 ** 40],
  pb: ['B', 2 ** 50],
};

/**
 * Splits the output into text and performance data: what follows the first `|` of the first line, and what follows
 * the first `|` of the lines after it. What is not performance data is passed over, whatever it is.
 */
export function parsePluginOutput(output: string): PluginOutput {
  const [first = '', ...rest] = output.split('\n');
  const [text, inline] = splitAt(first, '|');
  const [, behind] = splitAt(rest.join(' '), '|');
  return { text: text.trim(), performance: parsePerformance(`${inline} ${behind}`) };
}

function splitAt(text: string, mark: string): [before: string, after: string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** `'label'=value[unit];[warn];[crit];[min];[max]`, separated by blanks; a quote in a label is doubled. */
export function parsePerformance(text: string): PerformanceValue[] {
  const values: PerformanceValue[] = [];
  // Sticky and without nested repetition: each part of the text is looked at once.
  const item = /\s*(?:'((?:[^']|'')*)'|([^\s=']+))=(\S*)|\s*\S+/gy;
  for (let match = item.exec(text); match !== null && values.length < MOST_VALUES; match = item.exec(text)) {
    const [, quoted, bare, data] = match;
    const label = (quoted?.replaceAll("''", "'") ?? bare ?? '').trim();
    const value = data === undefined || label === '' ? undefined : parseValue(data.split(';')[0]!);
    if (value !== undefined) values.push({ label, ...value });
  }
  return values;
}

function parseValue(text: string): Omit<PerformanceValue, 'label'> | undefined {
  // Some plugins follow the host's language and write a decimal comma.
  const [, number, unit = ''] =
    /^([-+]?(?:\d{1,30}(?:[.,]\d{0,30})?|[.,]\d{1,30})(?:[eE][-+]?\d{1,3})?)([A-Za-z%]{0,4})$/.exec(text) ??
    [];
  if (number === undefined) return undefined;
  const [base, factor] = UNITS[unit.toLowerCase()] ?? ['', 1];
  const value = Number(number.replace(',', '.')) * factor;
  return Number.isFinite(value) ? { value, unit: base } : undefined;
}
