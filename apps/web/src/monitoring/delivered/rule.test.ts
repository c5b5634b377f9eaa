import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ruleOf } from './rule.ts';

describe('the rule that the form for delivered values describes', () => {
  it('has the limits that were given, and calls silence only when it is wanted', () => {
    const values = {
      direction: 'below',
      warning: '',
      critical: 3,
      forMinutes: 1.5,
      silentMinutes: 0,
    } as const;
    assert.deepEqual(ruleOf(values), {
      condition: {
        kind: 'value',
        direction: 'below',
        levels: [{ severity: 'critical', threshold: 3, recovery: 3 }],
      },
      forMs: 90_000,
      recoverForMs: 0,
    });
    const both = ruleOf({ ...values, direction: 'above', warning: 0, silentMinutes: 10 });
    assert.deepEqual(
      both.condition.kind === 'value' && both.condition.levels.map(({ severity }) => severity),
      ['warning', 'critical'],
    );
    assert.deepEqual(both.noData, { afterMs: 600_000, severity: 'warning' });
  });
});
