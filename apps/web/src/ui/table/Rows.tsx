import { Link, useNavigate } from '@tanstack/react-router';
import type { Virtualizer } from '@tanstack/react-virtual';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { IconArrowDown, IconArrowUp } from '../icons.ts';
import { type Column, textOf } from './columns.ts';
import classes from './DataTable.module.css';
import { readSorting, writeSorting } from './search.ts';
import type { SteadyRow } from './steady.ts';
import type { ListState } from './useListSearch.ts';
import { ROW_INDEX } from './useRowKeys.ts';

export interface ViewProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly SteadyRow<Row>[];
  rowLink: ((row: Row) => string) | undefined;
  virtualizer: Virtualizer<Window, Element>;
  state: ListState;
}

export function cellOf<Row>(column: Column<Row>, row: Row): React.ReactNode {
  if (column.cell) return column.cell(row);
  const text = textOf(column.value(row));
  return text === '' ? <span className={classes.none}>–</span> : text;
}

/** Follows a row's link when the row is pressed beside it, as a click on the link would. */
function useRowPress() {
  const navigate = useNavigate();
  return (event: MouseEvent<HTMLElement>, path: string) => {
    if ((event.target as Element).closest('a, button, input, label')) return;
    if (getSelection()?.isCollapsed === false) return;
    if (event.ctrlKey || event.metaKey) window.open(path, '_blank');
    else void navigate({ to: path });
  };
}

/** The list as a table. Rows that are out of sight are replaced by two spacers, so that all widths stay native. */
export function Rows<Row>({ label, columns, rows, rowLink, virtualizer, state }: ViewProps<Row>) {
  const press = useRowPress();
  const items = virtualizer.getVirtualItems();
  const margin = virtualizer.options.scrollMargin;
  const before = (items[0]?.start ?? margin) - margin;
  const after = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? margin) - margin);
  const titleColumn = columns.find((column) => column.card === 'title') ?? columns[0];

  return (
    <table className={classes.table} aria-label={label} aria-rowcount={rows.length + 1}>
      <colgroup>
        {columns.map((column) => (
          <col
            key={column.id}
            data-wide={column.wide}
            style={column.width ? { width: column.width } : undefined}
          />
        ))}
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          {columns.map((column) => (
            <HeaderCell key={column.id} column={column} state={state} />
          ))}
        </tr>
      </thead>
      <tbody>
        {before > 0 && <Spacer height={before} span={columns.length} />}
        {items.map((item) => {
          const entry = rows[item.index];
          if (!entry) return null;
          const path = rowLink?.(entry.row);
          return (
            <tr
              key={entry.id}
              ref={virtualizer.measureElement}
              data-index={item.index}
              data-gone={entry.gone || undefined}
              data-pressable={path !== undefined || undefined}
              aria-rowindex={item.index + 2}
              onClick={path === undefined ? undefined : (event) => press(event, path)}
            >
              {columns.map((column) => (
                <td
                  key={column.id}
                  data-align={column.align}
                  data-wide={column.wide}
                  data-title={column === titleColumn || undefined}
                >
                  {column === titleColumn && path !== undefined ? (
                    <Link to={path} className={classes.rowLink} {...{ [ROW_INDEX]: item.index }}>
                      {cellOf(column, entry.row)}
                    </Link>
                  ) : (
                    cellOf(column, entry.row)
                  )}
                </td>
              ))}
            </tr>
          );
        })}
        {after > 0 && <Spacer height={after} span={columns.length} />}
      </tbody>
    </table>
  );
}

function Spacer({ height, span }: { height: number; span: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it can take the focus
    <tr aria-hidden="true" className={classes.spacer}>
      <td colSpan={span} style={{ height }} />
    </tr>
  );
}

function HeaderCell<Row>({ column, state }: { column: Column<Row>; state: ListState }) {
  const { t } = useTranslation();
  const sorting = readSorting(state.search);
  const active = sorting?.id === column.id;
  if (column.sortable === false) {
    return (
      <th scope="col" data-align={column.align} data-wide={column.wide}>
        {column.header}
      </th>
    );
  }
  const firstDescending = column.sortFirst === 'descending';
  const toggle = () => {
    if (!active) state.patch({ sort: writeSorting({ id: column.id, descending: firstDescending }) });
    else if (sorting.descending === firstDescending) {
      state.patch({ sort: writeSorting({ id: column.id, descending: !firstDescending }) });
    } else state.patch({ sort: undefined });
  };
  const Arrow = sorting?.descending ? IconArrowDown : IconArrowUp;
  return (
    <th
      scope="col"
      data-align={column.align}
      data-wide={column.wide}
      aria-sort={active ? (sorting.descending ? 'descending' : 'ascending') : undefined}
    >
      <button type="button" className={classes.sort} onClick={toggle} title={t('ui.table.sort')}>
        {column.header}
        {active && <Arrow size={14} stroke={1.75} aria-hidden="true" />}
      </button>
    </th>
  );
}
