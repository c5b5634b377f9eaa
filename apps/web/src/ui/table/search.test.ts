import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  parseSearch,
  readChoices,
  readColumns,
  readSorting,
  stringifySearch,
  validateListSearch,
  writeChoices,
  writeColumns,
  writeSorting,
} from './search.ts';

describe('the address of a list', () => {
  it('can be read by a person', () => {
    const search = stringifySearch({
      q: 'web 1',
      status: writeChoices(['critical', 'warning']),
      sort: writeSorting({ id: 'since', descending: true }),
      client: undefined,
    });
    assert.equal(search, '?q=web+1&status=critical,warning&sort=-since');
    assert.equal(stringifySearch({ q: '' }), '');
  });
  it('is read as it was written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string({ minLength: 1 })), (search) => {
        assert.deepEqual({ ...parseSearch(stringifySearch(search)) }, { ...search });
      }),
    );
    const sorting = { id: 'name', descending: false };
    assert.deepEqual(readSorting({ sort: writeSorting(sorting) }), sorting);
    const columns = new Map([
      ['os', false],
      ['address', true],
    ]);
    assert.deepEqual(readColumns({ columns: writeColumns(columns) }), columns);
    assert.deepEqual(readChoices({ status: 'a,,b' }, 'status'), ['a', 'b']);
    assert.deepEqual(readChoices({ q: 'a' }, 'q'), []);
  });
  it('drops what is not text', () => {
    assert.deepEqual(validateListSearch({ q: 'x', n: 3, o: {}, e: '' }), { q: 'x' });
  });
});
