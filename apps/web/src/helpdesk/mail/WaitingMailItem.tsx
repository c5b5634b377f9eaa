import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClients } from '../../fleet/queries.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { IconDownload } from '../../ui/icons.ts';
import layout from '../../ui/Layout.module.css';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Tag } from '../../ui/StateBadge.tsx';
import { useFormat } from '../../ui/useFormat.ts';
import { useUndo } from '../../ui/useUndo.tsx';
import { useTickets } from '../queries.ts';
import classes from './Mail.module.css';
import { MailProblems } from './MessageMail.tsx';
import { assignMail, discardMail, restoreMail, useWaitingMail, type WaitingMail } from './queries.ts';

interface Props {
  providerId: string;
  mail: WaitingMail;
  /** Takes it off the list before the server knows. */
  hide: () => void;
  show: () => void;
}

export function WaitingMailItem({ providerId, mail, hide, show }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const sender = mail.fromAddress ?? t('mail.noSender');
  return (
    <li className={classes.mail}>
      <div className={classes.head}>
        <h3 className={classes.subject}>{mail.subject || t('mail.noSubject')}</h3>
        {mail.reason && <Tag>{t(`mail.reason.${mail.reason}`)}</Tag>}
        <RelativeTime at={mail.receivedAt} />
      </div>
      <p className={layout.small}>
        {mail.fromName ? `${mail.fromName} <${sender}>` : sender}
        {mail.mailbox && ` · ${t('mail.at', { address: mail.mailbox })}`}
        {mail.decidedBy && ` · ${t('mail.decidedBy', { name: mail.decidedBy })}`}
        {mail.note && ` · ${mail.note}`}
      </p>
      <MailProblems problems={mail.problems} />
      <details className={classes.original} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t('mail.read')}</summary>
        {open && <Content providerId={providerId} mail={mail} />}
      </details>
      <Decide providerId={providerId} mail={mail} hide={hide} show={show} />
    </li>
  );
}

function Content({ providerId, mail }: { providerId: string; mail: WaitingMail }) {
  const { t } = useTranslation();
  const { bytes } = useFormat();
  const query = useWaitingMail(providerId, mail.id);
  if (query.isError) return <ErrorState error={query.error} retry={query.refetch} />;
  if (!query.data) return null;
  return (
    <>
      <div className={`${classes.text} ${layout.prose}`}>{query.data.body || t('mail.noText')}</div>
      <ul className={classes.files} aria-label={t('mail.files')}>
        {mail.attachments.map(({ name, size }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name, and the list never changes
          <li key={index}>
            <span>
              {name} ({bytes(size)})
            </span>
          </li>
        ))}
        <li>
          <a
            href={`/api/v1/clients/${providerId}/waiting-mail/${mail.id}/raw`}
            download={`mail-${mail.id}.eml`}
          >
            <IconDownload size={14} stroke={1.75} aria-hidden="true" />{' '}
            {t('mail.raw', { size: bytes(mail.size) })}
          </a>
        </li>
      </ul>
    </>
  );
}

const REASONS = ['advertising', 'fraud', 'other'] as const;

function Decide({ providerId, mail, hide, show }: Props) {
  const { t } = useTranslation();
  const undo = useUndo();
  const clients = useClients();
  const [client, setClient] = useState<string | null>(null);
  const [ticket, setTicket] = useState<string | null>(null);
  const name = clients.data?.items.find(({ id }) => id === client)?.name ?? '';
  const assign = () => {
    if (!client) return;
    hide();
    undo.later({
      message: t('mail.assigned', { name }),
      commit: (sent) => assignMail(providerId, mail.id, { client, ticketId: ticket }, sent),
      restore: show,
    });
  };
  const discard = (reason: (typeof REASONS)[number]) => {
    discardMail(providerId, mail.id, t(`mail.discardAs.${reason}`)).then(
      () => undo.done({ message: t('mail.putAside'), undo: () => restoreMail(providerId, mail.id) }),
      undo.showError,
    );
  };
  return (
    <div className={classes.decide}>
      <Select
        label={t('mail.client')}
        placeholder={t('mail.choose')}
        searchable
        data={(clients.data?.items ?? []).map(({ id, name: label }) => ({ value: id, label }))}
        value={client}
        onChange={(value) => {
          setClient(value);
          setTicket(null);
        }}
      />
      {client && <TicketChoice clientId={client} value={ticket} onChange={setTicket} />}
      <Button disabled={!client} onClick={assign}>
        {t(ticket ? 'mail.toTicket' : 'mail.newTicket')}
      </Button>
      {mail.state === 'triage' ? (
        <Select
          aria-label={t('mail.discard')}
          placeholder={t('mail.discard')}
          data={REASONS.map((value) => ({ value, label: t(`mail.discardAs.${value}`) }))}
          value={null}
          onChange={(value) => value && discard(value as (typeof REASONS)[number])}
        />
      ) : (
        <Button variant="default" onClick={() => void restoreMail(providerId, mail.id).catch(undo.showError)}>
          {t('mail.restore')}
        </Button>
      )}
    </div>
  );
}

interface ChoiceProps {
  clientId: string;
  value: string | null;
  onChange: (ticketId: string | null) => void;
}

function TicketChoice({ clientId, value, onChange }: ChoiceProps) {
  const { t } = useTranslation();
  const tickets = useTickets({ client: clientId, state: 'unfinished', sort: 'updated' });
  return (
    <Select
      label={t('mail.ticket')}
      placeholder={t('mail.aNewOne')}
      searchable
      clearable
      data={(tickets.data?.pages ?? [])
        .flatMap(({ items }) => items)
        .map(({ id, clientCode, number, title }) => ({
          value: id,
          label: `${clientCode}-${number} ${title}`,
        }))}
      value={value}
      onChange={onChange}
    />
  );
}
