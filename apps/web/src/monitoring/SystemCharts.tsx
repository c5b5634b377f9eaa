import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AssetPlace } from '../fleet/queries.ts';
import type { ChartSeries } from '../ui/chart/data.ts';
import { MetricChart } from '../ui/chart/MetricChart.tsx';
import { RangePicker } from '../ui/chart/RangePicker.tsx';
import { parseRange, type Range, rangeBounds, writeRange } from '../ui/chart/ranges.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState, StaleNotice } from '../ui/ErrorState.tsx';
import layout from '../ui/Layout.module.css';
import { Panel } from '../ui/Panel.tsx';
import { useListSearch } from '../ui/table/useListSearch.ts';
import { type Series, useSeries } from './queries.ts';

/** Charts of a system: which metrics, and whether every instance (mount point, interface) is one line. */
const CHARTS = [
  { id: 'cpu', unit: '%', metrics: ['cpu.used', 'cpu.iowait'] },
  { id: 'memory', unit: '%', metrics: ['memory.used', 'swap.used'] },
  { id: 'load', unit: '', metrics: ['load.1', 'load.5', 'load.15'] },
  { id: 'disk', unit: '%', metrics: ['disk.used'] },
  { id: 'diskTraffic', unit: 'B/s', metrics: ['disk.read', 'disk.write'] },
  { id: 'network', unit: 'B/s', metrics: ['net.received', 'net.sent'] },
] as const;

const METRICS = CHARTS.flatMap((chart) => [...chart.metrics]);
type Metric = (typeof METRICS)[number];

/** At most this many lines of one chart stay readable; those with the highest values win. */
const MOST_LINES = 4;

/** All charts of one range, with one cursor; the range stands in the address. */
export function SystemCharts({ place, timeZone }: { place: AssetPlace; timeZone: string }) {
  const { t } = useTranslation();
  const { search, patch } = useListSearch();
  const range = parseRange(search.range);
  const setRange = (next: Range) => patch({ range: writeRange(next) });
  const query = useSeries({
    ...place,
    metrics: METRICS,
    rangeKey: writeRange(range),
    bounds: () => rangeBounds(range, Date.now()),
    live: range.kind === 'preset',
  });
  const zoom = (bounds: { from: number; to: number } | undefined) =>
    setRange(bounds ? { kind: 'fixed', ...bounds } : { kind: 'preset', preset: '24h' });

  return (
    <Panel title={t('monitoring.charts.title')} actions={<RangePicker range={range} onChange={setRange} />}>
      {query.isError &&
        (query.data ? (
          <StaleNotice since={new Date(query.dataUpdatedAt)} retry={query.refetch} />
        ) : (
          <ErrorState error={query.error} retry={query.refetch} />
        ))}
      {query.isPending && <Skeleton height={420} animate={false} />}
      {query.data && query.data.series.length === 0 && (
        <EmptyState title={t('monitoring.charts.none')}>{t('monitoring.charts.noneText')}</EmptyState>
      )}
      {query.data && query.data.series.length > 0 && (
        <div className={layout.charts}>
          {CHARTS.map((chart) => {
            const lines = linesOf(query.data.series, chart.metrics, (metric) => t(`monitoring.metric.${metric}`));
            if (lines.length === 0) return null;
            return (
              <MetricChart
                key={chart.id}
                title={t(`monitoring.charts.${chart.id}`)}
                unit={chart.unit}
                series={lines}
                from={query.data.from}
                to={query.data.to}
                onZoom={zoom}
                timeZone={timeZone}
                syncKey={place.assetId}
              />
            );
          })}
        </div>
      )}
    </Panel>
  );
}

/** Key of a metric among the texts, where a dot would open a level. */
type MetricKey = 'cpu_used';

function linesOf(
  series: readonly Series[],
  metrics: readonly Metric[],
  name: (metric: MetricKey) => string,
): ChartSeries[] {
  return series
    .filter((each) => metrics.some((metric) => metric === each.metric))
    .map((each) => {
      const word = name(each.metric.replace('.', '_') as MetricKey);
      const peak = Math.max(...each.points.map((point) => point[3]));
      return {
        peak,
        line: {
          label: each.instance === '' ? word : metrics.length > 1 ? `${each.instance} ${word}` : each.instance,
          points: each.points.map(([at, min, avg, max]) => [at / 1000, min, avg, max] as const),
        },
      };
    })
    .sort((a, b) => b.peak - a.peak)
    .slice(0, MOST_LINES)
    .map(({ line }) => line);
}
