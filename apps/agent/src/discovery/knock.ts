import { createSocket, type Socket } from 'node:dgram';
import { setTimeout as pause } from 'node:timers/promises';
import { SWEEP_LIMITS } from '@rettungsanker/protocol';
import { FpingBatches } from '../checks/icmp/batch.ts';
import type { Echo } from '../checks/icmp/echo.ts';
import { pingProgram } from '../checks/icmp/ping.ts';
import { readNeighbourTable } from './neighbour-table.ts';
import type { Stage } from './stage.ts';

const WISH = { count: 1, timeoutMs: 1000 };
/** Addresses of one look at the table: the kernel throws incomplete entries away when there are hundreds. */
const CHUNK = 50;
/** RFC 863; whether anybody listens there does not matter. */
const DISCARD_PORT = 9;
/** A neighbour answers ARP within milliseconds; the kernel asks three times, a second apart. */
const ARP_MS = 1_200;
/**
 * By then the kernel has asked anew about an entry from former times (5 s of trust, 3 attempts). One that it confirmed
 * within the last 15 to 45 s it does not doubt yet (RFC 4861, 6.3.2; Linux keeps ARP by the same rules).
 */
const REASSURED_MS = 9_000;

/** Processes of its own, so that echoes of checks do not wait behind these. */
function echoWays(signal: AbortSignal): readonly Echo[] {
  return [
    new FpingBatches('fping', 1000 / SWEEP_LIMITS.perSecond).echo,
    pingProgram(process.platform, signal),
  ];
}

/**
 * One echo request to every address. To send it, the kernel has to find the hardware address first: who answers that
 * is there, whether the echo is answered or not.
 * @returns whether the system's table could be read
 */
export async function knock(
  addresses: readonly string[],
  { hood, pace, signal, progress }: Stage,
  ways = echoWays(signal),
): Promise<boolean> {
  const socket = createSocket('udp4');
  socket.on('error', () => {});
  let readable = false;
  let done = 0;
  const ask = async (address: string): Promise<void> => {
    for (const way of ways) {
      const echoes = await way(address, WISH);
      if (echoes === undefined) continue;
      if (echoes.times.length > 0) hood.answered(address, 'icmp');
      return;
    }
    // Nobody may send echoes here.
    if (signal.aborted) return;
    provoke(socket, address);
    await pause(ARP_MS);
  };
  const look = async (): Promise<void> => {
    const table = await readNeighbourTable();
    if (table === undefined) return;
    readable = true;
    hood.resolved(table);
  };
  const askAll = async (chunk: readonly string[]): Promise<void> => {
    await Promise.all(chunk.map(ask));
    await look();
    done += chunk.length;
    progress(done / addresses.length);
  };
  const running: Promise<void>[] = [];
  try {
    for (let at = 0; at < addresses.length; at += CHUNK) {
      const chunk = addresses.slice(at, at + CHUNK);
      await pace.take(chunk.length);
      const asking = askAll(chunk);
      // It may fail before anybody waits for it.
      asking.catch(() => {});
      running.push(asking);
    }
  } finally {
    await Promise.all(running);
    socket.close();
  }
  signal.throwIfAborted();
  return readable;
}

/**
 * Takes those back that were in the table from former times and are gone: they are asked once more, when the kernel has
 * made up its mind. Nobody waits for it unless there is a neighbour for whom nothing but the table speaks.
 * @param sinceAskedMs since the last question
 */
export async function reassure({ hood, pace, signal }: Stage, sinceAskedMs: number): Promise<void> {
  const silent = hood.silent();
  if (silent.length === 0) return;
  if (sinceAskedMs < REASSURED_MS) await pause(REASSURED_MS - sinceAskedMs, undefined, { signal });
  const socket = createSocket('udp4');
  socket.on('error', () => {});
  try {
    for (const address of silent) {
      await pace.take();
      provoke(socket, address);
    }
    await pause(ARP_MS, undefined, { signal });
  } finally {
    socket.close();
  }
  const table = await readNeighbourTable();
  if (table !== undefined) hood.reassured(table);
}

/** Any packet makes the kernel ask for the hardware address. */
function provoke(socket: Socket, address: string): void {
  socket.send(Buffer.alloc(0), DISCARD_PORT, address, () => {});
}
