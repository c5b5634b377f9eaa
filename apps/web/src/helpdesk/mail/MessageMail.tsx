import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { IconDownload } from '../../ui/icons.ts';
import layout from '../../ui/Layout.module.css';
import { useFormat } from '../../ui/useFormat.ts';
import type { TicketDetail, TicketMessage } from '../queries.ts';
import classes from './Mail.module.css';
import { type MailProblem, useTicketMail } from './queries.ts';

type MessageMail = NonNullable<TicketMessage['mail']>;

/** What came with a mail: its files, to be saved, and its full text with everything that was quoted. */
export function MessageMailParts({ ticket, mail }: { ticket: TicketDetail; mail: MessageMail }) {
  const { t } = useTranslation();
  const { bytes } = useFormat();
  const [open, setOpen] = useState(false);
  const place = { clientId: ticket.clientId, ticketId: ticket.id, mailId: mail.id };
  const base = `/api/v1/clients/${ticket.clientId}/tickets/${ticket.id}`;
  const original = useTicketMail(place, open);
  return (
    <>
      {mail.attachments.length > 0 && (
        <ul className={classes.files} aria-label={t('mail.files')}>
          {mail.attachments.map(({ id, name, size }) => (
            <li key={id}>
              <a href={`${base}/attachments/${id}`} download={name}>
                <IconDownload size={14} stroke={1.75} aria-hidden="true" /> {name} ({bytes(size)})
              </a>
            </li>
          ))}
        </ul>
      )}
      <MailProblems problems={mail.problems} />
      <details className={classes.original} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t('mail.original', { address: mail.fromAddress || t('mail.noSender') })}</summary>
        {original.isError && <ErrorState error={original.error} retry={original.refetch} />}
        {original.data && (
          <div className={classes.quoted}>
            <p className={layout.small}>
              {original.data.subject || t('mail.noSubject')} ·{' '}
              <a href={`${base}/mails/${mail.id}/raw`} download={`mail-${mail.id}.eml`}>
                {t('mail.raw', { size: bytes(original.data.size) })}
              </a>
            </p>
            <div className={layout.prose}>{original.data.body || t('mail.noText')}</div>
          </div>
        )}
      </details>
    </>
  );
}

export function MailProblems({ problems }: { problems: readonly MailProblem[] }) {
  const { t } = useTranslation();
  if (problems.length === 0) return null;
  return (
    <p className={classes.problems}>
      {problems.map((problem) => t(`mail.problem.${problem}`)).join(' ')} {t('mail.kept')}
    </p>
  );
}
