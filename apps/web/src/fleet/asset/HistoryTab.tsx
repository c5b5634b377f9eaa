import { useTranslation } from 'react-i18next';
import { RoutePending } from '../../app/RouteStates.tsx';
import { actionText } from '../../audit/actions.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { fieldsText } from '../../ui/fields.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Moment, Timeline } from '../../ui/Timeline.tsx';
import { type Asset, useAssetHistory } from '../queries.ts';

/** What happened to a system, newest first. */
export function HistoryTab({ asset }: { asset: Asset }) {
  const { t } = useTranslation();
  const query = useAssetHistory({ clientId: asset.clientId, assetId: asset.id });
  if (query.isPending) return <RoutePending />;
  if (query.isError) return <ErrorState error={query.error} retry={query.refetch} />;
  const { items } = query.data;
  if (items.length === 0) return <EmptyState title={t('fleet.history.none')} />;
  return (
    <Panel title={t('fleet.tab.history')} flush>
      <Timeline>
        {items.map((item) => (
          <Moment
            key={`${item.at} ${item.kind} ${JSON.stringify(item.details)}`}
            at={item.at}
            timeZone={asset.timeZone}
            title={
              <>
                {actionText(item.kind)}
                {item.actor && ` · ${item.actor}`}
              </>
            }
          >
            {item.fields.length > 0 && fieldsText(t, item.fields)}
          </Moment>
        ))}
      </Timeline>
    </Panel>
  );
}
