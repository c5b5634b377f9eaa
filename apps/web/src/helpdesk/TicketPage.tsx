import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { RoutePending } from '../app/RouteStates.tsx';
import { assetPath, clientPath } from '../fleet/words.ts';
import { useSession } from '../identity/session.ts';
import { alertPath } from '../monitoring/words.ts';
import { ApiCallShown } from '../ui/ApiCallShown.tsx';
import { ErrorState, StaleNotice } from '../ui/ErrorState.tsx';
import layout from '../ui/Layout.module.css';
import { Notice } from '../ui/Notice.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { Panel } from '../ui/Panel.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { StateBadge } from '../ui/StateBadge.tsx';
import { Clocks } from './Clocks.tsx';
import { Conversation } from './Conversation.tsx';
import { Priority } from './Priority.tsx';
import { type TicketDetail, useTicket } from './queries.ts';
import classes from './Ticket.module.css';
import { TicketHistory } from './TicketHistory.tsx';
import { TicketState } from './TicketState.tsx';
import { TicketWork } from './TicketWork.tsx';
import { ticketNumber } from './words.ts';

export function TicketPage() {
  const { clientId, ticketId } = useParams({ strict: false }) as { clientId: string; ticketId: string };
  const query = useTicket({ clientId, ticketId });
  if (query.isPending) return <RoutePending />;
  if (query.isError && !query.data) return <ErrorState error={query.error} retry={query.refetch} />;
  return (
    <>
      {query.isError && <StaleNotice since={new Date(query.dataUpdatedAt)} retry={query.refetch} />}
      <Shown ticket={query.data} />
    </>
  );
}

function Shown({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation();
  const { side } = useSession();
  const provider = side === 'provider';
  return (
    <>
      <PageHeader
        title={ticket.title}
        crumbs={[
          { label: provider ? t('helpdesk.tickets') : t('app.nav.requests'), to: '/tickets' },
          ...(provider ? [{ label: ticket.clientName, to: clientPath(ticket.clientId) }] : []),
        ]}
        badges={<TicketState state={ticket.state} />}
        subtitle={
          <>
            <span>{ticketNumber(ticket)}</span>
            <span>{t(`helpdesk.type.${ticket.type}`)}</span>
            <Priority priority={ticket.priority} />
            <span>
              {t(`helpdesk.source.${ticket.source}`)} <RelativeTime at={ticket.createdAt} />
            </span>
            {provider && <ApiCallShown path={`/api/v1/clients/${ticket.clientId}/tickets/${ticket.id}`} />}
          </>
        }
      />
      {ticket.notice && (
        <div className={classes.notice}>
          <Notice state="warning">{ticket.notice}</Notice>
        </div>
      )}
      <div className={layout.split}>
        <Conversation ticket={ticket} />
        <div className={layout.stack}>
          <Clocks ticket={ticket} />
          <TicketWork ticket={ticket} />
          <Linked ticket={ticket} />
          <TicketHistory ticket={ticket} />
        </div>
      </div>
    </>
  );
}

/** What belongs to the ticket: its system and its alerts. */
function Linked({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation();
  if (!ticket.assetId && ticket.alerts.length === 0) return null;
  const { clientId } = ticket;
  return (
    <Panel title={t('helpdesk.linked')}>
      <ul className={classes.linked}>
        {ticket.assetId && (
          <li>
            <Link to={assetPath({ clientId, id: ticket.assetId })}>{ticket.assetName}</Link>
          </li>
        )}
        {ticket.alerts.map((alert) => (
          <li key={alert.id}>
            <StateBadge
              state={alert.state === 'resolved' ? 'ok' : alert.severity}
              variant="plain"
              label={alert.state === 'resolved' ? t('monitoring.resolved') : undefined}
            />{' '}
            <Link to={alertPath({ clientId, id: alert.id })}>{alert.title}</Link>{' '}
            <RelativeTime at={alert.raisedAt} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
