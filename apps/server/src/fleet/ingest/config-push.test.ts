import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ConfigPush } from './config-push.ts';

describe('telling agents of changes', () => {
  it('tells whom it concerns, and what comes meanwhile together', async () => {
    const told: string[] = [];
    let go = (): void => {};
    const push = new ConfigPush(async (clientId, wanted) => {
      told.push(`${clientId} ${['a', 'b', 'c'].filter(wanted).join('')}`);
      await new Promise<void>((resolve) => {
        go = resolve;
      });
    });
    const on = (kind: string, objectId: string, clientId = 'one') => push.on({ clientId, kind, objectId });
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    on('check.changed', 'a');
    on('check.changed', 'b');
    on('asset.updated', 'c');
    on('check.changed', 'b');
    on('alert.raised', 'a');
    assert.deepEqual(told, ['one a']);
    go();
    await turn();
    assert.deepEqual(told, ['one a', 'one bc']);
    on('check.changed', 'a');
    on('site.changed', 'site');
    on('check.changed', 'b');
    go();
    await turn();
    assert.deepEqual(told.slice(2), ['one abc']);
    // One client's slow agents hold up nobody else's.
    on('check.changed', 'c', 'two');
    assert.deepEqual(told.slice(3), ['two c']);
  });
});
