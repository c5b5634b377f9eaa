import { memo, useMemo } from 'react';
import { CellView } from './CellView.tsx';
import { type Layout, roundedPath } from './geometry.ts';
import classes from './Map.module.css';
import { Shapes } from './ShapeView.tsx';
import { blockShapes, isHot, type Pen, siteHeadShapes, siteShapes, wireShapes } from './shapes.ts';
import type { MapSystem, MapView } from './types.ts';
import { systemsIn } from './viewport.ts';

interface Props {
  layout: Layout;
  view: MapView;
  clientId: string;
  pen: Pen;
  tabbable: string | undefined;
  found: string | undefined;
}

/** Everything that is drawn, in the same order as in the file: frames, lines, names of sites, systems. */
export const Drawing = memo(function Drawing({ layout, view, clientId, pen, tabbable, found }: Props) {
  const systems = useMemo(() => new Map(view.systems.map((system) => [system.id, system])), [view.systems]);
  const sites = useMemo(() => new Map(view.sites.map((site) => [site.id, site])), [view.sites]);
  const needs = useMemo(() => namesOfNeeded(view, systems), [view, systems]);
  return (
    <>
      <g>
        <Shapes shapes={[...layout.sites.flatMap(siteShapes), ...layout.blocks.flatMap(blockShapes)]} />
        {layout.wires.map((placed) => (
          <g key={placed.wire.id} data-wire={placed.wire.id}>
            <Shapes shapes={wireShapes(placed, isHot(placed.wire, systems))} />
            <path d={roundedPath(placed.points, 8)} className={classes.grip} />
          </g>
        ))}
        {layout.sites.map((placed) => {
          const site = sites.get(placed.id);
          return site && <Shapes key={placed.id} shapes={siteHeadShapes(site, placed, pen)} />;
        })}
      </g>
      {layout.cells.map((placed) => (
        <CellView
          key={placed.cell.id}
          placed={placed}
          systems={systemsIn(placed).flatMap((id) => systems.get(id) ?? [])}
          clientId={clientId}
          pen={pen}
          needs={needs.get(placed.cell.id) ?? ''}
          tabbable={placed.cell.id === tabbable}
          found={placed.cell.id === found}
        />
      ))}
    </>
  );
});

/** Names of what each system needs, as a text. */
export function namesOfNeeded(
  { links }: MapView,
  systems: ReadonlyMap<string, MapSystem>,
): ReadonlyMap<string, string> {
  const names = new Map<string, string[]>();
  for (const { childId, parentId } of links) {
    const parent = systems.get(parentId);
    if (parent) names.set(childId, [...(names.get(childId) ?? []), parent.name]);
  }
  return new Map([...names].map(([id, list]) => [id, list.join(', ')]));
}
