import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '../identity/session.ts';
import { IconMail, IconPlus } from '../ui/icons.ts';
import { LinkButton } from '../ui/LinkButton.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { readChoices } from '../ui/table/search.ts';
import { useListSearch } from '../ui/table/useListSearch.ts';
import { useWaitingMails } from './mail/queries.ts';
import { useTickets } from './queries.ts';
import { TicketsTable } from './TicketsTable.tsx';
import { UNFINISHED } from './words.ts';

/** Tickets of all clients by next deadline; unfinished ones, unless somebody asks for others. */
export function TicketsPage() {
  const { t } = useTranslation();
  const { side } = useSession();
  const mayOpen = useMay('ticket.create');
  const { search } = useListSearch();
  const states = readChoices(search, 'state');
  const onlyUnfinished = states.every((state) => UNFINISHED.some((each) => each === state));
  const query = useTickets(
    onlyUnfinished ? { state: 'unfinished', sort: 'deadline' } : { state: 'any', sort: 'updated' },
  );
  return (
    <>
      <PageHeader
        title={side === 'provider' ? t('helpdesk.tickets') : t('app.nav.requests')}
        actions={
          <>
            <WaitingLink />
            {mayOpen && (
              <LinkButton to="/tickets/new" leftSection={<IconPlus size={16} stroke={1.75} />}>
                {t('helpdesk.new')}
              </LinkButton>
            )}
          </>
        }
      />
      <TicketsTable query={query} about="everything" />
    </>
  );
}

/** The way to mails without a client; with their number, when there are any. */
function WaitingLink() {
  const { t } = useTranslation();
  const { provider } = useSession();
  const may = useMay('ticket.work', provider?.id);
  const query = useWaitingMails(provider && may ? provider.id : '', 'triage');
  if (!provider || !may) return null;
  const count = query.data?.pages.reduce((sum, { items }) => sum + items.length, 0) ?? 0;
  return (
    <LinkButton to="/mail" variant="default" leftSection={<IconMail size={16} stroke={1.75} />}>
      {count > 0 ? `${t('mail.queue')} (${count}${query.hasNextPage ? '+' : ''})` : t('mail.queue')}
    </LinkButton>
  );
}
