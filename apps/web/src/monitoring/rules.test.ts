import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { canBeTried, type Rule, ruleFrom, valuesOf, watchesSilence } from './rules.ts';

const status: Rule = {
  condition: { kind: 'status', failed: 'critical', warning: 'warning' },
  forMs: 60_000,
  recoverForMs: 120_000,
  consecutive: 3,
  noData: { afterMs: 600_000, severity: 'critical' },
  flap: { high: 50, low: 25 },
  byImportance: true,
};

describe('a rule in its form', () => {
  it('comes back as it was when nothing is changed', () => {
    assert.deepEqual(ruleFrom(status, valuesOf(status)), status);
    const value: Rule = {
      condition: {
        kind: 'value',
        direction: 'below',
        levels: [{ severity: 'warning', threshold: 7, recovery: 10 }],
      },
      forMs: 0,
      recoverForMs: 0,
    };
    assert.deepEqual(ruleFrom(value, valuesOf(value)), value);
  });

  it('leaves out what is switched off, and switches on with sensible thresholds', () => {
    const bare = ruleFrom(status, {
      ...valuesOf(status),
      warning: '',
      consecutive: 1,
      silentMinutes: 0,
      flap: false,
      byImportance: false,
    });
    assert.deepEqual(bare, {
      condition: { kind: 'status', failed: 'critical' },
      forMs: 60_000,
      recoverForMs: 120_000,
    });
    const flap = ruleFrom(bare, { ...valuesOf(bare), flap: true }).flap!;
    assert.ok(flap.low > 0 && flap.low < flap.high && flap.high <= 100);
  });

  it('is tried only where values are kept, and calls silence only where somebody looks for it', () => {
    const rule: Rule = { ...status, condition: { kind: 'value', direction: 'above', levels: [] } };
    assert.equal(canBeTried({ kind: 'cpu', rule }), true);
    assert.equal(canBeTried({ kind: 'trend', rule }), false);
    assert.equal(canBeTried({ kind: 'http', rule: status }), false);
    const { noData: _, ...loud } = status;
    assert.equal(watchesSilence({ kind: 'http', rule: loud }), false);
    assert.equal(watchesSilence({ kind: 'series', rule: loud }), true);
  });
});
