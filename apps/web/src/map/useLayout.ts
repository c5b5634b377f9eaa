import { useEffect, useRef, useState } from 'react';
import { loadCode } from '../ui/loadCode.ts';
import type { Arranger } from './elk.ts';
import { elkGraphOf, type Layout, layoutOf } from './geometry.ts';
import { fontsReady } from './measure.ts';
import type { Plan } from './plan.ts';

interface LayoutState {
  /** The latest one that is done; stays while the next is being made. */
  layout: Layout | undefined;
  busy: boolean;
  error: unknown;
}

/**
 * Coordinates for a plan, made beside the page by a program that is loaded when it is first needed.
 *
 * @param wanted false while nobody looks at the drawing
 */
export function useLayout(
  plan: Plan,
  headWidth: (siteId: string) => number,
  wanted: boolean,
): LayoutState & { retry(): void } {
  const arranger = useRef<Arranger | undefined>(undefined);
  const latestHeadWidth = useRef(headWidth);
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<LayoutState>({ layout: undefined, busy: true, error: undefined });
  useEffect(() => {
    latestHeadWidth.current = headWidth;
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks once more
  useEffect(() => {
    if (!wanted) return;
    let outdated = false;
    const arrange = async (): Promise<Layout> => {
      await fontsReady();
      const { startArranger } = await loadCode(() => import('./elk.ts'));
      arranger.current ??= startArranger();
      return layoutOf(plan, await arranger.current.layout(elkGraphOf(plan, latestHeadWidth.current)));
    };
    setState((before) => ({ ...before, busy: true, error: undefined }));
    arrange().then(
      (layout) => {
        if (!outdated) setState({ layout, busy: false, error: undefined });
      },
      (error: unknown) => {
        arranger.current?.stop();
        arranger.current = undefined;
        if (!outdated) setState((before) => ({ ...before, busy: false, error }));
      },
    );
    return () => {
      outdated = true;
    };
  }, [plan, attempt, wanted]);

  useEffect(
    () => () => {
      arranger.current?.stop();
      arranger.current = undefined;
    },
    [],
  );
  return { ...state, retry: () => setAttempt((count) => count + 1) };
}
