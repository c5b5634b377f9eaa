import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { inventorySchema } from '@rettungsanker/protocol';
import { AgentProcess, runAgentCommand } from './testing/process.ts';
import { TestServer } from './testing/server.ts';
import { AGENT_VERSION } from './version.ts';

let root: string;
let data: string;
let counter = 0;
let server: TestServer;
let agent: AgentProcess | undefined;

before(() => {
  root = mkdtempSync(join(tmpdir(), 'ra-agent-'));
});
after(() => rmSync(root, { recursive: true, force: true }));
beforeEach(async () => {
  data = join(root, `data-${counter++}`);
  server = new TestServer();
  await server.start();
});
afterEach(async () => {
  await agent?.end('SIGKILL');
  agent = undefined;
  await server.stop();
});

const enrolled = async (): Promise<void> => {
  const { code, stderr } = await runAgentCommand(['enroll', '--data', data], { stdin: `${server.code()}\n` });
  assert.equal(code, 0, stderr);
};
const mode = (name: string): number => statSync(join(data, name)).mode & 0o777;
const metrics = (): Set<string> =>
  new Set(
    server.batches.flatMap((b) => b.measurements ?? []).flatMap((m) => m.samples.map(([name]) => name)),
  );
const sections = (): Set<string> =>
  new Set(server.batches.flatMap(({ inventory }) => Object.keys(inventory?.facts ?? {})));
const steps = (): number[] => server.batches.map(({ seq }) => seq);
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

describe('enrolment', () => {
  test('the code comes from standard input, key and identity are for the owner only', async () => {
    await enrolled();
    assert.equal(statSync(data).mode & 0o777, 0o700);
    assert.equal(mode('agent.key'), 0o600);
    assert.equal(mode('identity.json'), 0o600);
    assert.doesNotMatch(readFileSync(join(data, 'identity.json'), 'utf8'), /PRIVATE|token/);
  });

  test('an existing enrolment is kept unless --force is given; a code works once; nonsense is refused', async () => {
    await enrolled();
    const identity = readFileSync(join(data, 'identity.json'), 'utf8');
    const again = await runAgentCommand(['enroll', '--data', data, '--code', server.code()]);
    assert.equal(again.code, 1);
    assert.match(again.stderr, /RA_ALREADY_ENROLLED.*Muster GmbH, Berlin[\s\S]*--force/);
    assert.equal(readFileSync(join(data, 'identity.json'), 'utf8'), identity);
    const file = join(root, 'code');
    const code = server.code();
    writeFileSync(file, code);
    assert.equal((await runAgentCommand(['enroll', '--data', data, '--code-file', file, '--force'])).code, 0);
    assert.notEqual(readFileSync(join(data, 'identity.json'), 'utf8'), identity);
    const used = await runAgentCommand(['enroll', '--data', `${data}-2`, '--code', code]);
    assert.match(used.stderr, /^RA_ENROLMENT_CODE: The server refused/);
    const nonsense = await runAgentCommand(['enroll', '--data', `${data}-3`, '--code', 'ra1_nonsense']);
    assert.match(nonsense.stderr, /^RA_ENROLMENT_CODE: This is not an enrolment code/);
    const open = await runAgentCommand([
      'enroll',
      '--data',
      `${data}-4`,
      '--code',
      server.code({ url: 'http://192.0.2.1' }),
    ]);
    assert.match(open.stderr, /^RA_SERVER_NOT_TLS/);
  });
});

describe('a running agent', () => {
  test('reports measurements and inventory, answers status, keeps others out, stops on SIGTERM', async () => {
    await enrolled();
    agent = new AgentProcess(data);
    await server.until(() => metrics().has('cpu.used') && sections().size >= 8, 'measurements and inventory');
    for (const name of ['memory.used', 'disk.used', 'load.1', 'uptime', 'process.count', 'agent.memory'])
      assert.ok(metrics().has(name), name);
    for (const { inventory } of server.batches)
      if (inventory) assert.ok(inventorySchema.safeParse(inventory.facts).success);
    const { system } = server.batches.find((b) => b.inventory?.facts.system)?.inventory?.facts ?? {};
    assert.equal(system?.os.kernel.length !== 0, true);

    const text = await runAgentCommand(['status', '--data', data]);
    assert.equal(text.code, 0);
    for (const part of ['connected since', 'Muster GmbH, Berlin', 'every 5 s', AGENT_VERSION])
      assert.ok(text.stdout.includes(part), text.stdout);
    const { status } = JSON.parse((await runAgentCommand(['status', '--data', data, '--json'])).stdout);
    assert.equal(status.pid, agent.child.pid);

    const second = await runAgentCommand(['run', '--data', data]);
    assert.equal(second.code, 3);
    assert.match(second.stderr, new RegExp(`RA_AGENT_RUNNING.*process ${agent.child.pid}`));

    const began = Date.now();
    assert.equal(await agent.end('SIGTERM'), 0);
    assert.ok(Date.now() - began < 5000);
    assert.match(agent.log, /The agent has stopped. waiting=0/);
    assert.match((await runAgentCommand(['status', '--data', data])).stdout, /not running/);
    assert.deepEqual(server.problems, []);
  });

  test('killed at any moment, beside a server that comes and goes: every batch once, in order, nothing invented', async () => {
    await enrolled();
    server.config.checks = Array.from({ length: 3 }, () => ({
      id: randomUUID(),
      intervalMs: 1000,
      check: { kind: 'process' as const, name: 'node', minimum: 1 },
    }));
    let offline = false;
    for (let round = 0; round < 6; round++) {
      agent = new AgentProcess(data);
      await agent.logged(/The agent has started/);
      const seen = server.received.length;
      if (!offline) await server.until(() => server.received.length > seen + round, 'batches');
      if (round % 2 === 0) {
        if (offline) await server.start();
        else await server.stop();
        offline = !offline;
      }
      await agent.end('SIGKILL');
    }
    if (offline) await server.start();
    agent = new AgentProcess(data);
    await agent.logged(/Connected/);
    const last = server.lastSeq;
    await server.until(() => server.lastSeq > last + 3, 'batches after the last start');
    assert.deepEqual(steps(), upTo(server.lastSeq));
    assert.deepEqual(server.problems, []);
    assert.equal(server.batches.filter((b) => b.dropped).length, 0);
    const results = server.batches.flatMap((b) => b.results ?? []).map((r) => `${r.checkId} ${r.at}`);
    assert.equal(new Set(results).size, results.length, 'no result came twice');
  });

  test('while the server is away it goes on, and delivers with the times at which it measured', async () => {
    await enrolled();
    server.config.checks = [
      { id: randomUUID(), intervalMs: 1000, check: { kind: 'process', name: 'node', minimum: 1 } },
    ];
    agent = new AgentProcess(data);
    await server.until(() => server.batches.some((b) => b.results), 'a result');
    await server.stop();
    const away = Date.now();
    await new Promise((resolve) => setTimeout(resolve, 2500));
    const back = Date.now();
    await server.start();
    await server.until(
      () => server.batches.some((b) => b.results?.some((r) => r.at > away && r.at < back - 500)),
      'results of the time without a server',
    );
    const times = server.batches.flatMap((b) => b.results ?? []).map((r) => r.at);
    assert.deepEqual(
      times,
      times.toSorted((a, b) => a - b),
    );
    assert.deepEqual(steps(), upTo(server.lastSeq));
  });
});

describe("rules of the host's owner", () => {
  test('what agent.toml forbids is not done, and the server is told so', async () => {
    await enrolled();
    writeFileSync(
      join(data, 'agent.toml'),
      '[deny]\nchecks = ["process"]\ninventory = ["sessions", "packages"]\n[limits]\nsample_interval_seconds = 30\n',
    );
    server.config.checks = [
      { id: randomUUID(), intervalMs: 1000, check: { kind: 'process', name: 'node', minimum: 1 } },
    ];
    agent = new AgentProcess(data);
    await server.until(
      () => server.batches.some((b) => b.results) && sections().has('updates'),
      'a result and inventory',
    );
    assert.equal(server.batches.find((b) => b.results)?.results?.[0]?.outcome.code, 'RA_CHECK_NOT_ALLOWED');
    assert.equal(server.batches.find((b) => b.results)?.results?.[0]?.outcome.status, 'unknown');
    assert.ok(!sections().has('sessions') && !sections().has('packages'));
    const errors = Object.assign({}, ...server.batches.map((b) => b.inventory?.facts.errors ?? {}));
    assert.match(errors.sessions, /Forbidden by the owner/);
    const { stdout } = await runAgentCommand(['status', '--data', data]);
    assert.match(stdout, /inventory denied: sessions, packages; .*every 30 s/);
    assert.match(stdout, /checks denied: process/);
  });

  test('a mistake in agent.toml stops the agent and names key, problem and example', async () => {
    await enrolled();
    for (const [toml, message] of [
      [
        '[deny]\ninventroy = ["sessions"]\n',
        /"deny.inventroy" is unknown[\s\S]*deny\.inventory[\s\S]*Example/,
      ],
      ['[deny]\ninventory = ["session"]\n', /deny\.inventory" must be one of system[\s\S]*Example/],
      [
        '[limits]\nbuffer_megabytes = 1000\n',
        /limits\.buffer_megabytes" must be at most 256[\s\S]*buffer_megabytes = 64/,
      ],
      ['[limits\n', /not valid TOML/],
    ] as const) {
      writeFileSync(join(data, 'agent.toml'), toml);
      const { code, stderr } = await runAgentCommand(['run', '--data', data]);
      assert.equal(code, 1);
      assert.match(stderr, /^RA_POLICY_INVALID/);
      assert.match(stderr, message);
    }
  });
});
