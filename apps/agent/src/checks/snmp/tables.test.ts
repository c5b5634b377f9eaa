import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  snmpInterfacesCheckSchema,
  snmpPrinterCheckSchema,
  snmpUpsCheckSchema,
} from '@rettungsanker/protocol';
import fc from 'fast-check';
import { volatileMemory } from '../memory.ts';
import { judgePrinter, judgeUps, type UpsFacts } from './equipment.ts';
import { judgeInterfaces, type Port, portsOf } from './interfaces.ts';
import { counterRate } from './rates.ts';
import { compareOids, type SnmpTable, type SnmpValue } from './session.ts';
import { sensorsOf, storageOf } from './system.ts';
import { numberOf, textOf } from './values.ts';

const table = (rows: Record<string, Record<number, SnmpValue>>): SnmpTable =>
  new Map(
    Object.entries(rows).map(([index, row]) => [
      index,
      new Map(Object.entries(row).map(([column, value]) => [Number(column), value])),
    ]),
  );
const text = (value: string) => Buffer.from(value);

test('a rate is what the counter counted, over a wrap, and nothing after a restart', () => {
  const at = (seconds: number, value: bigint) => ({ at: seconds * 1000, value });
  const narrow = { bits: 32, reset: false } as const;
  assert.equal(counterRate(undefined, at(0, 5n), narrow), undefined);
  assert.equal(counterRate(at(0, 100n), at(10, 200n), narrow), 10);
  assert.equal(counterRate(at(0, 2n ** 32n - 100n), at(10, 100n), narrow), 20);
  assert.equal(counterRate(at(0, 1000n), at(10, 100n), { ...narrow, reset: true }), undefined);
  assert.equal(
    counterRate(at(0, 1000n), at(10, 100n), { ...narrow, most: 1000 }),
    undefined,
    'no line is that fast',
  );
  assert.equal(counterRate(at(0, 2n ** 64n - 1n), at(10, 5n), { bits: 64, reset: false }), undefined);
  assert.equal(counterRate(at(10, 1n), at(10, 5n), narrow), undefined, 'no time has passed');
  assert.equal(counterRate(at(10, 1n), at(5, 5n), narrow), undefined, 'the clock went back');
  fc.assert(
    fc.property(fc.bigInt(0n, 2n ** 32n - 1n), fc.bigInt(0n, 2n ** 32n - 1n), (start, change) => {
      const rate = counterRate(at(0, start), at(1, (start + change) % 2n ** 32n), narrow);
      assert.equal(rate, Number(change));
    }),
  );
});

test('objects are ordered number by number', () => {
  assert.ok(compareOids('1.3.6.1.9', '1.3.6.1.10') < 0);
  assert.ok(compareOids('1.3.6', '1.3.6.1') < 0);
  assert.equal(compareOids('1.3.6', '1.3.6'), 0);
});

const basic = (change: Partial<Record<number, SnmpValue>> = {}) =>
  table({
    1: { 2: text('eth0'), 5: 1_000_000_000, 7: 1, 8: 1, 10: 500, 14: 0, 16: 500, 20: 0, ...change },
    2: { 2: text('eth1'), 5: 1_000_000_000, 7: 1, 8: 2, 10: 0, 14: 0, 16: 0, 20: 0 },
    3: { 2: text('eth2'), 5: 1_000_000_000, 7: 2, 8: 2, 10: 0, 14: 0, 16: 0, 20: 0 },
  });
const settings = (more: object = {}) =>
  snmpInterfacesCheckSchema.parse({ kind: 'snmp-interfaces', host: 'x', ...more });
const round = (seconds: number, ports: ReadonlyMap<string, Port>, uptime = seconds * 100) => ({
  at: seconds * 1000,
  uptime,
  ports,
});

test('interfaces: rates, use, errors and a restart', () => {
  const memory = volatileMemory();
  const wide = (octets: bigint) => table({ 1: { 1: text('Gi0/1'), 6: octets, 10: 0n, 15: 1000 } });
  judgeInterfaces(settings(), round(0, portsOf(basic(), wide(0n))), memory);
  const busy = judgeInterfaces(
    settings(),
    round(60, portsOf(basic({ 14: 600 }), wide(60n * 110_000_000n))),
    memory,
  );
  assert.equal(busy.values['in_bps[Gi0/1]'], 880_000_000);
  assert.equal(busy.values['use[Gi0/1]'], 88);
  assert.equal(busy.values['errors[Gi0/1]'], 10);
  assert.deepEqual([busy.status, busy.code], ['warning', 'RA_CHECK_LIMIT']);
  assert.match(busy.message, /use of Gi0\/1 is 88 %; error rate of Gi0\/1 is 10 1\/s/);
  const restarted = judgeInterfaces(settings(), round(120, portsOf(basic(), wide(5n)), 100), memory);
  assert.equal(restarted.values['in_bps[Gi0/1]'], undefined);
  assert.equal(restarted.status, 'ok');
  const after = judgeInterfaces(settings(), round(130, portsOf(basic(), wide(1005n)), 1100), memory);
  assert.equal(after.values['in_bps[Gi0/1]'], 800);
});

test('interfaces: a free port is nobody’s business, a lost link is', () => {
  const memory = volatileMemory();
  const ports = portsOf(basic(), table({}));
  const first = judgeInterfaces(settings(), round(0, ports), memory);
  assert.deepEqual([first.status, first.message], ['ok', '1 of 3 interfaces are up']);
  const lost = judgeInterfaces(settings(), round(60, portsOf(basic({ 8: 2 }), table({}))), memory);
  assert.deepEqual([lost.status, lost.message], ['warning', 'eth0 lost its link']);
  const off = judgeInterfaces(settings(), round(120, portsOf(basic({ 7: 2, 8: 2 }), table({}))), memory);
  assert.equal(off.status, 'ok', 'switched off on purpose');
  const strict = judgeInterfaces(settings({ down: 'failed' }), round(180, ports), volatileMemory());
  assert.deepEqual(
    [strict.status, strict.code, strict.message],
    ['failed', 'RA_CHECK_STATE', 'eth1 has no link'],
  );
});

test('interfaces: two of one name are told apart', () => {
  const twins = table({ 1: { 2: text('slot'), 7: 1, 8: 1 }, 2: { 2: text('slot'), 7: 1, 8: 1 } });
  assert.deepEqual([...portsOf(twins, table({})).keys()], ['slot', 'slot 2']);
});

test('storage: sizes beyond 2^31 units, labels of Windows', () => {
  const disks = storageOf(
    table({
      1: {
        2: '1.3.6.1.2.1.25.2.1.4',
        3: text('C:\\ Label:System  Serial Number 1'),
        4: 4096,
        5: -(2 ** 31),
        6: 2 ** 30,
      },
      2: { 2: '1.3.6.1.2.1.25.2.1.4', 3: text('empty'), 4: 4096, 5: 0, 6: 0 },
    }),
  );
  assert.deepEqual(disks, [{ name: 'C:\\', type: '1.3.6.1.2.1.25.2.1.4', used: 2 ** 42, total: 2 ** 43 }]);
});

test('sensors: scale, precision, names and states of RFC 3433', () => {
  const sensors = sensorsOf(
    table({
      1: { 1: 8, 2: 9, 3: 1, 4: 415, 5: 1 },
      2: { 1: 8, 2: 8, 3: 0, 4: 38_500, 5: 1 },
      3: { 1: 8, 2: 9, 3: 0, 4: 0, 5: 3 },
      4: { 1: 10, 2: 9, 3: 0, 4: 5000, 5: 1 },
    }),
    table({ 1: { 7: text('Inlet') }, 2: { 2: text('CPU die') } }),
    8,
  );
  assert.deepEqual(sensors, [
    { name: 'Inlet', value: 41.5, state: 1 },
    { name: 'CPU die', value: 38.5, state: 1 },
    { name: 'sensor 3', value: 0, state: 3 },
  ]);
});

test('UPS: on battery, weak, overloaded', () => {
  const settings = snmpUpsCheckSchema.parse({ kind: 'snmp-ups', host: 'x' });
  const fine: UpsFacts = {
    batteryStatus: 2,
    secondsOnBattery: 0,
    minutesLeft: 42,
    charge: 100,
    temperature: 25,
    source: 3,
    alarms: 0,
  };
  const status = (change: Partial<UpsFacts>, loads = [30]) => {
    const { status, message } = judgeUps(settings, { ...fine, ...change }, loads);
    return `${status}: ${message}`;
  };
  assert.equal(status({}), 'ok: on line power, charge 100 %, 42 minutes left');
  assert.equal(status({ source: 5, secondsOnBattery: 61 }), 'warning: power comes from the battery for 61 s');
  assert.equal(
    status({ source: 5, secondsOnBattery: 61, minutesLeft: 3 }),
    'failed: time on battery is 3 min; power comes from the battery for 61 s',
  );
  assert.equal(status({ batteryStatus: 4 }), 'failed: the battery is empty');
  assert.equal(status({}, [20, 91]), 'warning: load is 91 %');
  const nothing = Object.fromEntries(Object.keys(fine).map((name) => [name, undefined])) as UpsFacts;
  assert.throws(() => judgeUps(settings, nothing, []), { code: 'RA_CHECK_MISSING' });
});

test('printer: supplies, waste, detected errors', () => {
  const settings = snmpPrinterCheckSchema.parse({ kind: 'snmp-printer', host: 'x' });
  const supplies = table({
    '1.1': { 4: 3, 6: text('Black Toner'), 8: 10_000, 9: 900 },
    '1.2': { 4: 4, 6: text('Waste Box'), 8: 100, 9: 40 },
    '1.3': { 4: 3, 6: text('Drum'), 8: -2, 9: -3 },
  });
  const low = judgePrinter(settings, { device: 2, errors: Buffer.from([0x20]), supplies });
  assert.deepEqual([low.status, low.message], ['warning', 'toner is low; Black Toner is 9 %']);
  assert.deepEqual(low.values, { 'left[Black Toner]': 9, 'left[Waste Box]': 60 });
  const jam = judgePrinter(settings, { device: 5, errors: Buffer.from([0x04, 0x04]), supplies: table({}) });
  assert.equal(
    `${jam.status}: ${jam.message}`,
    'failed: the printer is down; paper is jammed; a tray is empty',
  );
});

test('numbers and texts in the forms that devices send', () => {
  assert.equal(numberOf(text(' 23.5 C')), 23.5);
  assert.equal(numberOf(text('none')), undefined);
  assert.equal(numberOf(2n ** 40n), 2 ** 40);
  assert.equal(textOf(Buffer.from([0x46, 0xfc, 0x72, 0])), 'Für');
});
