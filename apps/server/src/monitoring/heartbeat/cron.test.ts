import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nextTime, parseCron } from './cron.ts';
import { dueAfter } from './due.ts';
import { heartbeatConfig } from './settings.ts';

const next = (expression: string, after: string, zone = 'UTC') =>
  new Date(nextTime(parseCron(expression)!, Date.parse(after), zone)).toISOString();

test('the next time of an expression', () => {
  assert.equal(next('0 3 * * *', '2026-11-23T02:59:59Z'), '2026-11-23T03:00:00.000Z');
  assert.equal(next('0 3 * * *', '2026-11-23T03:00:00Z'), '2026-11-24T03:00:00.000Z');
  assert.equal(next('*/15 8-17 * * mon-fri', '2026-11-20T17:45:00Z'), '2026-11-23T08:00:00.000Z');
  assert.equal(
    next('30 4 1,15 * 5', '2026-11-23T00:00:00Z'),
    '2026-11-27T04:30:00.000Z',
    'day or day of the week',
  );
  assert.equal(next('0 0 29 feb *', '2026-11-23T00:00:00Z'), '2028-02-29T00:00:00.000Z');
  assert.equal(next('5/20 0 * * 7', '2026-11-23T00:00:00Z'), '2026-11-29T00:05:00.000Z');
});

test('clocks that jump: an hour that is skipped, and one that comes twice', () => {
  assert.equal(next('30 2 * * *', '2026-03-28T12:00:00Z', 'Europe/Berlin'), '2026-03-29T01:00:00.000Z');
  assert.equal(next('30 2 * * *', '2026-10-24T12:00:00Z', 'Europe/Berlin'), '2026-10-25T00:30:00.000Z');
  assert.equal(next('30 2 * * *', '2026-10-25T00:30:00Z', 'Europe/Berlin'), '2026-10-26T01:30:00.000Z');
});

test('the next time is later, and never more than once asked for the same', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2_000_000_000 }),
      fc.constantFrom('*/7 * * * *', '0 2,3 * * *', '59 23 31 * *'),
      (seconds, text) => {
        const cron = parseCron(text)!;
        const first = nextTime(cron, seconds * 1000, 'Europe/Berlin');
        assert.ok(first > seconds * 1000 && nextTime(cron, first - 1, 'Europe/Berlin') === first);
      },
    ),
    { numRuns: 100 },
  );
});

test('what is no expression is refused', () => {
  for (const text of [
    '',
    '* * * *',
    '60 * * * *',
    '* * 0 * *',
    '* * 31 2 *',
    '*/0 * * * *',
    '5-1 * * * *',
    'x * * * *',
    '@daily',
    '1,,2 * * * *',
    '-1 * * * *',
  ])
    assert.equal(parseCron(text), undefined, text);
});

test('when a sign of life is missed', () => {
  const every = heartbeatConfig.parse({ periodSeconds: 3600, graceSeconds: 60, maxRunSeconds: 600 });
  assert.equal(dueAfter(every, 1_000_000, undefined), 1_000_000 + 3_660_000);
  assert.equal(dueAfter(every, 1_000_000, 2_000_000), 2_600_000, 'a job that hangs');
  const cron = heartbeatConfig.parse({
    type: 'cron',
    expression: '0 3 * * *',
    graceSeconds: 900,
    timeZone: 'UTC',
  });
  assert.equal(
    new Date(dueAfter(cron, Date.parse('2026-11-23T03:07:00Z'), undefined)).toISOString(),
    '2026-11-24T03:15:00.000Z',
  );
  for (const wrong of [
    {},
    { periodSeconds: 1 },
    { type: 'cron', expression: '* *' },
    { type: 'cron', expression: '0 3 * * *', timeZone: 'Mars/Base' },
  ])
    assert.equal(heartbeatConfig.safeParse(wrong).success, false);
});
