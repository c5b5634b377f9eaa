import type { CheckOutcome, HttpCheck, JsonCondition } from '@rettungsanker/protocol';
import { outcomeOf } from '../codes.ts';
import { compilePattern } from '../pattern.ts';
import type { Answer } from './exchange.ts';
import { parseJsonPath, select } from './json-path.ts';

/** A pattern takes a step a character; more text than this is not looked at. */
const PATTERN_CHARACTERS = 128 * 1024;

export function needsBody(check: HttpCheck): boolean {
  const { contains, notContains, matches, json } = check;
  return [contains, notContains, matches, json].some((condition) => condition !== undefined);
}

/**
 * Judges the conditions on head and body in the order of their cost.
 *
 * @param body decoded
 * @param values gets the first number of each JSON condition as `json_1`, `json_2` ...
 * @returns the first condition that does not hold
 */
export function failedCondition(
  check: HttpCheck,
  answer: Pick<Answer, 'headers'>,
  body: Buffer,
  values: Record<string, number>,
): CheckOutcome | undefined {
  for (const { name, equals, contains } of check.headers ?? []) {
    const value = answer.headers.get(name.toLowerCase());
    const good =
      value !== undefined &&
      (equals === undefined || value === equals) &&
      (contains === undefined || value.includes(contains));
    if (!good) return outcomeOf('RA_CHECK_HEADER', `the header ${name} is not as expected`, values);
  }
  const { contains, notContains, matches } = check;
  if (contains !== undefined && !holds(body, contains)) {
    return outcomeOf('RA_CHECK_CONTENT', 'the expected text is not in the answer', values);
  }
  if (notContains !== undefined && holds(body, notContains)) {
    return outcomeOf('RA_CHECK_CONTENT', 'a text is in the answer that must not be there', values);
  }
  if (matches !== undefined) {
    const text = textOf(body).slice(0, PATTERN_CHARACTERS);
    if (!compilePattern(matches).test(text)) {
      return outcomeOf('RA_CHECK_CONTENT', 'the pattern does not match the answer', values);
    }
  }
  return check.json && failedJson(check.json, body, values);
}

function failedJson(
  conditions: readonly JsonCondition[],
  body: Buffer,
  values: Record<string, number>,
): CheckOutcome | undefined {
  const paths = conditions.map(({ path }) => parseJsonPath(path));
  let root: unknown;
  try {
    root = JSON.parse(body.toString('utf8'));
  } catch {
    return outcomeOf('RA_CHECK_JSON', 'the body is not JSON', values);
  }
  let failed: CheckOutcome | undefined;
  conditions.forEach((condition, index) => {
    const selected = select(root, paths[index]!);
    const number = selected.find((value) => typeof value === 'number');
    if (number !== undefined) values[`json_${index + 1}`] = number;
    // At least one value, and each as it should be: `$.disks[*].state` speaks of all disks.
    if (selected.length > 0 && selected.every((value) => isGood(value, condition))) return;
    failed ??= outcomeOf('RA_CHECK_JSON', `the value at ${condition.path} is not as expected`, values);
  });
  return failed;
}

function isGood(value: unknown, { equals, minimum, maximum }: JsonCondition): boolean {
  if (equals !== undefined && value !== equals) return false;
  if (minimum === undefined && maximum === undefined) return true;
  return typeof value === 'number' && value >= (minimum ?? -Infinity) && value <= (maximum ?? Infinity);
}

/** Pages are UTF-8 or, in older devices, Latin-1; the text is looked for in both. */
function holds(body: Buffer, text: string): boolean {
  return body.includes(text, 0, 'utf8') || body.includes(text, 0, 'latin1');
}

function textOf(body: Buffer): string {
  const text = body.toString('utf8');
  return text.includes('\ufffd') ? body.toString('latin1') : text;
}
