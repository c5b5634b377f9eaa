import { ActionIcon, Tooltip } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { IconMaximize, IconMinus, IconPlus } from '../ui/icons.ts';
import { Drawing } from './Drawing.tsx';
import type { Layout, PlacedCell } from './geometry.ts';
import classes from './Map.module.css';
import { type PointedAt, PointedInfo, PointedWires } from './Pointed.tsx';
import type { Pen } from './shapes.ts';
import { inTrouble } from './shown.ts';
import type { MapView } from './types.ts';
import { useViewport, ZOOM_STEP } from './useViewport.ts';
import { isArrow, neighbour, systemsIn } from './viewport.ts';

interface Props {
  layout: Layout;
  view: MapView;
  clientId: string;
  pen: Pen;
  /** A system that was looked for. */
  found: string | undefined;
  /** Unfolds a bundle or puts it together again. */
  onToggle: (key: string) => void;
}

/** Attribute of the nearest element that has it. */
const nearest = (target: EventTarget | null, name: string): string | undefined =>
  (target instanceof Element ? target.closest(`[${name}]`) : null)?.getAttribute(name) ?? undefined;

/** The drawing in its window: moved, zoomed, walked through by keys. */
export function MapCanvas({ layout, view, clientId, pen, found, onToggle }: Props) {
  const { t } = useTranslation();
  const router = useRouter();
  const helpId = useId();
  const held = useRef<string | undefined>(undefined);
  const viewport = useViewport(layout, startOf(layout, view), held);
  const [at, setAt] = useState<PointedAt>({});
  const [current, setCurrent] = useState<string>();
  const cellOf = useCallback(
    (id: string | undefined) => layout.cells.find(({ cell }) => cell.id === id),
    [layout],
  );
  const tabbable = (cellOf(current) ?? layout.cells[0])?.cell.id;

  const { centre, screen } = viewport;
  const foundCell = cellOf(found);
  const lastFound = useRef<string>(undefined);
  useEffect(() => {
    if (!foundCell) lastFound.current = undefined;
    else if (lastFound.current !== found) {
      lastFound.current = found;
      setCurrent(found);
      centre(foundCell);
    }
  }, [found, foundCell, centre]);

  const toggle = (key: string, cell: string | undefined) => {
    held.current = cell;
    onToggle(key);
  };
  const focusOn = (placed: PlacedCell | undefined) => {
    if (!placed) return;
    screen.current
      ?.querySelector<SVGElement>(`[data-cell="${CSS.escape(placed.cell.id)}"] > [tabindex]`)
      ?.focus({ preventScroll: true });
  };
  const onClick = (event: MouseEvent) => {
    if (viewport.wasDragged()) return void event.preventDefault();
    const key = nearest(event.target, 'data-key');
    if (key !== undefined) return toggle(key, nearest(event.target, 'data-cell'));
    const path = nearest(event.target, 'href');
    if (path === undefined || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void router.navigate({ href: path });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    const focused = cellOf(nearest(event.target, 'data-cell'));
    const toggled = nearest(event.target, 'data-key');
    if (key === '+' || key === '=') viewport.zoom(ZOOM_STEP);
    else if (key === '-') viewport.zoom(1 / ZOOM_STEP);
    else if (key === '0') viewport.fit();
    else if (isArrow(key) && focused) focusOn(neighbour(layout, focused, key));
    else if (isArrow(key)) viewport.pan(key);
    else if (toggled !== undefined && (key === 'Enter' || key === ' ')) toggle(toggled, focused?.cell.id);
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset does not take the focus
    <div
      className={classes.window}
      role="group"
      aria-label={t('map.drawn.title')}
      aria-describedby={helpId}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move what is shown in it
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: the group around it has the name */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the group */}
      <svg
        ref={screen}
        className={classes.screen}
        {...viewport.pointerHandlers}
        onClick={onClick}
        onDragStart={(event) => event.preventDefault()}
        onPointerOver={(event) =>
          setAt({ cell: nearest(event.target, 'data-cell'), wire: nearest(event.target, 'data-wire') })
        }
        onPointerLeave={() => setAt({})}
        onFocus={(event) => {
          const placed = cellOf(nearest(event.target, 'data-cell'));
          if (!placed) return;
          setAt({ cell: placed.cell.id });
          setCurrent(placed.cell.id);
          viewport.reveal(placed);
        }}
        onBlur={() => setAt({})}
      >
        <g ref={viewport.stage}>
          <Drawing
            layout={layout}
            view={view}
            clientId={clientId}
            pen={pen}
            tabbable={tabbable}
            found={found}
          />
          <PointedWires layout={layout} at={at} pen={pen} />
        </g>
      </svg>
      <PointedInfo layout={layout} view={view} at={at} pen={pen} />
      <div className={classes.zoom}>
        <Tool label={t('map.drawn.zoomIn')} keys="+" run={() => viewport.zoom(ZOOM_STEP)}>
          <IconPlus size={18} stroke={1.75} />
        </Tool>
        <Tool label={t('map.drawn.zoomOut')} keys="−" run={() => viewport.zoom(1 / ZOOM_STEP)}>
          <IconMinus size={18} stroke={1.75} />
        </Tool>
        <Tool label={t('map.drawn.fit')} keys="0" run={viewport.fit}>
          <IconMaximize size={18} stroke={1.75} />
        </Tool>
      </div>
      <p id={helpId} className={classes.help}>
        {t('map.drawn.keys')}
      </p>
    </div>
  );
}

function Tool({
  label,
  keys,
  run,
  children,
}: {
  label: string;
  keys: string;
  run: () => void;
  children: ReactNode;
}) {
  return (
    <Tooltip label={`${label} (${keys})`} position="left">
      <ActionIcon variant="default" size={36} aria-label={label} onClick={run}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

/** Where somebody looks first when not all of it fits: at a cause, else at what is not OK, else at the top. */
function startOf(layout: Layout, { systems }: MapView): PlacedCell | undefined {
  const wanted =
    systems.find(({ part }) => part === 'cause') ??
    systems.find(({ status }) => status === 'critical') ??
    systems.find(inTrouble);
  return wanted && layout.cells.find((placed) => systemsIn(placed).includes(wanted.id));
}
