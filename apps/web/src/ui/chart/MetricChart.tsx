import { Skeleton, useComputedColorScheme } from '@mantine/core';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconChartLine, IconTable } from '../icons.ts';
import { loadCodeSomeTime } from '../loadCode.ts';
import { ScrollRegion } from '../ScrollRegion.tsx';
import { useFormat } from '../useFormat.ts';
import {
  type ChartLimit,
  type ChartMark,
  type ChartSeries,
  gaps,
  summarise,
  thinned,
  toColumns,
} from './data.ts';
import classes from './MetricChart.module.css';

const Plot = lazy(() =>
  loadCodeSomeTime(() => import('./Plot.tsx')).then((module) => ({ default: module.Plot })),
);

const TABLE_ROWS = 48;
/** More lines than tones cannot be told apart; further series need a chart of their own. */
const MOST_SERIES = 4;
const NONE: readonly never[] = [];

export interface MetricChartProps {
  title: string;
  /** Unit of all series: %, B, B/s, s, ms, 1/s or empty. */
  unit: string;
  series: readonly ChartSeries[];
  limits?: readonly ChartLimit[];
  marks?: readonly ChartMark[];
  /** Shown range in unix seconds. */
  from: number;
  to: number;
  /** A range was dragged open, or (without one) the chart was double-clicked. */
  onZoom(range: { from: number; to: number } | undefined): void;
  timeZone?: string | undefined;
  syncKey?: string;
  height?: number;
}

/** A series over time: band from minimum to maximum, line of the average, gaps as unknown; also as a table. */
export function MetricChart(props: MetricChartProps) {
  const { title, unit, from, to, onZoom, timeZone, syncKey = 'charts', height = 168 } = props;
  const { limits = NONE, marks = NONE } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const [asTable, setAsTable] = useState(false);
  const [cursor, setCursor] = useState<number | undefined>(undefined);
  const series = useMemo(() => props.series.slice(0, MOST_SERIES), [props.series]);
  const columns = useMemo(() => toColumns(series), [series]);

  const words = series.map((each) => {
    const figures = summarise(each);
    if (!figures) return `${each.label}: ${t('ui.state.unknown')}`;
    return t('ui.chart.summary', {
      label: each.label,
      last: format.measure(figures.last, unit),
      min: format.measure(figures.min, unit),
      max: format.measure(figures.max, unit),
    });
  });
  const remarks = [
    ...limits.map(({ label }) => `${label}.`),
    ...marks.map(({ at, label }) => `${label}: ${format.dateTime(new Date(at * 1000), timeZone)}.`),
  ];
  const time = cursor === undefined ? undefined : columns[0][cursor];

  return (
    <figure className={classes.chart} aria-label={title}>
      <figcaption className={classes.head}>
        <h3>{title}</h3>
        <button
          type="button"
          className={classes.toggle}
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? <IconChartLine size={16} stroke={1.75} /> : <IconTable size={16} stroke={1.75} />}
          {asTable ? t('ui.chart.asChart') : t('ui.chart.asTable')}
        </button>
      </figcaption>
      <ul className={classes.legend}>
        {series.map((each, index) => {
          const value =
            cursor === undefined ? summarise(each)?.last : (columns[index * 3 + 1]?.[cursor] ?? undefined);
          return (
            <li key={each.label}>
              <Swatch index={index} />
              {each.label}{' '}
              <strong>{value === undefined ? t('ui.state.unknown') : format.measure(value, unit)}</strong>
            </li>
          );
        })}
        {limits.map(({ label, state }) => (
          <li key={label}>
            <svg className={classes.limit} data-state={state} viewBox="0 0 20 8" aria-hidden="true">
              <path d="M0 4h20" />
            </svg>
            {label}
          </li>
        ))}
        <li className={classes.time}>
          {time !== undefined && format.dateTime(new Date(time * 1000), timeZone)}
        </li>
      </ul>
      {asTable ? (
        <SeriesTable series={series} unit={unit} timeZone={timeZone} title={title} />
      ) : (
        <div role="img" aria-label={`${title}. ${[...words, ...remarks].join(' ')}`} className={classes.plot}>
          <Suspense fallback={<Skeleton height={height} animate={false} />}>
            <Plot
              columns={columns}
              count={series.length}
              limits={limits}
              marks={marks}
              unit={unit}
              from={from}
              to={to}
              height={height}
              timeZone={timeZone}
              format={format}
              syncKey={syncKey}
              scheme={scheme}
              onZoom={onZoom}
              onCursor={setCursor}
            />
          </Suspense>
        </div>
      )}
      {gaps(columns, from, to).length > 0 && <p className={classes.gap}>{t('ui.chart.gap')}</p>}
    </figure>
  );
}

function Swatch({ index }: { index: number }) {
  return (
    <svg className={classes.swatch} data-series={index} viewBox="0 0 20 8" aria-hidden="true">
      <path d="M0 4h20" />
    </svg>
  );
}

interface SeriesTableProps {
  series: readonly ChartSeries[];
  unit: string;
  timeZone: string | undefined;
  title: string;
}

function SeriesTable({ series, unit, timeZone, title }: SeriesTableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ScrollRegion label={title} className={classes.tables}>
      {series.map((each) => (
        <table key={each.label}>
          <caption>{each.label}</caption>
          <thead>
            <tr>
              <th scope="col">{t('ui.chart.time')}</th>
              <th scope="col">{t('ui.chart.min')}</th>
              <th scope="col">{t('ui.chart.avg')}</th>
              <th scope="col">{t('ui.chart.max')}</th>
            </tr>
          </thead>
          <tbody>
            {thinned(each.points, TABLE_ROWS).map(([time, min, avg, max]) => (
              <tr key={time}>
                <th scope="row">{format.dateTime(new Date(time * 1000), timeZone)}</th>
                <td>{format.measure(min, unit)}</td>
                <td>{format.measure(avg, unit)}</td>
                <td>{format.measure(max, unit)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </ScrollRegion>
  );
}
