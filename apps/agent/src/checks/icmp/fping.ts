/**
 * Output of `fping -q -C COUNT`: one line a target, `192.0.2.1 : 0.31 - 0.28`, a dash for an echo that was lost.
 *
 * @returns round trips in ms by target; lost ones are undefined
 */
export function parseFping(text: string): Map<string, (number | undefined)[]> {
  const found = new Map<string, (number | undefined)[]>();
  for (const line of text.split('\n')) {
    const [, target, times] =
      /^(\S+)\s+: ((?:-|\d+(?:\.\d+)?)(?: (?:-|\d+(?:\.\d+)?))*)\s*$/.exec(line) ?? [];
    if (target === undefined || times === undefined) continue;
    found.set(
      target,
      times.split(' ').map((time) => (time === '-' ? undefined : Number(time))),
    );
  }
  return found;
}
