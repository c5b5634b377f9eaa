import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLoadedItems } from '../api/query.ts';
import { useTickets } from '../helpdesk/queries.ts';
import { ticketNumber, ticketPath } from '../helpdesk/words.ts';
import { useSession } from '../identity/session.ts';
import { ErrorState } from '../ui/ErrorState.tsx';
import { IconLifebuoy, IconMail } from '../ui/icons.ts';
import layout from '../ui/Layout.module.css';
import { PageHeader } from '../ui/PageHeader.tsx';
import { Panel } from '../ui/Panel.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import classes from './Overview.module.css';

/** Two large buttons, and what became of what one asked. */
export function EmployeeHome() {
  const { t } = useTranslation();
  const { person } = useSession();
  const query = useTickets({ state: 'any', sort: 'updated' });
  const tickets = useLoadedItems(query);
  return (
    <div className={layout.stack}>
      <PageHeader title={t('situation.employee.title', { name: person.name.split(' ')[0] })} />
      <div className={classes.doors}>
        <Link to="/tickets/new" className={classes.door}>
          <IconLifebuoy size={32} stroke={1.5} />
          <strong>{t('situation.employee.help')}</strong>
          <span>{t('situation.employee.helpText')}</span>
        </Link>
        <Link to="/tickets/new" search={{ kind: 'mail' } as never} className={classes.door}>
          <IconMail size={32} stroke={1.5} />
          <strong>{t('situation.employee.mail')}</strong>
          <span>{t('situation.employee.mailText')}</span>
        </Link>
      </div>
      {query.isError && <ErrorState error={query.error} retry={query.refetch} />}
      {tickets.length > 0 && (
        <Panel title={t('situation.employee.mine')} flush>
          <ul className={classes.list}>
            {tickets.map((ticket) => (
              <li key={ticket.id}>
                <div>
                  <Link to={ticketPath(ticket)}>{ticket.title}</Link>
                  <span className={classes.meta}>
                    {ticketNumber(ticket)} · {t(`helpdesk.state.${ticket.state}`)}
                  </span>
                </div>
                <RelativeTime at={ticket.updatedAt} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </div>
  );
}
