import { Select, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssetPlace } from '../fleet/queries.ts';
import { MetricChart } from '../ui/chart/MetricChart.tsx';
import { RangePicker } from '../ui/chart/RangePicker.tsx';
import { type Range, rangeBounds, writeRange } from '../ui/chart/ranges.ts';
import { ErrorState } from '../ui/ErrorState.tsx';
import layout from '../ui/Layout.module.css';
import { Notice } from '../ui/Notice.tsx';
import { valuesOfCheck } from './checkValues.ts';
import { type Check, useSeries } from './queries.ts';

const USUAL = '24h';
/** At most this many lines of one chart stay readable; those with the highest values win. */
const MOST_LINES = 4;

/** What a check has measured over time: how long an answer took and in which phase, traffic of each port. */
export function CheckHistory({ place, check }: { place: AssetPlace; check: Check }) {
  const { t } = useTranslation();
  const values = valuesOfCheck(check);
  const [name, setName] = useState(values[0]?.name);
  const [range, setRange] = useState<Range>({ kind: 'preset', preset: USUAL });
  const metric = `check.${name ?? ''}`;
  const query = useSeries({
    ...place,
    metrics: [metric],
    check: check.id,
    rangeKey: writeRange(range),
    bounds: () => rangeBounds(range, Date.now()),
    live: range.kind === 'preset',
  });
  if (name === undefined)
    return <Notice state="unknown" role="status" title={t('monitoring.history.nothing')} />;
  const found = query.data?.series.filter((each) => each.metric === metric) ?? [];
  const lines = found
    .map(({ instance, points }) => ({
      label: instance || name,
      points,
      peak: Math.max(...points.map((point) => point[3])),
    }))
    .sort((a, b) => (found.length > MOST_LINES ? b.peak - a.peak : 0))
    .slice(0, MOST_LINES);
  return (
    <div className={layout.stack}>
      <Select
        label={t('monitoring.history.value')}
        data={values.map((each) => each.name)}
        allowDeselect={false}
        value={name}
        onChange={(value) => value && setName(value)}
      />
      <RangePicker range={range} usual={USUAL} timeZone={undefined} onChange={setRange} />
      {query.isError && <ErrorState error={query.error} retry={query.refetch} />}
      {query.isPending && <Skeleton height={240} animate={false} />}
      {query.data && lines.length === 0 && (
        <Notice state="unknown" role="status" title={t('monitoring.charts.none')} />
      )}
      {query.data && lines.length > 0 && (
        <MetricChart
          title={name}
          unit={values.find((each) => each.name === name)?.unit ?? ''}
          series={lines}
          from={query.data.from}
          to={query.data.to}
          onZoom={(bounds) =>
            setRange(bounds ? { kind: 'fixed', ...bounds } : { kind: 'preset', preset: USUAL })
          }
          height={220}
        />
      )}
      {found.length > MOST_LINES && (
        <p className={layout.small}>
          {t('ingest.series.highest', { shown: MOST_LINES, count: found.length })}
        </p>
      )}
    </div>
  );
}
