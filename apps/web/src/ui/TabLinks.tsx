import { PlaceLink } from './PlaceLink.tsx';
import classes from './TabLinks.module.css';
import type { ListSearch } from './table/search.ts';

export interface Tab {
  id: string;
  label: string;
  /** Shown behind the label; nothing while it is not known. */
  count?: number | undefined;
}

interface Props {
  label: string;
  tabs: readonly Tab[];
  active: string;
}

/** Parts of a page, each with an address of its own (`?tab=`). The first is the page without it. */
export function TabLinks({ label, tabs, active }: Props) {
  return (
    <nav aria-label={label} className={classes.tabs}>
      <ul>
        {tabs.map(({ id, label: text, count }, index) => {
          const search: ListSearch = index === 0 ? {} : { tab: id };
          return (
            <li key={id}>
              <PlaceLink to="." search={search} current={id === active} className={classes.tab} part>
                {text}
                {count !== undefined && <span className={classes.count}>{count}</span>}
              </PlaceLink>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
