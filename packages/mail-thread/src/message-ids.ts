const MOST = 100;
const LONGEST = 998;

/**
 * The ids in In-Reply-To or References, without brackets, the nearest mail first, each once. At most 100: a thread's
 * last mails say where it belongs. Ids that clients break over lines or leave without brackets are read all the same.
 */
export function messageIds(...fields: readonly (string | undefined)[]): string[] {
  const found = new Set<string>();
  for (const field of fields) {
    if (!field) continue;
    const words = field.slice(-MOST * LONGEST).split(/[\s<>,]+/);
    for (let index = words.length - 1; index >= 0 && found.size < MOST; index--) {
      const id = words[index]!;
      const at = id.indexOf('@');
      if (at > 0 && at < id.length - 1 && id.length <= LONGEST) found.add(id);
    }
  }
  return [...found];
}
