import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconDots } from '../../ui/icons.ts';
import { sayDone, useUndo } from '../../ui/useUndo.tsx';
import { type Role, useSession } from '../session.ts';
import {
  changeMember,
  type Link,
  type Membership,
  makeResetLink,
  type Person,
  removeMember,
  resetSecondFactor,
  signOutEverywhere,
} from './queries.ts';
import { RoleOption } from './RoleOption.tsx';
import { rolesOf } from './roles.ts';

interface Props {
  person: Person;
  onLink: (link: Link) => void;
}

/** What can be done for a person in the clients one manages; the server has the last word. */
export function PersonMenu({ person, onLink }: Props) {
  const { t } = useTranslation();
  const { clients, person: me } = useSession();
  const undo = useUndo();
  const managed = person.memberships.filter(({ clientId }) =>
    clients.some((client) => client.id === clientId && client.permissions.includes('people.manage')),
  );
  const first = managed[0];
  if (!first || person.id === me.id) return null;
  const place = { clientId: first.clientId, personId: person.id };
  const kindOf = ({ clientId }: Membership) =>
    clients.find((client) => client.id === clientId)?.kind ?? 'client';

  const setRole = (membership: Membership, role: Role) => {
    const at = { clientId: membership.clientId, personId: person.id };
    changeMember(at, { role }).then(
      () =>
        undo.done({
          message: t('identity.people.roleChanged', { name: person.name, role: t(`identity.role.${role}`) }),
          undo: () => changeMember(at, { role: membership.role }),
        }),
      undo.showError,
    );
  };
  const setDisabled = (disabled: boolean) =>
    changeMember(place, { disabled }).then(
      () =>
        undo.done({
          message: disabled
            ? t('identity.people.nowDisabled', { name: person.name })
            : t('identity.people.nowActive', { name: person.name }),
          undo: () => changeMember(place, { disabled: !disabled }),
        }),
      undo.showError,
    );
  const remove = (membership: Membership) =>
    undo.later({
      message: t('identity.people.removed', { name: person.name, client: membership.clientName }),
      commit: ({ keepalive }) =>
        removeMember({ clientId: membership.clientId, personId: person.id }, keepalive),
      restore: () => undefined,
    });

  return (
    <Menu>
      <Menu.Target>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          aria-label={t('identity.people.actionsFor', { name: person.name })}
        >
          <IconDots size={16} stroke={1.75} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {managed.map((membership) => (
          <Menu.Sub key={membership.clientId}>
            <Menu.Sub.Target>
              <Menu.Sub.Item>{t('identity.people.roleAt', { client: membership.clientName })}</Menu.Sub.Item>
            </Menu.Sub.Target>
            <Menu.Sub.Dropdown>
              {rolesOf(kindOf(membership)).map((role) => (
                <Menu.Item
                  key={role}
                  disabled={role === membership.role}
                  onClick={() => setRole(membership, role)}
                >
                  <RoleOption role={role} />
                </Menu.Item>
              ))}
            </Menu.Sub.Dropdown>
          </Menu.Sub>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => void makeResetLink(place).then(onLink, undo.showError)}>
          {t('identity.people.resetPassword')}
        </Menu.Item>
        {person.secondFactor && (
          <Menu.Item
            onClick={() =>
              void resetSecondFactor(place).then(
                () => sayDone(t('identity.people.factorReset')),
                undo.showError,
              )
            }
          >
            {t('identity.people.resetFactor')}
          </Menu.Item>
        )}
        <Menu.Item
          onClick={() =>
            void signOutEverywhere(place).then(
              (count) => sayDone(t('identity.sessions.othersEnded', { count })),
              undo.showError,
            )
          }
        >
          {t('identity.people.signOut')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => void setDisabled(!person.disabled)}>
          {person.disabled ? t('identity.people.enable') : t('identity.people.disable')}
        </Menu.Item>
        {managed.map((membership) => (
          <Menu.Item key={membership.clientId} onClick={() => remove(membership)}>
            {t('identity.people.removeFrom', { client: membership.clientName })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
