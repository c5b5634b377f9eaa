import { useTranslation } from 'react-i18next';
import { EmptyState } from '../ui/EmptyState.tsx';
import { IconCircleCheck } from '../ui/icons.ts';
import { LinkButton } from '../ui/LinkButton.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { readChoices } from '../ui/table/search.ts';
import { useListSearch } from '../ui/table/useListSearch.ts';
import { AlertsTable } from './AlertsTable.tsx';
import { useAlerts } from './queries.ts';

const APPLIED = ['state'] as const;

/** Alerts of all clients; those that are raised, unless somebody asks for the past. */
export function AlertsPage() {
  const { t } = useTranslation();
  const { search } = useListSearch();
  const states = readChoices(search, 'state');
  const query = useAlerts(
    states.length === 2 ? {} : { state: states[0] === 'resolved' ? 'resolved' : 'raised' },
  );
  return (
    <>
      <PageHeader
        title={t('monitoring.alerts')}
        actions={
          <LinkButton to="/alerts/noisy" variant="default">
            {t('quiet.noisy.title')}
          </LinkButton>
        }
      />
      <AlertsTable
        query={query}
        about="everything"
        appliedByServer={APPLIED}
        empty={
          <EmptyState icon={IconCircleCheck} title={t('monitoring.empty.title')}>
            {t('monitoring.empty.text')}
          </EmptyState>
        }
      />
    </>
  );
}
