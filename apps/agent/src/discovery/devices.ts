import type { SnmpAccess } from '@rettungsanker/protocol';
import { type PassingSession, passingSession } from '../checks/snmp/session.ts';
import { textOf } from '../checks/snmp/values.ts';
import { eachOf, type Stage } from './stage.ts';
import { readTopology } from './topology.ts';

const SYS_DESCR = '1.3.6.1.2.1.1.1.0';
const SYS_OBJECT_ID = '1.3.6.1.2.1.1.2.0';
const SYS_NAME = '1.3.6.1.2.1.1.5.0';

const SNMP_PORT = 161;
const ANSWER_MS = 1_500;
/** All tables of one device: one that answers without end costs no more than that. */
const DEVICE_MS = 30_000;
const AT_ONCE = 16;
/** A question without an answer is sent three times. */
const SENDINGS = 3;
/** Objects of one table: 4,000 hardware addresses with port and status. */
const MOST_OBJECTS = 8_192;

/** Asks each address by SNMP, with one access after the other until one is answered; who answers is asked for its tables. */
export async function askDevices(
  addresses: readonly string[],
  accesses: readonly SnmpAccess[],
  stage: Stage,
  { port = SNMP_PORT, deviceMs = DEVICE_MS }: { port?: number; deviceMs?: number } = {},
): Promise<void> {
  const ask = async (address: string): Promise<void> => {
    for (const [index, access] of accesses.entries()) {
      const target = { host: address, port, access, timeoutMs: ANSWER_MS };
      if (await askDevice(target, index, stage, deviceMs)) return;
    }
  };
  await eachOf(addresses, AT_ONCE, ask, stage.progress);
}

type Target = Parameters<typeof passingSession>[0];

/** @returns whether it answers to this access. @throws the reason of the signal */
async function askDevice(
  target: Target,
  index: number,
  { hood, pace, signal }: Stage,
  deviceMs: number,
): Promise<boolean> {
  let weight = SENDINGS;
  const session = await passingSession(target, () => pace.take(weight), MOST_OBJECTS);
  const end = (): void => session.close();
  const deadline = setTimeout(end, deviceMs);
  signal.addEventListener('abort', end);
  let answered = false;
  try {
    await identify(target.host, index, session, hood);
    answered = true;
    weight = 1;
    const { links, arp } = await readTopology(session, target.host);
    hood.link(links);
    for (const [address, mac] of arp) hood.routed(address, mac);
  } catch {
    // Silence, wrong keys, nonsense: what was learned before stays.
    signal.throwIfAborted();
  } finally {
    clearTimeout(deadline);
    signal.removeEventListener('abort', end);
    session.close();
  }
  return answered;
}

async function identify(
  address: string,
  access: number,
  session: PassingSession,
  hood: Stage['hood'],
): Promise<void> {
  const [sysDescr, objectId, sysName] = await session.get([SYS_DESCR, SYS_OBJECT_ID, SYS_NAME]);
  const oid = textOf(objectId);
  hood.described(address, {
    sysDescr: textOf(sysDescr),
    sysName: textOf(sysName),
    access,
    ...(/^\d+(\.\d+){1,60}$/.test(oid) ? { objectId: oid.slice(0, 255) } : {}),
  });
}
