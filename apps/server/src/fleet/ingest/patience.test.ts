import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import {
  enrolTestAgent,
  TestAgent,
  type TestIdentity,
  type TestProgram,
  testClient,
  testProgram,
} from '../../testing/index.ts';
import { Line } from './line.ts';

describe('a server that is slow', () => {
  let program: TestProgram;
  let superuser: pg.Client;
  const identities: TestIdentity[] = [];
  before(async () => {
    program = await testProgram({ flags: { roles: 'api,ingest' } });
    const { clientId, siteId } = await testClient(program, 'A GmbH', 'AAA');
    for (let i = 0; i < 4; i++) identities.push(await enrolTestAgent(program, clientId, siteId));
    superuser = new pg.Client(program.database.superuser);
    await superuser.connect();
  });
  after(async () => {
    await superuser.end();
    await program.close();
  });

  it('does not count its own time against the agents that wait for their handshake', async () => {
    await superuser.query('begin; lock table rettungsanker.agent in access exclusive mode');
    const waiting = identities.map((identity) => new TestAgent(program.url, identity));
    const welcomes = Promise.all(waiting.map((agent) => agent.connect({ within: 60_000 })));
    // Longer than an agent that says nothing is given.
    await new Promise((resolve) => setTimeout(resolve, 12_000));
    await superuser.query('rollback');
    assert.deepEqual(
      (await welcomes).map(({ type }) => type),
      identities.map(() => 'welcome'),
    );
    for (const agent of waiting) await agent.close();
  });

  it('what no database keeps in a text is replaced, and holds up nothing that follows', async () => {
    const [identity] = identities as [TestIdentity];
    const agent = new TestAgent(program.url, identity);
    await agent.connect();
    const outcome = { status: 'ok', message: 'a\0b\ud800c', values: { 'x\0': 1 } };
    await agent.batch(1, {
      measurements: [{ at: Date.now(), samples: [['disk.used', '/mnt/\0\udc00', 12]] }],
      results: [{ checkId: identity.assetId, at: Date.now(), outcome }],
    } as never);
    const series = await program.tenancy.asSystem(identity.clientId, (ctx) =>
      program.series.find(ctx, identity.clientId, { names: ['disk.used'] }),
    );
    assert.deepEqual(
      series.map(({ labels }) => labels.instance),
      ['/mnt/\uFFFD\uFFFD'],
    );
    await agent.batch(2);
    await agent.close();
  });
});

describe('a line', () => {
  it('knows how long whoever comes now will wait', async () => {
    const line = new Line(2);
    assert.equal(line.waitMs, 0);
    const open: (() => void)[] = [];
    const work = (): Promise<void> => line.run(() => new Promise((resolve) => open.push(resolve)));
    const first = [work(), work()];
    await new Promise((resolve) => setTimeout(resolve, 100));
    for (const end of open.splice(0)) end();
    await Promise.all(first);
    assert.equal(line.waitMs, 0, 'nobody waits');
    const all = Array.from({ length: 12 }, work);
    await new Promise((resolve) => setImmediate(resolve));
    // Ten wait, two at a time, for a tenth of a second each; the average has only begun to know.
    assert.ok(line.waitMs > 50, `${line.waitMs} ms`);
    while (open.length > 0) {
      for (const end of open.splice(0)) end();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(all);
    assert.equal(line.waitMs, 0);
  });
});
