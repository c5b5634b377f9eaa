import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { CheckOutcome } from '@rettungsanker/protocol';
import type { RunCommand } from './command.ts';
import { judgeLaunchd, judgeSystemd, judgeWindows } from './service.ts';
import { assertOutcome, check, here } from './test-environment.ts';

const linux = { skip: process.platform !== 'linux' && 'reads /proc' };

/** A root folder with the real /proc, but services of its own. */
function hostFolder(t: TestContext): string {
  const root = mkdtempSync(join(tmpdir(), 'ra-host-'));
  t.after(() => rmSync(root, { recursive: true }));
  for (const folder of ['run', 'etc/init.d']) mkdirSync(join(root, folder), { recursive: true });
  symlinkSync('/proc', join(root, 'proc'));
  return root;
}

/** A copy of `sleep` under a name of its own. @returns its path */
function program(t: TestContext, name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'ra-bin-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, name);
  copyFileSync('/bin/sleep', file);
  chmodSync(file, 0o755);
  return file;
}

async function start(t: TestContext, file = 'sleep', args = ['1000']): Promise<ChildProcess> {
  const child = spawn(file, args, { stdio: 'ignore' });
  t.after(() => child.kill('SIGKILL'));
  await once(child, 'spawn');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function becomes(status: CheckOutcome['status'], input: unknown): Promise<void> {
  const end = Date.now() + 5000;
  while ((await check(input)).status !== status) {
    assert.ok(Date.now() < end, `never ${status}`);
    await setImmediate();
  }
}

test('a process that is killed is seen as gone', linux, async (t) => {
  // Longer than what the kernel keeps of it.
  const name = `ra-victim-${process.pid}-with-a-long-name`;
  const file = program(t, name);
  const mark = `${1000 + process.pid}`;
  const [first, second] = [await start(t, file, [mark]), await start(t, file, [mark])];

  const byName = { kind: 'process', name };
  const outcome = await check(byName);
  assertOutcome(outcome, 'ok');
  assert.equal(outcome.values.count, 2);
  assertOutcome(await check({ ...byName, minimum: 2 }), 'ok');
  assertOutcome(await check({ kind: 'process', commandContains: `${name} ${mark}` }), 'ok');
  assertOutcome(
    await check({ ...byName, commandContains: 'no such argument' }),
    'failed',
    'RA_CHECK_NOT_RUNNING',
  );
  // A part of the name is not the name.
  assertOutcome(await check({ kind: 'process', name: name.slice(0, 14) }), 'failed', 'RA_CHECK_NOT_RUNNING');

  await kill(first!);
  const less = await check({ ...byName, minimum: 2 });
  assertOutcome(less, 'failed', 'RA_CHECK_NOT_RUNNING');
  assert.equal(less.values.count, 1);
  await kill(second!);
  assertOutcome(await check(byName), 'failed', 'RA_CHECK_NOT_RUNNING');
});

test('a script goes by its own name, though its interpreter runs', linux, async (t) => {
  const folder = hostFolder(t);
  const name = `ra-script-${process.pid}-with-a-long-name`;
  const script = join(folder, name);
  writeFileSync(script, '#!/bin/sh\nwhile read line; do :; done\n');
  chmodSync(script, 0o755);
  const child = spawn(script, [], { stdio: ['pipe', 'ignore', 'ignore'] });
  t.after(() => child.kill('SIGKILL'));
  await becomes('ok', { kind: 'process', name });
  await kill(child);
  await becomes('failed', { kind: 'process', name });
});

test('a zombie is not running', linux, async (t) => {
  const name = `zombie${process.pid}`;
  // The shell becomes a program that waits for nobody: its child stays in the table of processes after its end.
  await start(t, 'sh', ['-c', '"$0" 0.2 & exec sleep 1000', program(t, name)]);
  const input = { kind: 'process', name };
  await becomes('ok', input);
  await becomes('failed', input);
  assert.ok(table().some((stat) => stat.includes(`(${name}) Z`)));
});

/** /proc/PID/stat of everything, the dead included. */
function table(): string[] {
  return readdirSync('/proc').flatMap((entry) => {
    try {
      return [readFileSync(`/proc/${Number(entry)}/stat`, 'utf8')];
    } catch {
      return [];
    }
  });
}

test('a check of processes that names nothing is our own mistake', async () => {
  assertOutcome(await check({ kind: 'process' }), 'unknown', 'RA_CHECK_INVALID');
});

test('without systemd an init script is asked for its status', linux, async (t) => {
  const root = hostFolder(t);
  const env = { ...here, host: { root } };
  const child = await start(t);
  const script = join(root, 'etc/init.d/demo');
  writeFileSync(
    script,
    `#!/bin/sh\ncase "$1" in status) kill -0 ${child.pid} 2>/dev/null || exit 3;; esac\n`,
  );
  chmodSync(script, 0o755);
  const input = { kind: 'service', service: 'demo' };
  const good = await check(input, env);
  assertOutcome(good, 'ok');
  assert.deepEqual(good.values, { running: 1 });
  await kill(child);
  assertOutcome(await check(input, env), 'failed', 'RA_CHECK_NOT_RUNNING');

  writeFileSync(script, '#!/bin/sh\n# status\nexit 77\n');
  assertOutcome(await check(input, env), 'unknown', 'RA_CHECK_LOCAL');
});

test('an init script that knows no status is never run; a pid file is read instead', linux, async (t) => {
  const root = hostFolder(t);
  const env = { ...here, host: { root } };
  const child = await start(t);
  const script = join(root, 'etc/init.d/demo');
  const proof = join(root, 'was-run');
  writeFileSync(script, `#!/bin/sh\ntouch ${proof}\n`);
  chmodSync(script, 0o755);
  const input = { kind: 'service', service: 'demo' };
  assertOutcome(await check(input, env), 'unknown', 'RA_CHECK_NO_SERVICE_MANAGER');
  writeFileSync(join(root, 'run/demo.pid'), `${child.pid}\n`);
  assertOutcome(await check(input, env), 'ok');
  await kill(child);
  assertOutcome(await check(input, env), 'failed', 'RA_CHECK_NOT_RUNNING');
  assert.throws(() => rmSync(proof), { code: 'ENOENT' });
});

test('a name that is no name of a service never becomes an argument or a path', async () => {
  let asked = 0;
  const command: RunCommand = async () => {
    asked++;
    return { exitCode: 0, stdout: '' };
  };
  const names = [
    '-h',
    '--version',
    '../../bin/sh',
    'a/b',
    'a b',
    'a;b',
    '*',
    'a?',
    '$(id)',
    '.',
    '..',
    'a\nb',
  ];
  for (const platform of ['linux', 'darwin'] as const) {
    for (const service of names) {
      const outcome = await check({ kind: 'service', service }, { ...here, host: { platform, command } });
      assertOutcome(outcome, 'unknown', 'RA_CHECK_INVALID');
    }
  }
  for (const service of ['/all', 'a"b', 'a\\b', ' x', '\\\\server']) {
    const outcome = await check(
      { kind: 'service', service },
      { ...here, host: { platform: 'win32', command } },
    );
    assertOutcome(outcome, 'unknown', 'RA_CHECK_INVALID');
  }
  assert.equal(asked, 0);
});

test('systemd: the state as its users see it', () => {
  const rows: [string, CheckOutcome['status'], string | undefined][] = [
    ['loaded active running', 'ok', undefined],
    ['loaded active exited', 'ok', undefined],
    ['loaded reloading reload', 'ok', undefined],
    ['loaded activating start-pre', 'warning', 'RA_CHECK_SERVICE_STARTING'],
    ['loaded activating auto-restart', 'failed', 'RA_CHECK_NOT_RUNNING'],
    ['loaded deactivating stop-sigterm', 'failed', 'RA_CHECK_NOT_RUNNING'],
    ['loaded inactive dead', 'failed', 'RA_CHECK_NOT_RUNNING'],
    ['loaded failed failed', 'failed', 'RA_CHECK_NOT_RUNNING'],
    ['masked inactive dead', 'failed', 'RA_CHECK_NOT_RUNNING'],
    ['not-found inactive dead', 'failed', 'RA_CHECK_NO_SERVICE'],
  ];
  for (const [states, status, code] of rows) {
    const [load, active, sub] = states.split(' ');
    const text = `LoadState=${load}\nActiveState=${active}\nSubState=${sub}\n`;
    assertOutcome(judgeSystemd('demo', text), status, code);
  }
  assert.throws(() => judgeSystemd('demo', ''), { code: 'RA_CHECK_LOCAL' });
});

test('Windows: numbers and states are read, whatever the language', () => {
  const english = (state: string) =>
    `\r\nSERVICE_NAME: Spooler\r\n        TYPE               : 110  WIN32_OWN_PROCESS  (interactive)\r\n        STATE              : ${state} \r\n                                (STOPPABLE, NOT_PAUSABLE)\r\n`;
  const german = english('4  RUNNING').replace('TYPE  ', 'TYP   ').replace('STATE ', 'STATUS');
  assertOutcome(judgeWindows('Spooler', 0, english('4  RUNNING')), 'ok');
  assertOutcome(judgeWindows('Spooler', 0, german), 'ok');
  assertOutcome(judgeWindows('Spooler', 0, english('1  STOPPED')), 'failed', 'RA_CHECK_NOT_RUNNING');
  assertOutcome(judgeWindows('Spooler', 0, english('7  PAUSED')), 'failed', 'RA_CHECK_NOT_RUNNING');
  assertOutcome(
    judgeWindows('Spooler', 0, english('2  START_PENDING')),
    'warning',
    'RA_CHECK_SERVICE_STARTING',
  );
  assertOutcome(judgeWindows('Nothing', 1060, ''), 'failed', 'RA_CHECK_NO_SERVICE');
  assert.throws(() => judgeWindows('Spooler', 5, 'Access is denied.'), { code: 'RA_CHECK_LOCAL' });
});

test('macOS: the state in the output of launchctl', () => {
  const text = (state: string) =>
    `system/com.example.demo = {\n\tactive count = 1\n\tstate = ${state}\n\tpid = 77\n}\n`;
  assertOutcome(judgeLaunchd('demo', 0, text('running')), 'ok');
  assertOutcome(judgeLaunchd('demo', 0, text('not running')), 'failed', 'RA_CHECK_NOT_RUNNING');
  assertOutcome(judgeLaunchd('demo', 113, ''), 'failed', 'RA_CHECK_NO_SERVICE');
  assert.throws(() => judgeLaunchd('demo', 1, ''), { code: 'RA_CHECK_LOCAL' });
});

test('processes by ps, as on macOS', linux, async (t) => {
  const mark = `${2000 + process.pid}.5`;
  const child = await start(t, 'sleep', [mark]);
  const env = { ...here, host: { platform: 'darwin' as const } };
  const both = await check({ kind: 'process', name: 'sleep', commandContains: `sleep ${mark}` }, env);
  assertOutcome(both, 'ok');
  assert.equal(both.values.count, 1);
  await kill(child);
  assertOutcome(
    await check({ kind: 'process', commandContains: `sleep ${mark}` }, env),
    'failed',
    'RA_CHECK_NOT_RUNNING',
  );
});

test('processes by tasklist: case and extension do not matter', async () => {
  const stdout = '"System","4","Services","0","144 K"\r\n"SqlServr.exe","88","Services","0","9.000 K"\r\n';
  const env = {
    ...here,
    host: { platform: 'win32' as const, command: async () => ({ exitCode: 0, stdout }) },
  };
  for (const name of ['sqlservr', 'SQLSERVR.EXE', 'system']) {
    assertOutcome(await check({ kind: 'process', name }, env), 'ok');
  }
  assertOutcome(await check({ kind: 'process', name: 'sql' }, env), 'failed', 'RA_CHECK_NOT_RUNNING');
  assertOutcome(
    await check({ kind: 'process', commandContains: 'x' }, env),
    'unknown',
    'RA_CHECK_UNSUPPORTED',
  );
});

test('a command that hangs, fails to start or floods is our own trouble', async (t) => {
  const root = hostFolder(t);
  const script = join(root, 'etc/init.d/demo');
  const stop = new AbortController();
  const env = { ...here, signal: stop.signal, host: { root } };
  const input = { kind: 'service', service: 'demo' };
  writeFileSync(script, '#!/bin/sh\n# status\nyes\n');
  chmodSync(script, 0o755);
  assertOutcome(await check(input, env), 'unknown', 'RA_CHECK_LOCAL');
  writeFileSync(script, '#!/no/such/interpreter\n# status\n');
  assertOutcome(await check(input, env), 'unknown', 'RA_CHECK_LOCAL');
  // What it starts is ended with it.
  const name = `hanging${process.pid}`;
  writeFileSync(script, `#!/bin/sh\n# status\n${program(t, name)} 1000\n`);
  const running = check(input, env);
  await becomes('ok', { kind: 'process', name });
  stop.abort();
  assertOutcome(await running, 'unknown', 'RA_CHECK_CANCELLED');
  await becomes('failed', { kind: 'process', name });
});
