import { useTranslation } from 'react-i18next';
import { useSession } from '../identity/session.ts';
import { mapPath } from '../map/queries.ts';
import { IconSitemap } from '../ui/icons.ts';
import { LinkButton } from '../ui/LinkButton.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { AssetsTable } from './AssetsTable.tsx';

const ALL = {};

/** Systems of all clients; with the map for those who have one client only. */
export function AssetsPage() {
  const { t } = useTranslation();
  const { clients } = useSession();
  const [only] = clients;
  return (
    <>
      <PageHeader
        title={t('fleet.systems')}
        actions={
          clients.length === 1 &&
          only && (
            <LinkButton
              to={mapPath(only.id)}
              variant="default"
              leftSection={<IconSitemap size={16} stroke={1.75} aria-hidden="true" />}
            >
              {t('map.drawn.title')}
            </LinkButton>
          )
        }
      />
      <AssetsTable filter={ALL} about="everything" />
    </>
  );
}
