import { Link, useRouterState } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { takeFocusAfterNavigation } from './focus.ts';
import { IconChevronRight } from './icons.ts';
import classes from './PageHeader.module.css';

export interface Crumb {
  label: string;
  /** Path inside the console. */
  to: string;
}

interface Props {
  /** Also the title of the browser's tab. */
  title: string;
  crumbs?: readonly Crumb[];
  /** State, type, number: right of the title. */
  badges?: ReactNode;
  /** One line below: where, since when. */
  subtitle?: ReactNode;
  actions?: ReactNode;
}

/** Title of a page, the way back, and what can be done. Takes the focus after a navigation, so that it is read out. */
export function PageHeader({ title, crumbs = [], badges, subtitle, actions }: Props) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  // The resolved one: while the next page is loaded, this one still stands here under the next address.
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });

  useEffect(() => {
    document.title = `${title} · Rettungsanker`;
  }, [title]);
  useEffect(() => {
    if (path !== undefined && takeFocusAfterNavigation(path)) heading.current?.focus({ preventScroll: true });
  }, [path]);

  return (
    <header className={classes.header}>
      {crumbs.length > 0 && (
        <nav aria-label={t('ui.breadcrumbs')}>
          <ol className={classes.crumbs}>
            {crumbs.map((crumb, index) => (
              <li key={crumb.to}>
                <Link to={crumb.to}>{crumb.label}</Link>
                {index < crumbs.length - 1 && <IconChevronRight size={12} stroke={1.75} aria-hidden="true" />}
              </li>
            ))}
          </ol>
        </nav>
      )}
      <div className={classes.row}>
        <div className={classes.titles}>
          <div className={classes.title}>
            <h1 ref={heading} tabIndex={-1}>
              {title}
            </h1>
            {badges}
          </div>
          {subtitle && <div className={classes.subtitle}>{subtitle}</div>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
    </header>
  );
}
