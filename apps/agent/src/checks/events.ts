import type { CheckOutcome, EventRule } from '@rettungsanker/protocol';
import { compilePattern, type Pattern } from './pattern.ts';
import { shown, Verdict } from './verdict.ts';

/** A window is counted in that many parts: an event is forgotten up to a twentieth of the window late. */
const PARTS = 20;
/** What is kept of a text; the rest of a longer one is not looked at either. */
const TEXT_LENGTH = 4000;

/** Counts what happened within the last `spanMs`, in constant memory. */
export class SlidingCount {
  readonly #spanMs: number;
  #parts: [start: number, count: number][] = [];

  constructor(spanMs: number) {
    this.#spanMs = spanMs;
  }

  /** @param now Unix ms; a clock that was set back adds to the newest part */
  add(count: number, now: number): void {
    const last = this.#parts.at(-1);
    if (last !== undefined && now < last[0] + this.#spanMs / PARTS) last[1] += count;
    else this.#parts.push([now, count]);
  }

  total(now: number): number {
    this.#parts = this.#parts.filter(([start]) => start > now - this.#spanMs && start <= now + this.#spanMs);
    return this.#parts.reduce((sum, [, count]) => sum + count, 0);
  }

  toJSON(): unknown {
    return this.#parts;
  }

  /** Takes up what `toJSON` gave; anything else counts as nothing. */
  restore(saved: unknown): void {
    if (!Array.isArray(saved)) return;
    this.#parts = saved
      .filter((part): part is [number, number] => Array.isArray(part) && part.every(Number.isFinite))
      .slice(-PARTS - 1);
  }
}

interface Watched {
  rule: EventRule;
  pattern: Pattern;
  matches: SlidingCount;
  last: string;
}

/** Rules over a stream of texts: a rule is broken while enough of its matches are younger than the quiet time. */
export class EventWatch {
  readonly #watched: Watched[];
  #seen = 0;

  /** @throws CheckError RA_CHECK_INVALID for a pattern that is not understood */
  constructor(rules: readonly EventRule[], quietMinutes: number) {
    this.#watched = rules.map((rule) => ({
      rule,
      pattern: compilePattern(rule.pattern),
      matches: new SlidingCount(quietMinutes * 60_000),
      last: '',
    }));
  }

  /** @param now Unix ms */
  feed(text: string, now: number): void {
    this.#seen++;
    const looked = text.length > TEXT_LENGTH ? text.slice(0, TEXT_LENGTH) : text;
    for (const watched of this.#watched) {
      if (!watched.pattern.test(looked)) continue;
      watched.matches.add(1, now);
      watched.last = shown(looked);
    }
  }

  /** @param good what to say when no rule is broken; the number of texts since the last call goes into `seen` */
  outcome(now: number, good: string): CheckOutcome {
    const verdict = new Verdict();
    verdict.value('seen', this.#seen);
    this.#seen = 0;
    for (const { rule, matches, last } of this.#watched) {
      const count = matches.total(now);
      verdict.value('matches', count, rule.name);
      if (count < rule.atLeast) continue;
      verdict.problem('RA_CHECK_MATCH', `${rule.name}: ${count} times, last "${last}"`, rule.severity);
    }
    return verdict.outcome(good);
  }

  /** What a restart must not forget. */
  save(): unknown {
    return this.#watched.map(({ matches, last }) => ({ matches: matches.toJSON(), last }));
  }

  restore(saved: unknown): void {
    if (!Array.isArray(saved)) return;
    for (const [index, watched] of this.#watched.entries()) {
      const entry = saved[index] as { matches?: unknown; last?: unknown } | undefined;
      watched.matches.restore(entry?.matches);
      if (typeof entry?.last === 'string') watched.last = entry.last;
    }
  }
}
