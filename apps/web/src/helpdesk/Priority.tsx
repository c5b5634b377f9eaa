import { useTranslation } from 'react-i18next';
import classes from './Priority.module.css';
import type { Ticket } from './queries.ts';

/** Priority as bars and a word; 1 is the highest and has four bars. */
export function Priority({ priority }: { priority: Ticket['priority'] }) {
  const { t } = useTranslation();
  return (
    <span className={classes.priority}>
      <svg viewBox="0 0 14 12" width="14" height="12" aria-hidden="true">
        {[0, 1, 2, 3].map((bar) => (
          <rect
            key={bar}
            x={bar * 4}
            y={9 - bar * 3}
            width="2"
            height={3 + bar * 3}
            data-on={bar < 5 - priority || undefined}
          />
        ))}
      </svg>
      {t(`helpdesk.priority.${priority}`)}
    </span>
  );
}
