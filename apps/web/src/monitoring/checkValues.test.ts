import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { valuesOfCheck } from './checkValues.ts';

const state = (values: Record<string, number>) => ({
  instance: '',
  status: 'ok' as const,
  lastAt: null,
  lastValue: null,
  message: '',
  code: null,
  values,
  since: '2026-12-01T00:00:00Z',
  flapping: false,
});

describe('what a check has measured', () => {
  it('is named once for all ports, the most telling first, with its unit', () => {
    const states = [state({ 'errors[eth0]': 0, 'out_bps[eth0]': 5, 'in_bps[eth0]': 4, 'in_bps[eth1]': 1 })];
    assert.deepEqual(valuesOfCheck({ states }), [
      { name: 'in_bps', unit: 'bit/s' },
      { name: 'errors', unit: '' },
      { name: 'out_bps', unit: 'bit/s' },
    ]);
    assert.deepEqual(
      valuesOfCheck({ states: [state({ dns_ms: 1, status: 200, total_ms: 9 })] }).map(({ name }) => name),
      ['total_ms', 'dns_ms', 'status'],
    );
    assert.deepEqual(valuesOfCheck({ states: [] }), []);
  });
});
