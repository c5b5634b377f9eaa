import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { delayed, sendWaiting } from './delayed.ts';

describe('a change that can be taken back', () => {
  it('is sent after its time, once', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const sent: boolean[] = [];
    const change = delayed(async ({ keepalive }) => sent.push(keepalive), 100);
    t.mock.timers.tick(99);
    assert.deepEqual(sent, []);
    t.mock.timers.tick(1);
    await change.finished;
    sendWaiting();
    assert.deepEqual(sent, [false]);
    assert.equal(change.cancel(), false);
  });
  it('is not sent when it was taken back', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const change = delayed(() => assert.fail('sent'), 100);
    assert.equal(change.cancel(), true);
    t.mock.timers.tick(200);
    sendWaiting();
    assert.equal(await change.finished, 'cancelled');
  });
  it('is sent at once when the page goes away', async () => {
    const sent: boolean[] = [];
    const change = delayed(async ({ keepalive }) => sent.push(keepalive), 60_000);
    sendWaiting();
    await change.finished;
    assert.deepEqual(sent, [true]);
  });
  it('hands an error of the server to whoever waits', async () => {
    const change = delayed(() => Promise.reject(new Error('refused')), 0);
    await assert.rejects(change.finished, /refused/);
  });
});
