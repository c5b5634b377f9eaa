import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { keepHeapSmall } from '../../apps/agent/src/checks/engine/heap.ts';
import { CheckScheduler, phaseOf } from '../../apps/agent/src/checks/engine/scheduler.ts';
import { runCheck } from '../../apps/agent/src/checks/index.ts';
import { type AssignedCheck, runnableCheckSchema } from '../../packages/protocol/src/index.ts';

/*
 * The process under test: the product's scheduler and runners with many checks, each result kept in a file that is
 * written once a second. The parent tells what to do, and asks for the figures.
 */

export interface Order {
  folder: string;
  checks: number;
  intervalMs: number;
  /** `#` stands for the number of the check's address on loopback. */
  url: string;
  contains?: string;
  root?: string;
}
export interface Figures {
  runs: number;
  failed: number;
  unknown: number;
  leftOut: number;
  waiting: number;
  lateP50: number;
  lateP99: number;
  codes: Record<string, number>;
}

const RECORD_BYTES = 24;
const ADDRESSES = 20;
const EARLY_MS = 2;
let records: Buffer = Buffer.alloc(0);
let used = 0;
let late: number[] = [];
let figures = { runs: 0, failed: 0, unknown: 0, codes: {} as Record<string, number> };
let leftOutBefore = 0;

process.once('message', (order: Order) => {
  // As an agent does when it gets its first check.
  keepHeapSmall();
  const file = openSync(join(order.folder, 'results'), 'a');
  records = Buffer.alloc(40_000 * RECORD_BYTES);
  setInterval(() => {
    writeSync(file, records, 0, used);
    used = 0;
  }, 1000);
  const root = order.root;
  const roots = root === undefined ? undefined : () => [root];
  const guard = { mode: 'networks', networks: [], allowLoopback: true } as const;
  const phases = new Map<string, number>();
  const scheduler = new CheckScheduler({
    run: (check, signal, id) => {
      // A timer may fire a little early; that is no lateness of a whole interval.
      late.push(((Date.now() - phases.get(id)! + EARLY_MS) % order.intervalMs) - EARLY_MS);
      return runCheck(check, { guard, signal, ...(roots && { roots }) });
    },
    onResult: ({ at, outcome }) => {
      figures.runs++;
      if (outcome.status === 'failed') figures.failed++;
      if (outcome.status === 'unknown') figures.unknown++;
      if (outcome.code) figures.codes[outcome.code] = (figures.codes[outcome.code] ?? 0) + 1;
      if (used + RECORD_BYTES > records.length) return;
      used = records.writeDoubleLE(at, used);
      for (const name of ['connect_ms', 'first_byte_ms', 'total_ms', 'status']) {
        used = records.writeFloatLE(outcome.values[name] ?? 0, used);
      }
    },
  });
  const checks: AssignedCheck[] = Array.from({ length: order.checks }, (_, n) => {
    const id = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
    phases.set(id, phaseOf(id, order.intervalMs));
    const url = order.url.replace('#', `${(n % ADDRESSES) + 1}`);
    const check = runnableCheckSchema.parse({ kind: 'http', url, contains: order.contains, timeoutMs: 5000 });
    return { id, intervalMs: order.intervalMs, check };
  });
  scheduler.assign(checks);
  process.on('message', (what) => {
    const { leftOut, waiting } = scheduler.load();
    if (what === 'end') {
      closeSync(file);
      process.exit(0);
    }
    if (what === 'read') {
      late.sort((a, b) => a - b);
      const at = (part: number) => late[Math.min(late.length - 1, Math.floor(late.length * part))] ?? 0;
      process.send!({
        ...figures,
        leftOut: leftOut - leftOutBefore,
        waiting,
        lateP50: at(0.5),
        lateP99: at(0.99),
      } satisfies Figures);
    }
    late = [];
    leftOutBefore = leftOut;
    figures = { runs: 0, failed: 0, unknown: 0, codes: {} };
    process.send!('done');
  });
  process.send!('ready');
});
