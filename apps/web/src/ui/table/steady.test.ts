import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type SteadyRow, steady } from './steady.ts';

const list = (...ids: string[]) => ids.map((id) => ({ id, row: `${id}'` }));
const onScreen = (...ids: string[]): SteadyRow<string>[] => ids.map((id) => ({ id, row: id, gone: false }));

describe('a live list that is being read', () => {
  it('renews cells in place and lets new rows wait', () => {
    const { rows, waiting } = steady(onScreen('a', 'b'), list('new', 'b', 'a'), true);
    assert.deepEqual(rows, [
      { id: 'a', row: "a'", gone: false },
      { id: 'b', row: "b'", gone: false },
    ]);
    assert.deepEqual(waiting, { added: 1, gone: 0, moved: true });
  });
  it('keeps rows that went away at their place', () => {
    const { rows, waiting } = steady(onScreen('a', 'b', 'c'), list('a', 'c'), true);
    assert.deepEqual(
      rows.map((entry) => [entry.id, entry.gone]),
      [
        ['a', false],
        ['b', true],
        ['c', false],
      ],
    );
    assert.deepEqual(waiting, { added: 0, gone: 1, moved: false });
  });
  it('appends further pages at once', () => {
    const { rows, waiting } = steady(onScreen('a', 'b'), list('a', 'b', 'c', 'd'), true);
    assert.deepEqual(
      rows.map((entry) => entry.id),
      ['a', 'b', 'c', 'd'],
    );
    assert.deepEqual(waiting, { added: 0, gone: 0, moved: false });
  });
  it('never moves a shown row, whatever comes, and ends as the list when released', () => {
    const ids = fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { maxLength: 8 });
    fc.assert(
      fc.property(ids, fc.array(ids, { maxLength: 4 }), (first, updates) => {
        let shown = steady<string>([], list(...first), true).rows;
        for (const update of updates) {
          const before = shown.map((entry) => entry.id);
          const result = steady(shown, list(...update), true);
          assert.deepEqual(
            result.rows.slice(0, before.length).map((entry) => entry.id),
            before.length > 0 ? before : [],
          );
          const alive = result.rows.filter((entry) => !entry.gone).length;
          assert.equal(alive + result.waiting.added, update.length);
          shown = result.rows;
        }
        const last = updates.at(-1) ?? first;
        assert.deepEqual(
          steady(shown, list(...last), false).rows.map((entry) => entry.id),
          last,
        );
      }),
    );
  });
});
