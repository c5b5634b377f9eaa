import { useEffect, useRef, useState } from 'react';
import { readDraft, writeDraft } from './drafts.ts';

/**
 * Text that survives a closed window: kept in this browser under `key` until `clear` is called.
 * @returns the text, a setter, and a function that forgets the draft
 */
export function useDraft(key: string): [text: string, set: (text: string) => void, clear: () => void] {
  const [text, setText] = useState(() => readDraft(key));
  const shown = useRef(key);
  useEffect(() => {
    // Another object on the same page has a draft of its own.
    if (shown.current === key) return;
    shown.current = key;
    setText(readDraft(key));
  }, [key]);
  const set = (next: string) => {
    setText(next);
    writeDraft(key, next);
  };
  return [text, set, () => set('')];
}
