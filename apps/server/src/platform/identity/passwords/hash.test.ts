import assert from 'node:assert/strict';
import { argon2Sync } from 'node:crypto';
import test from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { systemClock } from '../../clock.ts';
import { createPasswordHasher, createQueue } from './hash.ts';

const hasher = createPasswordHasher(systemClock);

test('ASVS 11.4.2: argon2id above the minimum of OWASP, with a salt of its own each time', async () => {
  const [one, two] = await Promise.all([hasher.hash('grüne Tinte'), hasher.hash('grüne Tinte')]);
  const [, memory, passes] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$/.exec(one)!.map(Number);
  assert.ok(memory! >= 19_456 && passes! >= 2);
  assert.notEqual(one, two);
});

test('ASVS 6.2.8: a password is compared exactly as it was given', async () => {
  const hash = await hasher.hash(' Grüne Tinte ');
  const others = [' grüne Tinte ', 'Grüne Tinte', ' Grüne Tinte', ' Gru\u0308ne Tinte ', ' Grüne Tinte  '];
  assert.equal(await hasher.verify(hash, ' Grüne Tinte '), true);
  for (const other of others) assert.equal(await hasher.verify(hash, other), false, other);
});

test('a text that is no hash fits no password', async () => {
  for (const text of [
    '',
    'plain',
    '$argon2i$v=19$m=1,t=1,p=1$AA$AA',
    '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$AA',
  ])
    assert.equal(await hasher.verify(text, text), false, text);
});

test('a hash that was stored with another cost still fits', async () => {
  const cost = { memory: 1024, passes: 2, parallelism: 1, tagLength: 32 };
  const nonce = Buffer.from('sixteen bytes ok');
  const digest = argon2Sync('argon2id', { message: 'grüne Tinte', nonce, ...cost });
  const hash = `$argon2id$v=19$m=1024,t=2,p=1$${nonce.toString('base64')}$${digest.toString('base64')}`;
  assert.equal(await hasher.verify(hash, 'grüne Tinte'), true);
  assert.equal(await hasher.verify(hash, 'grüne Tinte!'), false);
});

test('ASVS 2.4.1: at most two at a time, and who would wait too long is sent away', async () => {
  const queued = createQueue(2, 3);
  const finish: (() => void)[] = [];
  let running = 0;
  let most = 0;
  const work = () =>
    queued(async () => {
      most = Math.max(most, ++running);
      await new Promise<void>((resolve) => finish.push(resolve));
      running--;
    });
  const accepted = [work(), work(), work(), work(), work()];
  await assert.rejects(work(), { code: 'RA_UNAVAILABLE' });
  while (accepted.length > 0) {
    await turn();
    finish.shift()?.();
    await accepted.shift();
  }
  assert.equal(most, 2);
  await turn();
  const after = work();
  await turn();
  finish.shift()?.();
  await after;
});
