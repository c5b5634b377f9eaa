import {
  columnFilteringFeature,
  columnVisibilityFeature,
  createFilteredRowModel,
  createSortedRowModel,
  globalFilteringFeature,
  type RowData,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import { currentLocale } from '../../i18n/language.ts';
import { type CellValue, type Column, textOf } from './columns.ts';
import { type ListSearch, readChoices, readColumns, readSorting } from './search.ts';

const features = tableFeatures({
  columnFilteringFeature,
  columnVisibilityFeature,
  filteredRowModel: createFilteredRowModel(),
  globalFilteringFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
});

interface Options<Row> {
  columns: readonly Column<Row>[];
  rows: Row[];
  rowId: (row: Row) => string;
  search: ListSearch;
  /** Names in `search` that the server applied already. */
  appliedByServer: readonly string[];
}

/** Filters and sorts rows as the address says. Unknown values come last in both directions. */
export function useListModel<Row extends RowData>({
  columns,
  rows,
  rowId,
  search,
  appliedByServer,
}: Options<Row>) {
  const locale = currentLocale();
  const definitions = useMemo(() => {
    const collator = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
    return columns.map((column) => {
      const order = column.sortBy ?? column.value;
      return {
        id: column.id,
        accessorFn: (row: Row) => order(row) ?? undefined,
        sortUndefined: 'last' as const,
        sortFn: (a: { original: Row }, b: { original: Row }) =>
          compare(order(a.original), order(b.original), collator),
        filterFn: (row: { original: Row }, _id: string, chosen: string[]) =>
          chosen.includes(column.filterValue?.(row.original) ?? textOf(column.value(row.original))),
      };
    });
  }, [columns, locale]);

  const state = useMemo(() => {
    const sorting = readSorting(search);
    const switched = readColumns(search);
    return {
      sorting: sorting ? [{ id: sorting.id, desc: sorting.descending }] : [],
      globalFilter: appliedByServer.includes('q') ? '' : (search.q ?? '').trim().toLocaleLowerCase(locale),
      columnFilters: columns
        .filter((column) => column.choices && !appliedByServer.includes(column.id))
        .map((column) => ({ id: column.id, value: readChoices(search, column.id) }))
        .filter((filter) => filter.value.length > 0),
      columnVisibility: Object.fromEntries(
        columns.map((column) => [column.id, switched.get(column.id) ?? !column.hidden]),
      ),
    };
  }, [columns, search, appliedByServer, locale]);

  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: rowId,
    state,
    getColumnCanGlobalFilter: () => true,
    globalFilterFn: (row: { original: Row }, id: string, text: string) => {
      const column = columns.find((each) => each.id === id);
      return (
        column !== undefined && textOf(column.value(row.original)).toLocaleLowerCase(locale).includes(text)
      );
    },
  });

  const shown = table.getRowModel().rows;
  return {
    rows: useMemo(() => shown.map((row) => ({ id: row.id, row: row.original })), [shown]),
    columns: useMemo(
      () => columns.filter((column) => state.columnVisibility[column.id]),
      [columns, state.columnVisibility],
    ),
    filtered: state.globalFilter !== '' || state.columnFilters.length > 0,
  };
}

function compare(a: CellValue, b: CellValue, collator: Intl.Collator): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collator.compare(textOf(a), textOf(b));
}
