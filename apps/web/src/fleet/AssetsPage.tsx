import { useTranslation } from 'react-i18next';
import { PageHeader } from '../ui/PageHeader.tsx';
import { AssetsTable } from './AssetsTable.tsx';

const ALL = {};

/** Systems of all clients. */
export function AssetsPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('fleet.systems')} />
      <AssetsTable filter={ALL} about="everything" />
    </>
  );
}
