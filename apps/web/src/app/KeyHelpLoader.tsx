import { ActionIcon, Tooltip } from '@mantine/core';
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { IconKeyboard } from '../ui/icons.ts';
import { loadCodeSomeTime } from '../ui/loadCode.ts';
import { fullTimes } from '../ui/RelativeTime.tsx';
import { useShortcut } from '../ui/shortcuts.ts';
import { createSwitch } from './switch.ts';
import { whenIdle } from './whenIdle.ts';

const help = createSwitch();

const KeyHelpOverlay = lazy(() =>
  loadCodeSomeTime(() => import('./KeyHelp.tsx')).then((module) => ({ default: module.KeyHelpOverlay })),
);

/** `?` explains all keys of the page. */
export function KeyHelp() {
  const open = useSyncExternalStore(help.subscribe, help.get);
  const [wanted, setWanted] = useState(false);
  if (open && !wanted) setWanted(true);
  useEffect(() => whenIdle(() => setWanted(true)), []);
  useShortcut('?', 'app.keys.help', () => help.set(true));
  useShortcut('z', 'app.keys.fullTimes', () => fullTimes.set(!fullTimes.get()));
  if (!wanted) return null;
  return (
    <Suspense>
      <KeyHelpOverlay open={open} onClose={() => help.set(false)} />
    </Suspense>
  );
}

export function HelpButton() {
  const { t } = useTranslation();
  return (
    <Tooltip label={t('app.keys.title')}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        visibleFrom="sm"
        aria-label={t('app.keys.title')}
        onClick={() => help.set(true)}
      >
        <IconKeyboard size={20} stroke={1.75} />
      </ActionIcon>
    </Tooltip>
  );
}
