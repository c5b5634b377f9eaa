import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { AppError } from '../platform/errors.ts';
import {
  enrolTestAgent,
  TestAgent,
  type TestIdentity,
  type TestProgram,
  testClient,
  testProgram,
  until,
} from '../testing/index.ts';
import { addCheck, changeCheck, removeCheck } from './commands/checks.ts';

describe('checks that run elsewhere', () => {
  let program: TestProgram;
  let siteId: string;
  let clientId: string;
  const agents: { identity: TestIdentity; agent: TestAgent; seq: number }[] = [];

  before(async () => {
    program = await testProgram();
    ({ clientId, siteId } = await testClient(program, 'Müller GmbH', 'MUE'));
    await program.tenancy.asSystem(clientId, ({ tx }) =>
      tx
        .updateTable('site')
        .set({ networks: ['192.168.77.0/24'] as never })
        .where('clientId', '=', clientId)
        .execute(),
    );
    for (let i = 0; i < 3; i++) {
      const identity = await enrolTestAgent(program, clientId, siteId);
      const agent = new TestAgent(program.url, identity);
      await agent.connect();
      agents.push({ identity, agent, seq: 0 });
    }
  });
  after(() => program.close());

  const add = (input: Partial<Parameters<typeof addCheck>[2]>, asset = 0) =>
    program.tenancy.asSystem(clientId, (ctx) =>
      addCheck(ctx, agents[asset]!.identity.assetId, {
        kind: 'tcp',
        config: { host: '192.168.77.1', port: 22 },
        ...input,
      }),
    );
  const report = (by: number, checkId: string, status: string, values = {}) =>
    agents[by]!.agent.batch(++agents[by]!.seq, {
      results: [{ checkId, at: Date.now(), outcome: { status, message: `${by}: ${status}`, values } }],
    } as never);
  const assigned = (by: number, checkId: string, there: boolean) =>
    until(async () => {
      const { config } = await agents[by]!.agent.next('config');
      return config.checks.some(({ id }) => id === checkId) === there;
    });
  const stateOf = async (checkId: string) =>
    (
      await program.tenancy.asSystem(clientId, ({ tx }) =>
        tx.selectFrom('checkState').selectAll().where('checkId', '=', checkId).execute(),
      )
    )[0];
  const refused = (field: string) => (error: unknown) =>
    error instanceof AppError && error.code === 'RA_CHECK_INVALID' && error.details?.field === field;

  it('a probe is told to check its neighbour, and its result counts for the neighbour', async () => {
    const { id } = await add({ probeId: agents[1]!.identity.assetId });
    await assigned(1, id, true);
    await report(1, id, 'failed');
    assert.equal((await stateOf(id))!.status, 'critical');
    const alert = await program.tenancy.asSystem(clientId, ({ tx }) =>
      tx.selectFrom('alert').select('assetId').where('checkId', '=', id).executeTakeFirstOrThrow(),
    );
    assert.equal(alert.assetId, agents[0]!.identity.assetId);
    await program.tenancy.asSystem(clientId, (ctx) => removeCheck(ctx, agents[0]!.identity.assetId, id));
    await assigned(1, id, false);
  });

  it('nobody else may report for it: not another probe, not the system itself', async () => {
    const { id } = await add({ probeId: agents[1]!.identity.assetId });
    await assigned(1, id, true);
    await report(2, id, 'failed');
    await report(0, id, 'failed');
    assert.equal(await stateOf(id), undefined);
    await report(1, id, 'ok');
    assert.equal((await stateOf(id))!.status, 'ok');
  });

  it('two places must agree before it has failed; what only one sees is a warning', async () => {
    const { id } = await add({
      probeId: agents[1]!.identity.assetId,
      second: { runsOn: 'agent', probeId: agents[2]!.identity.assetId },
    });
    await assigned(1, id, true);
    await assigned(2, id, true);
    await report(1, id, 'ok');
    await report(2, id, 'failed');
    const one = (await stateOf(id))!;
    assert.deepEqual([one.status, one.code, one.message], ['warning', 'RA_CHECK_ONE_PLACE', '2: failed']);
    await report(1, id, 'failed');
    assert.equal((await stateOf(id))!.status, 'critical');
    await Promise.all([report(1, id, 'ok'), report(2, id, 'ok')]);
    assert.equal((await stateOf(id))!.status, 'ok');
    // In the same moment, in either order, the verdict is the same.
    await Promise.all([report(1, id, 'failed'), report(2, id, 'failed')]);
    assert.equal((await stateOf(id))!.status, 'critical');

    // Without its second place the first decides alone, and the agent that was left stops.
    await program.tenancy.asSystem(clientId, (ctx) =>
      changeCheck(ctx, agents[0]!.identity.assetId, id, { second: null }),
    );
    await assigned(2, id, false);
    await report(2, id, 'ok');
    assert.equal((await stateOf(id))!.status, 'critical');
    await report(1, id, 'ok');
    assert.equal((await stateOf(id))!.status, 'ok');
  });

  it('keeps the numbers of the first place only', async () => {
    const { id } = await add({
      probeId: agents[1]!.identity.assetId,
      second: { runsOn: 'agent', probeId: agents[2]!.identity.assetId },
    });
    await report(1, id, 'ok', { latency: 4 });
    await report(2, id, 'ok', { latency: 40 });
    const series = await program.tenancy.asSystem(clientId, (ctx) =>
      program.series.raw(ctx, clientId, { names: ['check.latency'], from: 0, to: 8e15 }),
    );
    const all = series.flatMap(({ values }) => [...values]);
    assert.deepEqual([all.includes(4), all.includes(40)], [true, false]);
  });

  it('refuses places that cannot be', async () => {
    const probe = agents[1]!.identity.assetId;
    await assert.rejects(add({ second: { runsOn: 'agent' } }), refused('second'));
    await assert.rejects(
      add({ kind: 'process', config: { name: 'nginx' }, probeId: probe }),
      refused('probeId'),
    );
    await assert.rejects(add({ runsOn: 'server', probeId: probe }), refused('probeId'));
    const other = await testClient(program, 'Sommer', 'SOM');
    const stranger = await enrolTestAgent(program, other.clientId, other.siteId);
    await assert.rejects(add({ probeId: stranger.assetId }), refused('probeId'));
  });
});
