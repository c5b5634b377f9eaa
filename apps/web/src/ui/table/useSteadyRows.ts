import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type Steady, type SteadyRow, steady } from './steady.ts';

/** A pointer that rests this long is no longer about to press something. */
const REST_MS = 10_000;

/**
 * Rows that do not move while the list is in use: a pointer or the focus is in it, or it is scrolled.
 *
 * @param resetKey changes when the reader asked for another order (filter, sorting)
 */
export function useSteadyRows<Row>(
  next: readonly { id: string; row: Row }[],
  list: HTMLElement | null,
  resetKey: string,
): Steady<Row> & { release(): void } {
  const inUse = useInUse(list);
  const [released, setReleased] = useState(0);
  const shown = useRef<readonly SteadyRow<Row>[]>([]);
  const lastReset = useRef('');

  const reset = `${resetKey} ${released}`;
  const result = useMemo(
    () => steady(shown.current, next, inUse && lastReset.current === reset),
    [next, inUse, reset],
  );
  useEffect(() => {
    shown.current = result.rows;
    lastReset.current = reset;
  }, [result, reset]);

  const release = useCallback(() => setReleased((count) => count + 1), []);
  return { ...result, release };
}

function useInUse(element: HTMLElement | null): boolean {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const [scrolled, setScrolled] = useState(false);

  useEffect(() => {
    if (!element) return;
    let rest: ReturnType<typeof setTimeout> | undefined;
    const point = () => {
      setPointed(true);
      clearTimeout(rest);
      rest = setTimeout(() => setPointed(false), REST_MS);
    };
    const leave = () => {
      clearTimeout(rest);
      setPointed(false);
    };
    const focus = () => setFocused(element.contains(document.activeElement));
    const scroll = () => setScrolled(element.getBoundingClientRect().top < 0);
    element.addEventListener('pointermove', point);
    element.addEventListener('pointerleave', leave);
    element.addEventListener('focusin', focus);
    element.addEventListener('focusout', focus);
    addEventListener('scroll', scroll, { passive: true });
    return () => {
      clearTimeout(rest);
      element.removeEventListener('pointermove', point);
      element.removeEventListener('pointerleave', leave);
      element.removeEventListener('focusin', focus);
      element.removeEventListener('focusout', focus);
      removeEventListener('scroll', scroll);
    };
  }, [element]);

  return pointed || focused || scrolled;
}
