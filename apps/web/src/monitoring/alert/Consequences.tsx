import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLoadedItems } from '../../api/query.ts';
import account from '../../identity/account/Account.module.css';
import { Panel } from '../../ui/Panel.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { type Alert, useAlerts } from '../queries.ts';
import { alertPath, alertState } from '../words.ts';

/** Alerts that this one explains; nobody was called because of them. */
export function Consequences({ alert }: { alert: Pick<Alert, 'clientId' | 'id'> }) {
  const { t } = useTranslation();
  const query = useAlerts({ client: alert.clientId, suppression: 'consequence', suppressedBy: alert.id });
  const items = useLoadedItems(query);
  if (items.length === 0) return null;
  return (
    <Panel
      title={t('alerting.consequences')}
      aside={query.hasNextPage ? t('alerting.atLeast', { count: items.length }) : items.length}
      flush
    >
      <ul className={account.list}>
        {items.map((item) => (
          <li key={item.id}>
            <div className={account.main}>
              <Link to={alertPath(item)}>{item.title}</Link>
              <span className={account.meta}>
                <StateBadge
                  state={alertState(item)}
                  variant="plain"
                  label={item.state === 'resolved' ? t('monitoring.resolved') : undefined}
                />
                <RelativeTime at={item.raisedAt} />
              </span>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
