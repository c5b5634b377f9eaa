import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '../identity/session.ts';
import { IconPlus } from '../ui/icons.ts';
import { LinkButton } from '../ui/LinkButton.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { readChoices } from '../ui/table/search.ts';
import { useListSearch } from '../ui/table/useListSearch.ts';
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
          mayOpen && (
            <LinkButton to="/tickets/new" leftSection={<IconPlus size={16} stroke={1.75} />}>
              {t('helpdesk.new')}
            </LinkButton>
          )
        }
      />
      <TicketsTable query={query} about="everything" />
    </>
  );
}
