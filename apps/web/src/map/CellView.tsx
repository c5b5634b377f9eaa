import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { assetPath } from '../fleet/words.ts';
import { STATE_SHAPES } from '../ui/iconShapes.ts';
import { CELL, type PlacedCell } from './geometry.ts';
import classes from './Map.module.css';
import { Shapes, ShapeView } from './ShapeView.tsx';
import {
  bundleShapes,
  countStates,
  foldShapes,
  icon,
  type Pen,
  type Shape,
  stateText,
  systemShapes,
} from './shapes.ts';
import type { MapSystem } from './types.ts';

interface Props {
  placed: PlacedCell;
  /** What the cell stands for, as it is now. */
  systems: readonly MapSystem[];
  clientId: string;
  pen: Pen;
  /** Names of what it needs. */
  needs: string;
  /** One cell is reached by Tab, all others from there by arrow keys. */
  tabbable: boolean;
  found: boolean;
}

/** A system as a link, or several as a button; drawn anew only when one of its systems changed. */
export const CellView = memo(function CellView(props: Props) {
  const { placed, systems, clientId, pen, needs, tabbable, found } = props;
  const { t } = useTranslation();
  const { cell, x, y } = placed;
  const [first] = systems;
  if (!first) return null;
  const outer = { 'data-cell': cell.id, transform: `translate(${x} ${y})`, className: classes.cell };
  const tabIndex = tabbable ? 0 : -1;
  const ring = found && (
    <rect className={classes.found} x={-5} y={-5} width={CELL.width + 10} height={CELL.height + 10} rx={9} />
  );
  if (cell.type === 'system') {
    const label = [first.name, pen.words.kind(first.kind), stateText(first, pen.words)];
    if (needs) label.push(t('map.drawn.needsNamed', { names: needs }));
    return (
      <g {...outer}>
        <Near shapes={systemShapes(first, pen)} mark={first.status} />
        {ring}
        <a href={assetPath({ clientId, id: first.id })} tabIndex={tabIndex} aria-label={label.join(', ')}>
          <rect {...CELL} fill="transparent" />
        </a>
      </g>
    );
  }
  const fold = cell.type === 'fold';
  const shapes = fold
    ? foldShapes(cell.kind, cell.members.length, pen)
    : bundleShapes(cell.kind, systems, pen);
  const counts = countStates(systems);
  const label = [
    pen.words.crowd(cell.kind, cell.members.length),
    fold ? pen.words.fold : `${pen.words.crowdState(counts)}, ${t('map.drawn.unfold')}`,
  ];
  return (
    <g {...outer}>
      <Near shapes={shapes} mark={fold ? undefined : counts[0]?.state} />
      {/* biome-ignore lint/a11y/useSemanticElements: there is no button inside of a drawing */}
      <g
        role="button"
        data-key={cell.key}
        tabIndex={tabIndex}
        aria-expanded={fold}
        aria-label={label.join(', ')}
      >
        <rect {...CELL} fill="transparent" />
      </g>
    </g>
  );
}, sameProps);

/**
 * Frame, then what can be read from near, and the large mark of the state instead when it is far away. The link above
 * says all of it in one sentence.
 */
function Near({
  shapes: [frame, ...rest],
  mark,
}: {
  shapes: Shape[];
  mark: MapSystem['status'] | undefined;
}) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus
    <g aria-hidden="true">
      {frame && <ShapeView shape={frame} />}
      <g className={classes.near}>
        <Shapes shapes={rest} />
      </g>
      {mark && (
        <g className={classes.far}>
          <ShapeView shape={icon(STATE_SHAPES[mark], 90, 8, 36, `$${mark}-mark`)} />
        </g>
      )}
    </g>
  );
}

function sameProps(before: Props, after: Props): boolean {
  return (
    before.placed === after.placed &&
    before.pen === after.pen &&
    before.needs === after.needs &&
    before.tabbable === after.tabbable &&
    before.found === after.found &&
    before.systems.length === after.systems.length &&
    before.systems.every((system, index) => system === after.systems[index])
  );
}
