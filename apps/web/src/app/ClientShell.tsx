import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSession } from '../identity/session.ts';
import { Mark } from '../ui/Mark.tsx';
import { PlaceLink } from '../ui/PlaceLink.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import classes from './ClientShell.module.css';
import { InboxButton } from './InboxButton.tsx';
import { LiveStatus, StaleBanner } from './LiveStatus.tsx';
import { allowed, CLIENT_PLACES, type Destination, placeOf } from './navigation.ts';
import { SkipLink } from './SkipLink.tsx';

/** A few words on top, one column of text below. */
export function ClientShell() {
  const { t } = useTranslation();
  const { permissions, clients } = useSession();
  const places = allowed(CLIENT_PLACES, permissions);
  return (
    <div className={classes.shell}>
      <SkipLink />
      <header className={classes.header}>
        <div className={classes.bar}>
          <Link to="/" className={classes.brand}>
            <Mark size={28} />
            <span>{clients[0]?.name ?? 'Rettungsanker'}</span>
          </Link>
          <nav aria-label={t('app.nav.label')} className={classes.nav}>
            <Places places={places} icons={false} />
          </nav>
          <div className={classes.tools}>
            <LiveStatus />
            <InboxButton />
            <AccountMenu />
          </div>
        </div>
      </header>
      <main id="main" tabIndex={-1} className={classes.main}>
        <StaleBanner />
        <Outlet />
      </main>
      <nav aria-label={t('app.nav.phone')} className={classes.tabs}>
        <Places places={places.filter((place) => place.onPhone)} icons />
      </nav>
    </div>
  );
}

function Places({ places, icons }: { places: readonly Destination[]; icons: boolean }) {
  const { t } = useTranslation();
  const here = useLocation({ select: ({ pathname }) => placeOf(pathname) });
  return (
    <ul>
      {places.map(({ to, label, icon: Icon }) => (
        <li key={to}>
          <PlaceLink to={to} current={to === here}>
            {icons && <Icon size={22} stroke={1.75} />}
            {t(label)}
          </PlaceLink>
        </li>
      ))}
    </ul>
  );
}
