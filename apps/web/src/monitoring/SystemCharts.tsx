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

/** Names among the texts, where a dot would open a level. */
const METRIC_WORDS = {
  'cpu.used': 'cpuUsed',
  'cpu.iowait': 'cpuWaiting',
  'memory.used': 'memoryUsed',
  'swap.used': 'swapUsed',
  'load.1': 'load1',
  'load.5': 'load5',
  'load.15': 'load15',
  'disk.used': 'diskUsed',
  'disk.read': 'diskRead',
  'disk.write': 'diskWritten',
  'net.received': 'netReceived',
  'net.sent': 'netSent',
} as const satisfies Record<Metric, string>;

/** At most this many lines of one chart stay readable; those with the highest values win. */
const MOST_LINES = 4;

/** What a system that is not a day old yet shows: a longer range would be an empty chart with a few values. */
const HOUR_MS = 3_600_000;
const usualRange = (ageMs: number): '1h' | '6h' | '24h' => {
  if (ageMs < 1.5 * HOUR_MS) return '1h';
  return ageMs < 12 * HOUR_MS ? '6h' : '24h';
};

interface Props {
  place: AssetPlace;
  timeZone: string;
  /** When the system was taken in. */
  since: string;
}

/** All charts of one range, with one cursor; the range stands in the address. */
export function SystemCharts({ place, timeZone, since }: Props) {
  const { t } = useTranslation();
  const { search, patch } = useListSearch();
  const usual = usualRange(Date.now() - Date.parse(since));
  const range = parseRange(search.range, usual);
  const setRange = (next: Range) => patch({ range: writeRange(next) });
  const query = useSeries({
    ...place,
    metrics: METRICS,
    rangeKey: writeRange(range),
    bounds: () => rangeBounds(range, Date.now()),
    live: range.kind === 'preset',
  });
  const zoom = (bounds: { from: number; to: number } | undefined) =>
    setRange(bounds ? { kind: 'fixed', ...bounds } : { kind: 'preset', preset: usual });

  return (
    <Panel
      title={t('monitoring.charts.title')}
      actions={<RangePicker range={range} usual={usual} timeZone={timeZone} onChange={setRange} />}
    >
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
            const lines = linesOf(query.data.series, chart.metrics, (metric) =>
              t(`monitoring.metric.${METRIC_WORDS[metric]}`),
            );
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

function linesOf(
  series: readonly Series[],
  metrics: readonly Metric[],
  name: (metric: Metric) => string,
): ChartSeries[] {
  const found = metrics.flatMap((metric) =>
    series
      .filter((each) => each.metric === metric)
      .map(({ instance, points }) => ({ metric, instance, points })),
  );
  const label = (metric: Metric, instance: string): string => {
    if (instance === '') return name(metric);
    return metrics.length > 1 ? `${instance} ${name(metric)}` : instance;
  };
  return found
    .map(({ metric, instance, points }) => ({
      label: label(metric, instance),
      points,
      peak: Math.max(...points.map((point) => point[3])),
    }))
    .sort((a, b) => (found.length > MOST_LINES ? b.peak - a.peak : 0))
    .slice(0, MOST_LINES);
}
