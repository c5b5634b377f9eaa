import { Autocomplete } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiCallShown } from '../../ui/ApiCallShown.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { IconChartLine } from '../../ui/icons.ts';
import layout from '../../ui/Layout.module.css';
import { Panel } from '../../ui/Panel.tsx';
import { useListSearch } from '../../ui/table/useListSearch.ts';
import { useFormat } from '../../ui/useFormat.ts';
import { Explorer } from './Explorer.tsx';
import { useDeliveredNames } from './queries.ts';

const TYPING_MS = 250;

/** What others deliver to a client, by name; a name that exists is drawn. */
export function DeliveredPanel({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { search, patch } = useListSearch();
  const [typed, setTyped] = useState(search.metric ?? '');
  const [wanted] = useDebouncedValue(typed.trim(), TYPING_MS);
  const all = useDeliveredNames(clientId, '');
  const query = useDeliveredNames(clientId, wanted);
  if (all.isError) return <ErrorState error={all.error} retry={all.refetch} />;
  if (!all.data) return null;
  const items = query.data?.items ?? [];
  const chosen = items.find(({ name }) => name === wanted);
  return (
    <>
      <Panel
        title={t('ingest.series.title')}
        aside={format.number(all.data.total, 0)}
        actions={<ApiCallShown path={`/api/v1/clients/${clientId}/delivered-series`} />}
      >
        {all.data.total === 0 ? (
          <EmptyState icon={IconChartLine} title={t('ingest.series.none')}>
            {t('ingest.series.noneText')}
          </EmptyState>
        ) : (
          <div className={layout.tight}>
            <Autocomplete
              label={t('ingest.series.name')}
              description={t('ingest.series.nameHelp')}
              data={items.map(({ name }) => name)}
              filter={({ options }) => options}
              limit={100}
              value={typed}
              onChange={(value) => {
                setTyped(value);
                patch({ metric: value || undefined });
              }}
            />
            {wanted !== '' && query.data && !query.isPlaceholderData && items.length === 0 && (
              <p className={layout.small} role="status">
                {t('ingest.series.noneLike')}
              </p>
            )}
          </div>
        )}
      </Panel>
      {chosen && <Explorer key={chosen.name} clientId={clientId} metric={chosen.name} />}
    </>
  );
}
