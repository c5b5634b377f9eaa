import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTcp } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import packets, { type Packet } from 'dns-packet';
import fc from 'fast-check';
import { expirationOf, servicesOf } from './domain.ts';
import { clientPacket, parseNtp } from './ntp.ts';
import { assertOutcome, check, here, listen } from './test-environment.ts';
import { freePort, needs, once, startProgram, temporaryFolder } from './test-program.ts';

const host = '127.0.0.1';

async function datagrams(
  t: TestContext,
  answer: (bytes: Buffer) => Buffer[],
): Promise<{ port: number; socket: Socket }> {
  const socket = createSocket('udp4');
  socket.on('message', (bytes, peer) => {
    for (const one of answer(bytes)) socket.send(one, peer.port, peer.address);
  });
  await new Promise<void>((done) => socket.bind(0, host, done));
  t.after(() => void socket.close());
  return { port: socket.address().port, socket };
}

/** A name server with one answer to everything. */
function nameServer(t: TestContext, make: (query: Packet) => (Packet | Buffer)[]) {
  return datagrams(t, (bytes) =>
    make(packets.decode(bytes)).map((one) => (Buffer.isBuffer(one) ? one : packets.encode(one))),
  );
}
const response = (query: Packet, more: Partial<Packet> = {}): Packet => ({
  type: 'response',
  id: query.id!,
  flags: packets.RECURSION_AVAILABLE,
  questions: query.questions!,
  answers: [{ type: 'A', name: query.questions![0]!.name, ttl: 300, data: '192.0.2.7' }],
  ...more,
});

test('a real resolver: records, their values, a name that does not exist', needs('unbound'), async (t) => {
  const folder = temporaryFolder(t);
  const port = await freePort();
  const config = join(folder, 'unbound.conf');
  writeFileSync(
    config,
    `server:
  interface: ${host}@${port}
  do-daemonize: no
  username: ""
  chroot: ""
  directory: "${folder}"
  pidfile: ""
  use-syslog: no
  local-zone: "example.test." static
  local-data: "example.test. 60 IN A 192.0.2.7"
  local-data: "example.test. 60 IN MX 10 mail.example.test."
  local-data: 'example.test. 60 IN TXT "v=spf1 -all"'
remote-control:
  control-enable: no
`,
  );
  startProgram(t, 'unbound', ['-c', config, '-d']);
  const ask = (more: object) =>
    check({ kind: 'dns', name: 'example.test', resolver: host, port, timeoutMs: 2000, ...more });
  const first = await once(() => ask({}));
  assertOutcome(first, 'ok');
  assert.deepEqual([first.values.answers, first.values.ttl_s, first.values.authentic], [1, 60, 0]);
  assertOutcome(await ask({ expect: ['192.0.2.7'] }), 'ok');
  assertOutcome(await ask({ expect: ['192.0.2.8'] }), 'failed', 'RA_CHECK_DNS_ANSWER');
  assertOutcome(await ask({ type: 'MX', expect: ['10 MAIL.example.test.'] }), 'ok');
  assertOutcome(await ask({ type: 'TXT', expect: ['"v=spf1 -all"'] }), 'ok');
  assertOutcome(await ask({ type: 'AAAA' }), 'failed', 'RA_CHECK_DNS_ANSWER');
  assertOutcome(await ask({ name: 'none.example.test' }), 'failed', 'RA_CHECK_DNS_ANSWER');
  assertOutcome(await ask({ dnssec: true }), 'failed', 'RA_CHECK_DNSSEC');
});

test('a forged datagram is not taken for the answer; a vouched one is; a truncated one is asked for again', async (t) => {
  const { port } = await nameServer(t, (query) => [
    Buffer.from('noise'),
    response(query, { id: (query.id! + 1) & 0xffff, answers: [] }),
    response(query, { questions: [{ type: 'A', name: 'other.test' }], answers: [] }),
    response(query, { flags: packets.AUTHENTIC_DATA | packets.RECURSION_AVAILABLE }),
  ]);
  const ask = { kind: 'dns', name: 'example.test', resolver: host, timeoutMs: 2000, dnssec: true };
  assertOutcome(await check({ ...ask, port }), 'ok');

  const truncated = await nameServer(t, (query) => [
    response(query, { flags: packets.TRUNCATED_RESPONSE, answers: [] }),
  ]);
  const tcp = createTcp((socket) =>
    socket.once('data', (data) => {
      const answer = response(packets.streamDecode(data), { flags: packets.AUTHENTIC_DATA });
      socket.end(packets.streamEncode(answer));
    }),
  );
  await new Promise<void>((done) => tcp.listen(truncated.port, host, done));
  t.after(() => tcp.close());
  assertOutcome(await check({ ...ask, port: truncated.port }), 'ok');
  const silent = await nameServer(t, () => []);
  assertOutcome(await check({ ...ask, port: silent.port, timeoutMs: 100 }), 'failed', 'RA_CHECK_TIMEOUT');
});

test('the name server is judged by the guard like every other target', async () => {
  const env = { guard: { mode: 'public' } as const };
  const outcome = await check({ kind: 'dns', name: 'example.test', resolver: '10.0.0.53' }, env);
  assertOutcome(outcome, 'unknown', 'RA_CHECK_FORBIDDEN_ADDRESS');
});

test('a real time server', needs('chronyd'), async (t) => {
  const folder = temporaryFolder(t);
  const port = await freePort();
  const config = join(folder, 'chrony.conf');
  writeFileSync(
    config,
    `port ${port}\nbindaddress ${host}\nallow 127.0.0.0/8\nlocal stratum 3\ncmdport 0\nbindcmdaddress /\npidfile ${folder}/pid\n`,
  );
  startProgram(t, 'chronyd', ['-d', '-x', '-u', process.getuid?.() === 0 ? 'root' : 'nobody', '-f', config]);
  const ask = (more: object = {}) => check({ kind: 'ntp', host, port, timeoutMs: 2000, ...more });
  const outcome = await once(() => ask());
  assertOutcome(outcome, 'ok');
  assert.equal(outcome.values.stratum, 3);
  assert.ok(Math.abs(outcome.values.offset_ms!) < 50, String(outcome.values.offset_ms));
  assertOutcome(await ask({ maxStratum: 2 }), 'warning', 'RA_CHECK_TIME');
});

/** A time server as RFC 5905 describes it, with what is to be wrong about it. */
function timeServer(t: TestContext, { offsetMs = 0, stratum = 2, leap = 0, cookie = true } = {}) {
  return datagrams(t, (request) => {
    const packet = Buffer.alloc(48);
    packet[0] = (leap << 6) | (4 << 3) | 4;
    packet[1] = stratum;
    packet.write('RATE', 12);
    if (cookie) request.copy(packet, 24, 40, 48);
    const seconds = (Date.now() + offsetMs) / 1000 + 2_208_988_800;
    for (const at of [32, 40]) {
      packet.writeUInt32BE(Math.floor(seconds) >>> 0, at);
      packet.writeUInt32BE(Math.floor((seconds % 1) * 2 ** 32), at + 4);
    }
    return [packet];
  });
}

test('time servers: off, unsynchronised, refusing, forged', async (t) => {
  const rows: [Parameters<typeof timeServer>[1], string, string | undefined][] = [
    [{}, 'ok', undefined],
    [{ offsetMs: 2000 }, 'warning', 'RA_CHECK_TIME'],
    [{ offsetMs: -20_000 }, 'failed', 'RA_CHECK_TIME'],
    [{ leap: 3 }, 'failed', 'RA_CHECK_TIME'],
    [{ stratum: 16 }, 'failed', 'RA_CHECK_TIME'],
    [{ stratum: 0 }, 'failed', 'RA_CHECK_NOT_READY'],
    [{ cookie: false }, 'failed', 'RA_CHECK_TIMEOUT'],
  ];
  for (const [how, status, code] of rows) {
    const { port } = await timeServer(t, how);
    assertOutcome(await check({ kind: 'ntp', host, port, timeoutMs: 150 }), status as 'ok', code);
  }
  const cookie = Buffer.from('12345678');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      assert.equal(parseNtp(Buffer.from(bytes), cookie), undefined);
    }),
  );
  assert.equal(parseNtp(clientPacket(cookie), cookie), undefined, 'the own request is no answer');
});

test('registration of a domain: through the list of registries, over redirects, with its end', async (t) => {
  const day = 86_400_000;
  const ends: Record<string, number> = { fine: 200, soon: 20, now: 3, over: -1 };
  let lists = 0;
  const port = await listen(
    t,
    createServer((request, response) => {
      const base = `http://${host}:${port}`;
      const name = /\/domain\/(\w+)\.test$/.exec(request.url!)?.[1] ?? '';
      if (request.url === '/dns.json') {
        lists++;
        return response.end(
          JSON.stringify({ services: [[['test'], [`${base}/moved/`]], [['x'], []], 'odd'] }),
        );
      }
      if (request.url!.startsWith('/moved/')) {
        return response.writeHead(302, { location: request.url!.slice(6) }).end();
      }
      if (name === 'secret') return response.end('{"events":[{"eventAction":"registration"}]}');
      if (name === 'broken') return response.end('<html>');
      const days = ends[name];
      if (days === undefined) return response.writeHead(404).end('{}');
      const eventDate = new Date(Date.now() + days * day).toISOString();
      return response.end(JSON.stringify({ events: [null, { eventAction: 'expiration', eventDate }] }));
    }),
  );
  const env = { ...here, rdapBootstrap: `http://${host}:${port}/dns.json` };
  const rows: [string, string, string | undefined][] = [
    ['fine.test', 'ok', undefined],
    ['soon.test', 'warning', 'RA_CHECK_DOMAIN'],
    ['now.test', 'failed', 'RA_CHECK_DOMAIN'],
    ['over.test', 'failed', 'RA_CHECK_DOMAIN'],
    ['free.test', 'failed', 'RA_CHECK_DOMAIN'],
    ['secret.test', 'unknown', 'RA_CHECK_NO_REGISTRY'],
    ['broken.test', 'unknown', 'RA_CHECK_NO_REGISTRY'],
    ['example.de', 'unknown', 'RA_CHECK_NO_REGISTRY'],
  ];
  for (const [domain, status, code] of rows) {
    assertOutcome(await check({ kind: 'domain', domain, timeoutMs: 3000 }, env), status as 'ok', code);
  }
  assert.equal(lists, 1, 'the list is kept for a day');
  const direct = { kind: 'domain', domain: 'FINE.test', server: `http://${host}:${port}` };
  assert.ok((await check(direct)).values.days_left! > 199);
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      assert.equal(expirationOf(json), undefined);
      assert.ok(servicesOf({ services: json }).size >= 0);
    }),
  );
});
