import { useEffect, useRef } from 'react';
import { useShortcut } from '../shortcuts.ts';

/** Attribute on the link of a row: its index in the whole list. */
export const ROW_INDEX = 'data-row-index';

/** Where a key leads from a row. */
const STEPS: ReadonlyMap<string, (index: number) => number> = new Map([
  ['ArrowDown', (index: number) => index + 1],
  ['ArrowUp', (index: number) => index - 1],
  ['Home', () => 0],
  ['End', () => Number.MAX_SAFE_INTEGER],
]);

/**
 * `j` and `k` (and the arrow keys inside the list) move the focus from row link to row link, also to rows that are not
 * drawn yet; Enter follows the link by itself.
 */
export function useRowKeys(list: HTMLElement | null, count: number, scrollTo: (index: number) => void): void {
  const wanted = useRef<number | undefined>(undefined);

  const focusWanted = () => {
    if (wanted.current === undefined) return;
    const link = list?.querySelector<HTMLElement>(`[${ROW_INDEX}="${wanted.current}"]`);
    if (!link) return;
    wanted.current = undefined;
    link.focus();
    link.scrollIntoView({ block: 'nearest' });
  };
  const move = (to: (current: number) => number) => {
    const focused = list?.contains(document.activeElement)
      ? document.activeElement?.closest(`[${ROW_INDEX}]`)?.getAttribute(ROW_INDEX)
      : undefined;
    const index = Math.min(count - 1, Math.max(0, to(focused ? Number(focused) : -1)));
    if (count === 0) return;
    wanted.current = index;
    focusWanted();
    if (wanted.current !== undefined) scrollTo(index);
  };

  // A row that had to be scrolled to exists only after the next drawing.
  useEffect(focusWanted);

  useShortcut('j', 'ui.keys.next', () => move((index) => index + 1));
  useShortcut('k', 'ui.keys.previous', () => move((index) => index - 1));

  const latest = useRef(move);
  useEffect(() => {
    latest.current = move;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.target as Element).closest(`[${ROW_INDEX}]`)) return;
      const step = STEPS.get(event.key);
      if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      latest.current(step);
    };
    list?.addEventListener('keydown', onKey);
    return () => list?.removeEventListener('keydown', onKey);
  }, [list]);
}
