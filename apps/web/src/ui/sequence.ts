/** Keys pressed one after the other: `g t`. Pure; the time of each key is passed in. */

/** Longest pause inside a sequence. */
const PAUSE_MS = 1_200;

/**
 * @param known all sequences that mean something now
 * @returns a function that takes one key and says which sequence it completed
 */
export function createSequence(
  known: () => Iterable<string>,
): (key: string, at: number) => string | undefined {
  let typed: string[] = [];
  let last = 0;
  return (key, at) => {
    if (at - last > PAUSE_MS) typed = [];
    last = at;
    const sequences = [...known()];
    // A key that does not continue may still begin: after `g`, an unexpected `/` is a search.
    for (const attempt of [[...typed, key], [key]]) {
      const text = attempt.join(' ');
      if (sequences.includes(text)) {
        typed = [];
        return text;
      }
      if (sequences.some((sequence) => sequence.startsWith(`${text} `))) {
        typed = attempt;
        return undefined;
      }
    }
    typed = [];
    return undefined;
  };
}
