import { Modal, useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useRouter } from '@tanstack/react-router';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '../identity/session.ts';
import { mapPath } from '../map/queries.ts';
import { HIT_KINDS, hitPath, useSearchHits } from '../situation/search.ts';
import { IconMoon, IconPlus, IconSearch, IconSitemap, IconSun, IconUser } from '../ui/icons.ts';
import classes from './CommandPalette.module.css';
import { allowed, CLIENT_PLACES, PROVIDER_PLACES } from './navigation.ts';
import { palette } from './paletteStore.ts';

const TYPING_MS = 150;
/** Hits of a kind; the page of results has the rest. */
const HITS = 5;
const ICON = { size: 18, stroke: 1.75 };

interface Entry {
  id: string;
  label: string;
  detail?: string;
  icon?: ReactNode;
  run: () => void;
}

interface Group {
  label: string;
  entries: Entry[];
}

/** Search over everything and every command, in one field (combobox with a list, WAI-ARIA APG). */
export function CommandPalette({ open }: { open: boolean }) {
  const { t } = useTranslation();
  const close = () => palette.set(false);
  return (
    <Modal.Root opened={open} transitionProps={{ duration: 0 }} onClose={close} size={600} yOffset="12vh">
      <Modal.Overlay backgroundOpacity={0.4} />
      <Modal.Content aria-label={t('app.search.placeholder')}>
        <Modal.Body className={classes.body ?? ''}>
          <Search close={close} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Search({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const objects = useObjects(query);
  const commands = useCommands();
  const maps = useMaps();
  const text = query.trim().toLocaleLowerCase();
  const fits = ({ label }: Entry) => label.toLocaleLowerCase().includes(text);
  // A provider has as many maps as clients: they wait for a word.
  const fitting = [
    ...commands.filter(fits),
    ...(text === '' && maps.length > 1 ? [] : maps.filter(fits).slice(0, HITS)),
  ];
  const groups = [...objects, { label: t('app.search.commands'), entries: fitting }].filter(
    ({ entries }) => entries.length > 0,
  );
  const entries = groups.flatMap((group) => group.entries);
  const current = Math.min(active, entries.length - 1);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the option is looked up after every move
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    close();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setActive((current + 1) % Math.max(1, entries.length));
    else if (event.key === 'ArrowUp') setActive((current - 1 + entries.length) % Math.max(1, entries.length));
    else if (event.key === 'Enter') run(entries[current]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className={classes.field}>
        <IconSearch {...ICON} aria-hidden="true" />
        <input
          // The dialog would move the focus a moment later, and what is typed in between would be lost.
          // biome-ignore lint/a11y/noAutofocus: see above
          autoFocus
          type="text"
          role="combobox"
          aria-label={t('app.search.placeholder')}
          aria-expanded="true"
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={entries[current] ? `${listId}-${current}` : undefined}
          placeholder={t('app.search.placeholder')}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label={t('app.search.placeholder')}
        className={classes.list}
      >
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options (WAI-ARIA 1.2), not of form fields
          <div key={group.label} role="group" aria-label={group.label}>
            <div className={classes.group} aria-hidden="true">
              {group.label}
            </div>
            {group.entries.map((entry) => {
              const index = entries.indexOf(entry);
              return (
                // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field (aria-activedescendant)
                // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field
                <div
                  key={entry.id}
                  id={`${listId}-${index}`}
                  role="option"
                  aria-selected={index === current}
                  className={classes.entry}
                  onPointerMove={() => setActive(index)}
                  onClick={() => run(entry)}
                >
                  {entry.icon}
                  <span className={classes.label}>{entry.label}</span>
                  {entry.detail && <span className={classes.detail}>{entry.detail}</span>}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      <p className={classes.nothing} role="status">
        {entries.length === 0 && t('app.search.nothing')}
      </p>
    </>
  );
}

function useCommands(): Entry[] {
  const { t } = useTranslation();
  const router = useRouter();
  const { side, permissions } = useSession();
  const mayTicket = useMay('ticket.create');
  const mayClient = useMay('client.manage');
  const { setColorScheme } = useMantineColorScheme();
  const go = (path: string) => () => void router.navigate({ href: path });
  const places = allowed(side === 'provider' ? PROVIDER_PLACES : CLIENT_PLACES, permissions);
  const command = (id: string, label: string, icon: ReactNode, run: () => void): Entry => ({
    id,
    label,
    icon,
    run,
  });
  return [
    ...places.map(({ to, label, icon: Icon }) => command(to, t(label), <Icon {...ICON} />, go(to))),
    ...(mayTicket ? [command('ticket', t('helpdesk.new'), <IconPlus {...ICON} />, go('/tickets/new'))] : []),
    ...(mayClient && side === 'provider'
      ? [command('client', t('fleet.client.add'), <IconPlus {...ICON} />, go('/clients/new'))]
      : []),
    command('account', t('app.account.mine'), <IconUser {...ICON} />, go('/account')),
    command('light', t('app.account.light'), <IconSun {...ICON} />, () => setColorScheme('light')),
    command('dark', t('app.account.dark'), <IconMoon {...ICON} />, () => setColorScheme('dark')),
  ];
}

function useMaps(): Entry[] {
  const { t } = useTranslation();
  const router = useRouter();
  const { clients } = useSession();
  return clients
    .filter(({ permissions }) => permissions.includes('asset.read'))
    .map(({ id, name }) => ({
      id: `map ${id}`,
      label: t('map.drawn.of', { client: name }),
      icon: <IconSitemap {...ICON} />,
      run: () => void router.navigate({ href: mapPath(id) }),
    }));
}

/** What the server finds, by kind, and the way to all of it. */
function useObjects(query: string): Group[] {
  const { t } = useTranslation();
  const router = useRouter();
  const [settled] = useDebouncedValue(query.trim(), TYPING_MS);
  const hits = useSearchHits(settled, HITS).data?.items ?? [];
  if (settled.length < 2 || query.trim().length < 2) return [];
  const groups = HIT_KINDS.map((kind) => ({
    label: t(`situation.search.kind.${kind}`),
    entries: hits
      .filter((hit) => hit.kind === kind)
      .map((hit) => ({
        id: `${kind} ${hit.id} ${hit.title}`,
        label: hit.title,
        detail: [hit.detail, hit.clientName].filter(Boolean).join(' · '),
        run: () => void router.navigate({ href: hitPath(hit) }),
      })),
  }));
  const all: Entry = {
    id: 'all',
    label: t('app.search.all', { text: settled }),
    icon: <IconSearch {...ICON} />,
    run: () => void router.navigate({ href: `/search?q=${encodeURIComponent(settled)}` }),
  };
  return [...groups, { label: t('situation.search.title'), entries: [all] }];
}
