import { useTranslation } from 'react-i18next';
import { StateBadge } from '../ui/StateBadge.tsx';
import { useFormat } from '../ui/useFormat.ts';
import { type Layout, type PlacedWire, roundedPath, towards } from './geometry.ts';
import classes from './Map.module.css';
import { Shapes } from './ShapeView.tsx';
import { countStates, type Pen, stateText, text } from './shapes.ts';
import { fitText } from './text.ts';
import type { MapCable, MapSystem, MapView } from './types.ts';
import { systemsIn } from './viewport.ts';

/** A cell or a line that the pointer is on, or that has the focus. */
export interface PointedAt {
  cell?: string | undefined;
  wire?: string | undefined;
}

const MOST_CABLES = 6;
const LABEL = { fontSize: 11, fontWeight: 500 };
const HALO = { stroke: '$surface', strokeWidth: 5, strokeLinejoin: 'round', paintOrder: 'stroke' };

function wiresAt(layout: Layout, { cell, wire }: PointedAt): PlacedWire[] {
  const placed = layout.cells.find((each) => each.cell.id === cell);
  const ids = new Set(placed ? systemsIn(placed) : []);
  return layout.wires.filter(
    (each) =>
      each.wire.id === wire ||
      each.wire.links.some(({ childId, parentId }) => ids.has(childId) || ids.has(parentId)) ||
      each.wire.cables.some(({ fromId, toId }) => ids.has(fromId) || ids.has(toId)),
  );
}

/** Lines of what is pointed at, brought forward, with the names of the ports at their ends. */
export function PointedWires({ layout, at, pen }: { layout: Layout; at: PointedAt; pen: Pen }) {
  const wires = wiresAt(layout, at);
  // Where many lines come together their labels would lie on each other.
  const alone = (id: string) => wires.filter(({ wire }) => wire.from === id).length === 1;
  return (
    <g className={classes.pointed}>
      {wires.map((placed) => (
        <g key={placed.wire.id}>
          <path d={roundedPath(placed.points, 8)} className={classes.strong} />
          <Ports placed={placed} both={alone(placed.wire.from)} pen={pen} />
        </g>
      ))}
    </g>
  );
}

function Ports({ placed: { wire, points }, both, pen }: { placed: PlacedWire; both: boolean; pen: Pen }) {
  const [cable] = wire.cables;
  const [first, second] = points;
  const last = points.at(-1);
  const beforeLast = points.at(-2);
  if (!cable || wire.cables.length > 1 || !first || !second || !last || !beforeLast) return null;
  // The cable may have been told from its lower end.
  const turned = wire.links.some(({ parentId }) => parentId === cable.toId);
  const [upper, lower] = turned ? [cable.toPort, cable.fromPort] : [cable.fromPort, cable.toPort];
  const label = (port: string | null, x: number, y: number) =>
    port ? [text(x + 8, y, { ...LABEL, ...HALO }, '$ink', fitText(port, 160, 11, 500, pen.measure))] : [];
  const top = towards(first, second, 20);
  const bottom = towards(last, beforeLast, 14);
  return (
    <Shapes shapes={[...label(both ? upper : null, top.x, top.y + 2), ...label(lower, bottom.x, bottom.y)]} />
  );
}

interface InfoProps {
  layout: Layout;
  view: MapView;
  at: PointedAt;
  pen: Pen;
}

/** The facts of what is pointed at, in a corner of the map where they cover little. */
export function PointedInfo({ layout, view, at, pen }: InfoProps) {
  const { t } = useTranslation();
  const byId = new Map(view.systems.map((system) => [system.id, system]));
  const placed = layout.cells.find((each) => each.cell.id === at.cell);
  const wire = layout.wires.find((each) => each.wire.id === at.wire)?.wire;
  if (placed) {
    const systems = systemsIn(placed).flatMap((id) => byId.get(id) ?? []);
    const [first] = systems;
    if (!first) return null;
    if (placed.cell.type === 'system') return <SystemInfo system={first} view={view} byId={byId} pen={pen} />;
    const troubled = systems.filter(({ status }) => status !== 'ok').slice(0, MOST_CABLES);
    return (
      <div className={classes.info}>
        <strong>{pen.words.crowd(placed.cell.kind, systems.length)}</strong>
        <p>{pen.words.crowdState(countStates(systems))}</p>
        {troubled.map((system) => (
          <p key={system.id}>
            <bdi>{system.name}</bdi> · {stateText(system, pen.words)}
          </p>
        ))}
      </div>
    );
  }
  if (!wire) return null;
  return (
    <div className={classes.info}>
      {wire.links.length > 0 && <p>{t('map.drawn.dependencies', { count: wire.links.length })}</p>}
      <Cables cables={wire.cables} byId={byId} />
    </div>
  );
}

function SystemInfo({
  system,
  view,
  byId,
  pen,
}: {
  system: MapSystem;
  view: MapView;
  byId: ReadonlyMap<string, MapSystem>;
  pen: Pen;
}) {
  const { t } = useTranslation();
  const needs = view.links.filter(({ childId }) => childId === system.id);
  const needed = view.links.filter(({ parentId }) => parentId === system.id).length;
  return (
    <div className={classes.info}>
      <strong>
        <bdi>{system.name}</bdi>
      </strong>
      <p>
        <StateBadge state={system.status} variant="plain" label={stateText(system, pen.words)} />
      </p>
      <p>{[pen.words.kind(system.kind), system.address].filter(Boolean).join(' · ')}</p>
      {needs.length > 0 && (
        <p>
          {t('map.drawn.needsNamed', {
            names: needs.flatMap(({ parentId }) => byId.get(parentId)?.name ?? []).join(', '),
          })}
        </p>
      )}
      {needed > 0 && <p>{t('map.drawn.neededBy', { count: needed })}</p>}
      <Cables
        cables={view.cables.filter(({ fromId, toId }) => fromId === system.id || toId === system.id)}
        byId={byId}
      />
    </div>
  );
}

function Cables({ cables, byId }: { cables: readonly MapCable[]; byId: ReadonlyMap<string, MapSystem> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const end = (id: string, port: string | null) => [byId.get(id)?.name, port].filter(Boolean).join(' ');
  return (
    <>
      {cables.slice(0, MOST_CABLES).map((cable) => (
        <p key={`${cable.fromId} ${cable.fromPort} ${cable.toId} ${cable.toPort}`}>
          <bdi>{end(cable.fromId, cable.fromPort)}</bdi> – <bdi>{end(cable.toId, cable.toPort)}</bdi>{' '}
          <span>
            ({cable.source.toUpperCase()}, {format.dateTime(new Date(cable.seenAt))})
          </span>
        </p>
      ))}
      {cables.length > MOST_CABLES && (
        <p>{t('map.drawn.moreCables', { count: cables.length - MOST_CABLES })}</p>
      )}
    </>
  );
}
