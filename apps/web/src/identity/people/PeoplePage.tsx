import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLoadedItems } from '../../api/query.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { IconPlus, IconUsers } from '../../ui/icons.ts';
import layout from '../../ui/Layout.module.css';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { StateBadge, Tag } from '../../ui/StateBadge.tsx';
import { TabLinks } from '../../ui/TabLinks.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import { useListSearch } from '../../ui/table/useListSearch.ts';
import { useMay, useSession } from '../session.ts';
import { InvitationsTab } from './InvitationsTab.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { LinkDialog } from './LinkDialog.tsx';
import { PersonMenu } from './PersonMenu.tsx';
import { type Link, type Person, usePeople } from './queries.ts';
import { CLIENT_ROLES, PROVIDER_ROLES } from './roles.ts';

/** Who has an account, with which role where. */
export function PeoplePage() {
  const { t } = useTranslation();
  const mayManage = useMay('people.manage');
  const { search } = useListSearch();
  const [inviting, invite] = useDisclosure(false);
  const [link, setLink] = useState<Link>();
  const tab = search.tab ?? 'people';
  const addButton = mayManage && (
    <Button leftSection={<IconPlus size={16} stroke={1.75} />} onClick={invite.open}>
      {t('identity.people.invite')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('app.nav.people')} actions={addButton} />
      {mayManage && (
        <TabLinks
          label={t('app.nav.people')}
          active={tab}
          tabs={[
            { id: 'people', label: t('app.nav.people') },
            { id: 'invitations', label: t('identity.people.invitations') },
          ]}
        />
      )}
      <div className={layout.stack}>
        {tab === 'people' ? (
          <PeopleTable onLink={setLink} addButton={addButton} />
        ) : (
          mayManage && <InvitationsTab onLink={setLink} />
        )}
      </div>
      {inviting && (
        <InviteDialog
          close={invite.close}
          onLink={(made) => {
            invite.close();
            setLink(made);
          }}
        />
      )}
      {link && <LinkDialog link={link} close={() => setLink(undefined)} />}
    </>
  );
}

function PeopleTable({ onLink, addButton }: { onLink: (link: Link) => void; addButton: React.ReactNode }) {
  const { t } = useTranslation();
  const { person: me } = useSession();
  const mayManage = useMay('people.manage');
  const query = usePeople();
  const rows = useLoadedItems(query);
  const columns = useMemo<Column<Person>[]>(
    () => [
      {
        id: 'name',
        header: t('identity.name'),
        value: (person) => person.name,
        cell: (person) => (
          <>
            {person.name} {person.id === me.id && <Tag>{t('identity.people.you')}</Tag>}
          </>
        ),
        card: 'title',
      },
      { id: 'email', header: t('identity.email'), value: (person) => person.email, card: 'meta' },
      {
        id: 'roles',
        header: t('identity.people.roles'),
        value: (person) =>
          person.memberships
            .map(({ clientName, role }) => `${t(`identity.role.${role}`)} (${clientName})`)
            .join(', '),
        filterValue: (person) => person.memberships[0]?.role ?? '',
        choices: [...PROVIDER_ROLES, ...CLIENT_ROLES].map((value) => ({
          value,
          label: t(`identity.role.${value}`),
        })),
      },
      {
        id: 'factor',
        header: t('identity.people.factor'),
        value: ({ secondFactor }) =>
          secondFactor === null
            ? null
            : secondFactor
              ? t('identity.people.factorYes')
              : t('identity.people.factorNo'),
        cell: ({ secondFactor }) =>
          secondFactor === null ? (
            '–'
          ) : (
            <StateBadge
              state={secondFactor ? 'ok' : 'warning'}
              variant="plain"
              label={secondFactor ? t('identity.people.factorYes') : t('identity.people.factorNo')}
            />
          ),
        width: '160px',
      },
      {
        id: 'state',
        header: t('identity.people.account'),
        value: ({ disabled }) => (disabled ? t('identity.people.disabled') : t('identity.people.active')),
        filterValue: ({ disabled }) => (disabled ? 'disabled' : 'active'),
        choices: [
          { value: 'active', label: t('identity.people.active') },
          { value: 'disabled', label: t('identity.people.disabled') },
        ],
        width: '110px',
        card: 'state',
      },
      ...(mayManage
        ? [
            {
              id: 'menu',
              header: t('identity.people.actions'),
              value: () => null,
              sortable: false as const,
              cell: (person: Person) => <PersonMenu person={person} onLink={onLink} />,
              width: '100px',
              align: 'end' as const,
            },
          ]
        : []),
    ],
    [t, me.id, mayManage, onLink],
  );
  return (
    <DataTable
      name="people"
      label={t('app.nav.people')}
      columns={columns}
      rows={rows}
      rowId={(person) => person.id}
      query={query}
      empty={
        <EmptyState icon={IconUsers} title={t('identity.people.none')} action={addButton}>
          {t('identity.people.noneText')}
        </EmptyState>
      }
    />
  );
}
