import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { assertOutcome, check, here, listen } from '../test-environment.ts';

const unix = { skip: process.platform === 'win32' && 'plugins here are shell scripts' };
const DEBIAN = '/usr/lib/nagios/plugins';
const debian = {
  skip: !existsSync(join(DEBIAN, 'check_tcp')) && 'monitoring-plugins-basic is not installed',
};

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'ra-plugins-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}
function script(path: string, text: string): string {
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}
const run = (plugin: string, folders: string[], more: object = {}) =>
  check({ kind: 'plugin', plugin, ...more }, { ...here, pluginFolders: folders });

test('exit code, first line and performance data', unix, async (t) => {
  const path = folder(t);
  const plugin = script(join(path, 'p'), 'echo "STATE $1 is $2 | time=5ms;;"; echo more; exit "$3"');
  for (const [exitCode, status, code] of [
    ['0', 'ok', undefined],
    ['1', 'warning', 'RA_CHECK_PLUGIN'],
    ['2', 'failed', 'RA_CHECK_PLUGIN'],
    ['3', 'unknown', 'RA_CHECK_PLUGIN'],
    ['77', 'unknown', 'RA_CHECK_PLUGIN'],
  ] as const) {
    const outcome = await run(plugin, [path], { args: ['$(id)', 'a; b', exitCode] });
    assertOutcome(outcome, status, code);
    assert.match(outcome.message, /STATE \$\(id\) is a; b$/, 'arguments meet no shell');
    assert.deepEqual(outcome.values, { 'perf[time]': 0.005 });
  }
  assertOutcome(await run(script(join(path, 'gone'), 'kill -9 $$'), [path]), 'unknown', 'RA_CHECK_LOCAL');
});

test('nothing of the agent reaches a plugin', unix, async (t) => {
  const path = folder(t);
  process.env.RA_TEST_SECRET = 'swordfish';
  t.after(() => delete process.env.RA_TEST_SECRET);
  const outcome = await run(script(join(path, 'env'), 'echo $(env | sort | cut -d= -f1) $(pwd)'), [path]);
  assert.match(outcome.message, /^LC_ALL PATH PWD RETTUNGSANKER_PLUGIN_RUN( _)?( SHLVL)? \/$/);
});

test('only what lies in an allowed folder and cannot be changed by others is run', unix, async (t) => {
  const [allowed, other] = [folder(t), folder(t)];
  const proof = join(other, 'was-run');
  const outside = script(join(other, 'p'), `touch ${proof}`);
  symlinkSync(outside, join(allowed, 'link'));
  mkdirSync(join(allowed, 'open'));
  const open = script(join(allowed, 'open', 'p'), `touch ${proof}`);
  chmodSync(join(allowed, 'open'), 0o777);
  const writable = script(join(allowed, 'w'), `touch ${proof}`);
  chmodSync(writable, 0o757);
  const beside = `${allowed}2`;
  mkdirSync(beside);
  t.after(() => rmSync(beside, { recursive: true }));
  const neighbour = script(join(beside, 'p'), `touch ${proof}`);
  for (const plugin of [
    outside,
    join(allowed, 'link'),
    `${allowed}/../${outside.split('/').slice(-2).join('/')}`,
    open,
    writable,
    neighbour,
    join(allowed, 'missing'),
    allowed,
  ]) {
    assertOutcome(await run(plugin, [allowed]), 'unknown', 'RA_CHECK_NOT_ALLOWED');
  }
  assertOutcome(await run(script(join(allowed, 'ok'), 'echo'), []), 'unknown', 'RA_CHECK_NOT_ALLOWED');
  assert.equal(existsSync(proof), false);
});

test(
  'a plugin that hangs, floods, or leaves something behind is ended with all it started',
  unix,
  async (t) => {
    const path = folder(t);
    const pids = join(path, 'pids');
    const alive = () =>
      (existsSync(pids) ? readFileSync(pids, 'utf8').trim().split('\n') : []).filter((pid) => {
        try {
          return !/\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
        } catch {
          return false;
        }
      });
    const ended = async () => {
      for (let attempt = 0; attempt < 100 && alive().length > 0; attempt++) await pause(10);
      assert.deepEqual(alive(), []);
      rmSync(pids);
    };
    const note = `echo $$ >> ${pids}; sh -c 'echo $$ >> ${pids}; sleep 1000' &`;
    const away = `setsid sh -c 'echo $$ >> ${pids}; exec sleep 1000' &`;

    const hangs = script(join(path, 'hangs'), `${note} ${away} sleep 1000`);
    const late = await run(hangs, [path], { timeoutMs: 300 });
    assertOutcome(late, 'unknown', 'RA_CHECK_LOCAL');
    await ended();

    const floods = script(join(path, 'floods'), `${note} yes`);
    assertOutcome(await run(floods, [path]), 'unknown', 'RA_CHECK_LOCAL');
    await ended();

    const started = performance.now();
    const daemon = script(
      join(path, 'daemon'),
      `${note} ${away} while [ $(wc -l < ${pids}) -lt 3 ]; do :; done; echo fine`,
    );
    const left = await run(daemon, [path]);
    assertOutcome(left, 'ok');
    assert.equal(left.message, 'fine');
    assert.ok(performance.now() - started < 5000, 'nobody waits for a daemon');
    await ended();
  },
);

test('plugins of Debian', debian, async (t) => {
  const port = await listen(t, createServer());
  const tcp = (more: number) =>
    run(join(DEBIAN, 'check_tcp'), [DEBIAN], { args: ['-H', '127.0.0.1', '-p', String(more), '-t', '2'] });
  const open = await tcp(port);
  assertOutcome(open, 'ok');
  assert.match(open.message, /^TCP OK - /);
  assert.ok(open.values['perf[time]']! < 1);
  assertOutcome(await tcp(1), 'failed', 'RA_CHECK_PLUGIN');
  const disk = await run(join(DEBIAN, 'check_disk'), [DEBIAN], { args: ['-w', '0%', '-c', '0%', '-p', '/'] });
  assert.ok(disk.values['perf[/]']! > 2 ** 20, JSON.stringify(disk));
  const dummy = await run(join(DEBIAN, 'check_dummy'), [DEBIAN], { args: ['1', 'all quiet'] });
  assert.deepEqual([dummy.status, dummy.message], ['warning', 'WARNING: all quiet']);
});
