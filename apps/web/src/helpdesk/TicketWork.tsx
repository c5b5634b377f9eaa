import { Button, Modal, Select } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '../identity/session.ts';
import { alertPath } from '../monitoring/words.ts';
import layout from '../ui/Layout.module.css';
import { Fact, Facts, Panel } from '../ui/Panel.tsx';
import { useUndo } from '../ui/useUndo.tsx';
import { useAssignees } from './people.ts';
import { changeTicket, type Ticket, type TicketDetail, type TicketPatch } from './queries.ts';
import { LEVELS } from './words.ts';

/** Which states can follow; the server has the last word. */
const NEXT: Record<Ticket['state'], readonly Exclude<Ticket['state'], 'new'>[]> = {
  new: ['open', 'waiting', 'solved'],
  open: ['waiting', 'solved'],
  waiting: ['open', 'solved'],
  solved: ['open', 'closed'],
  closed: [],
};

/** State, who works on it, how urgent it is. Every change is done at once and can be taken back. */
export function TicketWork({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation();
  const may = useMay('ticket.work');
  const { person } = useSession();
  const undo = useUndo();
  const people = useAssignees(ticket.clientId);
  const place = { clientId: ticket.clientId, ticketId: ticket.id };
  const change = (patch: TicketPatch, back: TicketPatch | undefined, message: string) => {
    changeTicket(place, patch).then(
      () => back && undo.done({ message, undo: () => changeTicket(place, back) }),
      undo.showError,
    );
  };
  const [asking, setAsking] = useState(false);
  const raised = ticket.alerts.filter((alert) => alert.state === 'raised');
  const setState = (state: Ticket['state']) => {
    // A closed ticket stays closed, and "new" is never entered again: both cannot be taken back.
    const back = state === 'closed' || ticket.state === 'new' ? undefined : { state: ticket.state };
    change({ state }, back, t('helpdesk.changed.state', { state: t(`helpdesk.state.${state}`) }));
  };
  const assign = (assigneeId: string | null) =>
    change({ assigneeId }, { assigneeId: ticket.assigneeId }, t('helpdesk.changed.assignee'));

  if (!may) {
    return (
      <Panel title={t('helpdesk.work')}>
        <Facts>
          <Fact label={t('helpdesk.column.assignee')}>{ticket.assigneeName ?? t('helpdesk.unassigned')}</Fact>
          <Fact label={t('helpdesk.field.requester')}>{ticket.requesterName ?? '–'}</Fact>
        </Facts>
      </Panel>
    );
  }
  return (
    <Panel title={t('helpdesk.work')}>
      <div className={layout.tight}>
        {NEXT[ticket.state].length > 0 && (
          <div className={layout.row}>
            {NEXT[ticket.state].map((state) => (
              <Button
                key={state}
                size="xs"
                variant={state === 'solved' ? 'filled' : 'default'}
                onClick={() => (state === 'solved' && raised.length > 0 ? setAsking(true) : setState(state))}
              >
                {t(`helpdesk.into.${state}`)}
              </Button>
            ))}
          </div>
        )}
        <Select
          label={t('helpdesk.column.assignee')}
          placeholder={t('helpdesk.unassigned')}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('helpdesk.unassign') }}
          disabled={ticket.state === 'closed'}
          data={people.map(({ id, name }) => ({ value: id, label: name }))}
          value={ticket.assigneeId}
          onChange={assign}
        />
        {ticket.assigneeId !== person.id && ticket.state !== 'closed' && (
          <div className={layout.row}>
            <Button size="xs" variant="default" onClick={() => assign(person.id)}>
              {t('helpdesk.takeIt')}
            </Button>
          </div>
        )}
        <div className={layout.pair}>
          {(['impact', 'urgency'] as const).map((field) => (
            <Select
              key={field}
              label={t(`helpdesk.field.${field}`)}
              data={LEVELS.map((value) => ({ value, label: t(`helpdesk.${field}.${value}`) }))}
              allowDeselect={false}
              disabled={ticket.state === 'closed'}
              value={ticket[field]}
              onChange={(value) =>
                value &&
                value !== ticket[field] &&
                change(
                  { [field]: value as Ticket['impact'] },
                  { [field]: ticket[field] },
                  t('helpdesk.changed.priority'),
                )
              }
            />
          ))}
        </div>
        <Facts>
          <Fact label={t('helpdesk.field.requester')}>{ticket.requesterName ?? '–'}</Fact>
        </Facts>
      </div>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('helpdesk.stillRaised.title')}
        closeButtonProps={{ 'aria-label': t('app.close') }}
      >
        <div className={layout.tight}>
          <ul className={layout.steps}>
            {raised.map((alert) => (
              <li key={alert.id}>
                <Link to={alertPath({ clientId: ticket.clientId, id: alert.id })}>{alert.title}</Link>
              </li>
            ))}
          </ul>
          <p>{t('helpdesk.stillRaised.text', { count: raised.length })}</p>
          <div className={layout.row}>
            <Button
              onClick={() => {
                setAsking(false);
                setState('solved');
              }}
            >
              {t('helpdesk.stillRaised.anyway')}
            </Button>
            <Button variant="default" onClick={() => setAsking(false)}>
              {t('ui.form.cancel')}
            </Button>
          </div>
        </div>
      </Modal>
    </Panel>
  );
}
