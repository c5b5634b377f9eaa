import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { icmpCheckSchema } from '@rettungsanker/protocol';
import fc from 'fast-check';
import { assertOutcome, check, here, listen } from '../test-environment.ts';
import { needs } from '../test-program.ts';
import { testRun } from '../test-run.ts';
import { FpingBatches } from './batch.ts';
import { checkEchoes } from './check.ts';
import type { Echo } from './echo.ts';
import { parseFping } from './fping.ts';
import { parsePing, pingProgram } from './ping.ts';
import { tcpEchoes } from './tcp-echo.ts';

const wish = (more: object = {}) =>
  icmpCheckSchema.parse({ kind: 'icmp', host: '127.0.0.1', count: 2, timeoutMs: 200, ...more });

test('output of fping and of the pings of several systems', () => {
  const text =
    '127.0.0.1    : 0.07 0.04\n::1          : - -\nfe80::1%eth0 : - 12\nICMP Host Unreachable from 10.0.0.1 for ICMP Echo sent to 10.0.0.9\n';
  assert.deepEqual(
    [...parseFping(text)],
    [
      ['127.0.0.1', [0.07, 0.04]],
      ['::1', [undefined, undefined]],
      ['fe80::1%eth0', [undefined, 12]],
    ],
  );
  assert.deepEqual(
    parsePing('64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.031 ms\n2 received, time 1ms\n'),
    [0.031],
  );
  assert.deepEqual(
    parsePing(
      'Antwort von 10.0.0.1: Bytes=32 Zeit<1ms TTL=128\r\nAntwort von 10.0.0.1: Bytes=32 Zeit=12ms TTL=128\r\n',
    ),
    [1, 12],
  );
  assert.deepEqual(parsePing('16 bytes from ::1, icmp_seq=0 hlim=64 time=0,066 ms\n'), [0.066]);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (noise) => {
      for (const times of parseFping(noise).values())
        assert.ok(times.every((time) => time === undefined || time >= 0));
      assert.ok(parsePing(noise).every((time) => time >= 0));
    }),
  );
});

test('real echoes: many checks share a few processes', needs('fping'), async (t) => {
  const echo = new FpingBatches().echo;
  const hosts = Array.from({ length: 300 }, (_, n) => `127.0.1.${(n % 250) + 1}`);
  const outcomes = await Promise.all(
    hosts.map((host) => checkEchoes(wish({ host, count: 1 }), testRun(t), [echo])),
  );
  for (const outcome of outcomes) {
    assertOutcome(outcome, 'ok');
    assert.equal(outcome.values.icmp, 1);
  }
  const six = { ...here, guard: { mode: 'networks', networks: [], allowLoopback: true } as const };
  const outcome = await check({ kind: 'icmp', host: '::1', count: 2 }, six);
  assertOutcome(outcome, 'ok');
  assert.deepEqual(Object.keys(outcome.values), [
    'dns_ms',
    'loss_percent',
    'icmp',
    'rtt_min_ms',
    'rtt_avg_ms',
    'rtt_max_ms',
    'total_ms',
  ]);
});

test("the system's own ping", needs('ping'), async (t) => {
  const outcome = await checkEchoes(wish(), testRun(t), [pingProgram()]);
  assertOutcome(outcome, 'ok');
});

test('without the right to send echoes, connections tell whether the host is there', async (t) => {
  const none: Echo = async () => undefined;
  const missing = new FpingBatches('rettungsanker-no-such-program').echo;
  const outcome = await checkEchoes(wish(), testRun(t), [missing, none]);
  assertOutcome(outcome, 'ok');
  assert.equal(outcome.values.icmp, 0);
  assert.match(outcome.message, /TCP/);
  assert.equal(await missing('127.0.0.1', wish()), undefined, 'it is not looked for again');
  // A port that is open or refuses is an answer either way.
  await listen(t, createServer());
  const echoes = await tcpEchoes('127.0.0.1', wish({ count: 1 }), testRun(t));
  assert.equal(echoes.times.length, 1);
});

test('loss and slowness: warning, failed', async (t) => {
  const rows: [number[], object, string, string | undefined][] = [
    [[1, 1, 1, 1], {}, 'ok', undefined],
    [[1, 1, 1], {}, 'warning', 'RA_CHECK_LOSS'],
    [[1], {}, 'failed', 'RA_CHECK_LOSS'],
    [[], { criticalLoss: 100, warnLoss: 100 }, 'failed', 'RA_CHECK_LOSS'],
    [[50, 50, 50, 50], { warnMs: 20 }, 'warning', 'RA_CHECK_SLOW'],
    [[50, 50, 50, 50], { criticalMs: 20 }, 'failed', 'RA_CHECK_SLOW'],
  ];
  for (const [times, more, status, code] of rows) {
    const echo: Echo = async () => ({ method: 'icmp', sent: 4, times });
    const outcome = await checkEchoes(wish({ count: 4, ...more }), testRun(t), [echo]);
    assertOutcome(outcome, status as 'ok', code);
  }
  const forbidden = checkEchoes(wish({ host: '10.0.0.1' }), testRun(t), []);
  await assert.rejects(forbidden, { code: 'RA_CHECK_FORBIDDEN_ADDRESS' });
});
