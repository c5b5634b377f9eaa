import { Button, Modal } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RoutePending } from '../app/RouteStates.tsx';
import account from '../identity/account/Account.module.css';
import { ApiCallShown } from './ApiCallShown.tsx';
import { EmptyState } from './EmptyState.tsx';
import { ErrorState } from './ErrorState.tsx';
import type { IconBell } from './icons.ts';
import { Panel } from './Panel.tsx';
import { useUndo } from './useUndo.tsx';

/** What the buttons of a row do. */
export interface RowActions {
  edit(): void;
  /** Takes it off the list; the server hears of it when the time for undoing is over. */
  remove(): void;
}

interface Props<Item> {
  title: string;
  /** Path of the call that lists them, to be shown. */
  apiPath?: string;
  query: {
    isPending: boolean;
    error: unknown;
    data: { items: readonly Item[] } | undefined;
    refetch(): unknown;
  };
  /** Items that are not listed, though the server knows them. */
  hidden?: (item: Item) => boolean;
  /** What adding is called; missing when the reader may not. */
  add: string | false;
  empty: { icon: typeof IconBell; title: string; text: string };
  /** Content of a list item. */
  row: (item: Item, actions: RowActions) => ReactNode;
  /** In a dialog: for a new one, or to change one. */
  form: (item: Item | undefined, close: () => void) => ReactNode;
  /** Title of the dialog that changes one. */
  nameOf?: (item: Item) => string;
  remove?: {
    said: (item: Item) => string;
    commit: (item: Item, keepalive: boolean) => Promise<unknown>;
  };
}

/** A short list of things that people set up: add, change and remove, with a way back instead of a question. */
export function ListPanel<Item extends { id: string }>(props: Props<Item>) {
  const { title, apiPath, query, hidden, add, empty, row, form, nameOf, remove } = props;
  const { t } = useTranslation();
  const undo = useUndo();
  const [open, setOpen] = useState<Item | 'new'>();
  const [removed, setRemoved] = useState<readonly string[]>([]);
  if (query.isPending) return <RoutePending />;
  if (!query.data) return <ErrorState error={query.error} retry={query.refetch} />;
  const items = query.data.items.filter((item) => !removed.includes(item.id) && !hidden?.(item));
  const removeOne = (item: Item) => {
    if (!remove) return;
    setRemoved((ids) => [...ids, item.id]);
    undo.later({
      message: remove.said(item),
      commit: ({ keepalive }) => remove.commit(item, keepalive),
      restore: () => setRemoved((ids) => ids.filter((id) => id !== item.id)),
    });
  };
  const close = () => setOpen(undefined);
  const changed = open === 'new' ? undefined : open;
  return (
    <>
      <Panel
        title={title}
        aside={items.length}
        actions={
          <>
            {apiPath && <ApiCallShown path={apiPath} />}
            {add && <Button onClick={() => setOpen('new')}>{add}</Button>}
          </>
        }
        flush
      >
        {items.length === 0 ? (
          <EmptyState icon={empty.icon} title={empty.title}>
            {empty.text}
          </EmptyState>
        ) : (
          <ul className={account.list}>
            {items.map((item) => (
              <li key={item.id}>{row(item, { edit: () => setOpen(item), remove: () => removeOne(item) })}</li>
            ))}
          </ul>
        )}
      </Panel>
      {open && (
        <Modal
          opened
          onClose={close}
          title={changed && nameOf ? nameOf(changed) : add}
          closeButtonProps={{ 'aria-label': t('app.close') }}
        >
          {form(changed, close)}
        </Modal>
      )}
    </>
  );
}

/** The two buttons that most rows end with. */
export function EditRemove({ actions }: { actions: RowActions }) {
  const { t } = useTranslation();
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={actions.edit}>
        {t('quiet.edit')}
      </Button>
      <Button size="compact-sm" variant="default" onClick={actions.remove}>
        {t('quiet.remove')}
      </Button>
    </>
  );
}
