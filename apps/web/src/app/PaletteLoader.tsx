import { useHotkeys } from '@mantine/hooks';
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { useShortcut } from '../ui/shortcuts.ts';
import { openPalette, palette } from './paletteStore.ts';
import { whenIdle } from './whenIdle.ts';

const load = () => import('./CommandPalette.tsx');
const CommandPalette = lazy(() => load().then((module) => ({ default: module.CommandPalette })));

/** Listens for the keys of the palette. Its code comes after the page, so that the first key typed is not lost. */
export function Palette() {
  const open = useSyncExternalStore(palette.subscribe, palette.get);
  const [used, setUsed] = useState(false);
  if (open && !used) setUsed(true);
  useEffect(() => whenIdle(() => void load()), []);
  useShortcut('/', 'app.search.key', openPalette);
  useHotkeys([['mod+K', openPalette]], []);
  if (!used) return null;
  return (
    <Suspense>
      <CommandPalette open={open} />
    </Suspense>
  );
}
