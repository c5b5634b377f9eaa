import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { CheckError } from '../codes.ts';
import { type RunCommand, runCommand } from '../command.ts';
import { CheckMemories, volatileMemory } from '../memory.ts';
import { assertOutcome, check, here } from '../test-environment.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-23T12:00:00Z');

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'ra-host-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}
function answers(
  table: Record<string, string | { exitCode: number; stdout: string } | undefined>,
): RunCommand {
  return async (file, args) => {
    const answer = table[`${file} ${args.at(-1)}`] ?? table[file] ?? table[file.split('\\').at(-1)!];
    if (answer === undefined) throw new CheckError('RA_CHECK_LOCAL', `${file} could not be asked (ENOENT)`);
    return typeof answer === 'string' ? { exitCode: 0, stdout: answer } : answer;
  };
}
const linux = (table: Parameters<typeof answers>[0], more: object = {}) => ({
  ...here,
  now: () => NOW,
  host: { platform: 'linux' as const, command: answers(table), ...more },
});
/** As recorded from Windows; PowerShell itself does not run here. */
const windows = (json: unknown) => ({
  ...here,
  now: () => NOW,
  memory: volatileMemory(),
  host: { platform: 'win32' as const, command: answers({ 'powershell.exe': JSON.stringify(json) }) },
});
const told = async (input: object, env: typeof here) => {
  const { status, message } = await check(input, env);
  return `${status}: ${message}`;
};

/* ----------------------------------------------------------------------------------------------- logs */

test('a log file: new lines only, over rotation, truncation and a restart of the agent', async (t) => {
  const path = folder(t);
  const file = join(path, 'app.log');
  let now = NOW;
  const input = {
    kind: 'log',
    source: { type: 'file', path: file },
    rules: [{ name: 'disk', pattern: 'i/o error', severity: 'failed' }],
    quietMinutes: 10,
  };
  const id = '00000000-0000-4000-8000-000000000001';
  let memories = new CheckMemories(path);
  const look = async (after = 60_000) => {
    now += after;
    const { status, values } = await check(input, {
      ...here,
      now: () => now,
      memory: memories.of(id, input),
      logFolders: [path],
    });
    return `${status} ${values.seen} ${values['matches[disk]']}`;
  };
  writeFileSync(file, 'I/O error long ago\n');
  assert.equal(await look(), 'ok 0 0', 'what was there before is no news');
  appendFileSync(file, 'fine\nsda: I/O error, dev sda\nhalf a li');
  assert.equal(await look(), 'failed 2 1');
  appendFileSync(file, 'ne with I/O error\n');
  assert.equal(await look(), 'failed 1 2');
  assert.equal(await look(11 * 60_000), 'ok 0 0', 'it has been quiet for long enough');

  appendFileSync(file, 'last I/O error\n');
  renameSync(file, `${file}.1`);
  writeFileSync(file, 'first of the new file\n');
  assert.equal(await look(), 'failed 2 1');
  truncateSync(file);
  appendFileSync(file, 'x\n');
  assert.equal(await look(), 'failed 1 1');

  appendFileSync(file, 'I/O error while nobody looked\n');
  memories = new CheckMemories(path);
  assert.equal(await look(), 'failed 1 2', 'the restarted agent goes on where the old one was');
  memories = new CheckMemories(path);
  assert.equal(await look(), 'failed 0 2', 'and forgets no alert');
  rmSync(file);
  assert.match(await look(), /^unknown/);
});

test('a flood in a log is caught up with, not swallowed whole', async (t) => {
  const file = join(folder(t), 'app.log');
  writeFileSync(file, '');
  const env = { ...here, memory: volatileMemory(), logFolders: [tmpdir()] };
  const input = {
    kind: 'log',
    source: { type: 'file', path: file },
    rules: [{ name: 'x', pattern: '^last' }],
  };
  await check(input, env);
  writeFileSync(file, `${'noise '.repeat(1000)}\n`.repeat(6000));
  appendFileSync(file, 'last\n');
  const outcome = await check(input, env);
  assertOutcome(outcome, 'warning', 'RA_CHECK_MATCH');
  assert.ok(
    outcome.values.skipped_bytes! > 30e6 && outcome.values.seen! < 1000,
    JSON.stringify(outcome.values),
  );
});

test('only files in folders of logs are read, links followed', async (t) => {
  const [logs, other] = [folder(t), folder(t)];
  writeFileSync(join(other, 'secret'), '');
  symlinkSync(join(other, 'secret'), join(logs, 'link'));
  const rules = [{ name: 'x', pattern: '.' }];
  for (const path of [
    join(other, 'secret'),
    join(logs, 'link'),
    join(logs, '..', other.split('/').at(-1)!, 'secret'),
  ]) {
    const outcome = await check(
      { kind: 'log', source: { type: 'file', path }, rules },
      { ...here, logFolders: [logs] },
    );
    assertOutcome(outcome, 'unknown', 'RA_CHECK_NOT_ALLOWED');
  }
});

test('a pattern that is not understood is said so', async (t) => {
  const path = join(folder(t), 'log');
  writeFileSync(path, '');
  const outcome = await check({
    kind: 'log',
    source: { type: 'file', path },
    rules: [{ name: 'x', pattern: '(?=a)' }],
  });
  assertOutcome(outcome, 'unknown', 'RA_CHECK_INVALID');
});

test('the journal is read from its cursor on (recorded form)', async () => {
  const asked: string[][] = [];
  let answer = '-- cursor: s=1;i=1\n';
  const command: RunCommand = async (_file, args) => {
    asked.push([...args]);
    return { exitCode: 0, stdout: answer };
  };
  const env = { ...here, memory: volatileMemory(), host: { platform: 'linux' as const, command } };
  const input = {
    kind: 'log',
    source: { type: 'journal', unit: 'demo.service', priority: 4 },
    rules: [{ name: 'oom', pattern: 'out of memory' }],
  };
  assertOutcome(await check(input, env), 'ok');
  answer = 'Nov 23 12:00:00 vm kernel: Out of memory: Killed process 7\n-- cursor: s=1;i=2\n';
  const outcome = await check(input, env);
  assertOutcome(outcome, 'warning', 'RA_CHECK_MATCH');
  assert.match(outcome.message, /^oom: 1 times, last "Nov 23 .* Killed process 7"$/);
  answer = '';
  await check(input, env);
  assert.ok(asked[0]!.includes('--lines=0') && asked[0]!.includes('--unit=demo.service'));
  assert.ok(asked[1]!.includes('--after-cursor=s=1;i=1'));
  assert.ok(asked[2]!.includes('--after-cursor=s=1;i=2'));
});

test('the event log of Windows (recorded form; not run on Windows here)', async () => {
  const input = {
    kind: 'log',
    source: { type: 'windows', channel: 'System' },
    rules: [{ name: 'ntfs', pattern: '^Ntfs 55:' }],
  };
  const env = windows({
    last: 12,
    events: [{ id: 55, source: 'Ntfs', text: 'A corruption was discovered' }],
  });
  assertOutcome(await check(input, env), 'warning', 'RA_CHECK_MATCH');
  assertOutcome(
    await check({ ...input, source: { type: 'journal' } }, env),
    'unknown',
    'RA_CHECK_UNSUPPORTED',
  );
});

/* ---------------------------------------------------------------------------------------------- tasks */

test('systemd timers (recorded form)', async () => {
  const at = (hours: number) => `@${(NOW - hours * HOUR) / 1000}`;
  const look = (timer: string, service: string, more: object = {}) =>
    told(
      { kind: 'scheduled-task', task: 'backup.timer', ...more },
      linux({ 'systemctl backup.timer': timer, 'systemctl backup.service': service }),
    );
  const timer = `LoadState=loaded\nActiveState=active\nUnit=backup.service\nLastTriggerUSec=${at(5)}\n`;
  const good = 'ActiveState=inactive\nResult=success\n';
  assert.equal(await look(timer, good), 'ok: backup.timer ran well');
  assert.equal(
    await look(timer, good.replace('success', 'exit-code')),
    'failed: the last run of backup.timer failed (exit-code)',
  );
  assert.equal(
    await look(timer, good, { maxAgeHours: 4 }),
    'failed: backup.timer ran 5 hours ago for the last time',
  );
  assert.equal(
    await look(timer.replace('ActiveState=active', 'ActiveState=inactive'), good),
    'failed: backup.timer is switched off',
  );
  assert.equal(
    await look(timer.replace(at(5), ''), good, { maxAgeHours: 4 }),
    'failed: backup.timer has never run',
  );
  assert.equal(
    await look('LoadState=not-found\n', good),
    'failed: there is no task backup.timer on this host',
  );
  assertOutcome(
    await check({ kind: 'scheduled-task', task: '--version' }, linux({})),
    'unknown',
    'RA_CHECK_INVALID',
  );
});

test('tasks of Windows (recorded form; not run on Windows here)', async () => {
  const look = (json: unknown, more: object = {}) =>
    told({ kind: 'scheduled-task', task: '\\Backup\\Nightly', ...more }, windows(json));
  assert.equal(await look({ state: 3, result: 0, last: NOW - HOUR }), 'ok: \\Backup\\Nightly ran well');
  assert.equal(
    await look({ state: 3, result: 0x8007_0002, last: NOW }),
    'failed: the last run of \\Backup\\Nightly failed (result 0x80070002)',
  );
  assert.equal(await look({ state: 1, result: 0, last: NOW }), 'failed: \\Backup\\Nightly is switched off');
  assert.equal(await look(null), 'failed: there is no task \\Backup\\Nightly on this host');
});

/* --------------------------------------------------------------------------------------------- reboot */

test('a pending restart: Debian, Red Hat, a replaced kernel, Windows', async (t) => {
  const root = folder(t);
  mkdirSync(join(root, 'run'));
  mkdirSync(join(root, 'proc/sys/kernel'), { recursive: true });
  const look = (table = {}) =>
    told({ kind: 'pending-reboot' }, { ...linux(table, { root }), memory: volatileMemory() });
  assert.equal(await look(), 'ok: no restart is due');
  assert.equal(
    await look({
      'needs-restarting': {
        exitCode: 1,
        stdout: 'Core libraries or services have been updated:\n  * kernel\n  * glibc\n',
      },
    }),
    'ok: a restart is due for 0 days: kernel, glibc',
  );
  mkdirSync(join(root, 'lib/modules/6.1.0-41'), { recursive: true });
  writeFileSync(join(root, 'proc/sys/kernel/osrelease'), '6.1.0-40\n');
  assert.equal(await look(), 'ok: a restart is due for 0 days: the kernel 6.1.0-40 was replaced');
  const file = join(root, 'run/reboot-required');
  writeFileSync(file, '*** System restart required ***\n');
  writeFileSync(`${file}.pkgs`, 'linux-image-6.1.0-41\nlibc6\nlibc6\n');
  for (const [days, status] of [
    [1, 'ok'],
    [5, 'warning'],
    [31, 'failed'],
  ] as const) {
    utimesSync(file, NOW / 1000, NOW / 1000 - days * 86_400);
    assert.equal(await look(), `${status}: a restart is due for ${days} days: linux-image-6.1.0-41, libc6`);
  }
  const env = windows(['updates']);
  assert.equal(await told({ kind: 'pending-reboot' }, env), 'ok: a restart is due for 0 days: updates');
  const later = { ...env, now: () => NOW + 4 * 24 * HOUR };
  assert.equal(
    await told({ kind: 'pending-reboot' }, later),
    'warning: a restart is due for 4 days: updates',
  );
});

/* ----------------------------------------------------------------------------------------------- time */

test('the time service: chrony, ntpd, systemd, none (recorded form)', async () => {
  const chrony = (offset: string, leap: string) =>
    `C0A80001,192.168.0.1,3,1795435200.1,${offset},0.000010,0.000020,-1.2,0.01,0.1,0.002,0.001,64.2,${leap}\n`;
  const look = (table: Parameters<typeof answers>[0]) => told({ kind: 'time-skew' }, linux(table));
  assert.equal(
    await look({ chronyc: chrony('-0.000012', 'Normal') }),
    'ok: chrony keeps the clock synchronised',
  );
  assert.equal(await look({ chronyc: chrony('-31.5', 'Normal') }), 'failed: offset of the clock is 31500 ms');
  assert.equal(
    await look({ chronyc: chrony('0', 'Not synchronised') }),
    'warning: chrony does not keep the clock synchronised',
  );
  assert.equal(
    await look({ ntpq: 'leap=00, offset=-1500.2\n' }),
    'warning: offset of the clock is 1500.2 ms',
  );
  assert.equal(
    await look({ chronyc: { exitCode: 1, stdout: '506 Cannot talk to daemon' }, timedatectl: 'no\n' }),
    'warning: systemd-timesyncd does not keep the clock synchronised',
  );
  assert.equal(await look({}), 'unknown: no time service runs on this host');
});

/* ----------------------------------------------------------------------------------------- protection */

test('virus protection on Linux and Windows', async (t) => {
  const root = folder(t);
  mkdirSync(join(root, 'proc/77'), { recursive: true });
  const look = () => told({ kind: 'antivirus' }, linux({}, { root }));
  assert.match(await look(), /^unknown/);
  mkdirSync(join(root, 'var/lib/clamav'), { recursive: true });
  const daily = join(root, 'var/lib/clamav/daily.cld');
  writeFileSync(daily, '');
  utimesSync(daily, NOW / 1000, NOW / 1000 - 3600);
  assert.equal(await look(), 'failed: ClamAV is installed, but clamd does not run');
  writeFileSync(join(root, 'proc/77/comm'), 'clamd\n');
  assert.equal(await look(), 'ok: ClamAV is running');
  utimesSync(daily, NOW / 1000, NOW / 1000 - 50 * 3600);
  assert.equal(await look(), 'warning: the virus definitions are 50 hours old');

  const defender = (more: object, products: object[] = []) =>
    told(
      { kind: 'antivirus' },
      windows({ defender: { enabled: true, realTime: true, updated: NOW - HOUR, ...more }, products }),
    );
  assert.equal(await defender({}), 'ok: Windows Defender is running');
  assert.equal(await defender({ realTime: false }), 'failed: real-time protection is switched off');
  assert.equal(
    await defender({ updated: NOW - 200 * HOUR }),
    'failed: the virus definitions are 200 hours old',
  );
  assert.equal(
    await defender({ enabled: false, realTime: false }, [{ name: 'Exemplar AV', state: 0x41000 }]),
    'ok: Exemplar AV is running',
  );
  assert.equal(
    await defender({}, [{ name: 'Exemplar AV', state: 0x41010 }]),
    'failed: the definitions of Exemplar AV are out of date',
  );
});

const ruleset = (chains: string) => `table inet filter { ${chains} }`;
const nft = canUseNft();

test('a firewall: rules of the real nft', {
  skip: !nft && 'nft is missing, or may not be used here',
}, async (t) => {
  const file = join(folder(t), 'rules');
  const command: RunCommand = (program, args, signal) =>
    program === 'nft'
      ? runCommand('unshare', ['-n', 'sh', '-c', 'nft -f "$0" && exec nft "$@"', file, ...args], signal)
      : Promise.reject(new CheckError('RA_CHECK_LOCAL', `${program} could not be asked (ENOENT)`));
  for (const [chains, status] of [
    ['', 'failed'],
    ['chain input { type filter hook input priority 0; policy accept; tcp dport 22 accept; }', 'failed'],
    ['chain input { type filter hook input priority 0; policy drop; tcp dport 22 accept; }', 'ok'],
    [
      'chain deep { tcp dport 23 reject; } chain input { type filter hook input priority 0; policy accept; jump deep; }',
      'ok',
    ],
    ['chain output { type filter hook output priority 0; policy drop; }', 'failed'],
  ] as const) {
    writeFileSync(file, ruleset(chains.replaceAll('; }', '\n}\n')));
    const outcome = await check({ kind: 'firewall' }, { ...here, host: { platform: 'linux', command } });
    assert.equal(outcome.status, status, `${chains}: ${outcome.message}`);
  }
});

test('a firewall: old iptables, no rights, Windows', async () => {
  const look = (table: Parameters<typeof answers>[0]) => told({ kind: 'firewall' }, linux(table));
  assert.match(await look({ 'iptables-legacy': '-P INPUT DROP\n' }), /^ok: .* iptables$/);
  assert.match(await look({ nft: { exitCode: 1, stdout: '' } }), /^unknown: the rules cannot be read/);
  assert.match(await look({ iptables: '-P INPUT ACCEPT\n' }), /^failed/);
  const profiles = (enabled: boolean, inbound: number) =>
    told(
      { kind: 'firewall' },
      windows([
        { name: 'Domain', enabled: true, inbound: 0 },
        { name: 'Public', enabled, inbound },
      ]),
    );
  assert.equal(await profiles(true, 4), 'ok: the firewall is on in every profile');
  assert.equal(await profiles(false, 0), 'failed: the firewall is off in the profile Public');
  assert.equal(await profiles(true, 2), 'failed: the profile Public lets everything in');
});

function canUseNft(): boolean {
  try {
    execFileSync('unshare', ['-n', 'nft', '--json', 'list', 'ruleset'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/* ------------------------------------------------------------------------------------------- sign-ins */

test('failed sign-ins: log, btmp, Windows', async (t) => {
  const root = folder(t);
  mkdirSync(join(root, 'var/log'), { recursive: true });
  let now = NOW;
  const memory = volatileMemory();
  const look = (env: typeof here = { ...linux({}, { root }), memory }) =>
    told({ kind: 'failed-sign-ins', warnPerHour: 3, criticalPerHour: 6 }, { ...env, now: () => now });
  assert.match(await look(), /^unknown/);
  const log = join(root, 'var/log/auth.log');
  writeFileSync(log, '');
  assert.equal(await look(), 'ok: 0 failed sign-ins within an hour');
  const sshd =
    'Nov 23 12:00:00 vm sshd[7]: Failed password for invalid user admin from 203.0.113.5 port 22 ssh2\n';
  const pam = 'Nov 23 12:00:00 vm sshd[7]: pam_unix(sshd:auth): authentication failure; rhost=203.0.113.5\n';
  appendFileSync(
    log,
    `${(sshd + pam).repeat(4)}Nov 23 12:00:00 vm sudo: eve : 3 incorrect password attempts ; TTY=pts/0\n`,
  );
  assert.equal(await look(), 'failed: 7 failed sign-ins within an hour, now most from 203.0.113.5');
  now += 61 * 60_000;
  assert.equal(await look(), 'ok: 0 failed sign-ins within an hour');

  rmSync(log);
  const btmp = join(root, 'var/log/btmp');
  const record = Buffer.alloc(384);
  record.write('198.51.100.9', 76);
  writeFileSync(btmp, record);
  assert.equal(await look(), 'ok: 0 failed sign-ins within an hour');
  for (let count = 0; count < 4; count++) appendFileSync(btmp, record);
  assert.equal(await look(), 'warning: 4 failed sign-ins within an hour, now most from 198.51.100.9');
  const env = windows({ last: 900, sources: [{ address: '10.0.0.7', count: 9 }] });
  assert.equal(await look(env), 'failed: 9 failed sign-ins within an hour, now most from 10.0.0.7');
});

test('btmp of this very host', {
  skip: !existsSync('/var/log/btmp') && 'this host has no btmp',
}, async () => {
  const outcome = await check({ kind: 'failed-sign-ins' });
  assert.ok(outcome.status === 'ok' || outcome.code === 'RA_CHECK_LOCAL', outcome.message);
});
