import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLoadedItems } from '../api/query.ts';
import { useSession } from '../identity/session.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { IconTicket } from '../ui/icons.ts';
import { useNow } from '../ui/now.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import type { Column } from '../ui/table/columns.ts';
import { DataTable } from '../ui/table/DataTable.tsx';
import { Due } from './Due.tsx';
import { Priority } from './Priority.tsx';
import type { Ticket, useTickets } from './queries.ts';
import { TicketState } from './TicketState.tsx';
import {
  dueState,
  PRIORITIES,
  TICKET_STATES,
  TICKET_TYPES,
  ticketNumber,
  ticketPath,
  UNFINISHED,
} from './words.ts';

interface Props {
  query: ReturnType<typeof useTickets>;
  about: 'everything' | 'client' | 'asset';
  appliedByServer?: readonly string[];
  empty?: ReactNode;
}

export function TicketsTable({ query, about, appliedByServer, empty }: Props) {
  const { t } = useTranslation();
  const rows = useLoadedItems(query);
  const { person } = useSession();
  const columns = useTicketColumns(rows, about);
  return (
    <DataTable
      name="tickets"
      label={t('helpdesk.tickets')}
      columns={columns}
      rows={rows}
      rowId={(ticket) => ticket.id}
      rowLink={ticketPath}
      query={query}
      {...(appliedByServer ? { appliedByServer } : {})}
      empty={
        empty ?? (
          <EmptyState icon={IconTicket} title={t('helpdesk.none')}>
            {t('helpdesk.noneText')}
          </EmptyState>
        )
      }
      views={[
        { name: t('helpdesk.views.unfinished'), search: {} },
        { name: t('helpdesk.views.mine'), search: { assignee: person.name } },
        { name: t('helpdesk.views.unassigned'), search: { assignee: '-' } },
        { name: t('helpdesk.views.finished'), search: { state: 'solved,closed', sort: '-updated' } },
      ]}
    />
  );
}

const choicesOf = (values: string[]) => [...new Set(values)].sort().map((value) => ({ value, label: value }));

function useTicketColumns(rows: readonly Ticket[], about: Props['about']): Column<Ticket>[] {
  const { t } = useTranslation();
  const { side } = useSession();
  const now = useNow();
  return useMemo(() => {
    const columns: (Column<Ticket> | false)[] = [
      {
        id: 'number',
        header: t('helpdesk.column.number'),
        value: ticketNumber,
        sortBy: (ticket) => ticket.number,
        sortFirst: 'descending',
        width: '92px',
        card: 'meta',
      },
      { id: 'title', header: t('helpdesk.column.title'), value: (ticket) => ticket.title, card: 'title' },
      {
        id: 'state',
        header: t('helpdesk.column.state'),
        value: (ticket) => t(`helpdesk.state.${ticket.state}`),
        sortBy: (ticket) => TICKET_STATES.indexOf(ticket.state),
        filterValue: (ticket) => ticket.state,
        choices: TICKET_STATES.map((value) => ({ value, label: t(`helpdesk.state.${value}`) })),
        cell: (ticket) => <TicketState state={ticket.state} />,
        width: '116px',
        card: 'state',
      },
      {
        id: 'priority',
        header: t('helpdesk.column.priority'),
        value: (ticket) => ticket.priority,
        filterValue: (ticket) => String(ticket.priority),
        choices: PRIORITIES.map((value) => ({
          value: String(value),
          label: t(`helpdesk.priority.${value}`),
        })),
        cell: (ticket) => <Priority priority={ticket.priority} />,
        width: '104px',
        card: 'meta',
      },
      about === 'everything' &&
        side === 'provider' && {
          id: 'client',
          header: t('fleet.client.one'),
          value: (ticket: Ticket) => ticket.clientName,
          choices: choicesOf(rows.map((ticket) => ticket.clientName)),
          width: '184px',
          card: 'meta' as const,
        },
      {
        id: 'type',
        header: t('helpdesk.column.type'),
        value: (ticket) => t(`helpdesk.type.${ticket.type}`),
        filterValue: (ticket) => ticket.type,
        choices: TICKET_TYPES.map((value) => ({ value, label: t(`helpdesk.type.${value}`) })),
        width: '110px',
        hidden: true,
        card: 'none',
      },
      about !== 'asset' && {
        id: 'asset',
        header: t('helpdesk.column.asset'),
        value: (ticket: Ticket) => ticket.assetName,
        width: '150px',
        wide: 'widest' as const,
        card: 'none' as const,
      },
      {
        id: 'assignee',
        header: t('helpdesk.column.assignee'),
        value: (ticket) => ticket.assigneeName,
        filterValue: (ticket) => ticket.assigneeName ?? '-',
        choices: [
          { value: '-', label: t('helpdesk.unassigned') },
          ...choicesOf(rows.flatMap((ticket) => ticket.assigneeName ?? [])),
        ],
        width: '132px',
        card: 'none',
      },
      {
        id: 'due',
        header: t('helpdesk.column.due'),
        value: (ticket) => ticket.dueAt,
        filterValue: (ticket) => dueState(UNFINISHED.includes(ticket.state) ? ticket.dueAt : null, now),
        choices: (['overdue', 'near', 'far', 'none'] as const).map((value) => ({
          value,
          label: t(`helpdesk.due.states.${value}`),
        })),
        cell: (ticket) => (UNFINISHED.includes(ticket.state) ? <Due ticket={ticket} /> : '–'),
        width: '164px',
        card: 'meta',
      },
      {
        id: 'updated',
        header: t('helpdesk.column.updated'),
        value: (ticket) => ticket.updatedAt,
        sortFirst: 'descending',
        cell: (ticket) => <RelativeTime at={ticket.updatedAt} />,
        width: '120px',
        wide: 'widest',
        card: 'none',
      },
    ];
    return columns.filter((column) => column !== false);
  }, [t, rows, about, side, now]);
}
