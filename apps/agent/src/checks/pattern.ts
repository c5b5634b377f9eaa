import { CheckError } from './codes.ts';

/**
 * Patterns that people write and that run on foreign text: log lines, syslog, traps. ECMAScript's own engine
 * backtracks; one careless pattern and one crafted line would stop the whole process (CWE-1333). This one needs a
 * step a character, whatever the two are: a deterministic automaton that is built while it is used.
 *
 * The syntax is the common part of all regular expressions: literals, `.`, `[a-z]`, `[^0-9]`, `\d \w \s \b` and
 * their opposites, `( )`, `(?: )`, `|`, `* + ? {2} {2,} {2,5}` (also lazy), `^` and `$` for the ends of the text.
 * Upper and lower case are the same. There are no back references and no look-around.
 */
export interface Pattern {
  /** Does the pattern occur in the text? */
  test(text: string): boolean;
}

/** Steps of a compiled pattern, after repetitions are written out. */
const MOST_STEPS = 3000;
/** States that are kept; when there are more, all are forgotten and built again as needed. */
const MOST_STATES = 400;
const LAST = 0xffff;

type Range = readonly [from: number, to: number];
type Node =
  | { type: 'set'; ranges: readonly Range[] }
  | { type: 'sequence' | 'choice'; parts: readonly Node[] }
  | { type: 'repeat'; part: Node; least: number; most: number }
  | { type: 'assert'; what: Assertion };
type Assertion = 'start' | 'end' | 'boundary' | 'inside';
type Step =
  | { type: 'set'; ranges: readonly Range[] }
  | { type: 'split'; to: readonly number[] }
  | { type: 'assert'; what: Assertion }
  | { type: 'match' };

const DIGIT: readonly Range[] = [[48, 57]];
const WORD: readonly Range[] = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
const SPACE: readonly Range[] = [
  [9, 13],
  [32, 32],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];
const NEWLINES: readonly Range[] = [
  [10, 10],
  [13, 13],
  [0x2028, 0x2029],
];
const ESCAPED: Readonly<Record<string, readonly Range[]>> = {
  d: DIGIT,
  D: invert(DIGIT),
  w: WORD,
  W: invert(WORD),
  s: SPACE,
  S: invert(SPACE),
  t: [[9, 9]],
  n: [[10, 10]],
  r: [[13, 13]],
  f: [[12, 12]],
  v: [[11, 11]],
};

const compiled = new Map<string, Pattern>();
/** Patterns are few and long-lived; a server that changes them all the time must not fill the memory. */
const MOST_PATTERNS = 500;

/** @throws CheckError RA_CHECK_INVALID when the pattern is not written in the syntax above, or is too large. */
export function compilePattern(source: string): Pattern {
  let pattern = compiled.get(source);
  if (pattern === undefined) {
    if (compiled.size >= MOST_PATTERNS) compiled.clear();
    pattern = new Automaton(assemble(new Parser(source).parse()));
    compiled.set(source, pattern);
  }
  return pattern;
}

function invalid(source: string, why: string): CheckError {
  return new CheckError('RA_CHECK_INVALID', `the pattern ${JSON.stringify(source)} ${why}`);
}

class Parser {
  readonly #source: string;
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
  }

  parse(): Node {
    const node = this.#choice();
    if (this.#at < this.#source.length) throw invalid(this.#source, 'has a ")" too many');
    return node;
  }

  #choice(): Node {
    const parts = [this.#sequence()];
    while (this.#take('|')) parts.push(this.#sequence());
    return parts.length === 1 ? parts[0]! : { type: 'choice', parts };
  }

  #sequence(): Node {
    const parts: Node[] = [];
    while (this.#at < this.#source.length && !this.#sees('|') && !this.#sees(')')) {
      parts.push(this.#repeated(this.#atom()));
    }
    return { type: 'sequence', parts };
  }

  #repeated(part: Node): Node {
    const [text, star, least, comma, most] =
      /^(?:([*+?])|\{(\d{1,4})(,?)(\d{0,4})\})\??/.exec(this.#source.slice(this.#at)) ?? [];
    if (text === undefined) return part;
    if (part.type === 'assert') throw invalid(this.#source, 'repeats what has no length');
    this.#at += text.length;
    if (/^[*+?{]/.test(this.#source.slice(this.#at))) throw invalid(this.#source, 'repeats a repetition');
    if (star !== undefined) {
      return { type: 'repeat', part, least: star === '+' ? 1 : 0, most: star === '?' ? 1 : Infinity };
    }
    const low = Number(least);
    const high = comma === '' ? low : most === '' ? Infinity : Number(most);
    if (high < low) throw invalid(this.#source, 'has a repetition whose end comes before its beginning');
    return { type: 'repeat', part, least: low, most: high };
  }

  #atom(): Node {
    const char = this.#source[this.#at++]!;
    switch (char) {
      case '(': {
        if (this.#source.startsWith('?:', this.#at)) this.#at += 2;
        else if (this.#sees('?')) throw invalid(this.#source, 'uses look-around or named groups');
        if (++this.#depth > 50) throw invalid(this.#source, 'is nested too deeply');
        const node = this.#choice();
        this.#depth--;
        if (!this.#take(')')) throw invalid(this.#source, 'lacks a ")"');
        return node;
      }
      case '[':
        return { type: 'set', ranges: this.#bracket() };
      case '.':
        return { type: 'set', ranges: invert(NEWLINES) };
      case '^':
        return { type: 'assert', what: 'start' };
      case '$':
        return { type: 'assert', what: 'end' };
      case '*':
      case '+':
      case '?':
        throw invalid(this.#source, `has a "${char}" with nothing before it`);
      case '\\':
        if (this.#take('b')) return { type: 'assert', what: 'boundary' };
        if (this.#take('B')) return { type: 'assert', what: 'inside' };
        return { type: 'set', ranges: this.#escape() };
      default:
        return { type: 'set', ranges: anyCase([single(char)]) };
    }
  }

  #bracket(): readonly Range[] {
    const inverted = this.#take('^');
    const ranges: Range[] = [];
    while (!this.#take(']')) {
      const low = this.#member();
      if (low.length === 1 && this.#sees('-') && this.#source[this.#at + 1] !== ']') {
        this.#at++;
        const high = this.#member();
        if (high.length !== 1 || high[0]![1] < low[0]![0])
          throw invalid(this.#source, 'has a range without order');
        ranges.push([low[0]![0], high[0]![1]]);
      } else {
        ranges.push(...low);
      }
    }
    const folded = anyCase(ranges);
    return inverted ? invert(folded) : folded;
  }

  #member(): readonly Range[] {
    const char = this.#source[this.#at++];
    if (char === undefined) throw invalid(this.#source, 'lacks a "]"');
    return char === '\\' ? this.#escape() : [single(char)];
  }

  #escape(): readonly Range[] {
    const char = this.#source[this.#at++];
    if (char === undefined) throw invalid(this.#source, 'ends with a "\\"');
    const known = ESCAPED[char];
    if (known !== undefined) return known;
    if (/[A-Za-z0-9]/.test(char)) throw invalid(this.#source, `uses "\\${char}", which is unknown here`);
    return anyCase([single(char)]);
  }

  #sees(char: string): boolean {
    return this.#source[this.#at] === char;
  }

  #take(char: string): boolean {
    if (!this.#sees(char)) return false;
    this.#at++;
    return true;
  }
}

function single(char: string): Range {
  const code = char.charCodeAt(0);
  return [code, code];
}

/** Letters that have two cases lie below U+0590 as far as logs are concerned (Latin, Greek, Cyrillic). */
function anyCase(ranges: readonly Range[]): readonly Range[] {
  const more: Range[] = [...ranges];
  for (const [from, to] of ranges) {
    for (let code = from; code <= Math.min(to, 0x58f); code++) {
      const char = String.fromCharCode(code);
      for (const other of [char.toLowerCase(), char.toUpperCase()]) {
        if (other !== char && other.length === 1) more.push(single(other));
      }
    }
  }
  return more;
}

function invert(ranges: readonly Range[]): readonly Range[] {
  const result: Range[] = [];
  let next = 0;
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (from > next) result.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  if (next <= LAST) result.push([next, LAST]);
  return result;
}

/** Thompson's construction. */
function assemble(root: Node): readonly Step[] {
  const steps: Step[] = [];
  const add = (step: Step): number => {
    if (steps.length >= MOST_STEPS) throw new CheckError('RA_CHECK_INVALID', 'the pattern is too large');
    return steps.push(step) - 1;
  };
  const emit = (node: Node): void => {
    switch (node.type) {
      case 'set':
      case 'assert':
        add(node);
        return;
      case 'sequence':
        for (const part of node.parts) emit(part);
        return;
      case 'choice': {
        const ends: number[] = [];
        const fork = add({ type: 'match' });
        const starts = node.parts.map((part) => {
          const start = steps.length;
          emit(part);
          ends.push(add({ type: 'match' }));
          return start;
        });
        steps[fork] = { type: 'split', to: starts };
        for (const end of ends) steps[end] = { type: 'split', to: [steps.length] };
        return;
      }
      case 'repeat': {
        for (let count = 0; count < node.least; count++) emit(node.part);
        if (node.most === Infinity) {
          const fork = add({ type: 'match' });
          emit(node.part);
          add({ type: 'split', to: [fork] });
          steps[fork] = { type: 'split', to: [fork + 1, steps.length] };
          return;
        }
        const forks: number[] = [];
        for (let count = node.least; count < node.most; count++) {
          forks.push(add({ type: 'match' }));
          emit(node.part);
        }
        for (const fork of forks) steps[fork] = { type: 'split', to: [fork + 1, steps.length] };
      }
    }
  };
  emit(root);
  add({ type: 'match' });
  return steps;
}

type Side = 'edge' | 'word' | 'other';

interface State {
  /** Steps to go on from, before what needs no character is followed. */
  steps: readonly number[];
  /** What stands to the left. */
  left: Side;
  /** By class of the next character, the last entry for the end of the text; `null` is a match. */
  next: (State | null | undefined)[];
}

class Automaton implements Pattern {
  readonly #steps: readonly Step[];
  /** First code of each class: characters that no part of the pattern tells apart. */
  readonly #borders: readonly number[];
  /** Class of the codes below 256, which are nearly all. */
  readonly #low = new Uint16Array(256);
  #states = new Map<string, State>();

  constructor(steps: readonly Step[]) {
    this.#steps = steps;
    const borders = new Set([0]);
    const sets = steps.flatMap((step) => (step.type === 'set' ? step.ranges : []));
    for (const [from, to] of [...sets, ...WORD]) {
      borders.add(from);
      if (to < LAST) borders.add(to + 1);
    }
    this.#borders = [...borders].sort((a, b) => a - b);
    for (let code = 0; code < 256; code++) this.#low[code] = this.#search(code);
  }

  test(text: string): boolean {
    const ending = this.#borders.length;
    let state = this.#state([0], 'edge');
    for (let at = 0; at <= text.length; at++) {
      const code = text.charCodeAt(at);
      const kind = at === text.length ? ending : code < 256 ? this.#low[code]! : this.#search(code);
      let next = state.next[kind];
      if (next === undefined) {
        next = this.#advance(state, kind === ending ? undefined : this.#borders[kind]!);
        state.next[kind] = next;
      }
      if (next === null) return true;
      state = next;
    }
    return false;
  }

  #search(code: number): number {
    let low = 0;
    let high = this.#borders.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#borders[middle]! <= code) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #state(steps: readonly number[], left: Side): State {
    const key = `${left}:${steps.join()}`;
    let state = this.#states.get(key);
    if (state === undefined) {
      if (this.#states.size >= MOST_STATES) this.#states = new Map();
      state = { steps, left, next: [] };
      this.#states.set(key, state);
    }
    return state;
  }

  /** @returns null when the pattern has matched before this character. */
  #advance(state: State, code: number | undefined): State | null {
    const right: Side = code === undefined ? 'edge' : inRanges(WORD, code) ? 'word' : 'other';
    const atBoundary = (state.left === 'word') !== (right === 'word');
    const holds: Record<Assertion, boolean> = {
      start: state.left === 'edge',
      end: right === 'edge',
      boundary: atBoundary,
      inside: !atBoundary,
    };
    const seen = new Set<number>();
    const open = [...state.steps];
    // The pattern may begin anywhere.
    const after = new Set<number>([0]);
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      const step = this.#steps[at]!;
      if (step.type === 'match') return null;
      if (step.type === 'split') open.push(...step.to);
      else if (step.type === 'assert') {
        if (holds[step.what]) open.push(at + 1);
      } else if (code !== undefined && inRanges(step.ranges, code)) after.add(at + 1);
    }
    return this.#state(
      [...after].sort((a, b) => a - b),
      right,
    );
  }
}

function inRanges(ranges: readonly Range[], code: number): boolean {
  return ranges.some(([from, to]) => code >= from && code <= to);
}
