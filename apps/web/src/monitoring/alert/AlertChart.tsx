import { Button, Skeleton } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChartLimit, ChartMark, ChartSeries } from '../../ui/chart/data.ts';
import { MetricChart } from '../../ui/chart/MetricChart.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { IconZoomOut } from '../../ui/icons.ts';
import { Panel } from '../../ui/Panel.tsx';
import { useFormat } from '../../ui/useFormat.ts';
import { useDelivered } from '../delivered/queries.ts';
import { useCheckName } from '../finding.ts';
import { type Series, useSeries } from '../queries.ts';
import type { AlertDetail } from './queries.ts';
import { rangeAround } from './range.ts';

type Measured = NonNullable<AlertDetail['measured']>;

interface Props {
  alert: AlertDetail;
  measured: Measured;
}
interface Zoom {
  from: number;
  to: number;
}

/** The measured value around an alert, with the limits of its rule; nothing where nothing was measured. */
export function AlertChart({ alert, measured }: Props) {
  return measured.where ? (
    <OfOthers alert={alert} measured={measured} where={measured.where} />
  ) : (
    <OfSystem alert={alert} measured={measured} />
  );
}

/** What an agent or a check measured. */
function OfSystem({ alert, measured }: Props) {
  const [zoom, setZoom] = useState<Zoom>();
  const { metric, checkId } = measured;
  const query = useSeries({
    clientId: alert.clientId,
    assetId: alert.assetId,
    metrics: [metric],
    ...(checkId ? { check: checkId } : {}),
    ...rangeOf(alert, zoom),
  });
  return <Drawn alert={alert} measured={measured} query={query} zoom={zoom} setZoom={setZoom} />;
}

/** What others deliver. */
function OfOthers({ alert, measured, where }: Props & { where: NonNullable<Measured['where']> }) {
  const [zoom, setZoom] = useState<Zoom>();
  const query = useDelivered({
    clientId: alert.clientId,
    metric: measured.metric,
    where,
    ...rangeOf(alert, zoom),
  });
  return <Drawn alert={alert} measured={measured} query={query} zoom={zoom} setZoom={setZoom} />;
}

const rangeOf = (alert: AlertDetail, zoom: Zoom | undefined) => ({
  rangeKey: `alert ${alert.id} ${alert.resolvedAt} ${zoom ? `${zoom.from}-${zoom.to}` : ''}`,
  bounds: () => zoom ?? rangeAround(alert, Date.now()),
  live: alert.state === 'raised' && !zoom,
});

interface DrawnProps extends Props {
  query: {
    data: { series: readonly Series[]; from: number; to: number } | undefined;
    isError: boolean;
    error: unknown;
    refetch(): unknown;
  };
  zoom: Zoom | undefined;
  setZoom(zoom: Zoom | undefined): void;
}

function Drawn({ alert, measured, query, zoom, setZoom }: DrawnProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const checkName = useCheckName();
  const { instance, unit, limits } = measured;
  const title = [checkName(alert.kind, alert.checkName), instance].filter(Boolean).join(' ');
  const lines = useMemo(
    (): ChartSeries[] =>
      (query.data?.series ?? [])
        .filter((each) => each.instance === instance)
        .map(({ points }) => ({ label: t('alerting.measured'), points })),
    [query.data, instance, t],
  );
  const below = isBelow(alert);
  const shownLimits = useMemo(
    () =>
      limits.map(({ severity, value }): ChartLimit => {
        const words = { severity: t(`ui.state.${severity}`), value: format.measure(value, unit) };
        return {
          state: severity,
          value,
          label: below ? t('monitoring.rule.below', words) : t('monitoring.rule.above', words),
        };
      }),
    [limits, below, unit, format, t],
  );
  const { observedAt, resolvedAt } = alert;
  const marks = useMemo((): ChartMark[] => {
    const mark = (at: string, label: string) => ({ at: Date.parse(at) / 1000, label });
    return [
      mark(observedAt, t('alerting.mark.observed')),
      ...(resolvedAt ? [mark(resolvedAt, t('alerting.mark.resolved'))] : []),
    ];
  }, [observedAt, resolvedAt, t]);
  if (query.isError && !query.data) return <ErrorState error={query.error} retry={query.refetch} />;
  if (query.data && lines.length === 0 && !zoom) return null;
  return (
    <Panel
      title={t('alerting.chart')}
      actions={
        zoom && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconZoomOut size={16} stroke={1.75} />}
            onClick={() => setZoom(undefined)}
          >
            {t('alerting.wholeRange')}
          </Button>
        )
      }
    >
      {query.data ? (
        <MetricChart
          title={title}
          unit={unit}
          series={lines}
          limits={shownLimits}
          marks={marks}
          from={query.data.from}
          to={query.data.to}
          onZoom={setZoom}
          timeZone={alert.timeZone}
          syncKey={alert.id}
          height={220}
        />
      ) : (
        <Skeleton height={280} animate={false} />
      )}
    </Panel>
  );
}

/** Whether less is worse. */
const isBelow = ({ rule, measured }: AlertDetail): boolean =>
  rule.condition.kind === 'value' ? rule.condition.direction === 'below' : measured?.unit === 'd';
