import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dataFolder, finish, instance, kill, query, refused, start } from './fixture.ts';

test('a second instance is refused while the first one lives, and told which', async () => {
  const folder = await dataFolder('plain');
  const first = await instance(folder);
  assert.equal(first.line, 'started');
  await refused(start(folder), 'RA_DATABASE_IN_USE', new RegExp(`process ${first.child.pid} `));
  await finish(first.child);
  const next = await start(folder);
  assert.equal(next.adopted, false);
  await next.stop();
});

test('two first starts at once: one wins, the other is refused, nothing is broken', async () => {
  const folder = await dataFolder('race');
  const outcomes = await Promise.all([instance(folder), instance(folder)]);
  const lines = outcomes.map(({ line }) => line.split(' ')[0]).sort();
  assert.deepEqual(lines, ['RA_DATABASE_IN_USE', 'started']);
  await Promise.all(outcomes.filter(({ line }) => line === 'started').map(({ child }) => finish(child)));
  await (await start(folder)).stop();
});

test('the server of a killed instance is taken over; with other settings it is restarted', async () => {
  const folder = await dataFolder('plain');
  const killed = await instance(folder);
  await kill(killed.child);
  const database = await start(folder);
  assert.equal(database.adopted, true);
  await refused(start(folder), 'RA_DATABASE_IN_USE', new RegExp(`process ${process.pid} `));
  let reason: string | undefined;
  database.onExit((why) => {
    reason = why;
  });
  await database.stop();
  assert.equal(reason, undefined, 'a stop is no exit');

  await kill((await instance(folder)).child);
  const steps: string[] = [];
  const changed = await start(folder, { work_mem: '5MB' }, steps);
  assert.equal(changed.adopted, false);
  assert.deepEqual(steps, ['restarting', 'starting']);
  assert.deepEqual(await query(changed, "select current_setting('work_mem') as value"), [{ value: '5MB' }]);
  await changed.stop();
});
