import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setUpOwner, type TestProgram, testClient, testProgram, type Visitor } from '../../testing/index.ts';
import { DAY_MS } from './tables.ts';

describe('how long a client keeps its values', { timeout: 60_000 }, () => {
  let program: TestProgram;
  let owner: Visitor;
  let clientId: string;

  before(async () => {
    program = await testProgram({ flags: { roles: 'api' } });
    owner = await setUpOwner(program);
    clientId = (await testClient(program, 'Kurz', 'KUR')).clientId;
  });
  after(() => program.close());

  const samples = async (): Promise<number> => {
    const now = Date.now();
    const found = await program.tenancy.asSystem(clientId, (ctx) =>
      program.series.raw(ctx, clientId, { names: ['cpu.used'], from: now - 8 * DAY_MS, to: now }),
    );
    return found.reduce((sum, { times }) => sum + times.length, 0);
  };

  it('is what everybody keeps until it is said otherwise, and is carried out at the next upkeep', async () => {
    const path = `/clients/${clientId}/series-retention`;
    const usual = { sampleDays: 30, rollupDays: 400 };
    assert.deepEqual((await owner.get(path)).body, { sampleDays: null, rollupDays: null, usual });

    const at = new Date(Date.now() - 7.5 * DAY_MS);
    await program.tenancy.asSystem(clientId, (ctx) =>
      program.series.record(ctx, [{ name: 'cpu.used', labels: {}, at, value: 1 }]),
    );
    assert.equal(await samples(), 1);
    const answer = await owner.call('PUT', path, { sampleDays: 8, rollupDays: null });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    assert.deepEqual((await owner.get(path)).body, { sampleDays: 8, rollupDays: null, usual });
    // Two days later the sample is nine and a half days old; the client next door would still have it.
    await program.series.maintain(clientId, Date.now() + 2 * DAY_MS);
    assert.equal(await samples(), 0);

    assert.equal((await owner.call('PUT', path, { sampleDays: 1, rollupDays: null })).status, 400);
  });
});
