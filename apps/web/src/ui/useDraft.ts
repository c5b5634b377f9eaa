import { useEffect, useRef, useState } from 'react';

/**
 * Text that survives a closed window: kept in this browser under `key` until `clear` is called.
 * @returns the text, a setter, and a function that forgets the draft
 */
export function useDraft(key: string): [text: string, set: (text: string) => void, clear: () => void] {
  const name = `ra-draft-${key}`;
  const [text, setText] = useState(() => read(name));
  const shown = useRef(name);
  useEffect(() => {
    // Another object on the same page has a draft of its own.
    if (shown.current === name) return;
    shown.current = name;
    setText(read(name));
  }, [name]);
  const set = (next: string) => {
    setText(next);
    try {
      if (next) localStorage.setItem(name, next);
      else localStorage.removeItem(name);
    } catch {
      // Storage is blocked: the draft lives as long as the page.
    }
  };
  return [text, set, () => set('')];
}

function read(name: string): string {
  try {
    return localStorage.getItem(name) ?? '';
  } catch {
    return '';
  }
}
