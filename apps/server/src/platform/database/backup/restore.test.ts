import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { AppError } from '../../errors.ts';
import { wrap } from './container.ts';
import { CLIENT, migrateAwkward, type Place, place, refused, SCHEMAS } from './fixture.ts';
import { backup, readBackupHeader, restore } from './index.ts';
import { RecordWriter } from './records.ts';

let folder: string;
let source: Place;
let target: Place;
/** A small backup. */
let file: string;
let bytes: Buffer;

before(async () => {
  folder = await mkdtemp('/tmp/rettungsanker-restore-');
  source = await place();
  target = await place();
  await Promise.all([migrateAwkward(source), migrateAwkward(target)]);
  await source.owner.query(`
    insert into rettungsanker.parent select '${CLIENT}', n from generate_series(1, 300) n;
    insert into rettungsanker.child select '${CLIENT}', n, n, null from generate_series(1, 300) n;
    create table rettungsanker.sample_1 partition of rettungsanker.sample for values from ('2026-10-01') to ('2026-10-02')`);
  file = join(folder, 'small');
  await backup(source.owner, file, { version: '1', schemas: SCHEMAS, extraFiles: [] });
  bytes = await readFile(file);
});
after(async () => {
  await Promise.all([source.drop(), target.drop()]);
  await rm(folder, { recursive: true });
});

const rows = async () =>
  Number(
    (
      await target.superuser.query(
        'select (select count(*) from rettungsanker.parent) + (select count(*) from rettungsanker.child) as n',
      )
    ).rows[0].n,
  );

/** As it was before: no rows, no new partition, every key and trigger in its place. */
async function untouched(): Promise<void> {
  assert.equal(await rows(), 0);
  const { rows: found } = await target.superuser.query(
    `select (select count(*)::integer from pg_constraint where contype = 'f' and conparentid = 0) as keys,
       (select count(*)::integer from pg_inherits) as heirs, (select relforcerowsecurity from pg_class where relname = 'sample' and relkind = 'p') as forced,
       (select tgenabled::text from pg_trigger where tgname = 'log_is_append_only') as trigger`,
  );
  // The heirs are the default partition and the index on it.
  assert.deepEqual(found, [{ keys: 5, heirs: 2, forced: true, trigger: 'O' }]);
}

async function tryFile(content: Buffer, name = 'tried'): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

test('whatever byte is changed or missing: refused, and nothing is loaded', async () => {
  const change = fc.record({
    at: fc.nat(bytes.length - 1),
    difference: fc.integer({ min: 1, max: 255 }),
    cut: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(change, async ({ at, difference, cut }) => {
      const damaged = Buffer.from(cut ? bytes.subarray(0, at) : bytes);
      if (!cut) damaged[at] = damaged[at]! ^ difference;
      const outcome = await restore(await tryFile(damaged), target.owner).then(
        (report) => report,
        (error: unknown) => error,
      );
      if (outcome instanceof AppError) {
        assert.match(outcome.code, /^RA_BACKUP_(INVALID|NEWER|PASSPHRASE)$/);
        await untouched();
        return;
      }
      // A bit that the compression does not use may change nothing at all.
      assert.equal((outcome as { rows?: number }).rows, 600, String(outcome));
      await target.owner.query(
        'truncate rettungsanker.parent, rettungsanker.child; drop table rettungsanker.sample_1',
      );
    }),
    {
      numRuns: 40,
      examples: [[{ at: 0, difference: 1, cut: true }], [{ at: bytes.length - 1, difference: 1, cut: true }]],
    },
  );
});

test('what is no readable file is refused', async () => {
  await refused(restore(join(folder, 'missing'), target.owner), 'RA_BACKUP_INVALID', /cannot be read/);
  await refused(readBackupHeader(folder), 'RA_BACKUP_INVALID', /cannot be read/);
  await refused(
    restore(await tryFile(Buffer.from('%PDF-1.7 and so on')), target.owner),
    'RA_BACKUP_INVALID',
    /not a backup/,
  );
});

test('the database has to be at the level of the backup', async () => {
  await target.owner.query('delete from rettungsanker.migration where number = 7');
  await refused(
    restore(file, target.owner),
    'RA_BACKUP_NEWER',
    /level 7 of rettungsanker by version 1, this database is at 2/,
  );
  await target.owner.query('insert into rettungsanker.migration values (7), (8)');
  await refused(
    restore(file, target.owner),
    'RA_BACKUP_INVALID',
    /level 7 of rettungsanker, the database is at 8/,
  );
  await target.owner.query('delete from rettungsanker.migration where number = 8');
});

test('a connection that breaks in the middle leaves nothing', async () => {
  // The server ends the session by itself, in the middle of the rows of "child".
  await target.superuser.query(`
    create function cut_the_session() returns boolean language sql security definer as
      'select pg_terminate_backend(pg_backend_pid())';
    alter table rettungsanker.child add constraint cut check (id <> 150 or cut_the_session())`);
  try {
    await assert.rejects(restore(file, target.owner));
  } finally {
    await target.superuser.query('drop function cut_the_session cascade');
  }
  await untouched();
});

test('while others hold the tables it waits for a while, and is refused', async () => {
  const other = await target.owner.connect();
  try {
    await other.query('begin; select from rettungsanker.parent');
    await refused(restore(file, target.owner, { lockTimeoutMs: 50 }), 'RA_DATABASE_IN_USE', /Others/);
  } finally {
    await other.query('rollback');
    other.release();
  }
});

test('a forged file, right in all its digests, brings nothing into a statement and nothing out of the folder', async () => {
  const header = await readBackupHeader(file);
  const sample = {
    schema: 'rettungsanker',
    name: 'sample',
    columns: ['client_id', 'at', 'value'],
    partitions: [],
  };
  const bound = (text: string) => ({
    table: {
      ...sample,
      partitions: [{ schema: 'rettungsanker', name: 'sample_x', closed: false, bound: text }],
    },
  });
  const next = (text: string) => ({ sequences: [{ schema: 'rettungsanker', name: 'touched', next: text }] });
  const forgeries: [Forgery, RegExp][] = [
    [bound('DEFAULT; drop table rettungsanker.parent'), /bound/],
    [bound('FOR VALUES FROM (pg_sleep(1)) TO (MAXVALUE)'), /bound/],
    [bound("FOR VALUES IN (E'\\'); drop table x; --')"), /bound/],
    [bound("FOR VALUES FROM ('2026-10-01') TO ('2025-10-01')"), /does not fit/],
    [{ table: { ...sample, schema: 'pg_catalog', name: 'pg_authid' } }, /schema of the system/],
    [{ header: { schemas: ['pg_catalog'] } }, /schema of the system/],
    [{ header: { schemas: ['elsewhere'], levels: {} } }, /none of its tables/],
    [{ table: { ...sample, name: 'x; drop table parent' } }, /has no table/],
    [{ table: { ...sample, columns: ["at) from program 'id' --"] } }, /has no column/],
    [{ files: [{ name: '../keys/kek', content: '' }] }, /name/],
    [{ files: [{ name: '/etc/passwd', content: '' }] }, /name/],
    [next('1; drop table x'), /next/],
    [next('-5'), /does not fit/],
  ];
  for (const [forgery, words] of forgeries) {
    const path = await tryFile(await forge({ ...forgery, header: { ...header, ...forgery.header } }));
    await refused(restore(path, target.owner), 'RA_BACKUP_INVALID', words);
  }
  await untouched();
});

interface Forgery {
  header?: object;
  files?: object[];
  table?: object;
  sequences?: object[];
}

/** A backup with these parts and every count and digest as it should be. */
async function forge({ header, files = [], table, sequences = [] }: Forgery): Promise<Buffer> {
  const tables = table ? 1 : 0;
  const writer = new RecordWriter();
  const records = [
    writer.json('header', { ...header, tables }),
    ...files.map((content) => writer.json('file', content)),
  ];
  const nothing = createHash('sha256').digest('hex');
  if (table)
    records.push(writer.json('table', table), writer.json('end', { rows: 0, bytes: 0, sha256: nothing }));
  records.push(writer.json('sequences', sequences));
  records.push(writer.json('footer', { tables, rows: 0, sha256: writer.sha256() }));
  return buffer(wrap(Readable.from([zstdCompressSync(Buffer.concat(records))]), undefined));
}
