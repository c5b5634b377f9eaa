import { useHotkeys } from '@mantine/hooks';
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { loadCodeSomeTime } from '../ui/loadCode.ts';
import { useShortcut } from '../ui/shortcuts.ts';
import { openPalette, palette } from './paletteStore.ts';
import { whenIdle } from './whenIdle.ts';

const CommandPalette = lazy(() =>
  loadCodeSomeTime(() => import('./CommandPalette.tsx')).then((module) => ({
    default: module.CommandPalette,
  })),
);

/**
 * Listens for the keys of the palette. It is loaded and put in place after the page, so that opening it takes no time
 * and the first key that is typed is not lost.
 */
export function Palette() {
  const open = useSyncExternalStore(palette.subscribe, palette.get);
  const [wanted, setWanted] = useState(false);
  if (open && !wanted) setWanted(true);
  useEffect(() => whenIdle(() => setWanted(true)), []);
  useShortcut('/', 'app.search.key', openPalette);
  useHotkeys([['mod+K', openPalette]], []);
  if (!wanted) return null;
  return (
    <Suspense>
      <CommandPalette open={open} />
    </Suspense>
  );
}
