import { Button, Checkbox, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toApiError } from '../api/errors.ts';
import { useMay, useSession } from '../identity/session.ts';
import { FormError } from '../ui/forms.tsx';
import layout from '../ui/Layout.module.css';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { Tag } from '../ui/StateBadge.tsx';
import { useDraft } from '../ui/useDraft.ts';
import { MessageMailParts } from './mail/MessageMail.tsx';
import { addMessage, type TicketDetail, type TicketMessage } from './queries.ts';
import classes from './Ticket.module.css';

/** Everything that was said, oldest first, and the place to answer. What is being written survives a closed window. */
export function Conversation({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation();
  return (
    <section className={layout.stack} aria-label={t('helpdesk.conversation')}>
      {ticket.messages.length === 0 ? (
        <p className={layout.muted}>{t('helpdesk.noMessages')}</p>
      ) : (
        <ol className={classes.messages}>
          {ticket.messages.map((message) => (
            <Message key={message.id} ticket={ticket} message={message} />
          ))}
        </ol>
      )}
      {ticket.state === 'closed' ? (
        <p className={layout.muted}>{t('helpdesk.closedText')}</p>
      ) : (
        <Answer key={ticket.id} ticket={ticket} />
      )}
    </section>
  );
}

function Message({ ticket, message }: { ticket: TicketDetail; message: TicketMessage }) {
  const { t } = useTranslation();
  return (
    <li className={classes.message} data-kind={message.kind}>
      <div className={classes.messageHead}>
        <strong>{message.kind === 'system' ? 'Rettungsanker' : message.authorName}</strong>
        {message.kind === 'internal' && <Tag>{t('helpdesk.internal')}</Tag>}
        {message.authorSide === 'client' && <Tag>{t('helpdesk.side.client')}</Tag>}
        <RelativeTime at={message.createdAt} />
      </div>
      <div className={layout.prose}>{message.body}</div>
      {message.mail && <MessageMailParts ticket={ticket} mail={message.mail} />}
    </li>
  );
}

function Answer({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation();
  const { side } = useSession();
  const may = useMay('ticket.create');
  const [text, setText, clear] = useDraft(`ticket-${ticket.id}`);
  const [internal, setInternal] = useState(false);
  const send = useMutation({
    mutationFn: () =>
      addMessage(
        { clientId: ticket.clientId, ticketId: ticket.id },
        { kind: internal ? 'internal' : 'public', body: text.trim() },
      ),
    onSuccess: () => {
      clear();
      setInternal(false);
    },
  });
  if (!may) return null;
  return (
    <form
      className={classes.answer}
      data-kind={internal ? 'internal' : 'public'}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() && !send.isPending) send.mutate();
      }}
    >
      <Textarea
        label={internal ? t('helpdesk.note') : t('helpdesk.answer')}
        description={
          side === 'provider' &&
          (internal ? t('helpdesk.noteHelp') : t('helpdesk.answerHelp', { name: ticket.clientName }))
        }
        autosize
        minRows={3}
        maxRows={20}
        maxLength={100_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
            event.currentTarget.form?.requestSubmit();
        }}
      />
      <FormError error={send.error ? toApiError(send.error) : null} />
      <div className={layout.row}>
        <Button type="submit" loading={send.isPending} disabled={!text.trim()}>
          {internal ? t('helpdesk.keep') : t('helpdesk.send')}
        </Button>
        {side === 'provider' && (
          <Checkbox
            label={t('helpdesk.internalOnly')}
            checked={internal}
            onChange={(event) => setInternal(event.currentTarget.checked)}
          />
        )}
      </div>
    </form>
  );
}
