import { Button, Modal, Skeleton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../identity/session.ts';
import type { ChartSeries } from '../../ui/chart/data.ts';
import { MetricChart } from '../../ui/chart/MetricChart.tsx';
import { RangePicker } from '../../ui/chart/RangePicker.tsx';
import { type Range, rangeBounds, writeRange } from '../../ui/chart/ranges.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import layout from '../../ui/Layout.module.css';
import { Notice } from '../../ui/Notice.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useUndo } from '../../ui/useUndo.tsx';
import type { Series } from '../queries.ts';
import { complete, LabelFilters } from './LabelFilters.tsx';
import { type LabelMatcher, removeDelivered, useDelivered } from './queries.ts';
import { WatchForm } from './WatchForm.tsx';

const USUAL = '24h';
const TYPING_MS = 300;
/** At most this many lines of one chart stay readable; those with the highest values win. */
const MOST_LINES = 4;

/** Series of one name: narrowed down by labels, drawn, watched, deleted. */
export function Explorer({ clientId, metric }: { clientId: string; metric: string }) {
  const { t } = useTranslation();
  const undo = useUndo();
  const mayWatch = useMay('check.manage', clientId);
  const mayDelete = useMay('client.manage', clientId);
  const [conditions, setConditions] = useState<LabelMatcher[]>([]);
  const narrowed = useMemo(() => complete(conditions), [conditions]);
  const [where] = useDebouncedValue(narrowed, TYPING_MS);
  const [range, setRange] = useState<Range>({ kind: 'preset', preset: USUAL });
  const [watching, setWatching] = useState(false);
  const [removed, setRemoved] = useState(false);
  const query = useDelivered({
    clientId,
    metric,
    where,
    rangeKey: writeRange(range),
    bounds: () => rangeBounds(range, Date.now()),
    live: range.kind === 'preset',
  });
  // The labels of everything under the name, also of what a condition leaves out.
  const all = useDelivered({
    clientId,
    metric,
    where: [],
    rangeKey: '1h',
    bounds: () => rangeBounds({ kind: 'preset', preset: '1h' }, Date.now()),
    live: false,
  });
  if (removed) return null;
  const { data } = query;
  const remove = () => {
    setRemoved(true);
    undo.later({
      message: t('ingest.series.removed', { name: metric }),
      commit: ({ keepalive }) => removeDelivered(clientId, metric, where, keepalive),
      restore: () => setRemoved(false),
    });
  };
  return (
    <Panel
      title={metric}
      aside={data && t('ingest.series.count', { count: data.total })}
      actions={<RangePicker range={range} usual={USUAL} timeZone={undefined} onChange={setRange} />}
    >
      <div className={layout.stack}>
        <LabelFilters where={conditions} labels={all.data?.labels ?? []} onChange={setConditions} />
        {query.isError && <ErrorState error={query.error} retry={query.refetch} />}
        {query.isPending && <Skeleton height={240} animate={false} />}
        {data && data.total > 0 && data.series.length === 0 && (
          <Notice
            state="info"
            role="status"
            title={data.bucketMs === 0 ? t('ingest.series.tooMany') : t('monitoring.charts.none')}
          />
        )}
        {data && data.total === 0 && <Notice state="info" role="status" title={t('ingest.series.noMatch')} />}
        {data && data.series.length > 0 && (
          <>
            <MetricChart
              title={metric}
              unit=""
              series={linesOf(data.series, metric)}
              from={data.from}
              to={data.to}
              onZoom={(bounds) =>
                setRange(bounds ? { kind: 'fixed', ...bounds } : { kind: 'preset', preset: USUAL })
              }
              height={220}
            />
            {data.series.length > MOST_LINES && (
              <p className={layout.small}>
                {t('ingest.series.highest', { shown: MOST_LINES, count: data.series.length })}
              </p>
            )}
          </>
        )}
        <div className={layout.row}>
          {mayWatch && <Button onClick={() => setWatching(true)}>{t('ingest.series.watch')}</Button>}
          {mayDelete && (
            <Button variant="default" onClick={remove}>
              {t('ingest.series.remove')}
            </Button>
          )}
        </div>
      </div>
      <Modal
        opened={watching}
        onClose={() => setWatching(false)}
        title={t('ingest.series.watchOne', { name: metric })}
        closeButtonProps={{ 'aria-label': t('app.close') }}
      >
        <WatchForm clientId={clientId} metric={metric} where={where} onDone={() => setWatching(false)} />
      </Modal>
    </Panel>
  );
}

function linesOf(series: readonly Series[], metric: string): ChartSeries[] {
  return series
    .map(({ instance, points }) => ({
      label: instance || metric,
      points,
      peak: Math.max(...points.map((point) => point[3])),
    }))
    .sort((a, b) => (series.length > MOST_LINES ? b.peak - a.peak : 0))
    .slice(0, MOST_LINES);
}
