import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { CheckError } from '../codes.ts';
import type { RunCommand } from '../command.ts';
import { assertOutcome, check, here } from '../test-environment.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-23T12:00:00Z');
const linux = { skip: process.platform !== 'linux' && 'looks at a Linux host' };

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'ra-storage-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}
function installed(program: string): { skip: string | false } {
  return {
    skip: ![`/usr/bin/${program}`, `/usr/sbin/${program}`].some(existsSync) && `${program} is not installed`,
  };
}
/** Answers recorded from a program, by its name or, where they differ, by name and last argument. */
function recorded(answers: Record<string, string | { exitCode: number; stdout: string }>): typeof here {
  const command: RunCommand = async (file, args) => {
    const answer = answers[`${file} ${args.at(-1)}`] ?? answers[file];
    if (answer === undefined) throw new CheckError('RA_CHECK_LOCAL', `${file} could not be asked (ENOENT)`);
    return typeof answer === 'string' ? { exitCode: 0, stdout: answer } : answer;
  };
  return { ...here, now: () => NOW, host: { command } };
}
const told = async (input: object, env: typeof here) => {
  const { status, message } = await check(input, env);
  return `${status}: ${message}`;
};

/* --------------------------------------------------------------------------------------------- SMART */

const ata = (more: object, attributes: [number, number][] = []) =>
  JSON.stringify({
    smartctl: { version: [7, 3], exit_status: 0 },
    model_name: 'Exemplar 4000',
    serial_number: 'S1',
    smart_status: { passed: true },
    temperature: { current: 34 },
    power_on_time: { hours: 20_100 },
    ata_smart_attributes: {
      table: attributes.map(([id, value]) => ({ id, name: 'x', raw: { value, string: String(value) } })),
    },
    ...more,
  });
const nvme = (log: object) =>
  JSON.stringify({
    smartctl: { version: [7, 3] },
    model_name: 'Exemplar NV',
    serial_number: 'N1',
    smart_status: { passed: true },
    nvme_smart_health_information_log: {
      critical_warning: 0,
      percentage_used: 3,
      available_spare: 100,
      available_spare_threshold: 10,
      media_errors: 0,
      ...log,
    },
  });

test('SMART: health, sectors, temperature, wear', async () => {
  const one = (answer: string | { exitCode: number; stdout: string }) =>
    told({ kind: 'smart', devices: ['/dev/sda'] }, recorded({ smartctl: answer }));
  assert.equal(
    await one(
      ata({}, [
        [5, 0],
        [197, 0],
      ]),
    ),
    'ok: 1 disks report no trouble',
  );
  assert.equal(
    await one(
      ata({}, [
        [5, 0],
        [197, 8],
      ]),
    ),
    'warning: Exemplar 4000 S1 has 8 bad sectors',
  );
  assert.equal(await one(ata({}, [[5, 900]])), 'failed: Exemplar 4000 S1 has 900 bad sectors');
  assert.equal(
    await one({ exitCode: 8, stdout: ata({ smart_status: { passed: false } }) }),
    'failed: Exemplar 4000 S1 predicts its own failure',
  );
  assert.equal(
    await one(ata({ temperature: { current: 58 } })),
    'warning: temperature of Exemplar 4000 S1 is 58 °C',
  );
  assert.equal(await one(nvme({ percentage_used: 97 })), 'failed: wear of Exemplar NV N1 is 97 %');
  assert.equal(
    await one(nvme({ critical_warning: 4 })),
    'failed: Exemplar NV N1 gives the warning 0x4 (NVMe, critical warning)',
  );
  assert.equal(await one('no json'), 'unknown: smartctl did not answer in JSON');
  const message = (string: string) => ({
    exitCode: 2,
    stdout: JSON.stringify({ smartctl: { messages: [{ string, severity: 'error' }] } }),
  });
  assert.match(await one(message('Permission denied')), /^unknown: \/dev\/sda could not be asked/);
  assert.match(await one(message('Device is in STANDBY mode, exit(2)')), /^ok/);
});

test('SMART: the disks that smartctl finds itself', async () => {
  const scan = JSON.stringify({
    devices: [
      { name: '/dev/sda', type: 'sat' },
      { name: '/dev/nvme0', type: 'nvme' },
    ],
  });
  const env = recorded({
    'smartctl --scan': scan,
    'smartctl /dev/sda': ata({}),
    'smartctl /dev/nvme0': nvme({}),
  });
  const outcome = await check({ kind: 'smart' }, env);
  assertOutcome(outcome, 'ok');
  assert.deepEqual(Object.keys(outcome.values).sort(), [
    'celsius[Exemplar 4000 S1]',
    'media_errors[Exemplar NV N1]',
    'power_on_hours[Exemplar 4000 S1]',
    'wear[Exemplar NV N1]',
  ]);
  assertOutcome(await check({ kind: 'smart' }, recorded({})), 'unknown', 'RA_CHECK_MISSING');
});

test('SMART: the real smartctl on something that is no disk', installed('smartctl'), async (t) => {
  const file = join(folder(t), 'nothing');
  writeFileSync(file, '');
  assertOutcome(await check({ kind: 'smart', devices: [file] }), 'unknown', 'RA_CHECK_LOCAL');
});

/* ---------------------------------------------------------------------------------------------- mdadm */

const mdstat = (lines: string) => `Personalities : [raid1] [raid6]\n${lines}\nunused devices: <none>\n`;

test('software RAID in every state', linux, async (t) => {
  const root = folder(t);
  mkdirSync(join(root, 'proc'));
  const told = async (lines: string, arrays: string[] = []) => {
    writeFileSync(join(root, 'proc/mdstat'), mdstat(lines));
    const { status, message } = await check({ kind: 'raid', arrays }, { ...here, host: { root } });
    return `${status}: ${message}`;
  };
  const healthy =
    'md0 : active raid1 sdb1[1] sda1[0]\n      976630336 blocks super 1.2 [2/2] [UU]\n      bitmap: 1/8 pages [4KB]\n';
  assert.equal(await told(healthy), 'ok: 1 arrays are complete');
  const degraded = 'md0 : active raid1 sdb1[1](F) sda1[0]\n      976630336 blocks super 1.2 [2/1] [U_]\n';
  assert.equal(await told(degraded), 'failed: md0 (raid1) lacks 1 of 2 members');
  const recovering = `${degraded.replace('(F)', '')}      [=>...]  recovery =  8.5% (83/976) finish=1.2min speed=1K/sec\n`;
  assert.equal(await told(recovering), 'failed: md0 (raid1) lacks 1 of 2 members, recovery at 8.5 %');
  const checking = `${healthy}      [=>...]  check = 12.6% (37043392/292945152) finish=127.5min speed=33440K/sec\n`;
  assert.equal(await told(checking), 'ok: 1 arrays are complete');
  assert.equal(await told(`${healthy}      resync=DELAYED\n`), 'warning: md0 (raid1): resync at 0 %');
  assert.equal(
    await told('md1 : inactive sdc1[0](S)\n      976630336 blocks super 1.2\n'),
    'failed: md1 is not active',
  );
  assert.equal(
    await told(
      `${healthy}md5 : active (auto-read-only) raid5 sdd1[2](F) sdc1[1] sde1[3] sdb1[0]\n      2 blocks level 5, 64k chunk [3/3] [UUU]\n`,
    ),
    'warning: md5 has failed members: sdd1',
  );
  assert.equal(await told(healthy, ['md0', 'md9']), 'failed: md9 does not exist');
  assert.match(await told(''), /^unknown/);
  rmSync(join(root, 'proc/mdstat'));
  assertOutcome(await check({ kind: 'raid' }, { ...here, host: { root } }), 'unknown', 'RA_CHECK_MISSING');
});

/* ------------------------------------------------------------------------------------------------ ZFS */

const zpool = (scan: string, rows: string, state = 'ONLINE', errors = 'No known data errors') =>
  `  pool: tank\n state: ${state}\n  scan: ${scan}\nconfig:\n\n\tNAME        STATE     READ WRITE CKSUM\n\ttank        ${state}       0     0     0\n${rows}\nerrors: ${errors}\n`;
const mirror = (second: string) =>
  `\t  mirror-0  ONLINE       0     0     0\n\t    sda     ONLINE       0     0     0\n\t    sdb     ${second}\n`;
const SCRUBBED = 'scrub repaired 0B in 00:10:11 with 0 errors on Sun Nov  8 00:34:12 2026';

test('ZFS: state, errors, use, scrub', async () => {
  const look = (status: string, used = 40) =>
    told({ kind: 'zfs' }, recorded({ 'zpool -p': status, 'zpool name,capacity': `tank\t${used}\n` }));
  assert.equal(await look(zpool(SCRUBBED, mirror('ONLINE       0     0     0'))), 'ok: 1 pools are online');
  assert.equal(
    await look(zpool(SCRUBBED, mirror('FAULTED      3     0     0  too many errors'), 'DEGRADED')),
    'failed: tank is DEGRADED (sdb FAULTED); tank: 3 errors of its devices',
  );
  assert.equal(
    await look(zpool(SCRUBBED, mirror('ONLINE       0     0    1.5K'))),
    'warning: tank: 1536 errors of its devices',
  );
  assert.equal(
    await look(
      zpool(SCRUBBED, mirror('ONLINE       0     0     0'), 'ONLINE', '2 data errors, use -v for a list'),
    ),
    'failed: tank has lost data: some files cannot be read',
  );
  assert.equal(
    await look(zpool('none requested', mirror('ONLINE       0     0     0'))),
    'warning: tank was never scrubbed',
  );
  const old = SCRUBBED.replace('Nov  8', 'Aug  2');
  assert.equal(
    await look(zpool(old, mirror('ONLINE       0     0     0'))),
    'warning: tank was scrubbed 113 days ago',
  );
  assert.equal(
    await look(
      zpool('resilver in progress since Mon Nov 23 11:00:00 2026', mirror('ONLINE       0     0     0')),
    ),
    'warning: tank is being resilvered',
  );
  assert.equal(
    await look(zpool(SCRUBBED, mirror('ONLINE       0     0     0')), 93),
    'failed: use of tank is 93 %',
  );
  assert.match(await look('no pools available\n'), /^unknown: this host has no ZFS pool/);
});

/* ------------------------------------------------------------------------------------------------ LVM */

test('thin pools: data and metadata', linux, async () => {
  const lvs = (data: string, metadata: string, health = '') =>
    JSON.stringify({
      report: [
        {
          lv: [
            {
              vg_name: 'vg',
              lv_name: 'pool',
              lv_health_status: health,
              data_percent: data,
              metadata_percent: metadata,
            },
          ],
        },
      ],
    });
  const look = (answer: string) => told({ kind: 'thin-pool' }, recorded({ lvs: answer }));
  assert.equal(await look(lvs('41.50', '12.00')), 'ok: 1 thin pools, the fullest at 42 %');
  assert.equal(await look(lvs('41.50', '92.10')), 'failed: metadata of vg/pool is 92.1 %');
  assert.equal(await look(lvs('85.00', '12.00')), 'warning: data of vg/pool is 85 %');
  assert.equal(
    await look(lvs('100.00', '5.00', 'out_of_data')),
    'failed: vg/pool: out_of_data; data of vg/pool is 100 %',
  );
  assert.match(await look('{"report":[{"lv":[]}]}'), /^unknown/);
  assert.match(
    await look('{"report":[{"lv":[{"vg_name":1}]}]}'),
    /^unknown: lvs answered in an unknown form/,
  );
});

test('thin pools: the real lvs', installed('lvs'), async () => {
  const outcome = await check({ kind: 'thin-pool' });
  assert.ok(
    outcome.status !== 'unknown' || ['RA_CHECK_MISSING', 'RA_CHECK_LOCAL'].includes(outcome.code!),
    outcome.message,
  );
});

/* -------------------------------------------------------------------------------------- shares, disks */

test('a share answers, is not mounted, is gone, or blocks', linux, async (t) => {
  const path = folder(t);
  assertOutcome(await check({ kind: 'share', path: '/proc/' }), 'ok');
  assertOutcome(await check({ kind: 'share', path }), 'failed', 'RA_CHECK_STATE');
  const unmounted = await check({ kind: 'share', path, mounted: false });
  assertOutcome(unmounted, 'ok');
  assert.ok(unmounted.values.free_bytes! > 0 && unmounted.values.ms! > 0);
  assertOutcome(
    await check({ kind: 'share', path: join(path, 'gone'), mounted: false }),
    'failed',
    'RA_CHECK_UNREACHABLE',
  );

  let release = () => {};
  const blocked = new Promise<void>((done) => {
    release = done;
  });
  const command: RunCommand = async () => {
    await blocked;
    return { exitCode: 0, stdout: '1 2 3' };
  };
  const input = { kind: 'share', path: '/proc', timeoutMs: 100 };
  assertOutcome(await check(input, { ...here, host: { command } }), 'failed', 'RA_CHECK_TIMEOUT');
  const next = await check(input, { ...here, host: { command } });
  assert.match(next.message, /still blocks/, 'not one more process a run');
  release();
  await blocked;
  await new Promise(setImmediate);
  assertOutcome(await check(input), 'ok');
});

test('time of a synchronous write', async (t) => {
  const path = folder(t);
  const outcome = await check({ kind: 'fsync', folder: path, warnMs: 60_000, criticalMs: 60_000 });
  assertOutcome(outcome, 'ok');
  assert.ok(outcome.values.max_ms! >= outcome.values.ms! && outcome.values.ms! > 0);
  assertOutcome(
    await check({ kind: 'fsync', folder: path, warnMs: 0, criticalMs: 60_000 }),
    'warning',
    'RA_CHECK_LIMIT',
  );
  assert.deepEqual(
    existsSync(path) && execFileSync('ls', ['-A', path]).toString(),
    '',
    'nothing is left behind',
  );
  assertOutcome(await check({ kind: 'fsync', folder: join(path, 'gone') }), 'failed', 'RA_CHECK_UNREACHABLE');
});

/* -------------------------------------------------------------------------------------------- backups */

test('the newest file below a folder', async (t) => {
  const path = folder(t);
  const input = { kind: 'backup-folder', folder: path, pattern: '\\.bak$', minimumBytes: 10 };
  const look = (now = Date.now()) => check(input, { ...here, now: () => now });
  assertOutcome(await look(), 'failed', 'RA_CHECK_STALE');
  mkdirSync(join(path, 'a/b/c'), { recursive: true });
  writeFileSync(join(path, 'a/b/c/too-deep.bak'), 'x'.repeat(20));
  writeFileSync(join(path, 'other.txt'), 'x'.repeat(20));
  writeFileSync(join(path, 'empty.bak'), '');
  assertOutcome(await look(), 'failed', 'RA_CHECK_STALE');
  writeFileSync(join(path, 'a/b/good.bak'), 'x'.repeat(20));
  const fresh = await look();
  assertOutcome(fresh, 'ok');
  assert.equal(fresh.values.bytes, 20);
  assertOutcome(await look(Date.now() + 30 * HOUR), 'warning', 'RA_CHECK_STALE');
  assertOutcome(await look(Date.now() + 60 * HOUR), 'failed', 'RA_CHECK_STALE');
  utimesSync(join(path, 'a/b/good.bak'), Date.now() / 1000, Date.now() / 1000 + 7200);
  assertOutcome(await look(), 'warning', 'RA_CHECK_STALE');
  truncateSync(join(path, 'a/b/good.bak'));
  assertOutcome(await look(), 'failed', 'RA_CHECK_STALE');
});

test('restic: a real repository', installed('restic'), async (t) => {
  const path = folder(t);
  const repository = join(path, 'repo');
  const env = {
    PATH: '/usr/bin:/bin',
    HOME: path,
    RESTIC_PASSWORD: 'correct horse',
    RESTIC_REPOSITORY: repository,
  };
  const restic = (...args: string[]) => execFileSync('restic', args, { env, stdio: 'ignore' });
  restic('init');
  writeFileSync(join(path, 'data'), 'data');
  writeFileSync(join(path, 'password'), 'correct horse\n');
  restic('backup', '--host', 'vm', '--tag', 'daily', join(path, 'data'));
  const input = { kind: 'backup-restic', repository, password: 'correct horse', tag: 'daily' };
  assertOutcome(await check({ ...input, password: undefined, passwordFile: join(path, 'password') }), 'ok');
  assertOutcome(await check({ ...input, host: 'other' }), 'failed', 'RA_CHECK_STALE');
  const wrong = await check({ ...input, password: 'battery staple' });
  assertOutcome(wrong, 'unknown', 'RA_CHECK_CREDENTIALS');
  assert.doesNotMatch(wrong.message, /staple/);
  assertOutcome(await check({ ...input, repository: join(path, 'gone') }), 'failed', 'RA_CHECK_UNREACHABLE');
});

test('Borg: a real repository', installed('borg'), async (t) => {
  const path = folder(t);
  const repository = join(path, 'repo');
  const env = { PATH: '/usr/bin:/bin', HOME: path, BORG_PASSPHRASE: 'correct horse', BORG_REPO: repository };
  const borg = (...args: string[]) => execFileSync('borg', args, { env, stdio: 'ignore' });
  borg('init', '--encryption', 'repokey');
  writeFileSync(join(path, 'data'), 'data');
  borg('create', '::vm-1', join(path, 'data'));
  const input = { kind: 'backup-borg', repository, password: 'correct horse' };
  assertOutcome(await check({ ...input, prefix: 'vm-' }), 'ok');
  assertOutcome(await check({ ...input, prefix: 'v*' }), 'failed', 'RA_CHECK_STALE');
  assertOutcome(await check({ ...input, password: 'battery staple' }), 'unknown', 'RA_CHECK_CREDENTIALS');
  writeFileSync(join(path, 'password'), 'correct horse');
  chmodSync(join(path, 'password'), 0o600);
  assertOutcome(await check({ kind: 'backup-borg', repository, passwordFile: join(path, 'password') }), 'ok');
});

test('Windows: the last event of a backup decides (recorded form; not run on Windows here)', async () => {
  const event = (
    hours: number,
    id: number,
    level = 4,
    text = 'The backup operation has finished successfully.',
  ) => ({ at: NOW - hours * HOUR, id, level, text });
  const look = async (product: string, events: object[], more: object = {}) => {
    const host = {
      platform: 'win32' as const,
      command: async () => ({ exitCode: 0, stdout: JSON.stringify(events) }),
    };
    const { status, code, message } = await check(
      { kind: 'backup-windows', product, ...more },
      { ...here, now: () => NOW, host },
    );
    return `${status} ${code ?? ''} ${message}`;
  };
  assert.match(
    await look('windows-server-backup', [event(30, 5), event(5, 4)]),
    /^ok {2}the newest backup is 5 hours old/,
  );
  assert.match(
    await look('windows-server-backup', [event(5, 5, 2, 'no space'), event(30, 4)]),
    /^failed RA_CHECK_STATE the last backup failed: no space/,
  );
  assert.match(await look('windows-server-backup', [event(51, 4)]), /^failed RA_CHECK_STALE/);
  assert.match(
    await look('veeam', [event(5, 190, 3, 'Backup job "Nightly" finished with Warning')]),
    /^warning RA_CHECK_STATE/,
  );
  assert.match(
    await look('veeam', [event(5, 190, 2, 'Backup job "Nightly" finished with Failed')], { job: 'nightly' }),
    /^failed RA_CHECK_STATE/,
  );
  assert.match(await look('veeam', [event(5, 190)], { job: 'weekly' }), /^unknown RA_CHECK_MISSING/);
  assertOutcome(
    await check({ kind: 'backup-windows' }, { ...here, host: { platform: 'linux' } }),
    'unknown',
    'RA_CHECK_UNSUPPORTED',
  );
});
