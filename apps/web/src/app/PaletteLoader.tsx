import { useHotkeys } from '@mantine/hooks';
import { lazy, Suspense, useState, useSyncExternalStore } from 'react';
import { useShortcut } from '../ui/shortcuts.ts';
import { openPalette, palette } from './paletteStore.ts';

const CommandPalette = lazy(() =>
  import('./CommandPalette.tsx').then((module) => ({ default: module.CommandPalette })),
);

/** Listens for the keys of the palette; its code is loaded when it is first opened. */
export function Palette() {
  const open = useSyncExternalStore(palette.subscribe, palette.get);
  const [used, setUsed] = useState(false);
  if (open && !used) setUsed(true);
  useShortcut('/', 'app.search.key', openPalette);
  useHotkeys([['mod+K', openPalette]], []);
  if (!used) return null;
  return (
    <Suspense>
      <CommandPalette open={open} />
    </Suspense>
  );
}
