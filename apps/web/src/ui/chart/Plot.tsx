import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Format } from '../../i18n/format.ts';
import { type ChartColumns, type ChartLimit, type ChartMark, gaps } from './data.ts';

export interface PlotProps {
  columns: ChartColumns;
  /** Number of series in `columns`; each has three columns. */
  count: number;
  limits: readonly ChartLimit[];
  marks: readonly ChartMark[];
  unit: string;
  /** Shown range in unix seconds. */
  from: number;
  to: number;
  height: number;
  timeZone: string | undefined;
  format: Format;
  /** Charts with the same key share their cursor. */
  syncKey: string;
  /** Colours are read from the page when this changes. */
  scheme: 'light' | 'dark';
  onZoom(range: { from: number; to: number } | undefined): void;
  /** Index on the time axis under the pointer. */
  onCursor(index: number | undefined): void;
}

/** Tells lines apart besides their tone. */
export const DASHES: readonly (readonly number[])[] = [[], [6, 4], [2, 3], [10, 3, 2, 3]];

/** Narrowest range that can be dragged open. */
const SMALLEST_ZOOM_S = 60;

/** The canvas of a chart; its own file because it brings the drawing library. */
export function Plot(props: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  const { columns, count, limits, marks, unit, height, timeZone, format, syncKey, scheme, from, to } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: data and range are handed over below without a new canvas
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const made = new uPlot(options(latest, element), columns as uPlot.AlignedData, element);
    plot.current = made;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) made.setSize({ width: Math.floor(entry.contentRect.width), height });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = undefined;
    };
  }, [count, unit, height, timeZone, format, syncKey, scheme]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: limits and marks are drawn anew with the rest
  useEffect(() => {
    const drawn = plot.current;
    if (!drawn) return;
    drawn.batch(() => {
      drawn.setData(columns as uPlot.AlignedData, false);
      drawn.setScale('x', { min: from, max: to });
    });
  }, [columns, from, to, limits, marks]);

  return <div ref={place} />;
}

function options(latest: { current: PlotProps }, element: HTMLElement): uPlot.Options {
  const { count, unit, height, timeZone, format, syncKey, from, to } = latest.current;
  const style = getComputedStyle(document.documentElement);
  const color = (name: string) => style.getPropertyValue(`--ra-${name}`).trim();
  const font = `12px ${style.getPropertyValue('--mantine-font-family')}`;
  const tone = (index: number) => color(`series-${index % DASHES.length}`);

  const axis: uPlot.Axis = {
    stroke: color('ink-muted'),
    font,
    grid: { stroke: color('line'), width: 1 },
    ticks: { show: false },
  };
  return {
    width: Math.max(200, element.clientWidth),
    height,
    padding: [8, 24, 0, 0],
    legend: { show: false },
    tzDate: (seconds) => {
      const date = new Date(seconds * 1000);
      return timeZone ? uPlot.tzDate(date, timeZone) : date;
    },
    scales: {
      x: { time: true, min: from, max: to, auto: false },
      y: {
        range: (_plot, _min, max) => {
          if (unit === '%') return [0, 100];
          const top = Math.max(max, ...latest.current.limits.map(({ value }) => value));
          return [0, top > 0 ? top * 1.08 : 1];
        },
      },
    },
    series: [
      {},
      ...Array.from({ length: count }, (_, index): uPlot.Series[] => [
        {
          stroke: tone(index),
          width: 1.5,
          dash: [...(DASHES[index % DASHES.length] ?? [])],
          points: { show: false },
        },
        { stroke: 'transparent', width: 0, points: { show: false } },
        { stroke: 'transparent', width: 0, points: { show: false } },
      ]).flat(),
    ],
    bands: Array.from({ length: count }, (_, index) => ({
      series: [index * 3 + 3, index * 3 + 2] as [number, number],
      fill: `color-mix(in srgb, ${tone(index)} 16%, transparent)`,
    })),
    axes: [
      {
        ...axis,
        size: 28,
        values: (_plot, splits, _axis, _space, step) =>
          splits.map((split) => {
            const date = new Date(split * 1000);
            return step >= 86_400 ? format.day(date, timeZone) : format.time(date, timeZone);
          }),
      },
      { ...axis, size: 64, values: (_plot, splits) => splits.map((split) => format.measure(split, unit)) },
    ],
    cursor: {
      y: false,
      points: { size: 6 },
      drag: { x: true, y: false, setScale: false },
      sync: { key: syncKey, scales: ['x', null] },
      bind: {
        dblclick: () => () => {
          latest.current.onZoom(undefined);
          return null;
        },
      },
    },
    hooks: {
      drawClear: [(plot) => shadeGaps(plot, latest.current, color('unknown-tint'))],
      draw: [(plot) => drawLines(plot, latest.current, { font, color })],
      setSelect: [
        (plot) => {
          if (plot.select.width <= 4) return;
          const start = plot.posToVal(plot.select.left, 'x');
          const end = plot.posToVal(plot.select.left + plot.select.width, 'x');
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          if (end - start >= SMALLEST_ZOOM_S) latest.current.onZoom({ from: start, to: end });
        },
      ],
      setCursor: [(plot) => latest.current.onCursor(plot.cursor.idx ?? undefined)],
    },
  };
}

/** Times without a measurement are tinted as unknown instead of left looking like zero. */
function shadeGaps(plot: uPlot, { columns, from, to }: PlotProps, fill: string): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.fillStyle = fill;
  for (const [start, end] of gaps(columns, from, to)) {
    const left = Math.max(bbox.left, plot.valToPos(start, 'x', true));
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(end, 'x', true));
    if (right > left) ctx.fillRect(left, bbox.top, right - left, bbox.height);
  }
  ctx.restore();
}

interface Pen {
  font: string;
  color: (name: string) => string;
}

/** Limits from side to side, moments from top to bottom with their word. */
function drawLines(plot: uPlot, { limits, marks, from, to }: PlotProps, { font, color }: Pen): void {
  const { ctx, bbox } = plot;
  const right = bbox.left + bbox.width;
  const ratio = devicePixelRatio;
  const line = (...points: [number, number, number, number]): void => {
    ctx.beginPath();
    ctx.moveTo(points[0], points[1]);
    ctx.lineTo(points[2], points[3]);
    ctx.stroke();
  };
  ctx.save();
  ctx.lineWidth = 1.5 * ratio;
  ctx.setLineDash([3 * ratio, 3 * ratio]);
  for (const { value, state } of limits) {
    const y = plot.valToPos(value, 'y', true);
    ctx.strokeStyle = color(`${state}-mark`);
    line(bbox.left, y, right, y);
  }
  ctx.setLineDash([]);
  ctx.lineWidth = ratio;
  ctx.font = font.replace(/^\d+/, (size) => String(Number(size) * ratio));
  ctx.strokeStyle = color('ink-muted');
  ctx.fillStyle = color('ink');
  ctx.textBaseline = 'bottom';
  for (const { at, label } of marks) {
    if (at < from || at > to) continue;
    const x = plot.valToPos(at, 'x', true);
    line(x, bbox.top, x, bbox.top + bbox.height);
    const fits = x + ctx.measureText(label).width + 4 * ratio < right;
    ctx.textAlign = fits ? 'left' : 'right';
    ctx.fillText(label, x + (fits ? 4 : -4) * ratio, bbox.top + bbox.height - 4 * ratio);
  }
  ctx.restore();
}
