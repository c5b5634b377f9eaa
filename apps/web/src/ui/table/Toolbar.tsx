import { ActionIcon, Button, Checkbox, Popover, TextInput, Tooltip } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { currentLocale } from '../../i18n/language.ts';
import { IconChevronDown, IconColumns, IconDownload, IconSearch, IconX } from '../icons.ts';
import { useFormat } from '../useFormat.ts';
import type { Column } from './columns.ts';
import { saveFile, toCsv } from './csv.ts';
import { readChoices, readColumns, writeChoices, writeColumns } from './search.ts';
import classes from './Toolbar.module.css';
import type { ListState } from './useListSearch.ts';
import { ViewsMenu } from './ViewsMenu.tsx';
import type { SavedView } from './views.ts';

const TYPING_MS = 250;

interface Props<Row> {
  name: string;
  label: string;
  columns: readonly Column<Row>[];
  shownColumns: readonly Column<Row>[];
  rows: readonly { row: Row }[];
  total: number;
  /** Whether all pages were loaded; sorting and export say so when not. */
  complete: boolean;
  views: readonly SavedView[];
  state: ListState;
  actions: ReactNode;
}

/** What can be done with a list: search, filter, views, columns, export; and how much of it is shown. */
export function Toolbar<Row>(props: Props<Row>) {
  const { name, label, columns, shownColumns, rows, total, complete, views, state, actions } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const filters = columns.filter((column) => column.choices && column.choices.length > 0);
  const exportCsv = () => {
    const day = new Date().toISOString().slice(0, 10);
    const content = toCsv(
      shownColumns,
      rows.map((entry) => entry.row),
      currentLocale(),
    );
    saveFile(`${name}-${day}.csv`, 'text/csv', content);
  };
  const shown = format.number(rows.length);
  const all = `${format.number(total)}${complete ? '' : '+'}`;

  return (
    <fieldset className={classes.toolbar} aria-label={t('ui.table.tools', { label })}>
      <SearchField state={state} label={label} />
      {filters.length > 0 && (
        <div className={classes.filters}>
          {filters.map((column) => (
            <Filter key={column.id} column={column} state={state} />
          ))}
        </div>
      )}
      {actions}
      <div className={classes.end}>
        <span className={classes.count} role="status">
          {rows.length === total ? all : t('ui.table.count', { shown, total: all })}
        </span>
        <ViewsMenu name={name} views={views} state={state} />
        <ColumnsMenu columns={columns} state={state} />
        <Tooltip label={complete ? t('ui.table.export') : t('ui.table.exportLoaded')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={complete ? t('ui.table.export') : t('ui.table.exportLoaded')}
            onClick={exportCsv}
          >
            <IconDownload size={18} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      </div>
    </fieldset>
  );
}

function SearchField({ state, label }: { state: ListState; label: string }) {
  const { t } = useTranslation();
  const inAddress = state.search.q ?? '';
  const [text, setText] = useState(inAddress);
  const write = useDebouncedCallback((value: string) => state.patch({ q: value || undefined }), TYPING_MS);
  // A view or the back button changes the address; the field follows.
  useEffect(() => setText(inAddress), [inAddress]);
  return (
    <TextInput
      className={classes.search}
      size="sm"
      type="search"
      aria-label={t('ui.table.filterText', { label })}
      placeholder={t('ui.table.filter')}
      leftSection={<IconSearch size={16} stroke={1.75} />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        write(event.currentTarget.value);
      }}
    />
  );
}

function Filter<Row>({ column, state }: { column: Column<Row>; state: ListState }) {
  const { t } = useTranslation();
  const chosen = readChoices(state.search, column.id);
  const names = column.choices
    ?.filter((choice) => chosen.includes(choice.value))
    .map((choice) => choice.label);
  const set = (values: string[]) => state.patch({ [column.id]: writeChoices(values) });
  return (
    <div className={classes.filter} data-active={chosen.length > 0 || undefined}>
      <Popover position="bottom-start" shadow="md" trapFocus returnFocus>
        <Popover.Target>
          <button type="button" className={classes.filterButton}>
            <span className={classes.filterName}>{column.header}</span>
            {names && names.length > 0 && <span className={classes.filterValue}>{names.join(', ')}</span>}
            <IconChevronDown size={14} stroke={1.75} aria-hidden="true" />
          </button>
        </Popover.Target>
        <Popover.Dropdown aria-label={column.header}>
          <Checkbox.Group value={chosen} onChange={set} aria-label={column.header}>
            <div className={classes.choices}>
              {column.choices?.map((choice) => (
                <Checkbox key={choice.value} size="sm" value={choice.value} label={choice.label} />
              ))}
            </div>
          </Checkbox.Group>
        </Popover.Dropdown>
      </Popover>
      {chosen.length > 0 && (
        <button
          type="button"
          className={classes.clear}
          aria-label={t('ui.table.clear', { label: column.header })}
          onClick={() => set([])}
        >
          <IconX size={14} stroke={1.75} />
        </button>
      )}
    </div>
  );
}

function ColumnsMenu<Row>({ columns, state }: { columns: readonly Column<Row>[]; state: ListState }) {
  const { t } = useTranslation();
  const switched = readColumns(state.search);
  const isShown = (column: Column<Row>) => switched.get(column.id) ?? !column.hidden;
  const toggle = (column: Column<Row>) => {
    const next = new Map(switched);
    // Back to the default: the address need not say it.
    if (next.has(column.id)) next.delete(column.id);
    else next.set(column.id, !isShown(column));
    state.patch({ columns: writeColumns(next) });
  };
  return (
    <Popover position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label={t('ui.table.columns')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            className={classes.columns}
            aria-label={t('ui.table.columns')}
          >
            <IconColumns size={18} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('ui.table.columns')}>
        <div className={classes.choices}>
          {columns.map((column) => (
            <Checkbox
              key={column.id}
              size="sm"
              label={column.header}
              checked={isShown(column)}
              disabled={column.card === 'title'}
              onChange={() => toggle(column)}
            />
          ))}
        </div>
        {switched.size > 0 && (
          <Button
            mt="sm"
            size="compact-xs"
            variant="default"
            onClick={() => state.patch({ columns: undefined })}
          >
            {t('ui.table.columnsReset')}
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
