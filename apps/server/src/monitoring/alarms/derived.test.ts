import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  enrolTestAgent,
  setUpOwner,
  TestAgent,
  type TestIdentity,
  type TestProgram,
  testClient,
  testProgram,
  until,
  type Visitor,
} from '../../testing/index.ts';
import { judgeDerived } from './derived.ts';

const MINUTE = 60_000;

interface Check {
  id: string;
  kind: string;
  states: { instance: string; status: string; lastValue: number | null }[];
}
interface Simulated {
  actual: number | null;
  instances: { instance: string; count: number; observations: number; alerts: { severity: string }[] }[];
}

describe('values that follow from others', { timeout: 60_000 }, () => {
  let program: TestProgram;
  let owner: Visitor;
  let identity: TestIdentity;
  let agent: TestAgent;
  let path: string;
  let seq = 0;

  before(async () => {
    program = await testProgram();
    owner = await setUpOwner(program);
    const { clientId, siteId } = await testClient(program, 'Nordwind KG', 'NOR');
    identity = await enrolTestAgent(program, clientId, siteId);
    path = `/clients/${clientId}/assets/${identity.assetId}`;
    agent = new TestAgent(program.url, identity);
    await agent.connect();
    await until(async () => (await checks()).length >= 8);
    // Two hours, once a minute: the processor is busy for ten minutes of each, and traffic is counted.
    const start = Date.now() - 120 * MINUTE;
    for (let from = 0; from < 120; from += 20)
      await agent.batch(++seq, {
        measurements: Array.from({ length: 20 }, (_, index) => {
          const minute = from + index;
          return {
            at: start + minute * MINUTE,
            samples: [
              ['cpu.used', '', minute % 60 < 10 ? 97 : 20],
              ['disk.used', '/srv', minute / 2],
            ],
          };
        }),
      });
  });
  after(async () => {
    await agent.close();
    await program.close();
  });

  const checks = async () => (await owner.get<{ items: Check[] }>(`${path}/checks`)).body.items;
  const above = (threshold: number, forMs = 0) => ({
    condition: {
      kind: 'value',
      direction: 'above',
      levels: [{ severity: 'warning', threshold, recovery: threshold - 10 }],
    },
    forMs,
    recoverForMs: 0,
  });
  const add = async (body: object): Promise<string> => {
    const answer = await owner.post<{ id: string }>(`${path}/checks`, body);
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body.id;
  };
  const judged = async (id: string) => {
    await program.tenancy.asSystem(identity.clientId, (ctx) =>
      judgeDerived(ctx, program.series, identity.assetId),
    );
    return (await checks()).find((check) => check.id === id)!.states;
  };

  it('a rule is tried on what was measured, before it is saved', async () => {
    const ask = async (rule: object) => {
      const answer = await owner.post<Simulated>(`${path}/rule-simulation`, { kind: 'cpu', days: 1, rule });
      assert.equal(answer.status, 200, JSON.stringify(answer.body));
      return answer.body.instances.map(({ count, alerts }) => [count, alerts[0]?.severity]);
    };
    assert.deepEqual(await ask(above(90)), [[2, 'warning']]);
    assert.deepEqual(await ask(above(90, 5 * MINUTE)), [[2, 'warning']]);
    assert.deepEqual(await ask(above(90, 30 * MINUTE)), [[0, undefined]]);
    assert.deepEqual(await ask(above(99)), [[0, undefined]]);
    const unsound = await owner.post<{ error: { code: string } }>(`${path}/rule-simulation`, {
      kind: 'cpu',
      rule: { ...above(90), flap: { high: 20, low: 50 } },
    });
    assert.deepEqual([unsound.status, unsound.body.error.code], [422, 'RA_CHECK_INVALID']);
  });

  it('rate: change per second over the last minutes', async () => {
    const id = await add({
      kind: 'trend',
      name: 'Wachstum',
      config: { metric: 'disk.used', of: { kind: 'rate', minutes: 60 } },
      rule: above(1),
    });
    const [state] = await judged(id);
    // Half a percent a minute.
    assert.ok(Math.abs(state!.lastValue! - 0.5 / 60) < 1e-3, String(state!.lastValue));
    assert.equal(state!.instance, '/srv');
    assert.equal(state!.status, 'ok');
  });

  it('deviation says nothing without past weeks', async () => {
    const id = await add({
      kind: 'trend',
      name: 'Ungewöhnlich',
      config: { metric: 'cpu.used', of: { kind: 'deviation' } },
    });
    assert.deepEqual(await judged(id), []);
  });

  it('percent of a group: as many of the checks of a kind as have failed', async () => {
    const group = await add({
      kind: 'group',
      name: 'Speicher im Haus',
      config: { kind: 'cpu', least: 1 },
      rule: above(50),
    });
    await agent.batch(++seq, {
      measurements: [{ at: Date.now(), samples: [['cpu.used', '', 20]] }],
    });
    const [state] = await judged(group);
    assert.deepEqual([state!.lastValue, state!.status], [0, 'ok']);
  });
});
