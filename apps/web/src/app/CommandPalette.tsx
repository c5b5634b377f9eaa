import { useMantineColorScheme } from '@mantine/core';
import { Spotlight, type SpotlightActionData, createSpotlight } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../identity/session.ts';
import { IconMoon, IconSearch, IconSun, IconUser } from '../ui/icons.ts';
import classes from './CommandPalette.module.css';
import { allowed, CLIENT_PLACES, PROVIDER_PLACES } from './navigation.ts';
import { palette } from './paletteStore.ts';

const [store, actions] = createSpotlight();

/** Search over everything and every command, in one field. */
export function CommandPalette({ open }: { open: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { side, permissions } = useSession();
  const { setColorScheme } = useMantineColorScheme();
  const [query, setQuery] = useState('');

  useEffect(() => {
    if (open) actions.open();
    else actions.close();
  }, [open]);

  const icon = { size: 18, stroke: 1.75 };
  const commands: SpotlightActionData[] = [
    ...allowed(side === 'provider' ? PROVIDER_PLACES : CLIENT_PLACES, permissions).map(
      ({ to, label, icon: Icon }) => ({
        id: to,
        label: t(label),
        leftSection: <Icon {...icon} />,
        onClick: () => void navigate({ to }),
      }),
    ),
    {
      id: 'account',
      label: t('app.account.mine'),
      leftSection: <IconUser {...icon} />,
      onClick: () => void navigate({ to: '/account' }),
    },
    {
      id: 'light',
      label: t('app.account.light'),
      leftSection: <IconSun {...icon} />,
      onClick: () => setColorScheme('light'),
    },
    {
      id: 'dark',
      label: t('app.account.dark'),
      leftSection: <IconMoon {...icon} />,
      onClick: () => setColorScheme('dark'),
    },
  ];
  return (
    <Spotlight
      store={store}
      shortcut={null}
      actions={[{ group: t('app.search.commands'), actions: commands }]}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={() => palette.set(false)}
      highlightQuery
      nothingFound={t('app.search.nothing')}
      classNames={{ action: classes.action ?? '', actionsGroup: classes.group ?? '' }}
      searchProps={{
        leftSection: <IconSearch {...icon} />,
        placeholder: t('app.search.placeholder'),
        'aria-label': t('app.search.placeholder'),
      }}
    />
  );
}
