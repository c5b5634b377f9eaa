import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { carryOut } from './index.ts';
import { launchdInstall, launchdPlist } from './launchd.ts';
import { describeStep, type ServiceOptions } from './plan.ts';
import { systemdInstall, systemdRemoval, systemdUnit } from './systemd.ts';
import { taskXml, windowsInstall, windowsRemoval } from './windows.ts';

const options: ServiceOptions = {
  dataFolder: '/var/lib/rettungsanker-agent',
  command: { file: '/tmp/download/agent', args: [] },
  standalone: true,
  seeAll: false,
};

describe('systemd', () => {
  test('the unit has no capability, no way to write but the data folder, and starts the installed copy', () => {
    const unit = systemdInstall(options).find((step) => step.do === 'write')!.content;
    assert.match(
      unit,
      /^ExecStart=\/usr\/local\/lib\/rettungsanker-agent\/rettungsanker-agent run --data \/var\/lib\/rettungsanker-agent$/m,
    );
    for (const line of [
      'User=rettungsanker-agent',
      'NoNewPrivileges=yes',
      'ProtectSystem=strict',
      'CapabilityBoundingSet=',
      'MemoryDenyWriteExecute=yes',
      'ReadWritePaths=/var/lib/rettungsanker-agent',
    ])
      assert.ok(unit.split('\n').includes(line), line);
    assert.match(
      systemdUnit({ ...options, seeAll: true }),
      /AmbientCapabilities=CAP_SYS_PTRACE CAP_DAC_READ_SEARCH/,
    );
  });

  test('blanks, percent signs and quotes in paths reach the program as they are', () => {
    const unit = systemdUnit({ ...options, dataFolder: '/srv/my "data" 100%' });
    assert.match(unit, /--data "\/srv\/my \\"data\\" 100%%"$/m);
  });

  test('systemd itself finds no mistake in the unit', {
    skip: !existsSync('/usr/bin/systemd-analyze'),
  }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'ra-unit-'));
    const file = join(folder, 'rettungsanker-agent.service');
    writeFileSync(file, systemdUnit({ ...options, command: { file: process.execPath, args: [] } }));
    try {
      execFileSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8', stdio: 'pipe' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('removal takes back what installation did and keeps the data unless told otherwise', () => {
    const touched = (steps: readonly { do: string; path?: string }[]): string[] =>
      steps.filter((s) => s.do === 'remove').map((s) => s.path!);
    assert.ok(!touched(systemdRemoval({ dataFolder: '/d', purge: false })).includes('/d'));
    assert.ok(touched(systemdRemoval({ dataFolder: '/d', purge: true })).includes('/d'));
  });
});

describe('other systems', () => {
  test('the task of Windows runs without rights and for ever, with arguments that survive', () => {
    const xml = taskXml({
      ...options,
      dataFolder: 'C:\\Program Data\\R & D\\',
      command: { file: 'C:\\a b\\x.exe', args: [] },
    });
    assert.match(xml, /<UserId>S-1-5-19<\/UserId><RunLevel>LeastPrivilege/);
    assert.match(xml, /<ExecutionTimeLimit>PT0S/);
    assert.ok(xml.includes('<Arguments>run --data &quot;C:\\Program Data\\R &amp; D\\\\&quot;</Arguments>'));
    const steps = windowsInstall(options, { ProgramFiles: 'C:\\Program Files' }).map(describeStep);
    assert.ok(steps.some((s) => s.includes('icacls.exe') && s.includes('/inheritance:r')));
    assert.ok(
      windowsRemoval({ dataFolder: 'C:\\d', purge: true }, {}).some(
        (s) => s.do === 'remove' && s.path === 'C:\\d',
      ),
    );
  });

  test('the job of macOS starts again by itself; names are escaped', () => {
    assert.match(launchdPlist({ ...options, dataFolder: '/L/A & B' }), /<string>\/L\/A &amp; B<\/string>/);
    assert.match(launchdPlist(options), /<key>KeepAlive<\/key><true\/>/);
    assert.ok(launchdInstall(options).some((s) => s.do === 'run' && s.args.includes('bootstrap')));
  });
});

describe('carrying out', () => {
  test('files get their rights, a failing program stops everything with its name', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ra-steps-'));
    const said: string[] = [];
    const source = join(folder, 'source');
    writeFileSync(source, 'program');
    await carryOut(
      [
        { do: 'folder', path: join(folder, 'a', 'b'), mode: 0o700 },
        { do: 'write', path: join(folder, 'a', 'unit'), content: 'x', mode: 0o644 },
        { do: 'copy', from: source, to: join(folder, 'a', 'copy'), mode: 0o755 },
        { do: 'run', file: 'false', args: [], accept: [1] },
        { do: 'remove', path: join(folder, 'a', 'unit') },
      ],
      (line) => said.push(line),
    );
    assert.equal(said.length, 5);
    assert.equal(statSync(join(folder, 'a', 'b')).mode & 0o777, 0o700);
    assert.equal(statSync(join(folder, 'a', 'copy')).mode & 0o777, 0o755);
    assert.equal(readFileSync(join(folder, 'a', 'copy'), 'utf8'), 'program');
    assert.ok(!existsSync(join(folder, 'a', 'unit')));
    await assert.rejects(
      carryOut(
        [
          { do: 'run', file: 'false', args: ['x'] },
          { do: 'remove', path: source },
        ],
        () => {},
      ),
      { code: 'RA_INSTALL_STEP', message: /run false x: it ended with 1/ },
    );
    assert.ok(existsSync(source), 'what follows a failure is not done');
    rmSync(folder, { recursive: true });
  });
});
