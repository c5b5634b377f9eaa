import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, call } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { RoutePending } from '../app/RouteStates.tsx';
import { assetPath } from '../fleet/words.ts';
import account from '../identity/account/Account.module.css';
import { ApiCallShown } from '../ui/ApiCallShown.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { IconBell } from '../ui/icons.ts';
import layout from '../ui/Layout.module.css';
import { PageHeader } from '../ui/PageHeader.tsx';
import { Panel } from '../ui/Panel.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { useFormat } from '../ui/useFormat.ts';
import { useCheckName } from './finding.ts';

const DAYS = 7;

/** Checks that raised the most alerts lately: what is worth another threshold, or a repair. */
export function NoisyRulesPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const checkName = useCheckName();
  const query = useQuery({
    queryKey: keys.alerts.list({ noisy: DAYS }),
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/noisy-rules', { params: { query: { days: DAYS, limit: 50 } }, signal })),
  });
  if (query.isPending) return <RoutePending />;
  if (query.isError) return <ErrorState error={query.error} retry={query.refetch} />;
  const { items } = query.data;
  return (
    <div className={layout.stack}>
      <PageHeader
        title={t('quiet.noisy.title')}
        crumbs={[{ label: t('monitoring.alerts'), to: '/alerts' }]}
        subtitle={
          <>
            <span>{t('quiet.noisy.range', { days: DAYS })}</span>
            <ApiCallShown path={`/api/v1/noisy-rules?days=${DAYS}`} />
          </>
        }
      />
      <Panel title={t('quiet.noisy.checks')} aside={items.length} flush>
        {items.length === 0 && (
          <EmptyState icon={IconBell} title={t('quiet.noisy.none')}>
            {t('quiet.noisy.noneText')}
          </EmptyState>
        )}
        <ul className={account.list}>
          {items.map((each) => (
            <li key={each.checkId}>
              <div className={account.main}>
                <Link
                  to={assetPath({ clientId: each.clientId, id: each.assetId })}
                  search={{ tab: 'checks' } as never}
                >
                  {each.assetName}: {checkName(each.kind, each.checkName)}
                </Link>
                <span className={account.meta}>
                  <span>{each.clientName}</span>
                  <span>{t('quiet.noisy.told', { count: each.told })}</span>
                  <span>{t('quiet.noisy.taken', { count: each.acknowledged })}</span>
                  <span>{t('quiet.noisy.short', { count: each.short })}</span>
                  {each.medianMinutes !== null && (
                    <span>
                      {t('quiet.noisy.median', { time: format.duration(each.medianMinutes * 60_000) })}
                    </span>
                  )}
                  <span>
                    {t('quiet.noisy.last')} <RelativeTime at={each.lastAt} />
                  </span>
                </span>
              </div>
              <strong>{t('quiet.noisy.alerts', { count: each.alerts })}</strong>
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}
