import assert from 'node:assert/strict';
import { it } from 'node:test';
import { keysTouchedBy } from '../api/keys.ts';
import { createBatch } from './batch.ts';

it('hands every key over once, and starts again afterwards', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const batches: string[][][] = [];
  const batch = createBatch<string[]>((keys) => batches.push(keys), 100);
  batch.add([['alerts'], ['situation']]);
  t.mock.timers.tick(60);
  batch.add([['situation'], ['tickets']]);
  t.mock.timers.tick(40);
  batch.add([['situation']]);
  t.mock.timers.tick(100);
  assert.deepEqual(batches, [[['alerts'], ['situation'], ['tickets']], [['situation']]]);
});

it('hands nothing over after it was stopped', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const batch = createBatch<string>(() => assert.fail('handed over'), 100);
  batch.add(['alerts']);
  batch.stop();
  t.mock.timers.tick(200);
});

it('marks what a change makes old', () => {
  const change = { kind: 'ticket.updated', clientId: 'c', objectId: 't' };
  assert.deepEqual(keysTouchedBy(change), [['tickets', 'list'], ['tickets', 'one', 't'], ['situation']]);
  assert.deepEqual(keysTouchedBy({ ...change, kind: 'something.new' }), [['situation']]);
  const samples = keysTouchedBy({ clientId: 'c', kind: 'asset.samples', objectId: 'a' });
  assert.ok(samples.every((key) => key[0] === 'assets' && key[2] === 'a'));
});
