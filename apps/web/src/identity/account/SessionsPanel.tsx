import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, call } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { RoutePending } from '../../app/RouteStates.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Tag } from '../../ui/StateBadge.tsx';
import { sayDone } from '../../ui/useUndo.tsx';
import { renewAccount } from '../commands.ts';
import classes from './Account.module.css';

/** Where one is signed in; each can be ended. */
export function SessionsPanel() {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: keys.account('sessions'),
    queryFn: ({ signal }) => call(api.GET('/api/v1/account/sessions', { signal })),
  });
  const end = useMutation({
    mutationFn: (sessionId: string) =>
      call(api.DELETE('/api/v1/account/sessions/{sessionId}', { params: { path: { sessionId } } })),
    onSuccess: () => {
      sayDone(t('identity.sessions.ended'));
      return renewAccount('sessions');
    },
  });
  const endOthers = useMutation({
    mutationFn: () => call(api.POST('/api/v1/account/sessions/end-others')),
    onSuccess: ({ ended }) => {
      sayDone(t('identity.sessions.othersEnded', { count: ended }));
      return renewAccount('sessions');
    },
  });
  const items = query.data?.items ?? [];
  const error = end.error ?? endOthers.error;
  return (
    <Panel
      title={t('identity.sessions.title')}
      actions={
        items.length > 1 && (
          <Button
            size="xs"
            variant="default"
            loading={endOthers.isPending}
            onClick={() => endOthers.mutate()}
          >
            {t('identity.sessions.endOthers')}
          </Button>
        )
      }
      flush
    >
      {query.isPending && <RoutePending />}
      {query.isError && <ErrorState error={query.error} retry={query.refetch} />}
      {error && <ErrorState error={error} />}
      <ul className={classes.list}>
        {items.map((session) => (
          <li key={session.id}>
            <div className={classes.main}>
              <span className={classes.name}>
                {session.device || t('identity.sessions.unknown')}{' '}
                {session.current && <Tag>{t('identity.sessions.current')}</Tag>}
              </span>
              <span className={classes.meta}>
                <span>{session.address ?? '–'}</span>
                <span>
                  {t('identity.sessions.lastSeen')} <RelativeTime at={session.lastSeenAt} />
                </span>
                <span>
                  {t('identity.sessions.since')} <RelativeTime at={session.createdAt} />
                </span>
                {session.secondFactor && <span>{t('identity.sessions.factor')}</span>}
              </span>
            </div>
            {!session.current && (
              <Button
                size="compact-sm"
                variant="default"
                aria-label={t('identity.sessions.endOne', { name: session.device })}
                onClick={() => end.mutate(session.id)}
              >
                {t('identity.sessions.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
