import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  enrolTestAgent,
  setUpOwner,
  type TestIdentity,
  type TestProgram,
  testClient,
  testProgram,
  until,
  type Visitor,
} from '../../testing/index.ts';
import { beat, judgeDue } from './commands.ts';

interface Check {
  id: string;
  states: { status: string; code: string | null; values: Record<string, number> }[];
}
interface Heartbeat {
  lastSignal: string | null;
  lastAt: string | null;
  dueAt: string;
  url: string;
}

describe('heartbeats', () => {
  let program: TestProgram;
  let owner: Visitor;
  let identity: TestIdentity;
  let path: string;

  before(async () => {
    program = await testProgram({ startGraceMs: 0 });
    owner = await setUpOwner(program);
    const { clientId, siteId } = await testClient(program, 'Nordwind KG', 'NOR');
    identity = await enrolTestAgent(program, clientId, siteId);
    path = `/clients/${clientId}/assets/${identity.assetId}/checks`;
  });
  after(() => program.close());

  /** A job with an address of its own. */
  async function job(config: object) {
    const { body, status } = await owner.post<{ id: string }>(path, {
      kind: 'heartbeat',
      name: 'Nightly',
      config,
    });
    assert.equal(status, 201, JSON.stringify(body));
    const made = await owner.post<Heartbeat>(`${path}/${body.id}/heartbeat`, {});
    const url = program.url + new URL(made.body.url, 'http://x').pathname;
    return {
      id: body.id,
      url,
      call: (more = '', init: RequestInit = {}) => fetch(url + more, init),
      facts: async () => (await owner.get<Heartbeat>(`${path}/${body.id}/heartbeat`)).body,
      state: async () =>
        (await owner.get<{ items: Check[] }>(path)).body.items.find(({ id }) => id === body.id)?.states[0],
    };
  }
  const later = (seconds: number, work: (ctx: Parameters<typeof beat>[0]) => Promise<unknown>) =>
    program.tenancy.asSystem(identity.clientId, (ctx) =>
      work({ ...ctx, now: new Date(ctx.now.getTime() + seconds * 1000) }),
    );

  it('GET, HEAD and POST of every form are a sign of life', async () => {
    for (const init of [
      {},
      { method: 'HEAD' },
      { method: 'POST' },
      { method: 'POST', body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      { method: 'POST', body: '{"broken', headers: { 'content-type': 'application/json' } },
    ]) {
      const { call, state } = await job({ periodSeconds: 3600 });
      assert.equal((await call('', init)).status, 200, JSON.stringify(init));
      assert.equal((await state())?.status, 'ok');
    }
  });

  it('one that does not come raises once and ends with the next', async () => {
    const { id, call, state } = await job({ periodSeconds: 3600, graceSeconds: 60 });
    await call();
    await later(3650, (ctx) => judgeDue(ctx, id));
    assert.equal((await state())?.status, 'ok', 'in its time of grace');
    await later(3700, (ctx) => judgeDue(ctx, id));
    const { status, code } = (await state())!;
    assert.deepEqual([status, code], ['critical', 'RA_HEARTBEAT_MISSED']);
    await later(3800, (ctx) => beat(ctx, id, 'ok'));
    assert.equal((await state())?.status, 'ok');
  });

  it('one that never came is missed as well, by the clock of the program', async () => {
    const { id, facts, state } = await job({ periodSeconds: 10, graceSeconds: 1 });
    assert.equal(await state(), undefined, 'not judged yet');
    await program.tenancy.asSystem(identity.clientId, ({ tx, clientId, now }) =>
      tx
        .updateTable('heartbeat')
        .set({ createdAt: new Date(now.getTime() - 60_000), dueAt: new Date(now.getTime() - 1) })
        .where('clientId', '=', clientId)
        .where('checkId', '=', id)
        .execute(),
    );
    await until(async () => (await state())?.code === 'RA_HEARTBEAT_MISSED', 10_000);
    assert.ok(Date.parse((await facts()).dueAt) > Date.now(), 'looked at again later, not all the time');
  });

  it('a job that fails says so; one that begins and hangs is found', async () => {
    const { id, call, facts, state } = await job({ periodSeconds: 86_400, maxRunSeconds: 600 });
    assert.equal((await call('/fail')).status, 200);
    assert.equal((await state())?.code, 'RA_HEARTBEAT_FAILED');
    assert.equal((await call('/0')).status, 200);
    assert.equal((await state())?.status, 'ok');
    assert.equal((await call('/3')).status, 200, 'an exit code');
    assert.equal((await state())?.code, 'RA_HEARTBEAT_FAILED');
    await call();
    assert.equal((await call('/start')).status, 200);
    assert.equal((await facts()).lastSignal, 'start');
    await later(700, (ctx) => judgeDue(ctx, id));
    assert.equal((await state())?.code, 'RA_HEARTBEAT_RUNNING');
    await later(900, (ctx) => beat(ctx, id, 'ok'));
    const good = (await state())!;
    assert.equal(good.status, 'ok');
    assert.ok(good.values.run_seconds! >= 899, JSON.stringify(good));
  });

  it('other settings count from the next look on', async () => {
    const { id, call, facts } = await job({ periodSeconds: 3600 });
    await call();
    const before = Date.parse((await facts()).dueAt);
    await owner.patch(`${path}/${id}`, { config: { periodSeconds: 7200 } });
    await until(async () => Date.parse((await facts()).dueAt) - before === 3_600_000, 10_000);
  });

  it('a loop in a script is braked; unknown addresses say nothing and are braked, too', async () => {
    const { url, call } = await job({ periodSeconds: 3600 });
    assert.deepEqual([(await call()).status, (await call()).status], [200, 429]);
    const wrong = `${url.slice(0, -4)}0000`;
    assert.equal((await fetch(wrong)).status, 404);
    assert.equal((await call('/nonsense')).status, 404);
    assert.equal((await fetch(`${program.url}/beat/v1/x`)).status, 404);
    for (let count = 0; count < 60; count++) await fetch(wrong);
    assert.equal((await fetch(wrong)).status, 429);
  });

  it('a new address ends the old one; another client’s user sees nothing', async () => {
    const { id, call } = await job({ periodSeconds: 3600 });
    await owner.post(`${path}/${id}/heartbeat`, {});
    assert.ok([404, 429].includes((await call()).status));
    const other = await testClient(program, 'Südwind KG', 'SUE');
    const foreign = `/clients/${other.clientId}/assets/${identity.assetId}/checks/${id}/heartbeat`;
    assert.equal((await owner.get(foreign)).status, 404);
    assert.equal((await owner.post(foreign, {})).status, 404);
  });
});
