import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createSequence } from './sequence.ts';

const press = (keys: string[], step = 100) => {
  const next = createSequence(() => ['g t', 'g a', '/', 't', '?']);
  return keys.map((key, index) => next(key, index * step));
};

it('completes sequences and single keys', () => {
  assert.deepEqual(press(['g', 't', '/']), [undefined, 'g t', '/']);
});
it('prefers the longer meaning, and forgets after a pause', () => {
  assert.deepEqual(press(['g', 't'], 5_000), [undefined, 't']);
});
it('starts again when a key does not fit', () => {
  assert.deepEqual(press(['g', '/', 'x', 'g', 'g', 'a']), [
    undefined,
    '/',
    undefined,
    undefined,
    undefined,
    'g a',
  ]);
});
