import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { AgentLab } from '../apps/agent/src/testing/process.ts';
import { AGENT_VERSION } from '../apps/agent/src/version.ts';
import { type BuiltAgent, buildAgent } from './build-agent.ts';

const here = `${process.platform}-${process.arch}` === 'linux-x64';

describe('single executable', { skip: here ? false : 'built and run on linux-x64 only' }, () => {
  let folder: string;
  let built: BuiltAgent;
  let lab: AgentLab;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ra-executable-'));
    built = await buildAgent('linux-x64', folder);
    lab = await AgentLab.open(join(folder, built.file));
  });
  after(() => {
    lab?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('its sum is that of the file, and it says its version', () =>
    lab.with(async (b) => {
      const content = readFileSync(join(folder, built.file));
      assert.equal(createHash('sha256').update(content).digest('hex'), built.sha256);
      assert.deepEqual(await b.command(['--version']), { code: 0, stdout: `${AGENT_VERSION}\n`, stderr: '' });
    }));

  test('it enrols, measures, reads the inventory in a child of itself, and stops when told', () =>
    lab.with(async (b) => {
      await b.enrol();
      const agent = b.start();
      const has = (name: string): boolean =>
        b.server.batches.some((x) =>
          x.measurements?.some((m) => m.samples.some(([metric]) => metric === name)),
        );
      const isRead = (): boolean =>
        b.server.batches.some((x) => x.inventory?.facts.packages || x.inventory?.facts.errors?.packages);
      await b.server.until(() => has('cpu.used') && isRead(), 'measurements and inventory', 30_000);
      assert.equal(await agent.end('SIGTERM'), 0);
      assert.deepEqual(b.server.problems, []);
    }));

  test('the checks, which it loads only when there are some, are in it', () =>
    lab.with(async (b) => {
      b.server.config.checks = [
        {
          id: 'b3bd6e0e-4bf6-4c8a-9ce0-7f9b2be7b9c1',
          intervalMs: 1000,
          check: { kind: 'tcp', host: '127.0.0.1', port: b.server.port, timeoutMs: 1000 },
        },
        {
          id: 'b3bd6e0e-4bf6-4c8a-9ce0-7f9b2be7b9c2',
          intervalMs: 1000,
          check: {
            kind: 'tls',
            host: '127.0.0.1',
            port: b.server.port,
            warnDays: 1,
            criticalDays: 1,
            weak: false,
            timeoutMs: 1000,
          },
        },
      ];
      await b.enrol();
      b.start();
      const codes = () =>
        b.server.batches.flatMap((x) => x.results ?? []).map((r) => r.outcome.code ?? r.outcome.status);
      await b.server.until(() => new Set(codes()).size >= 2, 'results of both checks', 30_000);
      assert.ok(codes().includes('ok'));
      assert.ok(codes().includes('RA_CHECK_TLS_HANDSHAKE'), codes().join());
    }));
});
