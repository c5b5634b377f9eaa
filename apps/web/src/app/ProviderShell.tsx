import { Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../identity/session.ts';
import { IconMenu2, IconSearch } from '../ui/icons.ts';
import { Kbd } from '../ui/Kbd.tsx';
import { Mark } from '../ui/Mark.tsx';
import { PlaceLink } from '../ui/PlaceLink.tsx';
import { useShortcut } from '../ui/shortcuts.ts';
import { AccountMenu } from './AccountMenu.tsx';
import { InboxButton } from './InboxButton.tsx';
import { HelpButton } from './KeyHelpLoader.tsx';
import { LiveStatus, StaleBanner } from './LiveStatus.tsx';
import { allowed, type Destination, PROVIDER_PLACES, placeOf } from './navigation.ts';
import classes from './ProviderShell.module.css';
import { openPalette } from './paletteStore.ts';
import { SkipLink } from './SkipLink.tsx';

/** Room for the places that are not at the bottom of a phone. */
const DRAWER_HEIGHT = 320;

/** Navigation on the left, search above, everything one key away. */
export function ProviderShell() {
  const { t } = useTranslation();
  const { permissions } = useSession();
  const places = allowed(PROVIDER_PLACES, permissions);
  const path = useLocation({ select: (location) => location.pathname });
  const [menuOpen, menu] = useDisclosure(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the drawer closes when the page changes
  useEffect(() => menu.close(), [path]);

  return (
    <div className={classes.shell}>
      <SkipLink />
      {places.map((place) => (
        <GoKey key={place.to} place={place} />
      ))}
      <header className={classes.header}>
        <Link to="/" className={classes.brand}>
          <Mark size={24} />
          <span>Rettungsanker</span>
        </Link>
        <button type="button" className={classes.search} onClick={() => openPalette()}>
          <IconSearch size={16} stroke={1.75} aria-hidden="true" />
          <span className={classes.searchText}>{t('app.search.open')}</span>
          <span className={classes.searchKeys} aria-hidden="true">
            <Kbd keys="/" />
          </span>
        </button>
        <div className={classes.tools}>
          <LiveStatus />
          <InboxButton />
          <HelpButton />
          <AccountMenu />
        </div>
      </header>
      <div className={classes.side}>
        <nav aria-label={t('app.nav.label')} className={classes.nav}>
          <Places places={places.filter((place) => place.group === 'work')} />
          <hr />
          <Places places={places.filter((place) => place.group === 'house')} />
        </nav>
      </div>
      <main id="main" tabIndex={-1} className={classes.main}>
        <StaleBanner />
        <Outlet />
      </main>
      <nav aria-label={t('app.nav.phone')} className={classes.tabs}>
        <Places places={places.filter((place) => place.onPhone)} />
        <button type="button" aria-expanded={menuOpen} onClick={menu.open}>
          <IconMenu2 size={20} stroke={1.75} />
          {t('app.nav.more')}
        </button>
      </nav>
      <Drawer
        opened={menuOpen}
        onClose={menu.close}
        position="bottom"
        size={DRAWER_HEIGHT}
        title={t('app.nav.more')}
        closeButtonProps={{ 'aria-label': t('app.close') }}
      >
        <nav aria-label={t('app.nav.more')} className={classes.drawer}>
          <Places places={places.filter((place) => !place.onPhone)} />
        </nav>
      </Drawer>
    </div>
  );
}

function GoKey({ place }: { place: Destination }) {
  const navigate = useNavigate();
  useShortcut(`g ${place.key}`, place.label, () => void navigate({ to: place.to }));
  return null;
}

function Places({ places }: { places: readonly Destination[] }) {
  const { t } = useTranslation();
  const here = useLocation({ select: ({ pathname }) => placeOf(pathname) });
  return (
    <ul>
      {places.map(({ to, label, icon: Icon }) => (
        <li key={to}>
          <PlaceLink to={to} current={to === here}>
            <Icon size={20} stroke={1.75} />
            <span>{t(label)}</span>
          </PlaceLink>
        </li>
      ))}
    </ul>
  );
}
