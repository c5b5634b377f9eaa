import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { enrolTestAgent, setUpOwner, TestAgent, testClient, testProgram, until } from '../testing/index.ts';

/** Results arrive while people change the very check they are for: nobody may be refused because of that. */
describe('a check that is judged, changed and acknowledged at the same time', () => {
  let program: Awaited<ReturnType<typeof testProgram>>;
  let owner: Awaited<ReturnType<typeof setUpOwner>>;
  let agent: TestAgent;
  let client: string;
  let asset: string;
  before(async () => {
    program = await testProgram();
    owner = await setUpOwner(program);
    const { clientId, siteId } = await testClient(program, 'Nordwind KG', 'NOR');
    const identity = await enrolTestAgent(program, clientId, siteId);
    client = `/clients/${clientId}`;
    asset = `${client}/assets/${identity.assetId}`;
    agent = new TestAgent(program.url, identity);
    await agent.connect();
  });
  after(async () => {
    await agent.close();
    await program.close();
  });

  test('answers everybody, and judges as the last rule says', async () => {
    const checks = async () =>
      (await owner.get<{ items: { id: string; kind: string }[] }>(`${asset}/checks`)).body.items;
    await until(async () => (await checks()).some(({ kind }) => kind === 'disk'));
    const { id } = (await checks()).find(({ kind }) => kind === 'disk')!;
    const end = Date.now() + 4_000;
    const refused: unknown[] = [];
    const note = (answer: { status: number; body: unknown }) => answer.status >= 400 && refused.push(answer);
    let seq = 0;
    const send = (used: number) =>
      agent.batch(++seq, { measurements: [{ at: Date.now(), samples: [['disk.used', '/srv', used]] }] });
    const measure = async () => {
      while (Date.now() < end) await send(seq % 3 ? 99.9 : 10);
    };
    const rule = (threshold: number) => ({
      condition: {
        kind: 'value',
        direction: 'above',
        levels: [{ severity: 'critical', threshold, recovery: threshold - 1 }],
      },
      forMs: 0,
      recoverForMs: 0,
    });
    const changes = [{ rule: rule(99) }, { enabled: false }, { enabled: true }, { rule: rule(95) }];
    const change = async () => {
      while (Date.now() < end)
        for (const body of changes) note(await owner.patch(`${asset}/checks/${id}`, body));
    };
    const raised = async () =>
      (await owner.get<{ items: { id: string }[] }>('/alerts?state=raised')).body.items;
    const acknowledge = async () => {
      while (Date.now() < end)
        for (const alert of await raised())
          note(await owner.post(`${client}/alerts/${alert.id}/acknowledge`, { note: 'seen' }));
    };
    await Promise.all([measure(), change(), change(), acknowledge()]);
    assert.deepEqual(refused, []);
    await send(10);
    await until(async () => (await raised()).length === 0);
    await send(99.9);
    await until(async () => (await raised()).length === 1);
  });
});
