import { Button, Skeleton } from '@mantine/core';
import type { RowData } from '@tanstack/react-table';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../EmptyState.tsx';
import { ErrorState, StaleNotice } from '../ErrorState.tsx';
import { useIsPhone } from '../useIsPhone.ts';
import { Cards } from './Cards.tsx';
import { type Column, widthNeeded } from './columns.ts';
import classes from './DataTable.module.css';
import { Rows } from './Rows.tsx';
import { Toolbar } from './Toolbar.tsx';
import { useListModel } from './useListModel.ts';
import { type ListState, useListSearch } from './useListSearch.ts';
import { useRowKeys } from './useRowKeys.ts';
import { useSteadyRows } from './useSteadyRows.ts';
import type { SavedView } from './views.ts';

const ROW_HEIGHT = 41;
const CARD_HEIGHT = 92;
const LOADING_ROWS = 8;
/** Beyond this a list is searched by narrower filters and not by loading it. */
const MOST_ROWS = 20_000;

/** The part of a query's result that a list shows; `useQuery` and `useInfiniteQuery` both have it. */
export interface ListQuery {
  isPending: boolean;
  isError: boolean;
  error: unknown;
  dataUpdatedAt: number;
  refetch(): unknown;
  hasNextPage?: boolean;
  isFetchingNextPage?: boolean;
  fetchNextPage?(): unknown;
}

export interface DataTableProps<Row> {
  /** Names saved views and the exported file; never changes. */
  name: string;
  /** What is listed, for screen readers: "Tickets". */
  label: string;
  columns: readonly Column<Row>[];
  rows: Row[];
  rowId: (row: Row) => string;
  /** Path of the object in a row; its title column becomes a link. */
  rowLink?: (row: Row) => string;
  query: ListQuery;
  /** Names in the address that the query already applied: `q`, filters. */
  appliedByServer?: readonly string[];
  /** Views that come with the list. */
  views?: readonly SavedView[];
  /** Shown when there is nothing at all; says what to do next. */
  empty: ReactNode;
  /** Buttons that act on the list, right of the filters. */
  actions?: ReactNode;
  /** Several lists on one page keep their state to themselves instead of in the address. */
  local?: boolean;
}

const NOTHING: readonly string[] = [];

/**
 * The list of the console: filter, sort, saved views, CSV, address that can be shared, keyboard (`j`, `k`, Enter), cards
 * on a phone, virtual rows, and live data that does not jump.
 */
export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
  const inAddress = useListSearch();
  const local = useLocalSearch();
  return <List {...props} state={props.local ? local : inAddress} />;
}

function useLocalSearch(): ListState {
  const [search, replace] = useState<ListState['search']>({});
  return { search, replace, patch: (values) => replace((before) => ({ ...before, ...values })) };
}

function List<Row extends RowData>({
  name,
  label,
  columns,
  rows,
  rowId,
  rowLink,
  query,
  appliedByServer = NOTHING,
  views = [],
  empty,
  actions,
  state,
}: DataTableProps<Row> & { state: ListState }) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  const [list, setList] = useState<HTMLDivElement | null>(null);
  const room = useWidth(list);
  const [body, setBody] = useState<HTMLDivElement | null>(null);
  const model = useListModel({ columns, rows, rowId, search: state.search, appliedByServer });
  // A table whose columns are squeezed to letters is no table.
  const cards = phone || (room > 0 && room < widthNeeded(model.columns, innerWidth));
  const steady = useSteadyRows(model.rows, body, JSON.stringify(state.search));

  const virtualizer = useWindowVirtualizer({
    count: steady.rows.length,
    estimateSize: () => (cards ? CARD_HEIGHT : ROW_HEIGHT),
    getItemKey: (index) => steady.rows[index]?.id ?? index,
    overscan: 12,
    scrollMargin: useTop(body),
  });
  useRowKeys(body, steady.rows.length, (index) => virtualizer.scrollToIndex(index));

  // The next page is asked for when the last rows come near. Sorting or filtering a part would look like an answer
  // about the whole, so both load the rest first.
  const lastIndex = virtualizer.getVirtualItems().at(-1)?.index ?? 0;
  const nearEnd = lastIndex >= steady.rows.length - 20;
  const wantsAll = (model.filtered || state.search.sort !== undefined) && rows.length < MOST_ROWS;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  useEffect(() => {
    if ((nearEnd || wantsAll) && hasNextPage && !isFetchingNextPage) void fetchNextPage?.();
  }, [nearEnd, wantsAll, hasNextPage, isFetchingNextPage, fetchNextPage]);

  const narrowed =
    model.filtered ||
    appliedByServer.some((key) => state.search[key] !== undefined && state.search[key] !== '');
  const nothing = steady.rows.length === 0;

  if (query.isPending) {
    return (
      <div className={classes.loading} role="status" aria-label={t('ui.table.loading', { label })}>
        {Array.from({ length: LOADING_ROWS }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
          <Skeleton key={index} height={20} animate={false} />
        ))}
      </div>
    );
  }
  if (query.isError && rows.length === 0 && !narrowed) {
    return <ErrorState error={query.error} retry={query.refetch} title={t('ui.table.failed', { label })} />;
  }
  if (nothing && !narrowed) return <div className={classes.frame}>{empty}</div>;

  const View = cards ? Cards : Rows;
  return (
    <div ref={setList} className={classes.list}>
      <Toolbar
        name={name}
        label={label}
        columns={columns}
        shownColumns={model.columns}
        rows={model.rows}
        total={rows.length}
        complete={!hasNextPage}
        views={views}
        state={state}
        actions={actions}
      />
      {query.isError && <StaleNotice since={new Date(query.dataUpdatedAt)} retry={query.refetch} />}
      <Waiting waiting={steady.waiting} release={steady.release} />
      <div ref={setBody} className={classes.frame}>
        {nothing ? (
          <EmptyState
            title={t('ui.table.noMatch')}
            action={
              <Button size="xs" variant="default" onClick={() => state.replace({})}>
                {t('ui.table.showAll')}
              </Button>
            }
          />
        ) : (
          <View
            label={label}
            columns={model.columns}
            rows={steady.rows}
            rowLink={rowLink}
            virtualizer={virtualizer}
            state={state}
          />
        )}
      </div>
      {isFetchingNextPage && <p className={classes.more}>{t('ui.table.loadingMore')}</p>}
    </div>
  );
}

/** Distance of an element from the top of the page, in pixels; follows what grows and shrinks above it. */
function useTop(element: HTMLElement | null): number {
  const [top, setTop] = useState(0);
  useEffect(() => {
    if (!element) return;
    const measure = () => setTop(Math.round(element.getBoundingClientRect().top + scrollY));
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    measure();
    return () => observer.disconnect();
  }, [element]);
  return top;
}

/** Width of an element in px, as it changes; 0 before it is there. */
function useWidth(element: HTMLElement | null): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

/** Says what a held list keeps back; floats above it and moves nothing. */
function Waiting({
  waiting,
  release,
}: {
  waiting: { added: number; gone: number; moved: boolean };
  release: () => void;
}) {
  const { t } = useTranslation();
  const parts = [
    waiting.added > 0 && t('ui.table.added', { count: waiting.added }),
    waiting.gone > 0 && t('ui.table.gone', { count: waiting.gone }),
    waiting.added + waiting.gone === 0 && waiting.moved && t('ui.table.moved'),
  ].filter(Boolean);
  return (
    <div role="status" className={classes.waiting}>
      {parts.length > 0 && (
        <button type="button" onClick={release}>
          {parts.join(', ')} · {t('ui.table.renew')}
        </button>
      )}
    </div>
  );
}
