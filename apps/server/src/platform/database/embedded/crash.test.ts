import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import {
  base,
  begin,
  dataFolder,
  endServer,
  instance,
  kill,
  query,
  refused,
  rootOnly,
  start,
} from './fixture.ts';
import { findHome } from './home.ts';
import { startEmbeddedDatabase } from './index.ts';
import { findPostmaster } from './postmaster.ts';

test('the server is killed while a statement runs: told at once, started again with everything committed', async () => {
  const folder = await dataFolder('plain');
  const database = await start(folder);
  await query(database, 'create table lines (n integer)');
  const exit = new Promise<string>((resolve) => database.onExit(resolve));
  const writer = new pg.Client(database.connection);
  writer.on('error', () => {});
  await writer.connect();
  await writer.query('insert into lines values (1), (2)');
  // Without a server above it, a busy child goes on until its statement ends.
  const busy = writer.query('insert into lines select 3 from generate_series(1, 1e12) n where n < 0');
  const cut = assert.rejects(busy);
  const server = await findPostmaster((await findHome(folder))!);
  process.kill(server!.pid, 'SIGKILL');
  assert.match(await exit, new RegExp(`process ${server!.pid}`));
  let late: string | undefined;
  database.onExit((why) => {
    late = why;
  });
  assert.equal(late, await exit, 'a late listener is told as well');

  const again = await start(folder);
  await cut;
  assert.equal(again.adopted, false);
  assert.deepEqual(await query(again, 'select n from lines order by n'), [{ n: 1 }, { n: 2 }]);
  await again.stop();
  await database.stop();
});

test('one crashing session is no exit: the server recovers, and the folder stays locked', async () => {
  const folder = await dataFolder('plain');
  let reason: string | undefined;
  await new Promise<void>((recovered, failed) => {
    void (async () => {
      const log = (message: string) => message.includes('recovered') && recovered();
      const database = await startEmbeddedDatabase({ dataDir: folder, log });
      database.onExit((why) => {
        reason = why;
      });
      const client = new pg.Client(database.connection);
      client.on('error', () => {});
      await client.connect();
      const [session] = (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows;
      process.kill(session!.pid, 'SIGKILL');
    })().catch(failed);
  });
  const other = await instance(folder);
  assert.match(other.line, new RegExp(`^RA_DATABASE_IN_USE .* process ${process.pid} `));
  assert.equal(reason, undefined);
  await endServer(folder);
});

test('a pid file whose number belongs to another process by now is no live server', async () => {
  const folder = await dataFolder('plain');
  await (await start(folder)).stop();
  const home = (await findHome(folder))!;
  const pidFile = join(home.data, 'postmaster.pid');
  const lines = [
    process.pid,
    home.data,
    1_700_000_000,
    5432,
    join(folder, 'socket'),
    '',
    '   123456   7',
    'ready   ',
    '',
  ];
  await writeFile(pidFile, lines.join('\n'));
  await writeFile(join(folder, 'socket/.s.PGSQL.5432.lock'), `${process.pid}\n`);
  await chown(pidFile, home.account.uid, home.account.gid);
  const database = await start(folder);
  assert.equal(database.adopted, false);
  await database.stop();
});

test('killed at any moment of the first start, the next start succeeds and leaves nothing half made', async () => {
  for (const [round, delay] of [150, 400, 650].entries()) {
    const folder = await dataFolder(`killed-${round}`);
    const child = begin(folder);
    await Promise.race([once(child, 'exit'), sleep(delay)]);
    await kill(child);
    const database = await start(folder);
    assert.deepEqual(await query(database, 'select 1 as one'), [{ one: 1 }]);
    await database.stop();
    const left = (await readdir(folder)).filter((name) => name.includes('new'));
    assert.deepEqual(left, [], `after ${delay} ms`);
  }
});

test('a full disk: a first start leaves nothing, a running server keeps what it has and starts when there is space', {
  skip: rootOnly,
}, async (t) => {
  const folder = await dataFolder('full');
  const disk = join(base, 'full');
  const mount = (options: string) =>
    once(spawn('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk]), 'exit');
  const [code] = await mount('size=20m,mode=711');
  if (code !== 0) return t.skip('needs the right to mount');
  try {
    await refused(start(folder), 'RA_DATABASE_FOLDER', /is full/);
    assert.ok(!(await readdir(folder)).some((name) => name.startsWith('cluster')), 'nothing half made');
    await mount('remount,size=90m');
    const database = await start(folder);
    const exit = new Promise((resolve) => database.onExit(resolve));
    await query(database, 'create table kept (n integer)');
    await query(database, 'insert into kept values (7)');
    await assert.rejects(writeFile(join(disk, 'filler'), Buffer.alloc(90 * 2 ** 20)), { code: 'ENOSPC' });
    await assert.rejects(
      query(database, "create table heavy as select repeat('x', 1000) as x from generate_series(1, 1e6)"),
      { code: '53100' },
    );
    assert.deepEqual(await query(database, 'select n from kept'), [{ n: 7 }]);
    // Without room for its write-ahead log the server ends itself, since it could not keep its promises.
    const use = async () => {
      for (;;) await query(database, 'insert into kept values (8); select pg_switch_wal()');
    };
    await assert.rejects(use());
    await exit;
    await refused(start(folder), 'RA_DATABASE_FOLDER', /is full/);
    await rm(join(disk, 'filler'));
    await database.stop();
    const again = await start(folder);
    assert.deepEqual(await query(again, 'select min(n) as n from kept'), [{ n: 7 }]);
    await again.stop();
  } finally {
    await endServer(folder);
    await once(spawn('umount', [disk]), 'exit');
  }
});
