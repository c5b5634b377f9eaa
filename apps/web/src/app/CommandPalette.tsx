import { useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { createSpotlight, Spotlight, type SpotlightActionData } from '@mantine/spotlight';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '../identity/session.ts';
import { HIT_KINDS, hitPath, useSearchHits } from '../situation/search.ts';
import { IconMoon, IconPlus, IconSearch, IconSun, IconUser } from '../ui/icons.ts';
import classes from './CommandPalette.module.css';
import { allowed, CLIENT_PLACES, PROVIDER_PLACES } from './navigation.ts';
import { palette } from './paletteStore.ts';

const [store, actions] = createSpotlight();
const TYPING_MS = 150;
const HITS = 5;

/** Search over everything and every command, in one field. */
export function CommandPalette({ open }: { open: boolean }) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const commands = useCommands();
  const objects = useObjects(query);

  useEffect(() => {
    if (open) actions.open();
    else actions.close();
  }, [open]);

  const text = query.trim().toLocaleLowerCase();
  const fitting = commands.filter(({ label }) => label?.toLocaleLowerCase().includes(text));
  return (
    <Spotlight
      store={store}
      shortcut={null}
      actions={[...objects, { group: t('app.search.commands'), actions: fitting }]}
      // Both halves are filtered already, the objects by the server.
      filter={(_query, all) => all}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={() => palette.set(false)}
      nothingFound={t('app.search.nothing')}
      limit={60}
      scrollable
      maxHeight={480}
      classNames={{ action: classes.action ?? '', actionsGroup: classes.group ?? '' }}
      searchProps={{
        leftSection: <IconSearch size={18} stroke={1.75} />,
        placeholder: t('app.search.placeholder'),
        'aria-label': t('app.search.placeholder'),
      }}
    />
  );
}

const ICON = { size: 18, stroke: 1.75 };

function useCommands(): SpotlightActionData[] {
  const { t } = useTranslation();
  const router = useRouter();
  const { side, permissions } = useSession();
  const mayTicket = useMay('ticket.create');
  const mayClient = useMay('client.manage');
  const { setColorScheme } = useMantineColorScheme();
  const go = (path: string) => () => void router.navigate({ href: path });
  const places = allowed(side === 'provider' ? PROVIDER_PLACES : CLIENT_PLACES, permissions);
  const command = (
    id: string,
    label: string,
    icon: React.ReactNode,
    onClick: () => void,
  ): SpotlightActionData => ({
    id,
    label,
    leftSection: icon,
    onClick,
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

interface Group {
  group: string;
  actions: SpotlightActionData[];
}

function useObjects(query: string): Group[] {
  const { t } = useTranslation();
  const router = useRouter();
  const [settled] = useDebouncedValue(query, TYPING_MS);
  const hits = useSearchHits(settled, HITS).data?.items ?? [];
  const text = settled.trim();
  if (text.length < 2) return [];
  const groups = HIT_KINDS.map((kind) => ({
    group: t(`situation.search.kind.${kind}`),
    actions: hits
      .filter((hit) => hit.kind === kind)
      .map((hit) => ({
        id: `${kind} ${hit.id} ${hit.title}`,
        label: hit.title,
        description: [hit.detail, hit.clientName].filter(Boolean).join(' · '),
        onClick: () => void router.navigate({ href: hitPath(hit) }),
      })),
  })).filter(({ actions: some }) => some.length > 0);
  const all: SpotlightActionData = {
    id: 'all',
    label: t('app.search.all', { text }),
    leftSection: <IconSearch {...ICON} />,
    onClick: () => void router.navigate({ href: `/search?q=${encodeURIComponent(text)}` }),
  };
  return [...groups, { group: t('situation.search.title'), actions: [all] }];
}
