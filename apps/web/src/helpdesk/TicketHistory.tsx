import i18next, { type TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { fieldText } from '../ui/fields.ts';
import { Panel } from '../ui/Panel.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import type { TicketDetail } from './queries.ts';
import classes from './Ticket.module.css';

/** Every change, newest first, from what to what. */
export function TicketHistory({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('helpdesk.history')}>
      <ol className={classes.history}>
        {[...ticket.history].reverse().map((event) => (
          <li key={event.id}>
            {linesOf(t, event).map((line) => (
              <span key={line}>{line}</span>
            ))}
            <span>
              {event.actorName} · <RelativeTime at={event.at} />
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

/** A change is told by what changed from what to what; anything else by its name. */
function linesOf(t: TFunction, { kind, fields }: TicketDetail['history'][number]): string[] {
  const changes = fields.filter((field) => field.from !== undefined);
  return changes.length > 0 ? changes.map((field) => fieldText(t, field)) : [eventText(kind)];
}

/** Kinds come from the server; those without words of their own are shown as they are called. */
function eventText(kind: string): string {
  const key = `helpdesk.event.${kind}`;
  return i18next.exists(key) ? String(i18next.t(key as never)) : kind;
}
