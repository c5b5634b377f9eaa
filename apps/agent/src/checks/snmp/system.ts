import type {
  CheckOutcome,
  SnmpCpuCheck,
  SnmpMemoryCheck,
  SnmpSensorCheck,
  SnmpStorageCheck,
} from '@rettungsanker/protocol';
import { CheckError } from '../codes.ts';
import type { Run } from '../environment.ts';
import { compilePattern } from '../pattern.ts';
import { shown, Verdict } from '../verdict.ts';
import { openSession, type SnmpSession, type SnmpTable } from './session.ts';
import { numberOf, textOf } from './values.ts';

const HR_PROCESSOR = '1.3.6.1.2.1.25.3.3.1';
const HR_STORAGE = '1.3.6.1.2.1.25.2.3.1';
/** UCD-SNMP-MIB, which net-snmp and its many children offer. */
const UCD_CPU_IDLE = '1.3.6.1.4.1.2021.11.11.0';
const UCD_MEMORY = {
  total: '1.3.6.1.4.1.2021.4.5.0',
  free: '1.3.6.1.4.1.2021.4.6.0',
  buffers: '1.3.6.1.4.1.2021.4.14.0',
  cached: '1.3.6.1.4.1.2021.4.15.0',
};
/** CISCO-PROCESS-MIB cpmCPUTotal5minRev, CISCO-MEMORY-POOL-MIB used and free. */
const CISCO_CPU = '1.3.6.1.4.1.9.9.109.1.1.1.1';
const CISCO_POOL = '1.3.6.1.4.1.9.9.48.1.1.1';
/** hrStorageTypes (RFC 2790). */
const TYPE_RAM = '1.3.6.1.2.1.25.2.1.2';
const TYPE_FIXED_DISK = '1.3.6.1.2.1.25.2.1.4';
const TYPE_FLASH = '1.3.6.1.2.1.25.2.1.9';
const TYPE_NETWORK = '1.3.6.1.2.1.25.2.1.10';

/** Mean load of all processors. @throws CheckError RA_CHECK_MISSING when the device tells none */
export async function checkCpu(check: SnmpCpuCheck, run: Run): Promise<CheckOutcome> {
  const session = await openSession(check, run);
  const loads = await processorLoads(session);
  const mean = loads.reduce((sum, load) => sum + load, 0) / loads.length;
  const verdict = new Verdict();
  verdict.value('used', mean);
  verdict.value('processors', loads.length);
  verdict.limit(mean, check, 'load of the processors', '%');
  return verdict.outcome(`the processors are used to ${Math.round(mean)} %`);
}

async function processorLoads(session: SnmpSession): Promise<number[]> {
  const column = async (entry: string, number: number) =>
    [...(await session.table(entry, [number])).values()].flatMap((row) => numberOf(row.get(number)) ?? []);
  const standard = await column(HR_PROCESSOR, 2);
  if (standard.length > 0) return standard;
  const idle = numberOf((await session.get([UCD_CPU_IDLE]))[0]);
  if (idle !== undefined) return [100 - idle];
  const cisco = await column(CISCO_CPU, 8);
  if (cisco.length > 0) return cisco;
  throw new CheckError('RA_CHECK_MISSING', 'the device tells no load of its processors');
}

/** @throws CheckError RA_CHECK_MISSING when the device tells nothing of its memory */
export async function checkMemory(check: SnmpMemoryCheck, run: Run): Promise<CheckOutcome> {
  const session = await openSession(check, run);
  const { used, total } = await memoryOf(session);
  const percent = (used * 100) / total;
  const verdict = new Verdict();
  verdict.value('used', percent);
  verdict.value('used_bytes', used);
  verdict.value('total_bytes', total);
  verdict.limit(percent, check, 'use of the memory', '%');
  return verdict.outcome(`the memory is used to ${Math.round(percent)} %`);
}

async function memoryOf(session: SnmpSession): Promise<{ used: number; total: number }> {
  const [total, free, buffers, cached] = (await session.get(Object.values(UCD_MEMORY))).map(numberOf);
  if (total !== undefined && total > 0 && free !== undefined) {
    const available = Math.min(total, free + (buffers ?? 0) + (cached ?? 0));
    return { used: (total - available) * 1024, total: total * 1024 };
  }
  const ram = storageOf(await session.table(HR_STORAGE, [2, 3, 4, 5, 6])).find(
    ({ type }) => type === TYPE_RAM,
  );
  if (ram !== undefined) return ram;
  const pools = [...(await session.table(CISCO_POOL, [5, 6])).values()].flatMap((row) => {
    const [inUse, unused] = [numberOf(row.get(5)), numberOf(row.get(6))];
    return inUse === undefined || unused === undefined ? [] : [{ used: inUse, total: inUse + unused }];
  });
  const sum = { used: 0, total: 0 };
  for (const pool of pools) {
    sum.used += pool.used;
    sum.total += pool.total;
  }
  if (sum.total > 0) return sum;
  throw new CheckError('RA_CHECK_MISSING', 'the device tells nothing of its memory');
}

interface Storage {
  name: string;
  type: string;
  /** Bytes. */
  used: number;
  total: number;
}

/** @param table columns 2 to 6 of hrStorageTable; entries without a size are left out */
export function storageOf(table: SnmpTable): Storage[] {
  return [...table.values()].flatMap((row) => {
    const unit = numberOf(row.get(4)) ?? 0;
    // More than 2^31 units are shown as negative numbers by many devices: they mean the unsigned ones.
    const [size, used] = [row.get(5), row.get(6)].map((value) => {
      const number = numberOf(value);
      return number === undefined ? undefined : number < 0 ? number + 2 ** 32 : number;
    });
    if (size === undefined || used === undefined || size * unit <= 0) return [];
    const name = shown(textOf(row.get(3)).replace(/\s+Label:.*$/, ''), 60);
    return [{ name, type: textOf(row.get(2)), used: used * unit, total: size * unit }];
  });
}

/** @throws CheckError RA_CHECK_MISSING when no file system is left to look at */
export async function checkStorage(check: SnmpStorageCheck, run: Run): Promise<CheckOutcome> {
  const session = await openSession(check, run);
  const include = check.include === undefined ? undefined : compilePattern(check.include);
  const exclude = compilePattern(check.exclude);
  const disks = storageOf(await session.table(HR_STORAGE, [2, 3, 4, 5, 6])).filter(
    ({ type, name }) =>
      [TYPE_FIXED_DISK, TYPE_FLASH, TYPE_NETWORK].includes(type) &&
      include?.test(name) !== false &&
      !exclude.test(name),
  );
  if (disks.length === 0) throw new CheckError('RA_CHECK_MISSING', 'the device tells of no such file system');
  const verdict = new Verdict();
  let worst = 0;
  for (const { name, used, total } of disks) {
    const percent = (used * 100) / total;
    worst = Math.max(worst, percent);
    verdict.value('used', percent, name);
    verdict.value('free_bytes', total - used, name);
    verdict.limit(percent, check, `use of ${name}`, '%');
  }
  return verdict.outcome(`${disks.length} file systems, the fullest at ${Math.round(worst)} %`);
}

const SENSOR = '1.3.6.1.2.1.99.1.1.1';
const ENTITY = '1.3.6.1.2.1.47.1.1.1.1';
/** lm-sensors by net-snmp: thousandths of a degree. */
const LM_TEMPERATURE = '1.3.6.1.4.1.2021.13.16.2.1';
/** EntitySensorDataType (RFC 3433). */
const TYPES = {
  voltsAC: 3,
  voltsDC: 4,
  amperes: 5,
  watts: 6,
  hertz: 7,
  celsius: 8,
  percentRH: 9,
  rpm: 10,
} as const;
const UNITS = {
  voltsAC: 'V',
  voltsDC: 'V',
  amperes: 'A',
  watts: 'W',
  hertz: 'Hz',
  celsius: '°C',
  percentRH: '%',
  rpm: '1/min',
} as const;

interface Sensor {
  name: string;
  value: number;
  /** ok, unavailable, or defective. */
  state: 1 | 2 | 3;
}

/**
 * @param sensors columns 1 to 5 of entPhySensorTable: type, scale, precision, value, state
 * @param entities columns 2 and 7 of entPhysicalTable: description and name, by the same index
 */
export function sensorsOf(sensors: SnmpTable, entities: SnmpTable, type: number): Sensor[] {
  return [...sensors].flatMap(([index, row]) => {
    const raw = numberOf(row.get(4));
    if (numberOf(row.get(1)) !== type || raw === undefined) return [];
    // EntitySensorDataScale counts in steps of 1000 with units at 9; the precision is in decimal places.
    const exponent = ((numberOf(row.get(2)) ?? 9) - 9) * 3 - (numberOf(row.get(3)) ?? 0);
    const entity = entities.get(index);
    const name = shown(textOf(entity?.get(7)) || textOf(entity?.get(2)) || `sensor ${index}`, 40);
    const state = numberOf(row.get(5));
    return [{ name, value: raw * 10 ** exponent, state: state === 2 ? 2 : state === 3 ? 3 : 1 }];
  });
}

/** @throws CheckError RA_CHECK_MISSING when there is no sensor to look at */
export async function checkSensors(check: SnmpSensorCheck, run: Run): Promise<CheckOutcome> {
  const session = await openSession(check, run);
  const include = check.include === undefined ? undefined : compilePattern(check.include);
  let sensors = sensorsOf(
    await session.table(SENSOR, [1, 2, 3, 4, 5]),
    await session.table(ENTITY, [2, 7]),
    TYPES[check.type],
  );
  if (sensors.length === 0 && check.type === 'celsius') {
    sensors = [...(await session.table(LM_TEMPERATURE, [2, 3])).values()].flatMap((row) => {
      const thousandths = numberOf(row.get(3));
      return thousandths === undefined
        ? []
        : [{ name: shown(textOf(row.get(2)), 40), value: thousandths / 1000, state: 1 as const }];
    });
  }
  sensors = sensors.filter(({ name }) => include?.test(name) !== false);
  if (sensors.length === 0) throw new CheckError('RA_CHECK_MISSING', 'the device has no such sensor');
  const verdict = new Verdict();
  for (const { name, value, state } of sensors) {
    // An empty slot has a sensor that measures nothing.
    if (state === 2) continue;
    if (state === 3) {
      verdict.problem('RA_CHECK_STATE', `the sensor ${name} is defective`, 'warning');
      continue;
    }
    verdict.value('value', value, name);
    verdict.limit(value, check.limits, name, UNITS[check.type]);
  }
  return verdict.outcome(`${sensors.length} sensors are within their limits`);
}
