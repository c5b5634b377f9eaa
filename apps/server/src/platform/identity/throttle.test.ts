import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AppError } from '../errors.ts';
import { startWorld, type World } from './testing/world.ts';
import {
  createThrottle,
  type Guess,
  network,
  onAccount,
  onAddress,
  onSecondFactor,
  type Throttle,
} from './throttle.ts';

let world: World;
let throttle: Throttle;
before(async () => {
  world = await startWorld();
  throttle = createThrottle(world.database.db, world.clock);
});
after(() => world.close());

/** Seconds to wait; 0 when the attempt was let through (and stays counted as failed). */
async function tryOnce(...guesses: Guess[]): Promise<number> {
  try {
    await throttle.begin(...guesses);
    return 0;
  } catch (error) {
    assert.ok(error instanceof AppError && error.code === 'RA_SIGN_IN_LOCKED');
    return Number(error.details?.retryAfterSeconds);
  }
}

test('ASVS 6.3.1: after five failures every further one doubles the pause, up to a quarter of an hour', async () => {
  const account = onAccount('doubling@example.org');
  for (let i = 0; i < 5; i++) assert.equal(await tryOnce(account), 0);
  const pauses: number[] = [];
  for (let i = 0; i < 8; i++) {
    const wait = await tryOnce(account);
    pauses.push(wait);
    world.clock.advance(wait);
    assert.equal(await tryOnce(account), 0);
  }
  assert.deepEqual(pauses, [30, 60, 120, 240, 480, 900, 900, 900]);
});

test('ASVS 6.3.1: guesses at the same time do not all slip through', async () => {
  const account = onAccount('parallel@example.org');
  const waits = await Promise.all(Array.from({ length: 40 }, () => tryOnce(account)));
  assert.equal(waits.filter((wait) => wait === 0).length, 5);
});

test('an account is slowed down whatever address the guesses come from, and capitals do not matter', async () => {
  for (let i = 0; i < 5; i++)
    assert.equal(await tryOnce(onAccount('Spread@Example.org'), onAddress(`203.0.113.${i}`)), 0);
  assert.equal(await tryOnce(onAccount('spread@example.org'), onAddress('203.0.113.99')), 30);
  assert.equal(await tryOnce(onAccount('other@example.org'), onAddress('203.0.113.99')), 0);
});

test('an address is slowed down across accounts', async () => {
  const address = onAddress('203.0.113.200');
  for (let i = 0; i < 30; i++) assert.equal(await tryOnce(onAccount(`user${i}@example.org`), address), 0);
  assert.equal(await tryOnce(onAccount('fresh@example.org'), address), 60);
});

test('a refused attempt counts for nothing it was refused for', async () => {
  const locked = onAccount('locked@example.org');
  for (let i = 0; i < 5; i++) await tryOnce(locked);
  const address = onAddress('203.0.113.201');
  for (let i = 0; i < 50; i++) assert.equal(await tryOnce(locked, address), 30);
  assert.equal(await tryOnce(onAccount('neighbour@example.org'), address), 0);
});

test('success forgets the failures of the account, never those of the address', async () => {
  const account = onAccount('typo@example.org');
  const address = onAddress('203.0.113.202');
  for (let i = 0; i < 4; i++) await tryOnce(account, address);
  await (await throttle.begin(account, address)).succeeded();
  for (let i = 0; i < 4; i++) assert.equal(await tryOnce(account), 0);
  const { rows } = await world.database.owner.query(
    'select count(*)::int as n from sign_in_attempt where key = $1',
    [address.key],
  );
  assert.equal(rows[0].n, 4);
});

test('what was withdrawn was never tried', async () => {
  const account = onAccount('busy@example.org');
  for (let i = 0; i < 20; i++) await (await throttle.begin(account)).withdrawn();
  assert.equal(await tryOnce(account), 0);
});

test('ASVS 6.6.3: codes of a second factor have a brake of their own', async () => {
  const factor = onSecondFactor('5f0c0f3e-8f1c-4b7e-9d55-0a4c1f4d2b11');
  for (let i = 0; i < 5; i++) assert.equal(await tryOnce(factor), 0);
  assert.equal(await tryOnce(factor), 30);
});

test('failures are forgotten after a day, and cleaned up', async () => {
  const account = onAccount('yesterday@example.org');
  for (let i = 0; i < 5; i++) await tryOnce(account);
  world.clock.advance(86_401);
  assert.equal(await tryOnce(account), 0);
  await throttle.cleanUp();
  const { rows } = await world.database.owner.query('select count(*)::int as n from sign_in_attempt');
  assert.equal(rows[0].n, 1);
});

test('addresses of one IPv6 network count as one, IPv4 in IPv6 as IPv4', () => {
  assert.equal(network('2001:db8:1:2::1'), network('2001:db8:1:2:ffff::7'));
  assert.notEqual(network('2001:db8:1:2::1'), network('2001:db8:1:3::1'));
  assert.equal(network('::ffff:192.0.2.1'), '192.0.2.1');
  assert.equal(network('not an address'), 'unknown');
});
