import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { chmod, mkdir, readdir, rm, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { base, NAMELESS, rootOnly } from './fixture.ts';
import { findPackage, findPrograms } from './programs.ts';

const account = { uid: NAMELESS, gid: NAMELESS, foreign: true };

test('programs that the account cannot read are copied once to where it can run them', {
  skip: rootOnly,
}, async () => {
  const original = await findPackage();
  const hidden = join(base, 'hidden');
  await mkdir(hidden, { mode: 0o700 });
  cpSync(original.native, join(hidden, 'native'), { recursive: true });
  // As npm unpacks under a strict umask.
  await chmod(join(hidden, 'native/share'), 0o700);
  const elsewhere = join(base, 'programs');
  let copies = 0;
  const find = () =>
    findPrograms(account, join(base, 'links'), elsewhere, () => copies++, {
      ...original,
      native: join(hidden, 'native'),
    });
  const programs = await find();
  assert.deepEqual(await find(), programs);
  assert.equal(copies, 1);
  assert.deepEqual(await readdir(elsewhere), [`postgresql-${original.version}`]);
  await rm(hidden, { recursive: true });
  for (const program of [programs.postgres, programs.initdb]) {
    const run = spawnSync(program, ['--version'], {
      uid: account.uid,
      gid: account.gid,
      env: programs.env,
      encoding: 'utf8',
    });
    assert.match(run.stdout, /PostgreSQL\) 18\./, run.stderr);
    const { uid, mode } = await stat(program);
    assert.deepEqual([uid, mode & 0o777], [0, 0o755], 'the account cannot change what it runs');
  }
});

test('the short names of the libraries are made in our folder, and mended', async () => {
  const links = join(base, 'libraries');
  const source = await findPackage();
  const own = { uid: process.getuid!(), gid: process.getgid!(), foreign: false };
  await mkdir(links);
  await symlink('/gone', join(links, 'libpq.so.5'));
  const programs = await findPrograms(own, links, base, () => assert.fail('nothing to copy'));
  for (const name of ['libpq.so.5', 'libicui18n.so.60', 'libicuuc.so.60', 'libicudata.so.60']) {
    assert.ok((await stat(join(links, name))).isFile(), name);
  }
  assert.equal(programs.version, source.version);
  assert.deepEqual(
    Object.keys(programs.env).sort(),
    ['LC_ALL', 'LD_LIBRARY_PATH', 'PATH', 'TZ'],
    'nothing of ours leaks',
  );
});
