import assert from 'node:assert/strict';
import { chmod, chown, lstat, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import pg from 'pg';
import {
  asRoot,
  base,
  dataFolder,
  finish,
  instance,
  NAMELESS,
  NOBODY,
  query,
  refused,
  rootOnly,
  start,
} from './fixture.ts';
import { findHome } from './home.ts';
import { findEmbeddedDatabase } from './index.ts';
import { findPostmaster } from './postmaster.ts';

test('the first start makes a private cluster, the next one finds its data', async () => {
  const folder = await dataFolder('plain');
  const steps: string[] = [];
  const first = await start(folder, {}, steps);
  assert.deepEqual(steps, ['creating', 'starting']);
  const [facts] = await query(
    first,
    `select current_setting('data_checksums') as checksums, current_setting('listen_addresses') as addresses,
       current_setting('server_encoding') as encoding, current_setting('jit') as jit, current_setting('timezone') as zone,
       current_setting('synchronous_commit') as synchronous, current_setting('max_connections') as connections,
       (select string_agg(w, ' ' order by w collate "de-x-icu") from unnest(array['Zug', 'Öl', 'Ofen', 'äpfel', 'Apfel']) w) as german,
       (select string_agg(w, ' ' order by w) from unnest(array['Zug', 'Öl', 'Ofen']) w) as plain`,
  );
  assert.deepEqual(facts, {
    checksums: 'on',
    addresses: '',
    encoding: 'UTF8',
    jit: 'off',
    zone: 'UTC',
    synchronous: 'on',
    connections: '20',
    german: 'Apfel äpfel Ofen Öl Zug',
    plain: 'Ofen Zug Öl',
  });
  await query(first, 'create table kept (n integer)');
  await query(first, 'insert into kept values (42)');
  await first.stop();
  await first.stop();

  steps.length = 0;
  const second = await start(folder, {}, steps);
  assert.deepEqual(steps, ['starting']);
  assert.equal(second.adopted, false);
  assert.deepEqual(await query(second, 'select n from kept'), [{ n: 42 }]);
  const beside = await findEmbeddedDatabase(folder);
  assert.deepEqual(beside, second.connection);
  await second.stop();
  assert.equal(await findEmbeddedDatabase(folder), undefined);
});

test('nobody gets in without the password, and others cannot read the files', async () => {
  const folder = await dataFolder('plain');
  const database = await start(folder);
  try {
    const client = new pg.Client({ ...database.connection, password: 'guess' });
    await assert.rejects(client.connect(), { code: '28P01' });
    for (const name of [
      'cluster',
      'cluster/data',
      'cluster/password',
      'log',
      'postgresql.conf',
      'start.log',
      'socket',
    ]) {
      assert.equal((await stat(join(folder, name))).mode & 0o007, 0, name);
    }
    assert.equal((await stat(join(folder, 'cluster/password'))).mode & 0o777, 0o600);
    for (const name of await readdir(join(folder, 'log'))) {
      assert.equal((await stat(join(folder, 'log', name))).mode & 0o777, 0o600, name);
    }
    if (asRoot) {
      const server = await findPostmaster((await findHome(folder))!);
      assert.ok((await stat(`/proc/${server!.pid}`)).uid >= 60_900);
      assert.equal((await stat(join(folder, 'cluster/password'))).uid, 0);
    }
  } finally {
    await database.stop();
  }
});

test('what cannot be a folder, and settings that are not the operator’s, are refused', async () => {
  await writeFile(join(base, 'file'), '');
  await refused(start(join(base, 'file')), 'RA_DATABASE_FOLDER', /is not a folder/);
  const folder = await dataFolder('settings');
  await refused(start(folder, { listen_addresses: '*' }), 'RA_CONFIG_INVALID', /listen_addresses is set by/);
  await refused(start(folder, { 'work mem': '1' }), 'RA_CONFIG_INVALID', /no setting/);
  await refused(start(folder, { work_mem: "1'\nfsync = 'off" }), 'RA_CONFIG_INVALID', /no setting/);
  await refused(
    start(folder, { work_mem: 'plenty' }),
    'RA_DATABASE_START',
    /invalid value for parameter "work_mem"/,
  );
});

test('a path too long for a socket puts the socket, privately, among the temporary folders', async () => {
  const folder = await dataFolder(`long-${'x'.repeat(90)}`);
  const database = await start(folder);
  try {
    assert.ok(!database.connection.host.startsWith(folder));
    const entry = await lstat(database.connection.host);
    assert.equal(entry.mode & 0o777, 0o700);
    assert.deepEqual(await query(database, 'select 1 as one'), [{ one: 1 }]);
  } finally {
    await database.stop();
  }
  await rm(database.connection.host, { recursive: true });
  await mkdir(database.connection.host, { mode: 0o777 });
  await chmod(database.connection.host, 0o777);
  await refused(start(folder), 'RA_DATABASE_FOLDER', /is not a private folder/);
  await rm(database.connection.host, { recursive: true });
});

test('root behind a closed folder: the cluster lives elsewhere, and a lost one is not made anew', {
  skip: rootOnly,
}, async () => {
  const folder = await dataFolder('closed');
  await chmod(join(base, 'closed'), 0o700);
  const steps: string[] = [];
  const first = await start(folder, {}, steps);
  assert.deepEqual(steps, ['elsewhere', 'creating', 'starting']);
  await query(first, 'create table kept (n integer)');
  await first.stop();
  assert.deepEqual(await readdir(folder), ['location']);
  const second = await start(folder);
  assert.deepEqual(await query(second, 'select n from kept'), []);
  await second.stop();

  const root = (await readFile(join(folder, 'location'), 'utf8')).trimEnd();
  await rm(root, { recursive: true });
  await refused(start(folder), 'RA_DATABASE_FOLDER', /it is not there/);
});

test('an ordinary user serves himself; root leaves his folder alone', { skip: rootOnly }, async () => {
  const folder = await dataFolder('ordinary');
  await chown(join(base, 'ordinary'), NOBODY, NOBODY);
  const own = await instance(folder, NOBODY);
  assert.equal(own.line, 'started');
  const server = await findPostmaster({ data: join(folder, 'cluster/data') });
  assert.equal((await stat(`/proc/${server!.pid}`)).uid, NOBODY);
  await finish(own.child);
  await refused(start(folder), 'RA_DATABASE_FOLDER', /belongs to user 65534.* Start as that user/);
  const again = await instance(folder, NOBODY);
  assert.equal(again.line, 'started');
  await finish(again.child);
});

test('users who cannot serve are refused: without a name, without the right', {
  skip: rootOnly,
}, async () => {
  const nameless = await dataFolder('nameless');
  await chown(join(base, 'nameless'), NAMELESS, NAMELESS);
  assert.match((await instance(nameless, NAMELESS)).line, /^RA_DATABASE_START User 54321 has no name/);
  assert.match((await instance(await dataFolder('plain'), NOBODY)).line, /^RA_DATABASE_FOLDER /);
  assert.match(
    (await instance(join(base, 'forbidden/database'), NOBODY)).line,
    /^RA_DATABASE_FOLDER User 65534 may not/,
  );
});

test('a folder of another major version, or that is no database, is refused with advice', async () => {
  const folder = await dataFolder('plain');
  const version = join((await findHome(folder))!.data, 'PG_VERSION');
  await writeFile(version, '15\n');
  await refused(start(folder), 'RA_DATABASE_VERSION', /PostgreSQL 15, .* PostgreSQL 18\..* backup FILE/s);
  await rm(version);
  await refused(start(folder), 'RA_DATABASE_FOLDER', /is not a database/);
});
