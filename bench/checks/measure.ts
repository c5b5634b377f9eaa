import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Figures, Order } from './checker.ts';
import { cpuOf, type Lab, rssMegabytes } from './lab.ts';

export interface Measured extends Figures {
  seconds: number;
  perSecond: number;
  cpuSeconds: number;
  /** Runs per second of processor time. */
  perCore: number;
  rss: number;
}

async function answer(child: ChildProcess, message: unknown): Promise<unknown> {
  const heard = once(child, 'message');
  child.send(message as string);
  return (await heard)[0];
}

/** Runs the order in a process of its own on the second core, and measures it after it has got going. */
export async function measure(
  lab: Lab,
  order: Omit<Order, 'folder'>,
  { warm = 4, seconds = 8, flags = [] as string[] } = {},
): Promise<Measured> {
  const script = fileURLToPath(new URL('checker.ts', import.meta.url));
  const child = lab.start(process.execPath, [...flags, script], 1);
  await once(child, 'spawn');
  await answer(child, { ...order, folder: lab.folder } satisfies Order);
  await sleep(warm * 1000);
  await answer(child, 'begin');
  const pid = child.pid!;
  const [cpu, began] = [cpuOf(pid), performance.now()];
  await sleep(seconds * 1000);
  const figures = (await answer(child, 'read')) as Figures;
  const cpuSeconds = cpuOf(pid) - cpu;
  const took = (performance.now() - began) / 1000;
  const rss = rssMegabytes(pid);
  child.kill('SIGKILL');
  await once(child, 'exit');
  return {
    ...figures,
    seconds: took,
    perSecond: figures.runs / took,
    cpuSeconds,
    perCore: figures.runs / cpuSeconds,
    rss,
  };
}
