import { createElement, type ReactNode } from 'react';
import type { Shape } from './shapes.ts';

const PAINTED = new Set(['fill', 'stroke']);

/** Draws a shape on the page, with the colours of its theme. */
export function ShapeView({ shape: { tag, attributes, content } }: { shape: Shape }): ReactNode {
  const painted = Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      PAINTED.has(name) && typeof value === 'string' && value.startsWith('$')
        ? `var(--ra-${value.slice(1)})`
        : value,
    ]),
  );
  return createElement(
    tag,
    painted,
    content === undefined || typeof content === 'string' ? content : <Shapes shapes={content} />,
  );
}

/** Shapes that never change their order, so that their place is their identity. */
export function Shapes({ shapes }: { shapes: readonly Shape[] }): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: see above
  return shapes.map((shape, index) => <ShapeView key={index} shape={shape} />);
}
