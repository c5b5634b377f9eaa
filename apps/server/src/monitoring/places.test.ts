import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { agreed, placesOf, type Sight } from './places.ts';

const sight = (status: Sight['status'], at = 1000): Sight => ({
  at,
  status,
  message: `says ${status}`,
  code: status === 'failed' ? 'RA_CHECK_TIMEOUT' : null,
  values: {},
});
const sights = fc.record({
  at: fc.integer({ min: 0, max: 1e9 }),
  status: fc.constantFrom('ok' as const, 'warning' as const, 'failed' as const, 'unknown' as const),
  message: fc.string(),
  code: fc.constant(null),
  values: fc.constant({}),
});

describe('a check at two places', () => {
  it('has failed only when both say so', () => {
    assert.equal(agreed(sight('failed'), sight('failed'), 1000).status, 'failed');
    const one = agreed(sight('failed'), sight('ok'), 1000);
    assert.deepEqual([one.status, one.code, one.message], ['warning', 'RA_CHECK_ONE_PLACE', 'says failed']);
    assert.equal(agreed(sight('ok'), sight('failed'), 1000).code, 'RA_CHECK_ONE_PLACE');
    assert.deepEqual(agreed(sight('ok'), sight('ok'), 1000), sight('ok', 1001));
    assert.deepEqual(agreed(sight('ok', 5000), sight('ok'), 1000), sight('ok', 5000));
  });

  it('is decided by one when the other is silent or blind', () => {
    assert.equal(agreed(sight('failed'), undefined, 1000).status, 'failed');
    assert.equal(agreed(sight('failed'), sight('unknown'), 1000).status, 'failed');
    assert.equal(agreed(sight('unknown'), sight('failed'), 1000).status, 'failed');
    assert.equal(agreed(sight('failed', 33_001), sight('ok', 0), 1000).status, 'failed');
    assert.equal(agreed(sight('failed', 33_000), sight('ok', 0), 1000).status, 'warning');
  });

  it('warns when one of them warns', () => {
    assert.equal(agreed(sight('ok'), sight('warning'), 1000).status, 'warning');
    assert.equal(agreed(sight('warning'), sight('ok'), 1000).code, null);
  });

  it('lets a late delivery keep its own time', () => {
    assert.deepEqual(agreed(sight('failed', 0), sight('ok', 3_600_000), 1000), sight('failed', 0));
  });

  it('is newer than what the other brought, and never fails against a fresh good one', () => {
    fc.assert(
      fc.property(sights, sights, fc.integer({ min: 1000, max: 86_400_000 }), (mine, other, intervalMs) => {
        const verdict = agreed(mine, other, intervalMs);
        assert.ok(verdict.at >= mine.at);
        if (verdict.at !== mine.at) assert.equal(verdict.at, other.at + 1);
        if (verdict.status === 'failed')
          assert.ok(
            other.status === 'failed' ||
              other.status === 'unknown' ||
              Math.abs(mine.at - other.at) > 3 * intervalMs,
          );
        if (mine.status === 'ok') assert.notEqual(verdict.status, 'failed');
      }),
    );
  });

  it('knows who executes it', () => {
    const own = {
      assetId: 'a',
      runsOn: 'agent' as const,
      probeId: null,
      secondRunsOn: null,
      secondProbeId: null,
    };
    assert.deepEqual(placesOf(own), ['a']);
    assert.deepEqual(placesOf({ ...own, probeId: 'p' }), ['p']);
    assert.deepEqual(placesOf({ ...own, runsOn: 'server', secondRunsOn: 'agent' }), ['server', 'a']);
    assert.deepEqual(placesOf({ ...own, secondRunsOn: 'agent', secondProbeId: 'q' }), ['a', 'q']);
    assert.deepEqual(placesOf({ ...own, runsOn: 'samples' }), []);
  });
});
