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
import { addCheck } from './commands/checks.ts';

describe('from a sample to a ticket', () => {
  let program: TestProgram;
  let identity: TestIdentity;
  let agent: TestAgent;
  let seq = 0;

  before(async () => {
    program = await testProgram();
    const { clientId, siteId } = await testClient(program, 'Müller GmbH', 'MUE');
    identity = await enrolTestAgent(program, clientId, siteId);
    agent = new TestAgent(program.url, identity);
    await agent.connect();
    await until(async () => (await all('check')).length >= 8);
  });
  after(() => program.close());

  const all = (table: 'check' | 'alert' | 'ticket' | 'ticketMessage' | 'event') =>
    program.tenancy.asSystem(identity.clientId, ({ tx }) =>
      tx.selectFrom(table).selectAll().execute(),
    ) as Promise<Record<string, unknown>[]>;
  const samples = (names?: string[]) =>
    program.tenancy.asSystem(identity.clientId, (ctx) =>
      program.series.raw(ctx, identity.clientId, { ...(names ? { names } : {}), from: 0, to: 8e15 }),
    );
  const sampleCount = async (): Promise<number> =>
    (await samples()).reduce((sum, { times }) => sum + times.length, 0);
  const disk = (used: number, at = Date.now()) =>
    agent.batch(++seq, {
      measurements: [
        {
          at,
          samples: [
            ['disk.used', '/srv', used],
            ['cpu.used', '', 5],
          ],
        },
      ],
    });

  it('a new agent is watched with no configuration', async () => {
    const kinds = (await all('check')).map((check) => check.kind).sort();
    assert.deepEqual(kinds, [
      'availability',
      'clock',
      'cpu',
      'disk',
      'disk-forecast',
      'identity',
      'inodes',
      'memory',
    ]);
  });

  it('a full disk raises one alert with one ticket, however often it is reported', async () => {
    await disk(50);
    assert.equal((await all('alert')).length, 0);
    await disk(97);
    await disk(98);
    const [alert, ...more] = await all('alert');
    assert.deepEqual(more, []);
    assert.deepEqual(
      [alert!.kind, alert!.instance, alert!.severity, alert!.state],
      ['disk', '/srv', 'critical', 'raised'],
    );
    const ticket = await until(async () => (await all('ticket'))[0]);
    assert.equal(ticket.state, 'new');
    assert.equal(ticket.priority, 2);
    assert.ok(ticket.firstResponseDueAt instanceof Date);
  });

  it('recovery resolves the alert, tells the ticket and solves it when nobody had taken it up', async () => {
    await disk(60);
    await until(async () => (await all('ticket'))[0]?.state === 'solved');
    const [alert] = await all('alert');
    assert.equal(alert!.state, 'resolved');
    assert.ok((await all('ticketMessage')).some((message) => String(message.body).startsWith('Behoben:')));
  });

  it('the same fault within a day goes on in the same ticket', async () => {
    await disk(99);
    await until(async () => (await all('ticket'))[0]?.state === 'open');
    assert.equal((await all('ticket')).length, 1);
    await disk(10);
  });

  it('a batch that comes twice is stored once and acknowledged both times', async () => {
    const before = await sampleCount();
    const at = Date.now();
    const content = { measurements: [{ at, samples: [['load.1', '', 1.5]] }] } as never;
    await agent.batch(++seq, content);
    await agent.batch(seq, content);
    assert.equal(await sampleCount(), before + 1);
  });

  it('results of executed checks raise and resolve as well', async () => {
    const { id } = await program.tenancy.asSystem(identity.clientId, (ctx) =>
      addCheck(ctx, identity.assetId, { kind: 'process', config: { name: 'nginx' } }),
    );
    // Earlier configurations may still be on their way.
    await until(async () => (await agent.next('config')).config.checks.some((check) => check.id === id));
    const result = (status: string) =>
      agent.batch(++seq, {
        results: [{ checkId: id, at: Date.now(), outcome: { status, message: 'x', values: {} } }],
      } as never);
    await result('ok');
    await result('failed');
    assert.equal((await all('alert')).filter((a) => a.checkId === id && a.state === 'raised').length, 1);
    await result('ok');
    assert.equal((await all('alert')).filter((a) => a.checkId === id && a.state === 'raised').length, 0);
  });

  it('a clock that is off by hours is measured, corrected and said', async () => {
    const offset = 3 * 3_600_000;
    await agent.batch(++seq, {
      sentAt: Date.now() + offset,
      measurements: [{ at: Date.now() + offset, samples: [['load.5', '', 2]] }],
    });
    const [series] = await samples(['load.5']);
    assert.ok(Math.abs(series!.times[0]! - Date.now()) < 5000);
    assert.equal((await all('alert')).filter((a) => a.kind === 'clock' && a.state === 'raised').length, 1);
    await agent.batch(++seq);
    assert.equal((await all('alert')).filter((a) => a.kind === 'clock' && a.state === 'raised').length, 0);
  });

  it('an agent that is gone raises after its interval and resolves when it is back', async () => {
    await program.tenancy.asSystem(identity.clientId, ({ tx }) =>
      tx
        .updateTable('check')
        .set({ intervalMs: 1000 })
        .where('kind', '=', 'availability')
        .where('clientId', '=', identity.clientId)
        .execute(),
    );
    agent.socket.terminate();
    const lost = Date.now();
    await until(async () =>
      (await all('alert')).some((a) => a.kind === 'availability' && a.state === 'raised'),
    );
    assert.ok(Date.now() - lost < 1000 + 1500, `${Date.now() - lost} ms`);
    agent = new TestAgent(program.url, identity);
    const welcome = await agent.connect();
    assert.equal(welcome.lastSeq, seq);
    await until(
      async () => !(await all('alert')).some((a) => a.kind === 'availability' && a.state === 'raised'),
    );
  });

  it('a restart continues where it was: nothing lost, nothing doubled', async () => {
    const count = await sampleCount();
    // With the agent still connected: its socket must not hold up the stop.
    const stopping = Date.now();
    program = await program.restart();
    assert.ok(Date.now() - stopping < 5000, `${Date.now() - stopping} ms`);
    agent = new TestAgent(program.url, identity);
    const { lastSeq } = await agent.connect();
    assert.equal(lastSeq, seq);
    await disk(11);
    assert.equal(await sampleCount(), count + 2);
    await agent.close();
  });
});
