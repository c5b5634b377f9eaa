import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { existsSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { promisify } from 'node:util';
import { volatileMemory } from '../checks/memory.ts';
import { freeUdpPort } from '../checks/snmp/test-snmpd.ts';
import { authority } from '../checks/test-certificates.ts';
import { assertOutcome, check, here } from '../checks/test-environment.ts';
import { closeReceivers } from './inbox.ts';

const run = promisify(execFile);
after(closeReceivers);

const rules = [{ name: 'link', pattern: 'link ?down', severity: 'failed' }];
/** A check that goes on from run to run. */
function watcher(input: object, now = () => Date.now()) {
  const env = { ...here, now, memory: volatileMemory() };
  const look = () => check({ bind: '127.0.0.1', rules, quietMinutes: 10, ...input }, env);
  const sees = async (count: number) => {
    for (let attempt = 0, seen = 0; attempt < 300; attempt++) {
      const outcome = await look();
      seen += outcome.values.seen ?? 0;
      if (seen >= count) return outcome;
      await pause(10);
    }
    return assert.fail('nothing came in');
  };
  return { look, sees };
}
async function freeTcpPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}
async function sendUdp(port: number, messages: readonly string[]): Promise<void> {
  const socket = createSocket('udp4');
  for (const message of messages) await new Promise((done) => socket.send(message, port, '127.0.0.1', done));
  await new Promise<void>((done) => socket.close(done));
}

test('syslog by UDP: a match, two checks on one port, senders that do not count, quiet again', async () => {
  const port = await freeUdpPort();
  let now = Date.now();
  const one = watcher({ kind: 'syslog', port }, () => now);
  const other = watcher({ kind: 'syslog', port, from: ['192.0.2.0/24'] });
  assertOutcome(await one.look(), 'ok');
  assertOutcome(await other.look(), 'ok');
  await sendUdp(port, [
    '<13>Nov 23 12:00:00 switch fine: nothing',
    '<11>Nov 23 12:00:00 switch port: Link down on 7',
  ]);
  const broken = await one.sees(2);
  assertOutcome(broken, 'failed', 'RA_CHECK_MATCH');
  assert.equal(broken.message, 'link: 1 times, last "127.0.0.1 err switch port: Link down on 7"');
  assert.equal((await other.look()).values.seen, 0);
  now += 11 * 60_000;
  assertOutcome(await one.look(), 'ok');
});

test('syslog by Debian’s logger, RFC 5424 and 3164, UDP and TCP', {
  skip: !existsSync('/usr/bin/logger') && 'logger is not installed',
}, async () => {
  for (const transport of ['udp', 'tcp'] as const) {
    const port = transport === 'udp' ? await freeUdpPort() : await freeTcpPort();
    const syslog = watcher({ kind: 'syslog', transport, port });
    await syslog.look();
    for (const format of [['--rfc5424'], ['--rfc3164'], ['--rfc5424', '--octet-count']]) {
      const args = [
        `--${transport}`,
        '--server',
        '127.0.0.1',
        '--port',
        String(port),
        '--tag',
        'port',
        '--priority',
        'local0.err',
      ];
      if (transport === 'udp' && format.length > 1) continue;
      await run('logger', [...args, ...format, 'Link down on 9']);
      assert.match((await syslog.sees(1)).message, /err \S+ port: Link down on 9"$/);
    }
  }
});

test('syslog by TLS; whoever speaks something else disturbs nobody', async () => {
  const { root, issue } = await authority();
  const { cert, key } = await issue();
  const port = await freeTcpPort();
  const syslog = watcher({ kind: 'syslog', transport: 'tls', port, certificate: cert, privateKey: key });
  assertOutcome(await syslog.look(), 'ok');
  const plain = connect(port, '127.0.0.1');
  plain.on('error', () => {});
  plain.write('<11>link down without TLS\n');
  const text = '<11>1 - switch port - - - link down';
  const socket = connectTls({ port, host: '127.0.0.1', servername: 'localhost', ca: root }, () =>
    socket.end(`${text.length} ${text}`),
  );
  assertOutcome(await syslog.sees(1), 'failed', 'RA_CHECK_MATCH');
  plain.destroy();
  assertOutcome(
    await watcher({ kind: 'syslog', transport: 'tls', port: await freeTcpPort() }).look(),
    'unknown',
    'RA_CHECK_INVALID',
  );
});

test('a flood costs what one second may cost, and what was dropped is told', async () => {
  const port = await freeTcpPort();
  const syslog = watcher({ kind: 'syslog', transport: 'tcp', port });
  await syslog.look();
  const sender = connect(port, '127.0.0.1');
  const flood = '<13>Nov 23 12:00:00 host app: link down\n'.repeat(60_000);
  await new Promise<void>((done) => sender.end(flood, done));
  let dropped = 0;
  let seen = 0;
  for (let attempt = 0; attempt < 300 && seen + dropped < 60_000; attempt++) {
    const { values } = await syslog.look();
    dropped += values.dropped!;
    seen += values.seen!;
    await pause(10);
  }
  assert.equal(seen + dropped, 60_000);
  assert.ok(dropped > 30_000, `${dropped} dropped`);
});

test('a port that is taken is our own trouble, and tried again', async () => {
  const port = await freeTcpPort();
  const taken = createServer();
  await new Promise<void>((done) => taken.listen(port, '127.0.0.1', done));
  const syslog = watcher({ kind: 'syslog', transport: 'tcp', port });
  assertOutcome(await syslog.look(), 'unknown', 'RA_CHECK_LOCAL');
  await new Promise((done) => taken.close(done));
  assertOutcome(await syslog.look(), 'ok');
});

const snmptrap = { skip: !existsSync('/usr/bin/snmptrap') && 'snmptrap (package snmp) is not installed' };

test(
  'traps and informs by net-snmp: versions 1, 2c, 3; a wrong community is not heard',
  snmptrap,
  async () => {
    const env = { env: { PATH: '/usr/bin:/bin', MIBS: '', HOME: '/nonexistent' } };
    const down = ['', '1.3.6.1.6.3.1.1.5.3', '1.3.6.1.2.1.2.2.1.2.7', 's', 'Gi0/7'];
    const port = await freeUdpPort();
    const to = `127.0.0.1:${port}`;
    const traps = watcher({ kind: 'snmp-trap', port, access: { version: '2c', community: 'secret-ro' } });
    assertOutcome(await traps.look(), 'ok');
    await run('snmptrap', ['-v', '2c', '-c', 'wrong', to, ...down], env);
    await run('snmptrap', ['-v', '2c', '-c', 'secret-ro', to, ...down], env);
    const heard = await traps.sees(1);
    assertOutcome(heard, 'failed', 'RA_CHECK_MATCH');
    assert.equal(
      heard.message,
      'link: 1 times, last "127.0.0.1 linkDown 1.3.6.1.6.3.1.1.5.3 1.3.6.1.2.1.2.2.1.2.7=Gi0/7"',
    );
    await run('snmptrap', ['-Ci', '-r', '0', '-t', '2', '-v', '2c', '-c', 'secret-ro', to, ...down], env);
    assert.match((await traps.sees(1)).message, /^link: 2 times/, 'the inform was answered');
    await run(
      'snmptrap',
      ['-v', '1', '-c', 'secret-ro', to, '1.3.6.1.4.1.9', '127.0.0.1', '2', '0', ''],
      env,
    );
    assert.match(
      (await traps.sees(1)).message,
      /^link: 3 times, last "127.0.0.1 linkDown 1.3.6.1.6.3.1.1.5.3"$/,
    );

    const secure = await freeUdpPort();
    const access = {
      version: '3',
      user: 'watcher',
      auth: { protocol: 'sha256', secret: 'watcher-auth-key' },
      privacy: { protocol: 'aes', secret: 'watcher-priv-key' },
    };
    const safe = watcher({ kind: 'snmp-trap', port: secure, access });
    await safe.look();
    const user = (key: string) => [
      '-v',
      '3',
      '-e',
      '0x80000000010203040506',
      '-l',
      'authPriv',
      '-u',
      'watcher',
      '-a',
      'SHA-256',
      '-A',
      key,
      '-x',
      'AES',
      '-X',
      'watcher-priv-key',
      `127.0.0.1:${secure}`,
    ];
    await run('snmptrap', [...user('another-auth-key'), ...down], env);
    await run('snmptrap', [...user('watcher-auth-key'), ...down], env);
    assert.match((await safe.sees(1)).message, /^link: 1 times/);
  },
);
