import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { after, test } from 'node:test';
import { volatileMemory } from '../memory.ts';
import { assertOutcome, check, here } from '../test-environment.ts';
import { closeSessions } from './session.ts';
import { fakeDevice, garbage, response } from './test-device.ts';
import { SNMPD, startSnmpd } from './test-snmpd.ts';

const daemon = { skip: SNMPD === undefined && 'snmpd is not installed' };
after(closeSessions);

const v2c = { version: '2c', community: 'secret-ro' };
const v3 = {
  version: '3',
  user: 'watcher',
  auth: { protocol: 'sha256', secret: 'watcher-auth-key' },
  privacy: { protocol: 'aes', secret: 'watcher-priv-key' },
};
const SYS_NAME = '1.3.6.1.2.1.1.5.0';
const ask = (kind: string, settings: object, env = here) =>
  check({ kind: `snmp-${kind}`, host: '127.0.0.1', access: v2c, timeoutMs: 2000, ...settings }, env);

test('values of a real device, in all three versions', daemon, async (t) => {
  const { port } = await startSnmpd(t);
  for (const access of [{ version: '1', community: 'secret-ro' }, v2c, v3]) {
    const text = await ask('value', { port, access, oid: SYS_NAME, read: 'text', matches: '^test-' });
    assert.deepEqual(
      [text.status, text.message],
      ['ok', 'the value is "test-device"'],
      JSON.stringify(access),
    );
    const missing = await ask('value', { port, access, oid: '1.3.6.1.2.1.1.99.0' });
    assertOutcome(missing, 'unknown', 'RA_CHECK_MISSING');
  }
  const other = await ask('value', { port, oid: SYS_NAME, read: 'text', matches: 'router' });
  assertOutcome(other, 'failed', 'RA_CHECK_CONTENT');
  const services = await ask('value', { port, oid: '1.3.6.1.2.1.1.7.0', limits: { criticalAbove: 10 } });
  assertOutcome(services, 'failed', 'RA_CHECK_LIMIT');
  assert.deepEqual(services.values, { value: 72 });
});

test('wrong keys are refused and never shown; a wrong community is met with silence', daemon, async (t) => {
  const { port } = await startSnmpd(t);
  const read = (access: object) => ask('value', { port, access, oid: SYS_NAME, timeoutMs: 300 });
  assertOutcome(await read({ version: '2c', community: 'wrong' }), 'failed', 'RA_CHECK_TIMEOUT');
  for (const access of [
    { ...v3, user: 'nobody' },
    { ...v3, auth: { protocol: 'sha256', secret: 'another-auth-key' } },
    { ...v3, privacy: undefined },
  ]) {
    const refused = await read(access);
    assertOutcome(refused, 'unknown', 'RA_CHECK_CREDENTIALS');
    assert.doesNotMatch(refused.message, /auth-key|priv-key/);
  }
  const senseless = await read({ version: '3', user: 'watcher', privacy: v3.privacy });
  assertOutcome(senseless, 'unknown', 'RA_CHECK_INVALID');
});

test('a device that was restarted is asked again with what it knows now', daemon, async (t) => {
  const first = await startSnmpd(t);
  const read = () => ask('value', { port: first.port, access: v3, oid: SYS_NAME, read: 'text' });
  assertOutcome(await read(), 'ok');
  await first.stop();
  // Another engine at the same address: what the open session knows is worth nothing.
  await startSnmpd(t, [], first.port);
  assertOutcome(await read(), 'ok');
});

test('interfaces and memory of a real host', daemon, async (t) => {
  const { port } = await startSnmpd(t);
  const env = { ...here, memory: volatileMemory() };
  const interfaces = () => ask('interfaces', { port, exclude: 'nothing' }, env);
  const first = await interfaces();
  assert.equal(first.values['up[lo]'], 1, JSON.stringify(first));
  assert.equal(first.values['in_bps[lo]'], undefined, 'a rate needs two readings');
  await traffic(port);
  const second = await until(interfaces, ({ values }) => (values['in_bps[lo]'] ?? 0) > 0);
  assert.equal(second.values['errors[lo]'], 0);

  const ram = await ask('memory', { port });
  assert.ok(
    ram.values.total_bytes! > 1e8 && ram.values.used! > 0 && ram.values.used! < 100,
    JSON.stringify(ram),
  );
});

test('processors, a UPS, a printer, disks and sensors, as a daemon serves them', daemon, async (t) => {
  const mib2 = '1.3.6.1.2.1';
  const integer = (oid: string, value: number) => `override ${mib2}.${oid} integer ${value}`;
  const { port } = await startSnmpd(t, [
    integer('25.3.3.1.2.1', 91),
    integer('25.3.3.1.2.2', 89),
    integer('33.1.2.1.0', 2),
    integer('33.1.2.3.0', 9),
    integer('33.1.4.1.0', 5),
    integer('33.1.4.4.1.5.1', 30),
    `override ${mib2}.43.11.1.1.6.1.1 octet_str "Black Toner"`,
    integer('43.11.1.1.8.1.1', 100),
    integer('43.11.1.1.9.1.1', 1),
    integer('99.1.1.1.1.7', 8),
    integer('99.1.1.1.2.7', 9),
    integer('99.1.1.1.3.7', 0),
    integer('99.1.1.1.4.7', 61),
    integer('99.1.1.1.5.7', 1),
    `override ${mib2}.47.1.1.1.1.7.7 octet_str "Outlet"`,
  ]);
  const cpu = await ask('cpu', { port });
  assert.deepEqual([cpu.status, cpu.values], ['warning', { used: 90, processors: 2 }]);
  const ups = await ask('ups', { port });
  assert.deepEqual([ups.status, ups.values.on_battery, ups.values.load], ['warning', 1, 30], ups.message);
  const printer = await ask('printer', { port });
  assert.deepEqual([printer.status, printer.values], ['failed', { 'left[Black Toner]': 1 }], printer.message);
  const sensor = await ask('sensor', { port });
  assert.deepEqual([sensor.status, sensor.message], ['warning', 'Outlet is 61 °C']);
});

test('what a device does not have is unknown, never fine', daemon, async (t) => {
  const { port } = await startSnmpd(t);
  for (const [kind, more] of [
    ['ups', {}],
    ['printer', {}],
    ['sensor', { type: 'rpm' }],
  ] as const) {
    assertOutcome(await ask(kind, { port, ...more }), 'unknown', 'RA_CHECK_MISSING');
  }
  const none = await ask('interfaces', { port, include: '^no-such-port$' });
  assertOutcome(none, 'unknown', 'RA_CHECK_MISSING');
});

test('a device outside the networks of the site gets no packet', async () => {
  const refused = await ask('value', { host: '192.0.2.1', oid: SYS_NAME });
  assertOutcome(refused, 'unknown', 'RA_CHECK_FORBIDDEN_ADDRESS');
});

test('answers that loop, never end, or are no SNMP end the check, not the process', async (t) => {
  for (const [answer, code] of [
    [loops, 'RA_CHECK_PROTOCOL'],
    [endless, 'RA_CHECK_PROTOCOL'],
    [garbage, 'RA_CHECK_TIMEOUT'],
    [silence, 'RA_CHECK_TIMEOUT'],
  ] as const) {
    const port = await fakeDevice(t, answer);
    const timeoutMs = answer === endless ? 20_000 : 600;
    assertOutcome(await ask('cpu', { port, timeoutMs }), 'failed', code);
  }
});

function silence(): undefined {}
/** The same object again and again. */
function loops(request: Buffer): Buffer {
  return response(request, [25, 3, 3, 1, 2, 7]);
}
/** A table without an end. */
function endless(request: Buffer, count: number): Buffer {
  return response(request, [25, 3, 3, 1, 2, count + 1]);
}

async function traffic(port: number): Promise<void> {
  const socket = createSocket('udp4');
  for (let count = 0; count < 200; count++) socket.send(Buffer.alloc(1000), port, '127.0.0.1');
  await new Promise<void>((done) => socket.close(done));
}

async function until<T>(work: () => Promise<T>, good: (value: T) => boolean): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    const value = await work();
    if (good(value)) return value;
    assert.ok(Date.now() < end, JSON.stringify(value));
    await new Promise((done) => setTimeout(done, 100));
  }
}
