import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import {
  CLIENT,
  fillAwkward,
  migrateAwkward,
  type Place,
  place,
  portrait,
  refused,
  SAMPLES,
  SCHEMAS,
  startOldest,
} from './fixture.ts';
import { type BackupOptions, backup, readBackupHeader, restore } from './index.ts';

const KEYS = [
  { name: 'keys/kek', content: randomBytes(32) },
  { name: 'rettungsanker.toml', content: Buffer.from('ä\n') },
];
const options: BackupOptions = { version: '1.2.3', schemas: SCHEMAS, extraFiles: KEYS };

let folder: string;
let source: Place;
/** Migrated and empty. */
let target: Place;
const places: Place[] = [];

async function migrated(...args: Parameters<typeof place>): Promise<Place> {
  const made = await place(...args);
  places.push(made);
  await migrateAwkward(made);
  return made;
}

before(async () => {
  folder = await mkdtemp('/tmp/rettungsanker-backup-');
  source = await migrated();
  await fillAwkward(source);
  target = await migrated();
});
after(async () => {
  for (const made of places) await made.drop();
  await rm(folder, { recursive: true });
});

async function roundTrip(from: Place, to: Place, passphrase?: string): Promise<void> {
  const file = join(folder, `${randomBytes(4).toString('hex')}.backup`);
  const original = await portrait(from);
  const sealed = passphrase === undefined ? {} : { passphrase };
  const seen: string[] = [];
  const written = await backup(from.owner, file, {
    ...options,
    ...sealed,
    progress: (table) => seen.push(table.name),
  });
  assert.equal(written.bytes, (await stat(file)).size);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.equal(written.rows, SAMPLES + 123);
  assert.deepEqual(seen, [
    'Tabelle mit Leerzeichen',
    'chicken',
    'child',
    'egg',
    'kinds',
    'log',
    'parent',
    'sample',
  ]);

  assert.deepEqual(await readBackupHeader(file, passphrase), written.header);
  assert.deepEqual(written.header.levels, { rettungsanker: 7 });
  const read = await restore(file, to.owner, sealed);
  assert.deepEqual(read.extraFiles, KEYS);
  assert.deepEqual(read.tables, written.tables);
  assert.deepEqual(await portrait(to), original);
  assert.equal(original.touched, '41');
  // And it goes on working: identities continue, keys and triggers hold.
  const { rows } = await to.owner.query("insert into rettungsanker.kinds (t) values ('next') returning id");
  assert.equal(Number(rows[0].id), 14);
  await assert.rejects(to.owner.query('delete from rettungsanker.log'), /append only/);
  await assert.rejects(to.owner.query(`insert into rettungsanker.egg values (9, 9)`), { code: '23503' });
}

test('a round trip keeps every value, key, trigger, policy, partition and sequence', () =>
  roundTrip(source, target));

test('the same sealed with a passphrase, into a database that was used, when forced', async () => {
  await refused(
    (async () => {
      await backup(source.owner, join(folder, 'first'), options);
      await restore(join(folder, 'first'), target.owner);
    })(),
    'RA_RESTORE_NOT_EMPTY',
    /rows in Zweites Schema\./,
  );
  const file = join(folder, 'sealed');
  await backup(source.owner, file, { ...options, passphrase: 'Anker' });
  assert.equal((await readFile(file)).includes('20261001'), false);
  await refused(readBackupHeader(file, 'anker'), 'RA_BACKUP_PASSPHRASE', /wrong/);
  await restore(file, target.owner, { passphrase: 'Anker', force: true });
  assert.deepEqual(await portrait(target), await portrait(source));
});

test('PostgreSQL 15: a round trip, and from there to the embedded version', async (t) => {
  const oldest = await startOldest();
  if (!oldest) return t.skip('needs /usr/lib/postgresql/15');
  try {
    const from = await migrated(oldest.connection);
    await fillAwkward(from);
    await roundTrip(from, await migrated(oldest.connection));
    await roundTrip(from, await migrated());
  } finally {
    for (const made of places.splice(2)) await made.drop();
    await oldest.stop();
  }
});

test('what others write meanwhile is in it completely or not at all', async () => {
  const sum =
    'select (select count(*) from rettungsanker.parent) + (select count(*) from rettungsanker.chicken) as n';
  let moved = false;
  const busy = new PassThrough();
  const content = buffer(busy);
  const move = () => {
    moved = true;
    return source.owner.query(
      `with gone as (delete from rettungsanker.parent where id = 0 returning id) insert into rettungsanker.chicken select id, null, 9 from gone`,
    );
  };
  await source.owner.query(`insert into rettungsanker.parent values ('${CLIENT}', 0)`);
  const [before] = (await source.owner.query(sum)).rows;
  let moving: Promise<unknown> | undefined;
  await backup(source.owner, busy, {
    ...options,
    // The row leaves a table that comes later for one that was read already.
    progress: (table) => {
      if (table.name === 'chicken') moving = move();
    },
  });
  await moving;
  assert.ok(moved);
  const file = join(folder, 'snapshot');
  await writeFile(file, await content);
  await restore(file, target.owner, { force: true });
  assert.deepEqual((await target.owner.query(sum)).rows, [before]);
  assert.equal((await target.owner.query('select from rettungsanker.parent where id = 0')).rowCount, 1);
  await source.owner.query('delete from rettungsanker.chicken where id = 0');
});

test('rows that row-level security hides from the role are missed, not left out', async () => {
  await source.owner.query('alter policy owner_all on rettungsanker.sample using (value > 0.5)');
  try {
    await refused(
      backup(source.owner, join(folder, 'hidden'), options),
      'RA_BACKUP_INVALID',
      /hides rows of rettungsanker\.sample/,
    );
    const all = await backup(source.superuser, join(folder, 'superuser'), options);
    assert.equal(all.tables.at(-1)!.rows, SAMPLES + 3);
  } finally {
    await source.owner.query('alter policy owner_all on rettungsanker.sample using (true)');
  }
});

test('a file appears whole or not at all', async () => {
  await assert.rejects(backup(source.owner, join(folder, 'missing/file'), options), { code: 'ENOENT' });
  const broken = {
    ...options,
    progress: () => {
      throw new Error('pulled out');
    },
  };
  await assert.rejects(backup(source.owner, join(folder, 'broken'), broken), /pulled out/);
  assert.deepEqual(
    (await readdir(folder)).filter((name) => name.startsWith('broken')),
    [],
  );
  assert.equal(
    source.owner.idleCount + source.owner.waitingCount,
    source.owner.totalCount,
    'no connection is kept',
  );
});
