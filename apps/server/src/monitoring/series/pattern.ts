import { AppError } from '../../platform/errors.ts';

/*
 * Patterns of label matchers match the whole value, as in Prometheus: literals, `.`, `[a-z]`, `\d \w \s`, groups,
 * `|`, `* + ?`. All ways through the pattern are followed at once (Thompson, "Regular Expression Search Algorithm",
 * CACM 1968), so the time is the product of both lengths whatever a stranger writes: nothing backtracks.
 */

const MOST_STEPS = 400;
const CLASSES: Readonly<Record<string, string>> = { d: '0-9', w: 'A-Za-z0-9_', s: ' \t-\r' };

type Accepts = (code: number) => boolean;
interface Step {
  accepts: Accepts | undefined;
  next: Step[];
}
/** A piece of the automaton: where it begins, and the steps whose ends are still open. */
interface Piece {
  first: Step;
  open: Step;
}

const refused = (): AppError => new AppError('RA_SERIES_SELECTOR');

/** @throws AppError RA_SERIES_SELECTOR for what is not in the syntax, or too long */
export function compilePattern(source: string): (text: string) => boolean {
  let at = 0;
  let steps = 0;
  const step = (accepts?: Accepts): Step => {
    if (++steps > MOST_STEPS) throw refused();
    return { accepts, next: [] };
  };
  const single = (accepts: Accepts): Piece => {
    const open = step();
    const first = step(accepts);
    first.next.push(open);
    return { first, open };
  };
  const choice = (depth: number): Piece => {
    if (depth > 20) throw refused();
    const first = step();
    const open = step();
    for (;;) {
      const branch = sequence(depth);
      first.next.push(branch.first);
      branch.open.next.push(open);
      if (source[at] !== '|') return { first, open };
      at++;
    }
  };
  const sequence = (depth: number): Piece => {
    const first = step();
    let open = first;
    while (at < source.length && source[at] !== '|' && source[at] !== ')') {
      const piece = repeated(atom(depth));
      open.next.push(piece.first);
      open = piece.open;
    }
    return { first, open };
  };
  const repeated = (piece: Piece): Piece => {
    const sign = source[at];
    if (sign !== '*' && sign !== '+' && sign !== '?') return piece;
    at++;
    const first = step();
    const open = step();
    first.next.push(piece.first);
    piece.open.next.push(open);
    if (sign !== '+') first.next.push(open);
    if (sign !== '?') open.next.push(piece.first);
    return { first, open };
  };
  const atom = (depth: number): Piece => {
    const char = source[at++]!;
    if (char === '(') {
      if (source.startsWith('?:', at)) at += 2;
      const piece = choice(depth + 1);
      if (source[at++] !== ')') throw refused();
      return piece;
    }
    if (char === '.') return single((code) => code !== 10);
    if (char === '[') return single(bracket());
    if (char === '\\') return single(escaped());
    if ('*+?{}^$]'.includes(char)) throw refused();
    const wanted = char.charCodeAt(0);
    return single((code) => code === wanted);
  };
  const escaped = (): Accepts => {
    const char = source[at++];
    if (char === undefined) throw refused();
    const set = CLASSES[char.toLowerCase()];
    if (set !== undefined) {
      const inside = ranges(set);
      return char === char.toLowerCase() ? inside : (code) => !inside(code);
    }
    if (/[A-Za-z0-9]/.test(char)) throw refused();
    const wanted = char.charCodeAt(0);
    return (code) => code === wanted;
  };
  const bracket = (): Accepts => {
    const end = source.indexOf(']', at + 1);
    if (end < 0) throw refused();
    const inverted = source[at] === '^';
    const inside = source.slice(inverted ? at + 1 : at, end);
    if (inside === '' || inside.includes('\\') || inside.includes('[')) throw refused();
    at = end + 1;
    const test = ranges(inside);
    return inverted ? (code) => !test(code) : test;
  };

  if (source.length > MOST_STEPS) throw refused();
  const whole = choice(0);
  if (at < source.length) throw refused();
  return (text) => run(whole, text);
}

function ranges(members: string): Accepts {
  const list: [number, number][] = [];
  for (let i = 0; i < members.length; i++) {
    const from = members.charCodeAt(i);
    if (members[i + 1] === '-' && i + 2 < members.length) {
      const to = members.charCodeAt(i + 2);
      if (to < from) throw refused();
      list.push([from, to]);
      i += 2;
    } else list.push([from, from]);
  }
  return (code) => list.some(([from, to]) => code >= from && code <= to);
}

function run({ first, open }: Piece, text: string): boolean {
  let current = reach([first]);
  for (let i = 0; i < text.length && current.size > 0; i++) {
    const code = text.charCodeAt(i);
    const next: Step[] = [];
    for (const step of current) if (step.accepts?.(code)) next.push(...step.next);
    current = reach(next);
  }
  return current.has(open);
}

/** Everything that can be reached without reading a character. */
function reach(from: Step[]): Set<Step> {
  const reached = new Set<Step>();
  const waiting = from;
  for (let step = waiting.pop(); step; step = waiting.pop()) {
    if (reached.has(step)) continue;
    reached.add(step);
    if (!step.accepts) waiting.push(...step.next);
  }
  return reached;
}
