import { Button, Skeleton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { State } from '../app/tokens.ts';
import { assetPath } from '../fleet/words.ts';
import { Due } from '../helpdesk/Due.tsx';
import type { Ticket } from '../helpdesk/queries.ts';
import { TicketStateIcon } from '../helpdesk/TicketState.tsx';
import { ticketNumber, ticketPath } from '../helpdesk/words.ts';
import { AcknowledgeButton } from '../monitoring/AcknowledgeButton.tsx';
import { useCheckName } from '../monitoring/finding.ts';
import { alertPath } from '../monitoring/words.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { IconCircleCheck } from '../ui/icons.ts';
import { Panel } from '../ui/Panel.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { StateBadge, StateIcon } from '../ui/StateBadge.tsx';
import { useRowKeys } from '../ui/table/useRowKeys.ts';
import { useFormat } from '../ui/useFormat.ts';
import classes from './NeedsPanel.module.css';
import type { Need } from './needs.ts';

const SHOWN_FIRST = 25;

interface Props {
  needs: readonly Need[];
  pending: boolean;
  /** False when a part could not be loaded: an empty list then proves nothing. */
  known: boolean;
}

/** The one list of what waits for a person; `j` and `k` move in it. */
export function NeedsPanel({ needs, pending, known }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [all, setAll] = useState(false);
  const [list, setList] = useState<HTMLElement | null>(null);
  const shown = all ? needs : needs.slice(0, SHOWN_FIRST);
  useRowKeys(list, shown.length, () => undefined);

  return (
    <Panel title={t('situation.needs.title')} aside={pending ? undefined : format.number(needs.length)} flush>
      {pending ? (
        <div className={classes.loading}>
          <Skeleton height={18} animate={false} />
          <Skeleton height={18} animate={false} />
          <Skeleton height={18} animate={false} />
        </div>
      ) : needs.length === 0 ? (
        known && (
          <EmptyState icon={IconCircleCheck} title={t('situation.needs.none')}>
            {t('situation.needs.noneText')}
          </EmptyState>
        )
      ) : (
        <ul className={classes.list} ref={setList}>
          {shown.map((need, index) => (
            <Row key={`${need.kind} ${need.id}`} need={need} index={index} />
          ))}
        </ul>
      )}
      {shown.length < needs.length && (
        <div className={classes.more}>
          <Button variant="default" size="xs" onClick={() => setAll(true)}>
            {t('situation.needs.more', { count: needs.length - shown.length })}
          </Button>
        </div>
      )}
    </Panel>
  );
}

function Row({ need, index }: { need: Need; index: number }) {
  if (need.kind === 'ticket') return <TicketRow need={need} index={index} />;
  if (need.kind === 'alert') return <AlertRow need={need} index={index} />;
  return <SilentRow need={need} index={index} />;
}

interface LineProps {
  mark: { state: State } | { ticket: Ticket['state'] };
  index: number;
  path: string;
  title: string;
  client: string;
  details: ReactNode;
  end: ReactNode;
}

function Line({ mark, index, path, title, client, details, end }: LineProps) {
  const { t } = useTranslation();
  return (
    <li className={classes.row}>
      <span className={classes.state}>
        {'state' in mark ? (
          <StateIcon state={mark.state} size={18} />
        ) : (
          <TicketStateIcon state={mark.ticket} size={18} />
        )}
        <span className={classes.hidden}>
          {'state' in mark ? t(`ui.state.${mark.state}`) : t(`helpdesk.state.${mark.ticket}`)}:{' '}
        </span>
      </span>
      <div className={classes.what}>
        <Link to={path} className={classes.title} data-row-index={index}>
          {title}
        </Link>
        <div className={classes.details}>
          <span>{client}</span>
          {details}
        </div>
      </div>
      <div className={classes.end}>{end}</div>
    </li>
  );
}

function TicketRow({ need, index }: { need: Extract<Need, { kind: 'ticket' }>; index: number }) {
  const { t } = useTranslation();
  const { ticket, alert } = need;
  return (
    <Line
      mark={alert ? { state: alert.severity } : { ticket: ticket.state }}
      index={index}
      path={ticketPath(ticket)}
      title={ticket.title}
      client={ticket.clientName}
      details={
        <>
          <span>{ticketNumber(ticket)}</span>
          <span>{t('helpdesk.priorityN', { priority: ticket.priority })}</span>
          <span>{ticket.assigneeName ?? t('helpdesk.unassigned')}</span>
        </>
      }
      end={<Due ticket={ticket} />}
    />
  );
}

function AlertRow({ need, index }: { need: Extract<Need, { kind: 'alert' }>; index: number }) {
  const checkName = useCheckName();
  const { alert } = need;
  return (
    <Line
      mark={{ state: alert.severity }}
      index={index}
      path={alertPath(alert)}
      title={alert.title}
      client={alert.clientName}
      details={
        <>
          <span>{checkName(alert.kind, alert.checkName)}</span>
          <RelativeTime at={alert.raisedAt} />
        </>
      }
      end={<AcknowledgeButton alert={alert} />}
    />
  );
}

function SilentRow({ need, index }: { need: Extract<Need, { kind: 'silent' }>; index: number }) {
  const { t } = useTranslation();
  const { system } = need;
  return (
    <Line
      mark={{ state: 'unknown' }}
      index={index}
      path={assetPath({ clientId: system.clientId, id: system.assetId })}
      title={system.name}
      client={system.clientName}
      details={
        <span>
          {t('situation.needs.lastHeard')} <RelativeTime at={system.lastSeenAt} />
        </span>
      }
      end={<StateBadge state="unknown" variant="plain" label={t('situation.needs.silent')} />}
    />
  );
}
