import { useTranslation } from 'react-i18next';
import layout from '../ui/Layout.module.css';
import { LinkButton } from '../ui/LinkButton.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { Panel } from '../ui/Panel.tsx';
import type { OpenedTicket } from './queries.ts';
import { ticketPath } from './words.ts';

/** After a suspicious mail was reported: thanks, a number to refer to, and what happens next. */
export function MailReported({ ticket }: { ticket: OpenedTicket & { clientId: string } }) {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader
        title={t('helpdesk.mail.thanks')}
        subtitle={<span role="status">{t('helpdesk.mail.reference', { number: ticket.reference })}</span>}
      />
      <Panel title={t('helpdesk.mail.nextTitle')}>
        <div className={layout.stack}>
          <ol className={layout.steps}>
            {ticket.next.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ol>
          <div className={layout.row}>
            <LinkButton to="/">{t('helpdesk.mail.home')}</LinkButton>
            <LinkButton to={ticketPath(ticket)} variant="default">
              {t('helpdesk.mail.show')}
            </LinkButton>
          </div>
        </div>
      </Panel>
    </>
  );
}
