import type { CheckOutcome, SnmpValueCheck } from '@rettungsanker/protocol';
import { CheckError } from '../codes.ts';
import type { Run } from '../environment.ts';
import { compilePattern } from '../pattern.ts';
import { shown, Verdict } from '../verdict.ts';
import { counterRate, type Reading } from './rates.ts';
import { openSession, type SnmpValue } from './session.ts';
import { numberOf, textOf } from './values.ts';

const UPTIME = '1.3.6.1.2.1.1.3.0';

/** One object. A counter has no value at its first reading. @throws CheckError */
export async function checkValue(check: SnmpValueCheck, run: Run): Promise<CheckOutcome> {
  const session = await openSession(check, run);
  const oid = check.oid.replace(/^\./, '');
  const [value, uptime] = await session.get(check.read === 'counter' ? [oid, UPTIME] : [oid]);
  if (value === undefined) throw new CheckError('RA_CHECK_MISSING', `the device has no object ${oid}`);
  const verdict = new Verdict();

  if (check.read === 'text') {
    const text = textOf(value);
    if (check.matches !== undefined && !compilePattern(check.matches).test(text)) {
      verdict.problem('RA_CHECK_CONTENT', `the value is "${shown(text)}"`);
    }
    verdict.value('value', numberOf(value));
    return verdict.outcome(`the value is "${shown(text)}"`);
  }

  const number = check.read === 'counter' ? rateOf(value, numberOf(uptime) ?? 0, run) : numberOf(value);
  if (number === undefined) {
    if (check.read === 'counter')
      return verdict.outcome('the counter was read for the first time, or begins anew');
    throw new CheckError('RA_CHECK_PROTOCOL', `the value "${shown(textOf(value))}" is no number`);
  }
  const scaled = number * check.scale;
  verdict.value('value', scaled);
  verdict.limit(scaled, check.limits, 'the value');
  return verdict.outcome(`the value is ${Math.round(scaled * 1000) / 1000}`);
}

function rateOf(value: SnmpValue, uptime: number, run: Run): number | undefined {
  const counted = typeof value === 'bigint' ? value : typeof value === 'number' ? BigInt(value) : undefined;
  if (counted === undefined) throw new CheckError('RA_CHECK_PROTOCOL', 'the object is no counter');
  const now: Reading & { uptime: number } = { at: run.now(), value: counted, uptime };
  const before = run.memory.volatile.get('reading') as typeof now | undefined;
  run.memory.volatile.set('reading', now);
  const bits = typeof value === 'bigint' ? 64 : 32;
  return counterRate(before, now, { bits, reset: before !== undefined && uptime < before.uptime });
}
