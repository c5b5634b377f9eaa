import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RoutePending } from '../../app/RouteStates.tsx';
import { useSession } from '../../identity/session.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { IconMail } from '../../ui/icons.ts';
import layout from '../../ui/Layout.module.css';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TabLinks } from '../../ui/TabLinks.tsx';
import { useListSearch } from '../../ui/table/useListSearch.ts';
import classes from './Mail.module.css';
import { useWaitingMails } from './queries.ts';
import { WaitingMailItem } from './WaitingMailItem.tsx';

/** Mails that nobody could be told by, or that were put aside: a person decides. */
export function MailQueuePage() {
  const { t } = useTranslation();
  const { provider } = useSession();
  const { search } = useListSearch();
  const state = search.tab === 'discarded' ? 'discarded' : 'triage';
  const providerId = provider?.id ?? '';
  const query = useWaitingMails(providerId, state);
  const [gone, setGone] = useState<readonly string[]>([]);
  const mails = (query.data?.pages ?? [])
    .flatMap(({ items }) => items)
    .filter(({ id }) => !gone.includes(id));
  return (
    <>
      <PageHeader
        title={t('mail.queue')}
        crumbs={[{ label: t('helpdesk.tickets'), to: '/tickets' }]}
        subtitle={t('mail.queueText')}
      />
      <TabLinks
        label={t('mail.queue')}
        active={state}
        tabs={[
          { id: 'triage', label: t('mail.waiting') },
          { id: 'discarded', label: t('mail.discarded') },
        ]}
      />
      {query.isPending && <RoutePending />}
      {query.isError && <ErrorState error={query.error} retry={query.refetch} />}
      {query.data && (
        <Panel title={t(state === 'triage' ? 'mail.waiting' : 'mail.discarded')} aside={mails.length} flush>
          {mails.length === 0 ? (
            <EmptyState
              icon={IconMail}
              title={t(state === 'triage' ? 'mail.noneWaiting' : 'mail.noneDiscarded')}
            >
              {t(state === 'triage' ? 'mail.noneWaitingText' : 'mail.noneDiscardedText')}
            </EmptyState>
          ) : (
            <ul className={classes.list}>
              {mails.map((mail) => (
                <WaitingMailItem
                  key={mail.id}
                  providerId={providerId}
                  mail={mail}
                  hide={() => setGone((ids) => [...ids, mail.id])}
                  show={() => setGone((ids) => ids.filter((id) => id !== mail.id))}
                />
              ))}
            </ul>
          )}
        </Panel>
      )}
      {query.hasNextPage && (
        <div className={layout.row}>
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
            {t('mail.older')}
          </Button>
        </div>
      )}
    </>
  );
}
