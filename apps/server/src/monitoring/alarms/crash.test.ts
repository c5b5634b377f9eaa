import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { setUpOwner, type TestProgram, testProgram, until, type Visitor } from '../../testing/index.ts';
import { watchedClient } from './testing/world.ts';

const STEPS = 12;
/** Longer than a process takes to start on a busy machine, so that several of them share the steps. */
const DELAY_MS = 500;
const EVALUATOR = fileURLToPath(new URL('./testing/evaluator.ts', import.meta.url));

describe('alarms, when whoever looks at them is killed', { timeout: 100_000 }, () => {
  let program: TestProgram;
  let owner: Visitor;
  before(async () => {
    // Nobody works here but the processes that the test starts and kills.
    program = await testProgram({ flags: { roles: 'api' } });
    owner = await setUpOwner(program);
  });
  after(() => program.close());

  it('kill -9 at any moment loses no step of the chain and doubles none', async () => {
    const world = await watchedClient(program, 'Absturz', 'ABS');
    const [system] = await world.addSystems(1, 'srv');
    const { id: ownerId } = (await owner.get<{ person: { id: string } }>('/session')).body.person;
    const made = await owner.post(`/clients/${world.clientId}/escalation-policies`, {
      name: 'Kette',
      matcher: {},
      policy: {
        steps: Array.from({ length: STEPS }, () => ({
          delayMs: DELAY_MS,
          targets: [{ kind: 'person', id: ownerId }],
        })),
        repeat: 0,
        repeatAfterMs: 0,
      },
    });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    await world.find([system!], 'failed');
    const steps = async () =>
      (await world.events('alert.escalated')).map(({ payload }) => (payload as { step: number }).step);
    const address = program.database.appAddress;
    let kills = 0;
    const ended = async () =>
      (await world.within(({ tx }) => tx.selectFrom('escalation').select('endReason').execute()))[0]
        ?.endReason;
    while ((await ended()) === undefined || (await ended()) === null) {
      const child = spawn(
        process.execPath,
        [EVALUATOR, JSON.stringify({ address, clientId: world.clientId })],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      const exited = once(child, 'exit');
      await once(child.stdout!, 'data');
      // It works without a pause, so any moment is in the middle of something.
      const before = (await steps()).length;
      await until(async () => (await steps()).length > before || (await ended()) === 'exhausted', 20_000);
      child.kill('SIGKILL');
      await exited;
      kills++;
    }
    assert.equal(await ended(), 'exhausted');
    assert.deepEqual(await steps(), [...Array(STEPS).keys()]);
    assert.equal((await world.events('alert.reported')).length, 1);
    assert.ok(kills >= 3, `${kills} kills`);
  });
});
