import { type CellValue, type Column, textOf } from './columns.ts';

/** Characters that make a spreadsheet run a cell as a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Rows as a file for spreadsheets (RFC 4180, CRLF, with a byte order mark so that Excel reads UTF-8). German files use
 * semicolons and decimal commas, because that is what a German Excel opens.
 */
export function toCsv<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  locale: 'de' | 'en',
): string {
  const separator = locale === 'de' ? ';' : ',';
  const cell = (value: CellValue): string => {
    if (typeof value === 'number') {
      const text = String(value);
      return locale === 'de' ? text.replace('.', ',') : text;
    }
    const text = textOf(value);
    // Names come from watched systems: a leading quote keeps them from becoming formulas (OWASP, CSV injection).
    const safe = FORMULA.test(text) ? `'${text}` : text;
    return /["\r\n;,]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const lines = [
    columns.map((column) => cell(column.header)),
    ...rows.map((row) => columns.map((column) => cell(column.value(row)))),
  ];
  return `\uFEFF${lines.map((line) => line.join(separator)).join('\r\n')}\r\n`;
}

/** Lets the browser save a text as a file. */
export const saveFile = (name: string, type: string, content: string): void =>
  saveBlob(name, new Blob([content], { type: `${type};charset=utf-8` }));

/** Lets the browser save anything as a file. */
export function saveBlob(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
