import { Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { changeLocale, currentLocale } from '../i18n/language.ts';
import { Mark } from '../ui/Mark.tsx';
import classes from './Entrance.module.css';

/** Frame of the pages for people who are not signed in: the sign, one column, the other language. */
export function Entrance() {
  const { t } = useTranslation();
  const other = currentLocale() === 'de' ? 'en' : 'de';
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <span className={classes.brand}>
          <Mark size={28} />
          Rettungsanker
        </span>
        <button
          type="button"
          className={classes.language}
          lang={other}
          onClick={() => void changeLocale(other)}
        >
          {other === 'de' ? 'Deutsch' : 'English'}
        </button>
      </header>
      <main className={classes.main}>
        <Outlet />
      </main>
      <footer className={classes.footer}>{t('identity.entrance.claim')}</footer>
    </div>
  );
}
