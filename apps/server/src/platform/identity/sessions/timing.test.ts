import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setUp, startWorld } from '../testing/world.ts';

test('ASVS 6.3.8: an unknown account takes as long as a known one', async (t) => {
  const world = await startWorld({ fullPasswordCost: true });
  t.after(() => world.close());
  const owner = await setUp(world);
  await world.join(owner, world.providerId, 'timed@anker.example', 'technician');
  const median = async (email: () => string): Promise<number> => {
    const times: number[] = [];
    for (let i = 0; i < 5; i++) {
      const browser = world.browser();
      const start = performance.now();
      assert.equal(
        (await browser.post('/session/sign-in', { email: email(), password: 'wrong password!' })).body.error
          .code,
        'RA_SIGN_IN_FAILED',
      );
      times.push(performance.now() - start);
      // Past the pause that failures cause.
      world.clock.advance(1000);
    }
    return times.sort((a, b) => a - b)[2]!;
  };
  let unknown = 0;
  const [known, stranger] = [
    await median(() => 'timed@anker.example'),
    await median(() => `stranger${unknown++}@anker.example`),
  ];
  // Hashing dominates both; without it one of them would take a tenth.
  assert.ok(stranger > known * 0.5 && known > stranger * 0.5, `known ${known} ms, unknown ${stranger} ms`);
});
