import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hoursProblems, NIGHTS, savedLayers, withTimes } from './hours.ts';
import type { Layer } from './queries.ts';

const layer = (windows?: Layer['windows']): Layer => ({
  name: 'night',
  people: ['p'],
  startsAt: '2026-12-01T09:00',
  rotation: { every: 1, unit: 'week' },
  ...(windows ? { windows } : {}),
});

describe('hours of a layer', () => {
  it('says at which field something is missing', () => {
    const empty = { recurrence: { kind: 'weekly' as const, weekdays: [] }, from: '', until: '08:00' };
    assert.deepEqual(hoursProblems([layer(), layer([NIGHTS, empty])], 'needed'), {
      'layers.1.windows.1.weekdays': 'needed',
      'layers.1.windows.1.from': 'needed',
    });
  });

  it('a layer whose hours were taken away counts always', () => {
    assert.deepEqual(savedLayers([layer([])]), [layer()]);
    assert.deepEqual(savedLayers([layer([NIGHTS])]), [layer([NIGHTS])]);
  });

  it('other times forget for how many days the old ones were', () => {
    const long = { ...NIGHTS, untilDays: 2 };
    assert.deepEqual(withTimes(long, { until: '09:00' }), { ...NIGHTS, until: '09:00' });
  });
});
