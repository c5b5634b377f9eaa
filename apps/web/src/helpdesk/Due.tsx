import { useTranslation } from 'react-i18next';
import { useNow } from '../ui/now.ts';
import { StateBadge } from '../ui/StateBadge.tsx';
import { useFormat } from '../ui/useFormat.ts';
import type { Ticket } from './queries.ts';
import { dueState } from './words.ts';

/** Time to the next deadline of a ticket, in words; full time on hover. */
export function Due({ ticket }: { ticket: Pick<Ticket, 'dueAt' | 'firstRespondedAt' | 'state'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { dueAt } = ticket;
  const state = dueState(dueAt, now);
  if (state === 'none' || !dueAt) return <span>–</span>;
  const at = new Date(dueAt);
  const time = format.duration(Math.ceil(Math.abs(at.getTime() - now.getTime()) / 60_000) * 60_000);
  const what = ticket.firstRespondedAt ? t('helpdesk.due.resolution') : t('helpdesk.due.response');
  const text = state === 'overdue' ? t('helpdesk.due.overdue', { time }) : t('helpdesk.due.left', { time });
  return (
    <span title={`${what}: ${format.dateTime(at)}`}>
      {state === 'far' ? (
        text
      ) : (
        <StateBadge state={state === 'overdue' ? 'critical' : 'warning'} variant="plain" label={text} />
      )}
    </span>
  );
}
