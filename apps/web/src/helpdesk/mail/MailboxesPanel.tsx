import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { toApiError } from '../../api/errors.ts';
import account from '../../identity/account/Account.module.css';
import { useMay } from '../../identity/session.ts';
import classes from '../../monitoring/channels/Channels.module.css';
import { IconMail } from '../../ui/icons.ts';
import layout from '../../ui/Layout.module.css';
import { EditRemove, ListPanel, type RowActions } from '../../ui/ListPanel.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { StateBadge, Tag } from '../../ui/StateBadge.tsx';
import { MailboxForm } from './MailboxForm.tsx';
import { type Mailbox, removeMailbox, testMailbox, useMailboxes } from './queries.ts';

/** Mailboxes whose mails become tickets. */
export function MailboxesPanel({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const may = useMay('settings.manage', clientId);
  return (
    <ListPanel
      title={t('mail.boxes')}
      query={useMailboxes(clientId)}
      add={may && t('mail.addBox')}
      empty={{ icon: IconMail, title: t('mail.noBoxes'), text: t('mail.noBoxesText') }}
      row={(mailbox, actions) => <Row clientId={clientId} mailbox={mailbox} may={may} actions={actions} />}
      form={(mailbox, close) => <MailboxForm clientId={clientId} mailbox={mailbox} onDone={close} />}
      nameOf={({ address }) => address}
      remove={{
        said: ({ address }) => t('mail.boxRemoved', { address }),
        commit: ({ id }, keepalive) => removeMailbox(clientId, id, keepalive),
      }}
    />
  );
}

interface RowProps {
  clientId: string;
  mailbox: Mailbox;
  may: boolean;
  actions: RowActions;
}

function Row({ clientId, mailbox, may, actions }: RowProps) {
  const { t } = useTranslation();
  const test = useMutation({ mutationFn: () => testMailbox(clientId, mailbox.id) });
  const failure = test.isError ? problemOf(test.error) : undefined;
  return (
    <>
      <div className={account.main}>
        <span className={account.name}>
          {mailbox.address} <Tag>{t(`mail.kind.${mailbox.kind}`)}</Tag>
        </span>
        <span className={account.meta}>
          {mailbox.host !== null && <span>{`${mailbox.host}:${mailbox.port} · ${mailbox.folder}`}</span>}
          <State mailbox={mailbox} />
        </span>
      </div>
      {may && (
        <div className={layout.row}>
          {mailbox.kind === 'imap' && (
            <Button
              size="compact-sm"
              variant="default"
              loading={test.isPending}
              onClick={() => test.mutate()}
            >
              {t('mail.test')}
            </Button>
          )}
          <EditRemove actions={actions} />
        </div>
      )}
      {(failure || test.data) && (
        <div className={classes.result}>
          {failure && (
            <Notice state="critical" role="alert" title={failure.problem ?? t('mail.testFailed')}>
              {failure.advice && <p>{failure.advice}</p>}
              {failure.answer && <code>{failure.answer}</code>}
            </Notice>
          )}
          {test.data && (
            <Notice state="ok" role="status" title={t('mail.testOk')}>
              {t('mail.testOkText', { count: test.data.mails })}
            </Notice>
          )}
        </div>
      )}
    </>
  );
}

function State({ mailbox }: { mailbox: Mailbox }) {
  const { t } = useTranslation();
  if (!mailbox.enabled) return <StateBadge state="unknown" variant="plain" label={t('mail.off')} />;
  if (mailbox.kind === 'door') return <span>{t('mail.doorText')}</span>;
  return (
    <>
      {mailbox.problem && (
        <span>
          <StateBadge state="critical" variant="plain" label={mailbox.problem.problem} />{' '}
          {mailbox.errorAt && <RelativeTime at={mailbox.errorAt} />} {mailbox.problem.advice}
        </span>
      )}
      {mailbox.fetchedAt ? (
        <span>
          {!mailbox.problem && <StateBadge state="ok" variant="plain" label={t('mail.connected')} />}{' '}
          {t('mail.lastFetched')} <RelativeTime at={mailbox.fetchedAt} />
        </span>
      ) : (
        !mailbox.problem && <StateBadge state="unknown" variant="plain" label={t('mail.neverFetched')} />
      )}
    </>
  );
}

function problemOf(error: unknown): { problem?: string; advice?: string; answer?: string } {
  return (toApiError(error).details ?? {}) as { problem?: string; advice?: string; answer?: string };
}
