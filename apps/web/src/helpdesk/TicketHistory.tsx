import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { Panel } from '../ui/Panel.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import type { TicketDetail } from './queries.ts';
import classes from './Ticket.module.css';

/** Every change, newest first. */
export function TicketHistory({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('helpdesk.history')}>
      <ol className={classes.history}>
        {[...ticket.history].reverse().map((event) => (
          <li key={event.id}>
            <span>{eventText(event.kind, event.details)}</span>
            <span>
              {event.actorName} · <RelativeTime at={event.at} />
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

/** Kinds come from the server; those without words of their own are shown as they are called. */
function eventText(kind: string, details: Readonly<Record<string, unknown>>): string {
  const key = `helpdesk.event.${kind}`;
  const state = typeof details.to === 'string' ? details.to : undefined;
  const stateKey = `helpdesk.state.${state}`;
  const word = i18next.exists(key) ? String(i18next.t(key as never)) : kind;
  return kind === 'state' && state && i18next.exists(stateKey)
    ? `${word}: ${String(i18next.t(stateKey as never))}`
    : word;
}
