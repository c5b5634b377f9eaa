/** Width of a text in px at a size in px and a weight. */
export type Measure = (text: string, size: number, weight: number) => number;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** Names of systems tell apart by their end: `ws-accounting-017`. */
const KEPT_END = 5;

/** Control characters, half surrogates and the like, which XML 1.0 (2.2) forbids in any form. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

/** A name as it may stand in a drawing: one line, no characters that would break a file. */
export const cleanName = (text: string): string =>
  text.toWellFormed().replace(FORBIDDEN, '\uFFFD').replace(/\s+/g, ' ').trim();

/** The text, or its start and end with an ellipsis between, so that it fits into `width` px. */
export function fitText(text: string, width: number, size: number, weight: number, measure: Measure): string {
  const name = cleanName(text);
  if (measure(name, size, weight) <= width) return name;
  const all = [...segmenter.segment(name)].map(({ segment }) => segment);
  const end = all.length > KEPT_END * 3 ? all.splice(-KEPT_END).join('') : '';
  const tail = measure(`…${end}`, size, weight) <= width ? end : '';
  const cut = (length: number): string => `${all.slice(0, length).join('').trimEnd()}…${tail}`;
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(cut(middle), size, weight) <= width) low = middle;
    else high = middle - 1;
  }
  return cut(low);
}
