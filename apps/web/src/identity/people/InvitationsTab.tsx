import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RoutePending } from '../../app/RouteStates.tsx';
import type { State } from '../../app/tokens.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import layout from '../../ui/Layout.module.css';
import { Panel } from '../../ui/Panel.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { sayDone, useUndo } from '../../ui/useUndo.tsx';
import classes from '../account/Account.module.css';
import { useSession } from '../session.ts';
import { type Invitation, type Link, resendInvitation, revokeInvitation, useInvitations } from './queries.ts';

const MARK: Record<Invitation['state'], State> = {
  open: 'info',
  accepted: 'ok',
  revoked: 'paused',
  expired: 'warning',
};

/** Invitations of one client, with new links for those that were lost. */
export function InvitationsTab({ onLink }: { onLink: (link: Link) => void }) {
  const { t } = useTranslation();
  const { clients } = useSession();
  const managed = clients.filter((client) => client.permissions.includes('people.manage'));
  const [clientId, setClientId] = useState(managed[0]?.id ?? '');
  const query = useInvitations(clientId);
  const { showError } = useUndo();
  return (
    <>
      {managed.length > 1 && (
        <div className={layout.form}>
          <Select
            label={t('identity.people.where')}
            searchable
            allowDeselect={false}
            data={managed.map((client) => ({ value: client.id, label: client.name }))}
            value={clientId}
            onChange={(value) => value && setClientId(value)}
          />
        </div>
      )}
      {query.isPending && <RoutePending />}
      {query.isError && <ErrorState error={query.error} retry={query.refetch} />}
      {query.data && (
        <Panel title={t('identity.people.invitations')} aside={query.data.items.length} flush>
          {query.data.items.length === 0 && <EmptyState title={t('identity.people.noInvitations')} />}
          <ul className={classes.list}>
            {query.data.items.map((invitation) => (
              <li key={invitation.id}>
                <div className={classes.main}>
                  <span className={classes.name}>{invitation.name || invitation.email}</span>
                  <span className={classes.meta}>
                    <span>{invitation.email}</span>
                    <span>{t(`identity.role.${invitation.role}`)}</span>
                    <StateBadge
                      state={MARK[invitation.state]}
                      variant="plain"
                      label={t(`identity.invitation.state.${invitation.state}`)}
                    />
                    <RelativeTime at={invitation.createdAt} />
                  </span>
                </div>
                {(invitation.state === 'open' || invitation.state === 'expired') && (
                  <div className={layout.row}>
                    <Button
                      size="compact-sm"
                      variant="default"
                      onClick={() => void resendInvitation(clientId, invitation.id).then(onLink, showError)}
                    >
                      {t('identity.invitation.resend')}
                    </Button>
                    <Button
                      size="compact-sm"
                      variant="default"
                      onClick={() =>
                        void revokeInvitation(clientId, invitation.id).then(
                          () => sayDone(t('identity.invitation.revoked')),
                          showError,
                        )
                      }
                    >
                      {t('identity.invitation.revoke')}
                    </Button>
                  </div>
                )}
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}
