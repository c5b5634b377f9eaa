/** Text that is being written, kept in this browser until it is sent. */

const PREFIX = 'ra-draft-';

/** Empty when there is none, or when storage is blocked: the draft then lives as long as the page. */
export function readDraft(key: string): string {
  try {
    return localStorage.getItem(PREFIX + key) ?? '';
  } catch {
    return '';
  }
}

export function writeDraft(key: string, text: string): void {
  try {
    if (text) localStorage.setItem(PREFIX + key, text);
    else localStorage.removeItem(PREFIX + key);
  } catch {
    // See above.
  }
}

/** Drafts belong to the person who wrote them. */
export function forgetDrafts(): void {
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
  } catch {
    // Nothing could be kept either.
  }
}
