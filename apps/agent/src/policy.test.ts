import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { AgentConfig } from '@rettungsanker/protocol';
import { RUNNERS } from './checks/runners.ts';
import { allowedChecks, describePolicy, loadPolicy, NO_POLICY, restrict } from './policy.ts';

describe("rules of the host's owner", () => {
  let folder: string;
  const file = (name: string, toml: string): string => {
    writeFileSync(join(folder, name), toml);
    return join(folder, name);
  };
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'ra-policy-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const config: AgentConfig = {
    sampleIntervalMs: 5000,
    inventoryIntervalMs: 86_400_000,
    networks: [],
    allowLoopback: false,
    checks: (['process', 'service', 'service'] as const).map((kind, i) => ({
      id: `b3bd6e0e-4bf6-4c8a-9ce0-7f9b2be7b9c${i}`,
      intervalMs: 1000,
      check: kind === 'process' ? { kind, name: 'x', minimum: 1 } : { kind, service: `s${i}` },
    })),
  };

  test('without a file nothing is forbidden', async () => {
    const policy = await loadPolicy([join(folder, 'none.toml')]);
    assert.equal(policy, NO_POLICY);
    assert.deepEqual(restrict(config, policy), config);
    assert.equal(allowedChecks(config, policy).size, 3);
  });

  test('of two files the stricter rule of each kind counts', async () => {
    const policy = await loadPolicy([
      file('a.toml', '[deny]\nchecks = ["http"]\n[limits]\nbuffer_days = 2\nsample_interval_seconds = 60\n'),
      file(
        'b.toml',
        '[deny]\nchecks = ["process"]\njobs = ["all"]\n[limits]\nbuffer_days = 5\nbuffer_megabytes = 8\n',
      ),
    ]);
    assert.deepEqual([...policy.deniedChecks], ['http', 'process']);
    assert.equal(policy.jobsDenied, true);
    assert.equal(policy.bufferAgeMs, 2 * 86_400_000);
    assert.equal(policy.bufferBytes, 8 * 1024 * 1024);
    assert.equal(restrict(config, policy).sampleIntervalMs, 60_000);
    assert.match(describePolicy(policy).join('\n'), /a\.toml and .*b\.toml[\s\S]*jobs denied: all/);
  });

  test('limits only ever take away', async () => {
    const policy = await loadPolicy([
      file('c.toml', '[deny]\ninventory = ["all"]\n[limits]\nchecks = 1\ncheck_interval_seconds = 30\n'),
    ]);
    const restricted = restrict({ ...config, sampleIntervalMs: 300_000 }, policy);
    assert.equal(restricted.sampleIntervalMs, 300_000);
    assert.deepEqual(
      restricted.checks.map(({ intervalMs }) => intervalMs),
      [30_000, 30_000, 30_000],
    );
    assert.equal(allowedChecks(restricted, policy).size, 1);
    assert.equal(policy.deniedSections.size, 8);
  });

  test('plugins and logs are read only from folders that every file allows', async () => {
    assert.deepEqual([NO_POLICY.pluginFolders, NO_POLICY.logFolders], [[], ['/var/log']]);
    const one = await loadPolicy([
      file('d.toml', '[allow]\nplugins = ["/usr/lib/nagios/plugins", "/opt/p"]\n'),
    ]);
    assert.deepEqual(one.pluginFolders, ['/usr/lib/nagios/plugins', '/opt/p']);
    const two = await loadPolicy([
      file('d.toml', '[allow]\nplugins = ["/usr/lib/nagios/plugins", "/opt/p"]\n'),
      file('e.toml', '[allow]\nplugins = ["/opt/p", "/tmp"]\nlogs = ["/"]\n'),
    ]);
    assert.deepEqual([two.pluginFolders, two.logFolders], [['/opt/p'], []]);
    await assert.rejects(loadPolicy([file('f.toml', '[allow]\nplugins = ["plugins"]\n')]), {
      code: 'RA_POLICY_INVALID',
    });
  });

  test('"all" forbids every kind', async () => {
    const { deniedChecks } = await loadPolicy([file('g.toml', '[deny]\nchecks = ["all"]\n')]);
    assert.deepEqual([...deniedChecks].sort(), Object.keys(RUNNERS).sort());
  });
});
