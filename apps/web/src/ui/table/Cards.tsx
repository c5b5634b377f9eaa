import { Link } from '@tanstack/react-router';
import classes from './DataTable.module.css';
import { cellOf, type ViewProps } from './Rows.tsx';
import { ROW_INDEX } from './useRowKeys.ts';

/** The list on a phone: one card a row, its title and state first, the rest as labelled lines. */
export function Cards<Row>({ label, columns, rows, rowLink, virtualizer }: ViewProps<Row>) {
  const items = virtualizer.getVirtualItems();
  const margin = virtualizer.options.scrollMargin;
  const title = columns.find((column) => column.card === 'title') ?? columns[0];
  const states = columns.filter((column) => column.card === 'state');
  const metas = columns.filter((column) => column.card === 'meta');
  const details = columns.filter((column) => column.card === undefined && column !== title);

  return (
    <ul className={classes.cards} aria-label={label} style={{ height: virtualizer.getTotalSize() }}>
      {items.map((item) => {
        const entry = rows[item.index];
        if (!entry || !title) return null;
        const path = rowLink?.(entry.row);
        const heading = cellOf(title, entry.row);
        return (
          <li
            key={entry.id}
            ref={virtualizer.measureElement}
            data-index={item.index}
            data-gone={entry.gone || undefined}
            aria-setsize={rows.length}
            aria-posinset={item.index + 1}
            className={classes.card}
            style={{ transform: `translateY(${item.start - margin}px)` }}
          >
            <div className={classes.cardHead}>
              {path === undefined ? (
                <span className={classes.cardTitle}>{heading}</span>
              ) : (
                <Link to={path} className={classes.cardTitle} {...{ [ROW_INDEX]: item.index }}>
                  {heading}
                </Link>
              )}
              {states.map((column) => (
                <span key={column.id}>{cellOf(column, entry.row)}</span>
              ))}
            </div>
            {metas.length > 0 && (
              <div className={classes.cardMeta}>
                {metas.map((column) => (
                  <span key={column.id}>{cellOf(column, entry.row)}</span>
                ))}
              </div>
            )}
            {details.length > 0 && (
              <dl className={classes.cardDetails}>
                {details.map((column) => (
                  <div key={column.id}>
                    <dt>{column.header}</dt>
                    <dd>{cellOf(column, entry.row)}</dd>
                  </div>
                ))}
              </dl>
            )}
          </li>
        );
      })}
    </ul>
  );
}
