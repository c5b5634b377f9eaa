import { FONT } from './shapes.ts';

const context = document.createElement('canvas').getContext('2d');
const known = new Map<string, number>();
/** Names repeat; more than this is no longer a cache. */
const MOST_KNOWN = 5000;

/** Width of a text as this browser draws it, in px. */
export function measure(text: string, size: number, weight: number): number {
  const key = `${size} ${weight} ${text}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  if (!context) return text.length * size * 0.6;
  context.font = `${weight} ${size}px ${FONT}`;
  const { width } = context.measureText(text);
  if (known.size > MOST_KNOWN) known.clear();
  known.set(key, width);
  return width;
}

/** Texts must not be measured before their font is here. */
export async function fontsReady(): Promise<void> {
  await document.fonts.load("600 13px 'Inter Variable'").catch(() => undefined);
}
