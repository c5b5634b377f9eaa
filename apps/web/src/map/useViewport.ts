import { type PointerEvent, type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import type { Layout } from './geometry.ts';
import type { Area, Point } from './types.ts';
import {
  type ArrowKey,
  centred,
  directionOf,
  firstView,
  fitView,
  heldView,
  revealed,
  type Size,
  steadyView,
  type View,
  zoomAt,
} from './viewport.ts';

export const ZOOM_STEP = 1.3;
const PAN_STEP = 80;
/** A press that moves less is a click, in px. */
const CLICK_SLACK = 5;
/** Below this zoom names are too small to read, and the mark of the state takes their place. */
const FAR = 0.45;

/**
 * Moves and zooms a drawing without drawing it anew: by wheel, one finger, two fingers, keys and buttons. What is looked
 * at stays in its place when the layout changes.
 *
 * @param start what to begin with when not all of it can be read at once
 * @param held cell that the reader just pressed, which stays where it is
 */
export function useViewport(layout: Layout, start: Area | undefined, held: RefObject<string | undefined>) {
  const screen = useRef<SVGSVGElement>(null);
  const stage = useRef<SVGGElement>(null);
  const view = useRef<View | undefined>(undefined);
  const drawn = useRef(layout);
  /** Whether all of it is shown, as after "fit"; then it stays so when the window changes. */
  const fitted = useRef(true);
  const pointers = useRef(new Map<number, Point>());
  const dragged = useRef(0);

  const size = useCallback((): Size => {
    const { clientWidth: width = 0, clientHeight: height = 0 } = screen.current?.parentElement ?? {};
    return { width, height };
  }, []);
  const show = useCallback(
    (next: View) => {
      const held = heldView(next, drawn.current, size());
      view.current = held;
      stage.current?.setAttribute('transform', `translate(${held.x} ${held.y}) scale(${held.scale})`);
      screen.current?.toggleAttribute('data-far', held.scale < FAR);
    },
    [size],
  );
  const change = useCallback(
    (to: (view: View) => View) => {
      if (!view.current) return;
      fitted.current = false;
      show(to(view.current));
    },
    [show],
  );
  const fit = useCallback(() => {
    fitted.current = true;
    show(fitView(drawn.current, size()));
  }, [show, size]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the start matters once only
  useLayoutEffect(() => {
    const before = drawn.current;
    drawn.current = layout;
    if (view.current && before !== layout)
      show(steadyView(view.current, before, layout, size(), held.current));
    else {
      const first = firstView(layout, size(), start);
      fitted.current = first.scale === fitView(layout, size()).scale;
      show(first);
    }
    held.current = undefined;
  }, [layout]);

  useEffect(() => {
    const element = screen.current;
    if (!element?.parentElement) return;
    const observer = new ResizeObserver(() => {
      if (fitted.current) fit();
      else if (view.current) show(view.current);
    });
    observer.observe(element.parentElement);
    // Not through React: its listeners for wheels cannot keep the page from scrolling.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : 16;
      const factor = Math.exp(Math.max(-0.5, Math.min(0.5, -event.deltaY * lines * 0.002)));
      change((now) => zoomAt(now, factor, { x: event.clientX - left, y: event.clientY - top }));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      observer.disconnect();
      element.removeEventListener('wheel', onWheel);
    };
  }, [change, fit, show]);

  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    if (pointers.current.size === 0) dragged.current = 0;
    pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
  };
  const onPointerMove = (event: PointerEvent<SVGSVGElement>) => {
    const last = pointers.current.get(event.pointerId);
    if (!last) return;
    // Released outside of the window.
    if (event.buttons === 0) return void pointers.current.delete(event.pointerId);
    const now = { x: event.clientX, y: event.clientY };
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, now);
    dragged.current += Math.hypot(now.x - last.x, now.y - last.y);
    if (dragged.current < CLICK_SLACK) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    if (!other) return change((v) => ({ ...v, x: v.x + now.x - last.x, y: v.y + now.y - last.y }));
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const spread = (point: Point) => Math.max(10, Math.hypot(point.x - other.x, point.y - other.y));
    const middle = { x: (now.x + other.x) / 2 - left, y: (now.y + other.y) / 2 - top };
    change((v) => {
      const zoomed = zoomAt(v, spread(now) / spread(last), middle);
      return { ...zoomed, x: zoomed.x + (now.x - last.x) / 2, y: zoomed.y + (now.y - last.y) / 2 };
    });
  };
  const onPointerEnd = (event: PointerEvent) => void pointers.current.delete(event.pointerId);

  return {
    screen,
    stage,
    fit,
    zoom: (factor: number) => {
      const { width, height } = size();
      change((now) => zoomAt(now, factor, { x: width / 2, y: height / 2 }));
    },
    pan: (key: ArrowKey) => {
      const [right, down] = directionOf(key);
      change((now) => ({ ...now, x: now.x - right * PAN_STEP, y: now.y - down * PAN_STEP }));
    },
    reveal: (area: Area) => change((now) => revealed(now, area, size())),
    centre: (area: Area) => change((now) => centred(now, area, size())),
    /** Whether the press that is ending moved the drawing, so that it is no click. */
    wasDragged: () => dragged.current >= CLICK_SLACK,
    pointerHandlers: {
      onPointerDown,
      onPointerMove,
      onPointerUp: onPointerEnd,
      onPointerCancel: onPointerEnd,
    },
  };
}
