import type { ParseKeys } from 'i18next';
import { useEffect, useRef } from 'react';
import { createSequence } from './sequence.ts';
import { createStored } from './stored.ts';

export type TextKey = ParseKeys;

export interface Shortcut {
  /** Key or sequence of keys: `/`, `g t`. */
  keys: string;
  label: TextKey;
  run: () => void;
}

/** Single-letter keys can be switched off (WCAG 2.1.4): speech input types letters by accident. */
export const letterKeys = createStored('letter-keys', (raw) => raw !== false);

/** Newest last: a list on the page wins over the shell. */
const shortcuts: Shortcut[] = [];

/** What can be pressed now, each once. */
export function currentShortcuts(): Shortcut[] {
  return [...new Map(shortcuts.map((shortcut) => [shortcut.keys, shortcut])).values()];
}

const next = createSequence(() => shortcuts.map((shortcut) => shortcut.keys));

const TYPING = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])';

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key.length !== 1 || event.key === ' ' || !letterKeys.get()) return;
  const target = event.target instanceof Element ? event.target : document.body;
  // An open dialog or menu has keys of its own.
  if (target.closest(TYPING) || target.closest('[role="dialog"], [role="menu"], [role="listbox"]')) return;
  const keys = next(event.key, event.timeStamp);
  const shortcut = shortcuts.findLast((each) => each.keys === keys);
  if (!shortcut) return;
  event.preventDefault();
  shortcut.run();
});

/** Makes keys do something while the component is on the page; the help overlay (`?`) lists them. */
export function useShortcut(keys: string, label: TextKey, run: () => void): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    const shortcut: Shortcut = { keys, label, run: () => latest.current() };
    shortcuts.push(shortcut);
    return () => {
      shortcuts.splice(shortcuts.indexOf(shortcut), 1);
    };
  }, [keys, label]);
}
