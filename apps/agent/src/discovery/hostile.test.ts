import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import packets from 'dns-packet';
import fc from 'fast-check';
import { type Answer, fakeDevice, garbage, pduOf, response } from '../checks/snmp/test-device.ts';
import { listen } from '../checks/test-environment.ts';
import { askDevices } from './devices.ts';
import { firstPage, sshGreeting } from './greetings.ts';
import { announcementOf } from './mdns-message.ts';
import { Neighbourhood } from './neighbourhood.ts';
import { Pace } from './pace.ts';
import type { Stage } from './stage.ts';

const HERE = '127.0.0.1';
const NEVER = new AbortController().signal;
const GET = 0xa0;
const GET_RESPONSE = 0xa2;

function stageOf(signal: AbortSignal = NEVER): Stage {
  return { hood: new Neighbourhood([HERE]), pace: new Pace(1e5, signal), signal, progress: () => {} };
}

/** Answers who it is, without values; what follows an object is up to `next`. */
const device =
  (next: Answer): Answer =>
  (request, count) => {
    if (pduOf(request).tag !== GET) return next(request, count);
    const answer = Buffer.from(request);
    answer[answer.indexOf(GET, 4)] = GET_RESPONSE;
    return answer;
  };
/** The n-th hardware address of a bridge's table, or the same again and again. */
const forwarded = (request: Buffer, n: number): Buffer =>
  response(request, [17, 4, 3, 1, 2, 0, 0, 0, n >> 14, (n >> 7) & 127, n & 127]);

async function ask(t: TestContext, next: Answer, deviceMs: number): Promise<Neighbourhood> {
  const stage = stageOf();
  const port = await fakeDevice(t, device(next));
  await askDevices([HERE], [{ version: '2c', community: 'secret-ro' }], stage, { port, deviceMs });
  return stage.hood;
}

test('SNMP tables that loop, never end, drip or are nonsense end, and the device stays known', async (t) => {
  const drip: Answer = (request, count) => forwarded(request, count + 1);
  for (const [next, deviceMs] of [
    [(request: Buffer) => forwarded(request, 7), 20_000],
    [drip, 20_000],
    [drip, 300],
    [garbage, 1_000],
    [() => undefined, 1_000],
  ] as const) {
    const started = performance.now();
    const hood = await ask(t, next, deviceMs);
    assert.deepEqual(hood.neighbours()[0]?.answeredBy, ['snmp']);
    assert.ok(hood.links().length <= 4096);
    assert.ok(performance.now() - started < 20_000);
  }
});

test('an SNMP session of a sweep ends with its signal', async (t) => {
  const port = await fakeDevice(t, () => undefined);
  const stop = new AbortController();
  const stage = stageOf(stop.signal);
  const asked = askDevices([HERE], [{ version: '2c', community: 'x' }], stage, { port });
  setTimeout(() => stop.abort(), 50);
  const started = performance.now();
  await assert.rejects(asked, { name: 'AbortError' });
  assert.ok(performance.now() - started < 1_000);
});

test('what greets without end, or never, is left alone', async (t) => {
  const flood = async (first: string): Promise<number> => {
    const server = createServer((socket) => {
      socket.write(first);
      const more = (): void => void socket.write('x'.repeat(65_536), (error) => error || setImmediate(more));
      more();
    });
    return listen(t, server);
  };
  const body = 'HTTP/1.1 200 OK\r\nServer: s\r\n\r\n<title>t</title>';
  assert.deepEqual(await firstPage(HERE, await flood(body), false, NEVER), { server: 's', title: 't' });
  assert.equal(await firstPage(HERE, await flood('HTTP/1.1 200 OK\r\nServer: '), false, NEVER), undefined);
  assert.equal(await sshGreeting(HERE, await flood('SSH-2.0-'), NEVER), undefined);
  const silent = await listen(t, createServer());
  const started = performance.now();
  const answers = [
    firstPage(HERE, silent, false, NEVER),
    firstPage(HERE, silent, true, NEVER),
    sshGreeting(HERE, silent, NEVER),
  ];
  assert.deepEqual(await Promise.all(answers), [undefined, undefined, undefined]);
  assert.ok(performance.now() - started < 10_000);
  const forged = await listen(
    t,
    createServer((socket) => void socket.end('SSH-2.0-\u001b[31mred\r\n')),
  );
  assert.equal(await sshGreeting(HERE, forged, NEVER), 'SSH-2.0- [31mred');
});

test('mDNS: a device speaks for itself only', () => {
  const sender = '192.0.2.7';
  const read = (answers: packets.Answer[]) =>
    announcementOf(packets.decode(packets.encode({ type: 'response', answers })), sender);
  const about = (data: string) => ({ type: 'PTR', name: '7.2.0.192.in-addr.arpa', data }) as const;
  assert.deepEqual(
    read([about('it.local'), { type: 'PTR', name: '8.2.0.192.in-addr.arpa', data: 'other.local' }]),
    {
      hostnames: ['it.local'],
      services: [],
      model: undefined,
    },
  );
  // Passed on for somebody behind a router.
  assert.equal(read([about('it.local'), { type: 'A', name: 'far.local', data: '198.51.100.1' }]), undefined);
  const service = '_http._tcp.local';
  const answers: packets.Answer[] = [
    { type: 'PTR', name: '_services._dns-sd._udp.local', data: service },
    { type: 'PTR', name: '_universal._sub._ipp._tcp.local', data: 'A printer._ipp._tcp.local' },
    { type: 'SRV', name: `Web.${service}`, data: { target: 'it.local', port: 80 } },
    { type: 'A', name: 'it.local', data: sender },
    { type: 'TXT', name: `Web.${service}`, data: ['TY=A model = great'] },
  ];
  assert.deepEqual(read(answers), {
    hostnames: ['it.local'],
    services: ['_http._tcp', '_ipp._tcp'],
    model: 'A model = great',
  });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
      let packet: packets.DecodedPacket;
      try {
        packet = packets.decode(Buffer.from(noise));
      } catch {
        return;
      }
      announcementOf(packet, sender);
    }),
  );
});
