import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ChartSeries, gaps, summarise, thinned, toColumns } from './data.ts';

const at = (...times: number[]): ChartSeries['points'] =>
  times.map((time) => [time, time - 1, time, time + 1]);

describe('columns of a chart', () => {
  it('breaks the line where nothing was measured', () => {
    const columns = toColumns([{ label: 'a', points: at(0, 10, 20, 100, 110) }]);
    assert.deepEqual(columns[0], [0, 10, 20, 60, 100, 110]);
    assert.deepEqual(columns[1], [0, 10, 20, null, 100, 110]);
    assert.deepEqual(columns[2]?.[0], -1);
    assert.deepEqual(gaps(columns, 0, 110), [[20, 100]]);
  });
  it('puts series with different times on one axis', () => {
    const columns = toColumns([
      { label: 'a', points: at(0, 10, 20) },
      { label: 'b', points: at(10, 20, 30) },
    ]);
    assert.deepEqual(columns[0], [0, 10, 20, 30]);
    assert.deepEqual(columns[1], [0, 10, 20, null]);
    assert.deepEqual(columns[4], [null, 10, 20, 30]);
  });
  it('calls missing edges and an empty range unknown', () => {
    const columns = toColumns([{ label: 'a', points: at(50, 60, 70) }]);
    assert.deepEqual(gaps(columns, 0, 200), [
      [0, 50],
      [70, 200],
    ]);
    assert.deepEqual(gaps(toColumns([]), 0, 200), [[0, 200]]);
  });
});

describe('figures of a chart', () => {
  it('sums up a series', () => {
    assert.deepEqual(summarise({ label: 'a', points: at(5, 9, 7) }), { last: 7, min: 4, max: 10 });
    assert.equal(summarise({ label: 'a', points: [] }), undefined);
  });
  it('keeps the extremes when rows are merged', () => {
    assert.deepEqual(thinned(at(1, 2, 3, 4, 5), 3), [
      [1, 0, 1.5, 3],
      [3, 2, 3.5, 5],
      [5, 4, 5, 6],
    ]);
    assert.equal(thinned(at(1, 2), 5).length, 2);
  });
});
