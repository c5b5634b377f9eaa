import type { CheckOutcome, SnmpInterfacesCheck } from '@rettungsanker/protocol';
import { CheckError } from '../codes.ts';
import type { Run } from '../environment.ts';
import type { CheckMemory } from '../memory.ts';
import { compilePattern } from '../pattern.ts';
import { shown, Verdict } from '../verdict.ts';
import { counterRate, type Reading } from './rates.ts';
import { openSession, type SnmpSession, type SnmpTable, type SnmpValue } from './session.ts';
import { numberOf, textOf } from './values.ts';

const UPTIME = '1.3.6.1.2.1.1.3.0';
const IF_ENTRY = '1.3.6.1.2.1.2.2.1';
const IFX_ENTRY = '1.3.6.1.2.1.31.1.1.1';
/** ifTable (RFC 2863). */
const IF = {
  descr: 2,
  speed: 5,
  admin: 7,
  oper: 8,
  inOctets: 10,
  inErrors: 14,
  outOctets: 16,
  outErrors: 20,
} as const;
/** ifXTable: the same with 64 bits. */
const IFX = { name: 1, inOctets: 6, outOctets: 10, highSpeed: 15, discontinuity: 19 } as const;

const UP = 1;
/** Measuring errors of a few per cent over the speed of the line are no reason to drop a value. */
const TOLERANCE = 1.2;

export interface Port {
  name: string;
  /** Bit/s; undefined when the device does not know it. */
  speed: number | undefined;
  enabled: boolean;
  up: boolean;
  /** Its counters begin anew when this changes. */
  discontinuity: number;
  bits: 32 | 64;
  /** Bytes and errors, as counted. */
  counters: Readonly<Record<'in' | 'out' | 'errorsIn' | 'errorsOut', bigint | undefined>>;
}

interface Round {
  at: number;
  /** sysUpTime in hundredths of a second. */
  uptime: number;
  ports: ReadonlyMap<string, Port>;
}

/** Interfaces of a device. @throws CheckError */
export async function checkInterfaces(check: SnmpInterfacesCheck, run: Run): Promise<CheckOutcome> {
  const session = await openSession(check, run);
  const now: Round = { at: run.now(), ...(await readPorts(session)) };
  return judgeInterfaces(check, now, run.memory);
}

async function readPorts(session: SnmpSession): Promise<Omit<Round, 'at'>> {
  const [uptime] = await session.get([UPTIME]);
  const basic = await session.table(IF_ENTRY, Object.values(IF));
  if (basic.size === 0) throw new CheckError('RA_CHECK_MISSING', 'the device has no table of interfaces');
  const extended = await session.table(IFX_ENTRY, Object.values(IFX));
  return { uptime: numberOf(uptime) ?? 0, ports: portsOf(basic, extended) };
}

/** @returns the interfaces by name; two of the same name get the index of the second behind it */
export function portsOf(basic: SnmpTable, extended: SnmpTable): ReadonlyMap<string, Port> {
  const ports = new Map<string, Port>();
  for (const [index, row] of basic) {
    const more = extended.get(index);
    const plain = shown(textOf(more?.get(IFX.name)) || textOf(row.get(IF.descr)) || index, 40);
    const name = ports.has(plain) ? `${plain} ${index}` : plain;
    const high = numberOf(more?.get(IFX.highSpeed));
    const low = numberOf(row.get(IF.speed));
    const wide = counter(more?.get(IFX.inOctets)) !== undefined;
    ports.set(name, {
      name,
      // ifSpeed stops at 4.3 Gbit/s; ifHighSpeed is in Mbit/s and 0 for what is slower than one.
      speed: high ? high * 1e6 : low || undefined,
      enabled: numberOf(row.get(IF.admin)) === UP,
      up: numberOf(row.get(IF.oper)) === UP,
      discontinuity: numberOf(more?.get(IFX.discontinuity)) ?? 0,
      bits: wide ? 64 : 32,
      counters: {
        in: counter(wide ? more?.get(IFX.inOctets) : row.get(IF.inOctets)),
        out: counter(wide ? more?.get(IFX.outOctets) : row.get(IF.outOctets)),
        errorsIn: counter(row.get(IF.inErrors)),
        errorsOut: counter(row.get(IF.outErrors)),
      },
    });
  }
  return ports;
}

function counter(value: SnmpValue): bigint | undefined {
  return typeof value === 'bigint' ? value : typeof value === 'number' ? BigInt(value) : undefined;
}

/** Judges one round against the one before, which the memory holds. */
export function judgeInterfaces(check: SnmpInterfacesCheck, now: Round, memory: CheckMemory): CheckOutcome {
  const before = memory.volatile.get('round') as Round | undefined;
  memory.volatile.set('round', now);
  const include = check.include === undefined ? undefined : compilePattern(check.include);
  const exclude = compilePattern(check.exclude);
  const restarted = before !== undefined && now.uptime < before.uptime;
  const seenUp = new Set(savedNames(memory));
  const known = seenUp.size;

  const verdict = new Verdict();
  let watched = 0;
  let up = 0;
  for (const port of now.ports.values()) {
    if (include?.test(port.name) === false || exclude.test(port.name)) continue;
    watched++;
    if (port.up) {
      up++;
      seenUp.add(port.name);
    }
    verdict.value('up', port.up ? 1 : 0, port.name);
    if (port.enabled && !port.up) judgeDown(check, port.name, seenUp.has(port.name), verdict);
    judgeTraffic(check, port, before, now.at, restarted, verdict);
  }
  if (watched === 0) throw new CheckError('RA_CHECK_MISSING', 'no interface has a name that is looked for');
  if (check.watchUp && seenUp.size > known) memory.save([...seenUp].slice(0, 5000));
  verdict.value('interfaces', watched);
  verdict.value('interfaces_up', up);
  return verdict.outcome(`${up} of ${watched} interfaces are up`);
}

function savedNames(memory: CheckMemory): string[] {
  const saved = memory.load();
  return Array.isArray(saved) ? saved.filter((name) => typeof name === 'string') : [];
}

function judgeDown(check: SnmpInterfacesCheck, name: string, wasUp: boolean, verdict: Verdict): void {
  if (check.down !== 'ignore') verdict.problem('RA_CHECK_STATE', `${name} has no link`, check.down);
  else if (check.watchUp && wasUp) verdict.problem('RA_CHECK_STATE', `${name} lost its link`, 'warning');
}

function judgeTraffic(
  check: SnmpInterfacesCheck,
  port: Port,
  before: Round | undefined,
  at: number,
  restarted: boolean,
  verdict: Verdict,
): void {
  const last = before?.ports.get(port.name);
  const reset =
    restarted || last === undefined || last.bits !== port.bits || last.discontinuity !== port.discontinuity;
  const rate = (name: keyof Port['counters'], bits: 32 | 64, most?: number): number | undefined => {
    const value = port.counters[name];
    const earlier = last?.counters[name];
    if (value === undefined || earlier === undefined || before === undefined) return undefined;
    const reading: Reading = { at: before.at, value: earlier };
    return counterRate(reading, { at, value }, { bits, reset, ...(most === undefined ? {} : { most }) });
  };
  const most = port.speed === undefined ? undefined : (port.speed / 8) * TOLERANCE;
  const [received, sent] = [rate('in', port.bits, most), rate('out', port.bits, most)];
  verdict.value('in_bps', received === undefined ? undefined : received * 8, port.name);
  verdict.value('out_bps', sent === undefined ? undefined : sent * 8, port.name);
  if (port.speed !== undefined && (received !== undefined || sent !== undefined)) {
    const use = (Math.max(received ?? 0, sent ?? 0) * 800) / port.speed;
    verdict.value('use', use, port.name);
    verdict.limit(
      use,
      { warnAbove: check.warnUse, criticalAbove: check.criticalUse },
      `use of ${port.name}`,
      '%',
    );
  }
  const errors = [rate('errorsIn', 32), rate('errorsOut', 32)].filter((each) => each !== undefined);
  if (errors.length === 0) return;
  const total = errors.reduce((sum, each) => sum + each, 0);
  verdict.value('errors', total, port.name);
  verdict.limit(
    total,
    { warnAbove: check.warnErrors, criticalAbove: check.criticalErrors },
    `error rate of ${port.name}`,
    '1/s',
  );
}
