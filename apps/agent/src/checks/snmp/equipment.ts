import type { CheckOutcome, SnmpPrinterCheck, SnmpUpsCheck } from '@rettungsanker/protocol';
import { CheckError } from '../codes.ts';
import type { Run } from '../environment.ts';
import { shown, Verdict } from '../verdict.ts';
import { openSession, type SnmpTable, type SnmpValue } from './session.ts';
import { numberOf, textOf } from './values.ts';

/** upsBattery and upsOutput groups (RFC 1628). */
const UPS = '1.3.6.1.2.1.33.1';
const UPS_OBJECTS = {
  batteryStatus: `${UPS}.2.1.0`,
  secondsOnBattery: `${UPS}.2.2.0`,
  minutesLeft: `${UPS}.2.3.0`,
  charge: `${UPS}.2.4.0`,
  temperature: `${UPS}.2.7.0`,
  source: `${UPS}.4.1.0`,
  alarms: `${UPS}.6.1.0`,
} as const;
const UPS_OUTPUT = `${UPS}.4.4.1`;
const OUTPUT_LOAD = 5;
const SOURCE = { none: 2, normal: 3, bypass: 4, battery: 5 } as const;
const BATTERY = { unknown: 1, normal: 2, low: 3, depleted: 4 } as const;

/** @throws CheckError RA_CHECK_MISSING when the device is no UPS */
export async function checkUps(check: SnmpUpsCheck, run: Run): Promise<CheckOutcome> {
  const session = await openSession(check, run);
  const names = Object.keys(UPS_OBJECTS) as (keyof typeof UPS_OBJECTS)[];
  const values = await session.get(Object.values(UPS_OBJECTS));
  const facts = Object.fromEntries(names.map((name, at) => [name, numberOf(values[at])])) as UpsFacts;
  const loads = [...(await session.table(UPS_OUTPUT, [OUTPUT_LOAD])).values()].flatMap(
    (row) => numberOf(row.get(OUTPUT_LOAD)) ?? [],
  );
  return judgeUps(check, facts, loads);
}

export type UpsFacts = Record<keyof typeof UPS_OBJECTS, number | undefined>;

/** @param loads load of each output line, % */
export function judgeUps(check: SnmpUpsCheck, facts: UpsFacts, loads: readonly number[]): CheckOutcome {
  const { batteryStatus, source, minutesLeft, charge } = facts;
  if (batteryStatus === undefined && source === undefined) {
    throw new CheckError('RA_CHECK_MISSING', 'the device is no UPS after RFC 1628');
  }
  const verdict = new Verdict();
  const load = loads.length === 0 ? undefined : Math.max(...loads);
  verdict.value('charge', charge);
  verdict.value('minutes_left', minutesLeft);
  verdict.value('load', load);
  verdict.value('celsius', facts.temperature);
  verdict.value('on_battery', source === SOURCE.battery ? 1 : 0);
  verdict.value('alarms', facts.alarms);

  if (source === SOURCE.battery) {
    verdict.problem(
      'RA_CHECK_STATE',
      `power comes from the battery for ${facts.secondsOnBattery ?? 0} s`,
      'warning',
    );
  } else if (source === SOURCE.bypass) {
    verdict.problem('RA_CHECK_STATE', 'the bypass is on: a power cut is not bridged', 'warning');
  } else if (source === SOURCE.none) verdict.problem('RA_CHECK_STATE', 'the output is off');
  if (batteryStatus === BATTERY.low) verdict.problem('RA_CHECK_STATE', 'the battery is low');
  if (batteryStatus === BATTERY.depleted) verdict.problem('RA_CHECK_STATE', 'the battery is empty');
  // A weak battery shows in the estimate long before the day on which it is needed.
  if (minutesLeft !== undefined) {
    const limits = { warnBelow: check.warnMinutes, criticalBelow: check.criticalMinutes };
    verdict.limit(minutesLeft, limits, 'time on battery', 'min');
  }
  if (load !== undefined) verdict.limit(load, { warnAbove: check.warnLoad }, 'load', '%');
  return verdict.outcome(
    `on line power, charge ${charge ?? 'unknown'} %, ${minutesLeft ?? 'an unknown number of'} minutes left`,
  );
}

/** hrDeviceStatus, hrPrinterStatus and errors (RFC 2790); supplies and alerts (RFC 3805). */
const HR_DEVICE = '1.3.6.1.2.1.25.3.2.1';
const HR_PRINTER = '1.3.6.1.2.1.25.3.5.1';
const SUPPLIES = '1.3.6.1.2.1.43.11.1.1';
const TYPE_PRINTER = '1.3.6.1.2.1.25.3.1.5';
/** Bits of hrPrinterDetectedErrorState, the first is the highest of the first byte. */
const ERRORS = [
  ['paper is low', 'warning'],
  ['there is no paper', 'warning'],
  ['toner is low', 'warning'],
  ['there is no toner', 'failed'],
  ['a door is open', 'warning'],
  ['paper is jammed', 'failed'],
  ['the printer is offline', 'failed'],
  ['service is requested', 'failed'],
  ['an input tray is missing', 'warning'],
  ['an output tray is missing', 'warning'],
  ['a supply is missing', 'warning'],
  ['the output is nearly full', 'warning'],
  ['the output is full', 'warning'],
  ['a tray is empty', 'warning'],
  ['preventive maintenance is overdue', 'warning'],
] as const;
/** PrtMarkerSuppliesClassTC: what is filled and not used up (waste) counts the other way. */
const RECEPTACLE = 4;
const DOWN = 5;

/** @throws CheckError RA_CHECK_MISSING when the device is no printer */
export async function checkPrinter(check: SnmpPrinterCheck, run: Run): Promise<CheckOutcome> {
  const session = await openSession(check, run);
  const devices = await session.table(HR_DEVICE, [2, 5]);
  const [index] = [...devices].find(([, row]) => textOf(row.get(2)) === TYPE_PRINTER) ?? [];
  const supplies = await session.table(SUPPLIES, [4, 6, 8, 9]);
  if (index === undefined && supplies.size === 0) {
    throw new CheckError('RA_CHECK_MISSING', 'the device is no printer after RFC 3805');
  }
  const printers = await session.table(HR_PRINTER, [2]);
  return judgePrinter(check, {
    device: numberOf(devices.get(index ?? '')?.get(5)),
    errors: printers.get(index ?? '')?.get(2),
    supplies,
  });
}

/** @param facts device: hrDeviceStatus; supplies: class, description, capacity and level of each */
export function judgePrinter(
  check: SnmpPrinterCheck,
  facts: { device: number | undefined; errors: SnmpValue; supplies: SnmpTable },
): CheckOutcome {
  const verdict = new Verdict();
  if (facts.device === DOWN) verdict.problem('RA_CHECK_STATE', 'the printer is down');
  if (Buffer.isBuffer(facts.errors)) {
    for (const [bit, [text, status]] of ERRORS.entries()) {
      const byte = facts.errors[bit >> 3] ?? 0;
      if ((byte & (0x80 >> (bit & 7))) !== 0) verdict.problem('RA_CHECK_STATE', text, status);
    }
  }
  let lowest = 100;
  for (const [index, row] of facts.supplies) {
    const [level, capacity] = [numberOf(row.get(9)), numberOf(row.get(8))];
    // Negative numbers mean unknown, or "some is left".
    if (level === undefined || capacity === undefined || level < 0 || capacity <= 0) continue;
    const name = shown(textOf(row.get(6)) || `supply ${index}`, 50);
    const share = (level * 100) / capacity;
    const left = numberOf(row.get(4)) === RECEPTACLE ? 100 - share : share;
    lowest = Math.min(lowest, left);
    verdict.value('left', left, name);
    verdict.limit(left, { warnBelow: check.warnBelow, criticalBelow: check.criticalBelow }, name, '%');
  }
  return verdict.outcome(`ready, the scarcest supply is at ${Math.round(lowest)} %`);
}
