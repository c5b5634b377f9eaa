import type { ReactNode } from 'react';

export type CellValue = string | number | null;

export interface Choice {
  value: string;
  label: string;
}

/** One column of a list: a value for machines (sorting, filters, CSV) and a cell for people. */
export interface Column<Row> {
  id: string;
  header: string;
  value: (row: Row) => CellValue;
  /** Shown instead of `value`. */
  cell?: (row: Row) => ReactNode;
  /** Order when it is not that of `value`: the rank of a severity. */
  sortBy?: (row: Row) => CellValue;
  /** First direction when the header is pressed; times and severities start with the newest and the worst. */
  sortFirst?: 'ascending' | 'descending';
  sortable?: false;
  /** Makes the column a filter with these values; compared with `filterValue`, else `value`. */
  choices?: readonly Choice[];
  filterValue?: (row: Row) => string;
  /** CSS length; columns without share what is left. */
  width?: string;
  align?: 'end';
  /** Only where there is room for it: from 1200 px on, or from 1680 px on. */
  wide?: 'wide' | 'widest';
  /** Not shown until somebody asks for it. */
  hidden?: true;
  /** Place on the card of a phone; a labelled line when missing. The title is the link in the table as well. */
  card?: 'title' | 'state' | 'meta' | 'none';
}

/** Text that the free filter searches and CSV carries. */
/** Below this a column that shares what is left is no use, in px. */
const NARROWEST = 140;

/** Room that columns need to stay readable, in px. @param windowWidth decides which wide columns are shown at all */
export function widthNeeded(
  columns: readonly Pick<Column<never>, 'width' | 'wide'>[],
  windowWidth: number,
): number {
  return columns
    .filter(({ wide }) => !wide || windowWidth >= (wide === 'wide' ? WIDE : WIDEST))
    .reduce((sum, { width }) => sum + (width ? Number.parseInt(width, 10) : NARROWEST), 0);
}

/** As in DataTable.module.css: 75em and 105em. */
const WIDE = 1200;
const WIDEST = 1680;

export const textOf = (value: CellValue): string => (value === null ? '' : String(value));
