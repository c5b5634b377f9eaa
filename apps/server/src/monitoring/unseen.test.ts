import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  enrolTestAgent,
  TestAgent,
  type TestIdentity,
  type TestProgram,
  testClient,
  testProgram,
  until,
} from '../testing/index.ts';
import { addCheck, addDefaultChecks, type NewCheck } from './commands/checks.ts';
import { observe } from './commands/observe.ts';
import { findingsFrom } from './commands/observe-from.ts';
import { loadChecks } from './queries/checks.ts';
import { type Lookers, noteUnseen, unseenCode } from './unseen.ts';

const MINUTE = 60_000;

describe('whether anybody looks at a check', () => {
  const check = {
    clientId: 'c',
    assetId: 'own',
    runsOn: 'agent' as const,
    probeId: 'probe' as string | null,
    secondRunsOn: null as 'server' | 'agent' | null,
    secondProbeId: null,
    intervalMs: MINUTE,
  };
  const now = 1e12;
  const lookers = (here: string[], server: number | undefined = 0): Lookers => ({
    hears: (_, assetId) => here.includes(assetId),
    serverChecksSince: server === undefined ? undefined : new Date(server),
  });
  const nobody: Lookers = { hears: () => false, serverChecksSince: undefined };

  it('nobody does when its probe is silent and a run was missed', () => {
    assert.equal(unseenCode(check, now - 90_001, now, lookers(['own'])), 'RA_CHECK_UNSEEN');
    assert.equal(unseenCode(check, now - 90_000, now, lookers(['own'])), undefined, 'may be on its way');
    assert.equal(unseenCode(check, now - 10 * MINUTE, now, lookers(['probe'])), undefined);
    assert.equal(
      unseenCode({ ...check, probeId: null }, now - 90_001, now, lookers(['probe'])),
      'RA_CHECK_UNSEEN',
    );
  });

  it('of two places one is enough', () => {
    const two = { ...check, secondRunsOn: 'server' as const };
    assert.equal(unseenCode(two, now - 2 * MINUTE, now, lookers([])), undefined);
    assert.equal(unseenCode(two, now - 2 * MINUTE, now, nobody), 'RA_CHECK_UNSEEN');
  });

  it('a place that is there and brings nothing has an hour, or ten intervals', () => {
    assert.equal(unseenCode(check, now - 60 * MINUTE, now, lookers(['probe'])), undefined);
    assert.equal(unseenCode(check, now - 61 * MINUTE, now, lookers(['probe'])), 'RA_CHECK_OVERDUE');
    const daily = { ...check, intervalMs: 24 * 60 * MINUTE };
    assert.equal(unseenCode(daily, now - 9 * daily.intervalMs, now, lookers(['probe'])), undefined);
    assert.equal(unseenCode(daily, now - 11 * daily.intervalMs, now, lookers(['probe'])), 'RA_CHECK_OVERDUE');
  });

  it('a server that was away has its time again after its start', () => {
    const own = { ...check, runsOn: 'server' as const, probeId: null };
    assert.equal(unseenCode(own, now - 86_400_000, now, lookers([], now - 1000)), undefined);
    assert.equal(unseenCode(own, now - 86_400_000, now, lookers([], now - 61 * MINUTE)), 'RA_CHECK_OVERDUE');
  });
});

describe('checks that nobody looks at', () => {
  let program: TestProgram;
  let clientId: string;
  let probe: TestIdentity;
  let neighbour: TestIdentity;
  let agent: TestAgent;
  let seq = 0;
  before(async () => {
    // The watch of the program itself would do the same at its own times.
    program = await testProgram({ flags: { roles: 'api,ingest' } });
    const made = await testClient(program, 'Müller GmbH', 'MUE');
    clientId = made.clientId;
    await program.tenancy.asSystem(clientId, ({ tx }) =>
      tx
        .updateTable('site')
        .set({ networks: ['192.168.77.0/24'] as never, serverNetworks: ['192.168.77.0/24'] as never })
        .where('clientId', '=', clientId)
        .execute(),
    );
    probe = await enrolTestAgent(program, clientId, made.siteId);
    neighbour = await enrolTestAgent(program, clientId, made.siteId);
    agent = new TestAgent(program.url, probe);
    await agent.connect();
  });
  after(() => program.close());

  const add = (input: Partial<NewCheck>) =>
    program.tenancy.asSystem(clientId, async (ctx) => {
      const config = { host: '192.168.77.9', port: 22 };
      const { id } = await addCheck(ctx, neighbour.assetId, { kind: 'tcp', config, ...input });
      return id;
    });
  const report = (checkId: string, status: string, at = Date.now()) =>
    agent.batch(++seq, {
      results: [{ checkId, at, outcome: { status, message: status, values: {} } }],
    } as never);
  const stateOf = async (checkId: string) =>
    (
      await program.tenancy.asSystem(clientId, ({ tx }) =>
        tx.selectFrom('checkState').selectAll().where('checkId', '=', checkId).execute(),
      )
    )[0]!;
  const alerts = () =>
    program.tenancy.asSystem(clientId, ({ tx }) =>
      tx.selectFrom('alert').select(['checkId', 'state']).execute(),
    );
  const assetStatus = async () =>
    (
      await program.tenancy.asSystem(clientId, ({ tx }) =>
        tx.selectFrom('asset').select('status').where('id', '=', neighbour.assetId).executeTakeFirstOrThrow(),
      )
    ).status;
  const allThere: Lookers = { hears: () => true, serverChecksSince: new Date(0) };
  const probeGone: Lookers = { ...allThere, hears: (_, assetId) => assetId !== probe.assetId };
  const later = () => Date.now() + 10 * MINUTE;

  it('become unknown when their probe falls silent, without an alert, and known again with what it brings', async () => {
    const id = await add({ probeId: probe.assetId });
    await report(id, 'ok');
    const seen = await stateOf(id);
    assert.equal(seen.status, 'ok');
    await noteUnseen(program.tenancy, later(), allThere);
    assert.equal((await stateOf(id)).status, 'ok', 'the probe is there');

    await noteUnseen(program.tenancy, later(), probeGone);
    const unseen = await stateOf(id);
    assert.deepEqual([unseen.status, unseen.code], ['unknown', 'RA_CHECK_UNSEEN']);
    assert.equal(unseen.since.getTime(), seen.lastAt!.getTime() + 1, 'since the last look');
    assert.equal(await assetStatus(), 'unknown');
    assert.deepEqual(await alerts(), []);

    // What it could not deliver meanwhile comes late and is younger than the silence, not older.
    await report(id, 'failed', seen.lastAt!.getTime() + 50);
    await report(id, 'ok', Date.now());
    assert.equal((await stateOf(id)).status, 'ok');
  });

  it('an alert that was up stays up: nobody has seen it end', async () => {
    const id = await add({ probeId: probe.assetId });
    await report(id, 'failed');
    await noteUnseen(program.tenancy, later(), probeGone);
    const state = await stateOf(id);
    assert.deepEqual([state.status, state.code], ['critical', 'RA_CHECK_UNSEEN']);
    const ofCheck = async () => (await alerts()).filter(({ checkId }) => checkId === id);
    assert.deepEqual(await ofCheck(), [{ checkId: id, state: 'raised' }]);
    await report(id, 'ok');
    assert.deepEqual(await ofCheck(), [{ checkId: id, state: 'resolved' }]);
  });

  it('with a second place the other one decides alone', async () => {
    const id = await add({ probeId: probe.assetId, second: { runsOn: 'server' } });
    await report(id, 'ok');
    await noteUnseen(program.tenancy, later(), probeGone);
    assert.equal((await stateOf(id)).status, 'ok', 'the server looks');
    const now = Date.now() + 10 * MINUTE;
    await program.tenancy.asSystem(clientId, async (ctx) => {
      const check = (await loadChecks(ctx, neighbour.assetId)).find((one) => one.id === id)!;
      const sight = {
        at: now,
        status: 'failed' as const,
        message: 'gone',
        code: 'RA_CHECK_TIMEOUT',
        values: {},
      };
      await observe(ctx, check, await findingsFrom(ctx, check, 'server', [sight]));
    });
    assert.equal((await stateOf(id)).status, 'critical', 'the silent probe has no say');
    await noteUnseen(program.tenancy, now + 10 * MINUTE, { ...probeGone, serverChecksSince: undefined });
    assert.equal((await stateOf(id)).code, 'RA_CHECK_UNSEEN', 'now nobody looks');
  });

  it('the values of a silent system itself are not green either', async () => {
    await program.tenancy.asSystem(clientId, (ctx) => addDefaultChecks(ctx, probe.assetId));
    await agent.batch(++seq, { measurements: [{ at: Date.now(), samples: [['memory.used', '', 20]] }] });
    const memory = await program.tenancy.asSystem(
      clientId,
      async (ctx) => (await loadChecks(ctx, probe.assetId)).find(({ kind }) => kind === 'memory')!.id,
    );
    await until(async () => (await stateOf(memory))?.status === 'ok');
    await noteUnseen(program.tenancy, later(), probeGone);
    assert.equal((await stateOf(memory)).status, 'unknown');
  });
});
