import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLoadedItems } from '../api/query.ts';
import { RoutePending } from '../app/RouteStates.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { IconBell } from '../ui/icons.ts';
import layout from '../ui/Layout.module.css';
import { PageHeader } from '../ui/PageHeader.tsx';
import { Panel } from '../ui/Panel.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { StateIcon } from '../ui/StateBadge.tsx';
import { useUndo } from '../ui/useUndo.tsx';
import { markRead, type Notification, useInbox } from './inbox.ts';
import classes from './Notifications.module.css';

/** What the person was told, whether by mail or only here. */
export function NotificationsPage() {
  const { t } = useTranslation();
  const { showError } = useUndo();
  const query = useInbox();
  const items = useLoadedItems(query);
  const unread = query.data?.pages[0]?.unread ?? 0;
  const newest = items[0];
  return (
    <div className={layout.stack}>
      <PageHeader
        title={t('settings.inbox.title')}
        subtitle={
          <Link to="/account" search={{ tab: 'messages' } as never}>
            {t('settings.inbox.preferences')}
          </Link>
        }
        actions={
          unread > 0 &&
          newest && (
            <Button variant="default" onClick={() => void markRead({ upTo: newest.id }).catch(showError)}>
              {t('settings.inbox.allRead')}
            </Button>
          )
        }
      />
      {query.isPending && <RoutePending />}
      {query.isError && <ErrorState error={query.error} retry={query.refetch} />}
      {query.isSuccess && items.length === 0 && (
        <EmptyState icon={IconBell} title={t('settings.inbox.none')}>
          {t('settings.inbox.noneText')}
        </EmptyState>
      )}
      {items.length > 0 && (
        <Panel title={t('settings.inbox.unread', { count: unread })} flush>
          <ul className={classes.list}>
            {items.map((item) => (
              <Row key={item.id} item={item} />
            ))}
          </ul>
        </Panel>
      )}
      {query.hasNextPage && (
        <div>
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t('settings.inbox.more')}
          </Button>
        </div>
      )}
    </div>
  );
}

function Row({ item }: { item: Notification }) {
  const { t } = useTranslation();
  const { showError } = useUndo();
  const open = () => {
    if (!item.readAt) void markRead({ items: [{ clientId: item.clientId, id: item.id }] }).catch(showError);
  };
  return (
    <li className={classes.row} data-unread={item.readAt === null || undefined}>
      {/* The end of an alert carries its severity, to reach the same people; it is good news all the same. */}
      <StateIcon state={item.kind === 'alert.resolved' ? 'ok' : item.severity} size={18} />
      <div className={classes.text}>
        <Link to={item.path} onClick={open}>
          {item.readAt === null && <span className={classes.hidden}>{t('settings.inbox.new')}: </span>}
          {item.subject}
        </Link>
        {item.lines.length > 0 && <span>{item.lines.join(' · ')}</span>}
      </div>
      <RelativeTime at={item.at} />
    </li>
  );
}
