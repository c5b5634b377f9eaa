import { useTranslation } from 'react-i18next';
import classes from './SkipLink.module.css';

/** First stop of the Tab key: past the navigation (WCAG 2.4.1). */
export function SkipLink() {
  const { t } = useTranslation();
  return (
    <a
      href="#main"
      className={classes.skip}
      onClick={(event) => {
        // The hash would become part of the address that is shared.
        event.preventDefault();
        document.getElementById('main')?.focus();
      }}
    >
      {t('app.skip')}
    </a>
  );
}
