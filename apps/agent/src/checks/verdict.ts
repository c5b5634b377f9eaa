import { type CheckOutcome, type ValueLimits, valueName } from '@rettungsanker/protocol';
import { CHECK_CODES, type CheckCode, CheckError } from './codes.ts';

const SEVERITY = { ok: 0, unknown: 1, warning: 2, failed: 3 } as const;
type Status = CheckOutcome['status'];

/** Numbers in one outcome; a switch with 200 ports has 1,200. */
const MOST_VALUES = 1500;
/** Problems that are told one by one. */
const MOST_TOLD = 5;

/**
 * Collects the numbers and problems of a check that looks at several things, and sums them up: the worst problem
 * gives status and code, the message names the first few.
 */
export class Verdict {
  readonly #values: Record<string, number> = {};
  #size = 0;
  readonly #problems: { status: Exclude<Status, 'ok'>; code: CheckCode; text: string }[] = [];

  /** Keeps a number as a series; one that is not finite says nothing and is left out. */
  value(metric: string, value: number | undefined, instance = ''): void {
    if (value === undefined || !Number.isFinite(value) || this.#size >= MOST_VALUES) return;
    this.#values[valueName(metric, instance)] = Math.round(value * 1e6) / 1e6;
    this.#size++;
  }

  problem(code: CheckCode, text: string, status: Exclude<Status, 'ok'> = CHECK_CODES[code].status): void {
    this.#problems.push({ status, code, text });
  }

  /** A problem where the value lies beyond its limits. `label` and `unit` make its text: "disk1 is at 93 %". */
  limit(value: number, limits: ValueLimits, label: string, unit = ''): void {
    const status = judgeLimits(value, limits);
    if (status === 'ok') return;
    const shown = `${Math.round(value * 100) / 100}${unit === '' ? '' : ` ${unit}`}`;
    this.problem('RA_CHECK_LIMIT', `${label} is ${shown}`, status);
  }

  get worst(): Status {
    return this.#problems.reduce<Status>(
      (worst, { status }) => (SEVERITY[status] > SEVERITY[worst] ? status : worst),
      'ok',
    );
  }

  /** @param good the message when there is no problem */
  outcome(good: string): CheckOutcome {
    const status = this.worst;
    const values = this.#values;
    if (status === 'ok') return { status, message: good.slice(0, 1000), values };
    const told = [...this.#problems].sort((a, b) => SEVERITY[b.status] - SEVERITY[a.status]);
    const rest = told.length > MOST_TOLD ? ` (and ${told.length - MOST_TOLD} more)` : '';
    const message = told
      .slice(0, MOST_TOLD)
      .map(({ text }) => text)
      .join('; ');
    return { status, code: told[0]!.code, message: `${message.slice(0, 980)}${rest}`, values };
  }
}

export function judgeLimits(value: number, limits: ValueLimits): 'ok' | 'warning' | 'failed' {
  const { warnAbove, criticalAbove, warnBelow, criticalBelow } = limits;
  if (criticalAbove !== undefined && value > criticalAbove) return 'failed';
  if (criticalBelow !== undefined && value < criticalBelow) return 'failed';
  if (warnAbove !== undefined && value > warnAbove) return 'warning';
  if (warnBelow !== undefined && value < warnBelow) return 'warning';
  return 'ok';
}

/** Text from a device or a log for a message: one line, no control characters, not endless. */
export function shown(text: string, length = 200): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

/**
 * What a program said in JSON. Fields that the schema does not name are passed over.
 *
 * @throws CheckError RA_CHECK_LOCAL when it is not what the program promises
 */
export function parseJson<T>(
  schema: { safeParse(value: unknown): { success: true; data: T } | { success: false } },
  text: string,
  program: string,
): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new CheckError('RA_CHECK_LOCAL', `${program} did not answer in JSON`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new CheckError('RA_CHECK_LOCAL', `${program} answered in an unknown form`);
  return parsed.data;
}
