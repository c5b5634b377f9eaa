import { ActionIcon, Button, Popover, TextInput, Tooltip } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconBookmark, IconCheck, IconTrash } from '../icons.ts';
import { useStored } from '../stored.ts';
import { useUndo } from '../useUndo.tsx';
import classes from './Toolbar.module.css';
import type { ListState } from './useListSearch.ts';
import { isShown, type SavedView, savedViews } from './views.ts';

interface Props {
  name: string;
  views: readonly SavedView[];
  state: ListState;
}

/** Named states of a list: those that come with it, and the reader's own. */
export function ViewsMenu({ name, views, state }: Props) {
  const { t } = useTranslation();
  const store = savedViews(name);
  const own = useStored(store);
  const undo = useUndo();
  const [draft, setDraft] = useState('');

  const save = (event: FormEvent) => {
    event.preventDefault();
    const title = draft.trim();
    if (!title) return;
    store.set([...own.filter((view) => view.name !== title), { name: title, search: state.search }]);
    setDraft('');
  };
  const remove = (view: SavedView) => {
    store.set(own.filter((each) => each !== view));
    undo.done({
      message: t('ui.views.removed', { name: view.name }),
      undo: async () => store.set(own),
    });
  };

  return (
    <Popover position="bottom-end" shadow="md" width={280} trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label={t('ui.views.title')}>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('ui.views.title')}>
            <IconBookmark size={18} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('ui.views.title')}>
        <ul className={classes.views}>
          {[...views, ...own].map((view) => (
            <li key={view.name}>
              <button
                type="button"
                className={classes.view}
                aria-pressed={isShown(view.search, state.search)}
                onClick={() => state.replace(view.search)}
              >
                {isShown(view.search, state.search) && <IconCheck size={14} stroke={2} aria-hidden="true" />}
                {view.name}
              </button>
              {own.includes(view) && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('ui.views.remove', { name: view.name })}
                  onClick={() => remove(view)}
                >
                  <IconTrash size={16} stroke={1.75} />
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
        <form className={classes.saveView} onSubmit={save}>
          <TextInput
            size="xs"
            label={t('ui.views.name')}
            description={t('ui.views.here')}
            maxLength={60}
            value={draft}
            onChange={(event) => setDraft(event.currentTarget.value)}
          />
          <Button type="submit" size="xs" variant="default">
            {t('ui.views.save')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
