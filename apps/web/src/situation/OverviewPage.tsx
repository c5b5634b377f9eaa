import { Skeleton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLoadedItems } from '../api/query.ts';
import { Due } from '../helpdesk/Due.tsx';
import { useTickets } from '../helpdesk/queries.ts';
import { ticketNumber, ticketPath } from '../helpdesk/words.ts';
import { useMay, useSession } from '../identity/session.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Figure } from '../ui/Figure.tsx';
import { FigureCell, FigureStrip } from '../ui/FigureStrip.tsx';
import layout from '../ui/Layout.module.css';
import { LinkButton } from '../ui/LinkButton.tsx';
import { Notice } from '../ui/Notice.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { Panel } from '../ui/Panel.tsx';
import { useFormat } from '../ui/useFormat.ts';
import classes from './Overview.module.css';
import { type Situation, useSituation } from './queries.ts';
import { total } from './SituationFigures.tsx';

/** For who answers for a firm: how its systems are, what is being worked on, in plain words. */
export function OverviewPage() {
  const { t } = useTranslation();
  const { clients } = useSession();
  const mayAsk = useMay('ticket.create');
  const situation = useSituation();
  return (
    <div className={layout.stack}>
      <PageHeader
        title={clients[0]?.name ?? t('app.nav.overview')}
        subtitle={<span>{t('situation.overview.subtitle')}</span>}
        actions={mayAsk && <LinkButton to="/tickets/new">{t('helpdesk.help')}</LinkButton>}
      />
      {situation.isPending && <Skeleton height={120} animate={false} />}
      {situation.isError && <ErrorState error={situation.error} retry={situation.refetch} />}
      {situation.data && <Systems situation={situation.data} />}
      <Requests />
    </div>
  );
}

function Systems({ situation }: { situation: Situation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { clients, at } = situation;
  const systems = total(clients, 'systems');
  const troubled = total(clients, 'critical') + total(clients, 'warning');
  const unknown = total(clients, 'unknown');
  const state = systems === 0 || unknown > 0 ? 'unknown' : 'ok';
  const verdict =
    troubled > 0
      ? t('situation.overview.troubled', { count: troubled })
      : systems === 0
        ? t('situation.overview.noSystems')
        : unknown > 0
          ? t('situation.overview.unknown', { count: unknown })
          : t('situation.overview.fine', { count: systems });
  const origin = { source: t('situation.overview.source'), at, rule: t('situation.overview.rule') };
  return (
    <>
      <Notice
        state={troubled > 0 ? (total(clients, 'critical') > 0 ? 'critical' : 'warning') : state}
        title={verdict}
      >
        {troubled > 0 ? t('situation.overview.troubledText') : t('situation.overview.fineText')}
      </Notice>
      <FigureStrip>
        <FigureCell label={t('situation.overview.watched')}>
          <Figure
            label={t('situation.overview.watched')}
            value={format.number(systems)}
            size="large"
            {...origin}
          />
        </FigureCell>
        {(['ok', 'warning', 'critical', 'unknown'] as const).map((each) => (
          <FigureCell key={each} label={t(`situation.systems.${each}`)}>
            <Figure
              label={t(`situation.systems.${each}`)}
              value={format.number(total(clients, each))}
              size="large"
              {...origin}
              link={
                <Link to="/assets" search={{ status: each } as never}>
                  {t('situation.overview.showSystems')}
                </Link>
              }
            />
          </FigureCell>
        ))}
      </FigureStrip>
    </>
  );
}

const SHOWN = 8;

/** Open requests of the firm with the promised times. */
function Requests() {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useTickets({ state: 'unfinished', sort: 'deadline' });
  const tickets = useLoadedItems(query);
  return (
    <Panel
      title={t('situation.overview.requests')}
      aside={query.isSuccess ? format.number(tickets.length) : undefined}
      flush
    >
      {query.isError && <ErrorState error={query.error} retry={query.refetch} />}
      {query.isSuccess && tickets.length === 0 && (
        <EmptyState title={t('situation.overview.noRequests')}>
          {t('situation.overview.noRequestsText')}
        </EmptyState>
      )}
      <ul className={classes.list}>
        {tickets.slice(0, SHOWN).map((ticket) => (
          <li key={ticket.id}>
            <div>
              <Link to={ticketPath(ticket)}>{ticket.title}</Link>
              <span className={classes.meta}>
                {ticketNumber(ticket)} · {t(`helpdesk.state.${ticket.state}`)}
              </span>
            </div>
            <Due ticket={ticket} />
          </li>
        ))}
      </ul>
      {tickets.length > SHOWN && (
        <div className={classes.more}>
          <Link to="/tickets">{t('situation.overview.allRequests')}</Link>
        </div>
      )}
    </Panel>
  );
}
