import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type AssignedCheck, inventorySchema } from '@rettungsanker/protocol';
import { authority } from './checks/test-certificates.ts';
import { type AgentBench, AgentLab } from './testing/process.ts';
import { TestServer } from './testing/server.ts';
import { AGENT_VERSION } from './version.ts';

let lab: AgentLab;
before(async () => {
  lab = await AgentLab.open();
});
after(() => lab.close());

/** Most of the time goes into waiting for intervals: that can be done side by side. */
const together = { concurrency: 8 };
const bench = (use: (b: AgentBench) => Promise<void>) => () => lab.with(use);

const everySecond = (): AssignedCheck => ({
  id: randomUUID(),
  intervalMs: 1000,
  check: { kind: 'process', name: 'node', minimum: 1 },
});
const metrics = (server: TestServer): Set<string> =>
  new Set(
    server.batches.flatMap((b) => b.measurements ?? []).flatMap((m) => m.samples.map(([name]) => name)),
  );
const sections = (server: TestServer): Set<string> =>
  new Set(server.batches.flatMap(({ inventory }) => Object.keys(inventory?.facts ?? {})));
const assertGapFree = (server: TestServer): void => {
  assert.deepEqual(
    server.batches.map(({ seq }) => seq),
    Array.from({ length: server.lastSeq }, (_, i) => i + 1),
  );
  assert.deepEqual(server.problems, []);
};

describe('agent', together, () => {
  describe('enrolment', together, () => {
    test(
      'the code comes from standard input; key and identity are for the owner only',
      bench(async (b) => {
        await b.enrol();
        const mode = (name: string): number => statSync(join(b.data, name)).mode & 0o777;
        assert.equal(statSync(b.data).mode & 0o777, 0o700);
        assert.equal(mode('agent.key'), 0o600);
        assert.equal(mode('identity.json'), 0o600);
        assert.doesNotMatch(readFileSync(join(b.data, 'identity.json'), 'utf8'), /PRIVATE|token/);
      }),
    );

    test(
      'an existing enrolment is kept unless --force is given; a code works once',
      bench(async (b) => {
        await b.enrol();
        const identity = readFileSync(join(b.data, 'identity.json'), 'utf8');
        const again = await b.command(['enroll', '--data', b.data, '--code', b.server.code()]);
        assert.equal(again.code, 1);
        assert.match(again.stderr, /RA_ALREADY_ENROLLED.*Muster GmbH, Berlin[\s\S]*--force/);
        assert.equal(readFileSync(join(b.data, 'identity.json'), 'utf8'), identity);
        const file = `${b.data}-code`;
        const code = b.server.code();
        writeFileSync(file, code);
        const forced = await b.command(['enroll', '--data', b.data, '--code-file', file, '--force']);
        assert.equal(forced.code, 0, forced.stderr);
        assert.notEqual(readFileSync(join(b.data, 'identity.json'), 'utf8'), identity);
        const used = await b.command(['enroll', '--data', `${b.data}-2`, '--code', code]);
        assert.match(used.stderr, /^RA_ENROLMENT_CODE: The server refused/);
      }),
    );

    test(
      'nonsense, an unencrypted server and an open data folder are refused',
      bench(async (b) => {
        const enrol = (...args: string[]) => b.command(['enroll', '--data', b.data, ...args]);
        assert.match((await enrol('--code', 'ra1_nonsense')).stderr, /^RA_ENROLMENT_CODE: This is not/);
        const plain = b.server.code({ url: 'http://192.0.2.1' });
        assert.match((await enrol('--code', plain)).stderr, /^RA_SERVER_NOT_TLS/);
        const wrong = await enrol('--what');
        assert.equal(wrong.code, 2);
        const open = await b.command(['enroll', '--data', '/', '--code', b.server.code()]);
        assert.match(open.stderr, /^RA_DATA_FOLDER_OPEN: .*mode 755[\s\S]*chmod 700/);
      }),
    );
  });

  test(
    'without a pin, the server is believed when an authority of this system vouches for it',
    bench(async (b) => {
      const ca = await authority();
      const server = new TestServer(await ca.issue({ ip: ['127.0.0.1'] }));
      await server.start();
      const trusted = `${b.data}-ca.pem`;
      writeFileSync(trusted, ca.root);
      const emptyFolder = mkdtempSync(`${b.data}-none-`);
      const enrol = (file: string) =>
        b.command(['enroll', '--data', b.data, '--code', server.code()], '', {
          SSL_CERT_FILE: file,
          SSL_CERT_DIR: emptyFolder,
        });
      try {
        assert.match((await enrol('/etc/hostname')).stderr, /^RA_TLS: .*verify the first certificate\n/);
        assert.equal((await enrol(trusted)).code, 0);
      } finally {
        await server.stop();
      }
    }),
  );

  describe('a running agent', together, () => {
    test(
      'reports measurements and inventory, answers status, keeps others out, stops on SIGTERM',
      bench(async (b) => {
        await b.enrol();
        const agent = b.start();
        const everything = (): boolean => metrics(b.server).has('cpu.used') && sections(b.server).size >= 7;
        await b.server.until(everything, 'measurements and inventory', 30_000);
        for (const name of ['memory.used', 'disk.used', 'load.1', 'uptime', 'process.count', 'agent.memory'])
          assert.ok(metrics(b.server).has(name), name);
        for (const { inventory } of b.server.batches)
          if (inventory) assert.ok(inventorySchema.safeParse(inventory.facts).success);

        const text = await b.command(['status', '--data', b.data]);
        assert.equal(text.code, 0);
        for (const part of ['connected since', 'Muster GmbH, Berlin', 'every 5 s', AGENT_VERSION])
          assert.ok(text.stdout.includes(part), text.stdout);
        const { status } = JSON.parse((await b.command(['status', '--data', b.data, '--json'])).stdout);
        assert.equal(status.pid, agent.child.pid);

        const second = await b.command(['run', '--data', b.data]);
        assert.equal(second.code, 3);
        assert.match(second.stderr, new RegExp(`RA_AGENT_RUNNING.*process ${agent.child.pid}`));

        const began = Date.now();
        assert.equal(await agent.end('SIGTERM'), 0);
        assert.ok(Date.now() - began < 5000);
        assert.match(agent.log, /The agent has stopped. waiting=0/);
        assert.match((await b.command(['status', '--data', b.data])).stdout, /not running/);
        assertGapFree(b.server);
      }),
    );

    test(
      'killed at any moment beside a server that comes and goes: every batch once, in order',
      bench(async (b) => {
        await b.enrol();
        b.server.config.checks = [everySecond(), everySecond(), everySecond()];
        let away = false;
        for (let round = 0; round < 6; round++) {
          const agent = b.start();
          await agent.logged(/The agent has started/);
          const seen = b.server.received.length;
          if (!away) await b.server.until(() => b.server.received.length > seen + round, 'batches');
          if (round % 2 === 0) {
            await (away ? b.server.start() : b.server.stop());
            away = !away;
          }
          await agent.end('SIGKILL');
        }
        if (away) await b.server.start();
        await b.start().logged(/Connected/);
        const last = b.server.lastSeq;
        await b.server.until(() => b.server.lastSeq > last + 3, 'batches after the last start');
        assertGapFree(b.server);
        assert.equal(b.server.batches.filter((x) => x.dropped).length, 0);
        const results = b.server.batches.flatMap((x) => x.results ?? []).map((r) => `${r.checkId} ${r.at}`);
        assert.equal(new Set(results).size, results.length, 'no result came twice');
      }),
    );

    test(
      'goes on while the server is away, and delivers with the times at which it measured',
      bench(async (b) => {
        await b.enrol();
        b.server.config.checks = Array.from({ length: 4 }, everySecond);
        b.start();
        const results = () => b.server.batches.flatMap((x) => x.results ?? []);
        await b.server.until(() => results().length > 0, 'a result');
        await b.server.stop();
        const from = Date.now();
        await b.agent?.logged(/No connection/);
        // Every check falls into this time at least once.
        await new Promise((resolve) => setTimeout(resolve, 1500));
        const to = Date.now();
        await b.server.start();
        const ofThatTime = (): boolean => results().some(({ at }) => at > from && at < to);
        await b.server.until(ofThatTime, 'a result of the time without a server', 30_000);
        const times = results().map(({ at }) => at);
        assert.deepEqual(
          times,
          times.toSorted((x, y) => x - y),
        );
        assertGapFree(b.server);
      }),
    );

    test(
      'a disk without room keeps nothing back: what is measured goes through memory',
      { skip: process.getuid?.() === 0 ? false : 'needs root to mount a small file system' },
      bench(async (b) => {
        await b.withSmallDisk(async () => {
          await b.enrol();
          // Many small batches: what is left of the last page of the disk is soon used up.
          b.server.config.checks = Array.from({ length: 12 }, everySecond);
          const agent = b.start();
          await b.server.until(() => b.server.batches.some((x) => x.results), 'a result');
          b.fillDisk();
          await b.server.stop();
          await agent.logged(/batches wait in memory/);
          await b.server.start();
          const last = b.server.lastSeq;
          await b.server.until(() => b.server.lastSeq > last + 2, 'batches of a full disk', 30_000);
          assertGapFree(b.server);
          assert.equal(b.server.batches.filter((x) => x.dropped).length, 0);
          await agent.end('SIGTERM');
        });
      }),
    );
  });

  test(
    'the inventory of this machine can be printed, and is what the server takes',
    bench(async (b) => {
      const { code, stdout } = await b.command(['inventory']);
      assert.equal(code, 0);
      const lines = stdout.trimEnd().split('\n');
      assert.equal(lines.length, 8);
      const inventories = lines.map((line) =>
        inventorySchema.parse(JSON.parse(line.replace(/^\S+ \S+ /, ''))),
      );
      const all = Object.assign({}, ...inventories);
      assert.ok(all.system.memoryBytes > 0 && all.system.cpu.cores > 0);
      assert.ok(all.disks.some(({ mount }: { mount: string }) => mount === '/'));
      if (existsSync('/var/lib/dpkg/status')) assert.ok(all.packages.length > 100);
    }),
  );

  describe("rules of the host's owner", together, () => {
    test(
      'what agent.toml forbids is not done, and the server is told so',
      bench(async (b) => {
        await b.enrol();
        b.policy(
          '[deny]\nchecks = ["process"]\ninventory = ["sessions", "packages", "updates"]\n' +
            '[limits]\nsample_interval_seconds = 30\n',
        );
        b.server.config.checks = [everySecond()];
        b.start();
        const outcome = () => b.server.batches.find((x) => x.results)?.results?.[0]?.outcome;
        await b.server.until(
          () => outcome() !== undefined && sections(b.server).has('ports'),
          'a result and ports',
        );
        assert.equal(outcome()?.code, 'RA_CHECK_NOT_ALLOWED');
        assert.equal(outcome()?.status, 'unknown');
        assert.ok(!sections(b.server).has('sessions') && !sections(b.server).has('packages'));
        const errors = Object.assign({}, ...b.server.batches.map((x) => x.inventory?.facts.errors ?? {}));
        assert.match(errors.sessions, /Forbidden by the owner/);
        const { stdout } = await b.command(['status', '--data', b.data]);
        assert.match(stdout, /inventory denied: sessions, packages, updates; .*every 30 s/);
        assert.match(stdout, /checks denied: process/);
      }),
    );

    test(
      'a mistake in agent.toml stops the agent and names key, problem and example',
      bench(async (b) => {
        await b.enrol();
        for (const [toml, message] of [
          [
            '[deny]\ninventroy = ["sessions"]\n',
            /"deny.inventroy" is unknown[\s\S]*deny\.inventory[\s\S]*Example/,
          ],
          ['[deny]\ninventory = ["session"]\n', /deny\.inventory" must be one of system[\s\S]*Example/],
          [
            '[limits]\nbuffer_megabytes = 1000\n',
            /"limits\.buffer_megabytes" must be at most 256[\s\S]*= 64/,
          ],
          ['[limits\n', /not valid TOML/],
        ] as const) {
          b.policy(toml);
          const { code, stderr } = await b.command(['run', '--data', b.data]);
          assert.equal(code, 1);
          assert.match(stderr, /^RA_POLICY_INVALID/);
          assert.match(stderr, message);
        }
      }),
    );
  });
});
