import { useTranslation } from 'react-i18next';
import { RoutePending } from '../../app/RouteStates.tsx';
import { actionText } from '../../audit/actions.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { fieldsText } from '../../ui/fields.ts';
import { Panel } from '../../ui/Panel.tsx';
import { AbsoluteTime } from '../../ui/RelativeTime.tsx';
import { type Asset, useAssetHistory } from '../queries.ts';
import classes from './Asset.module.css';

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
      <ol className={classes.history}>
        {items.map((item) => (
          <li key={`${item.at} ${item.kind} ${JSON.stringify(item.details)}`}>
            <AbsoluteTime at={item.at} timeZone={asset.timeZone} />
            <div>
              <div>
                {actionText(item.kind)}
                {item.actor && ` · ${item.actor}`}
              </div>
              {item.fields.length > 0 && <div className={classes.details}>{fieldsText(t, item.fields)}</div>}
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
