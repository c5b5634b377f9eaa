import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { NoRoom, Room, readBody, SlowBody } from './body.ts';

test('a body that comes byte by byte is cut off by the clock', async () => {
  const stream = new PassThrough();
  const timer = setInterval(() => stream.write('x'), 5);
  const room = new Room(1000);
  await assert.rejects(readBody(stream, { body: 1000, bodyMs: 60 }, room), SlowBody);
  clearInterval(timer);
  room.take(1000);
});

test('bodies share the room that there is, and give it back', async () => {
  const room = new Room(10);
  const first = new PassThrough();
  first.end('12345678');
  assert.equal((await readBody(first, { body: 100, bodyMs: 1000 }, room)).toString(), '12345678');
  const second = new PassThrough();
  second.end('123');
  await assert.rejects(readBody(second, { body: 100, bodyMs: 1000 }, room), NoRoom);
  room.giveBack(8);
  room.take(10);
});
