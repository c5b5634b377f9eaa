import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { longestPauseMs } from '@rettungsanker/agent';
import { startGraceMs } from './availability.ts';

describe('the time that agents have to come back after a start', () => {
  it('covers their longest pause and the handshake, and is short after a short outage', () => {
    assert.equal(startGraceMs(10_000), 30_000);
    assert.equal(startGraceMs(3_600_000), 75_000);
    for (const outageMs of [0, 299_999, 300_000, 1e9])
      assert.ok(startGraceMs(outageMs) >= longestPauseMs(outageMs) + 10_000, String(outageMs));
  });
});
