import { ActionIcon, Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useInbox } from '../settings/inbox.ts';
import { IconBell } from '../ui/icons.ts';
import classes from './InboxButton.module.css';

const MOST = 99;

/** Way to the messages, with the number of unread ones. */
export function InboxButton() {
  const { t } = useTranslation();
  const unread = useInbox().data?.pages[0]?.unread ?? 0;
  const label = unread > 0 ? t('settings.inbox.unread', { count: unread }) : t('settings.inbox.title');
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={label}
        className={classes.button ?? ''}
        renderRoot={(root) => <Link to="/notifications" {...root} />}
      >
        <IconBell size={20} stroke={1.75} />
        {unread > 0 && (
          <span className={classes.count} aria-hidden="true">
            {unread > MOST ? `${MOST}+` : unread}
          </span>
        )}
      </ActionIcon>
    </Tooltip>
  );
}
