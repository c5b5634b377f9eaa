import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import {
  type AssignedCheck,
  type CheckOutcome,
  type CheckResult,
  type RunnableCheck,
  runnableCheckSchema,
} from '@rettungsanker/protocol';
import fc from 'fast-check';
import type { StopSignal } from '../environment.ts';
import { runCheck } from '../run.ts';
import { here, listen } from '../test-environment.ts';
import { type Due, DueHeap } from './due-heap.ts';
import { CheckScheduler, type CheckSchedulerOptions, phaseOf, type SchedulerClock } from './scheduler.ts';
import { Stop } from './stop.ts';

interface Timer extends Due {
  run: () => void;
}

/** Time that passes only when told. */
class ManualClock implements SchedulerClock {
  time = 1_700_000_000_123;
  readonly #timers = new DueHeap<Timer>();

  now(): number {
    return this.time;
  }
  ticks(): number {
    return this.time;
  }
  soon(run: () => void): void {
    this.after(0, run);
  }
  after(ms: number, run: () => void): () => void {
    const timer = { at: this.time + ms, place: -1, run };
    this.#timers.push(timer);
    return () => this.#timers.remove(timer);
  }
  get waiting(): number {
    return this.#timers.size;
  }
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    for (let next = this.#timers.takeDue(end); next !== undefined; next = this.#timers.takeDue(end)) {
      this.time = next.at;
      next.run();
      await setImmediate();
    }
    this.time = end;
    await setImmediate();
  }
}

const ok: CheckOutcome = { status: 'ok', message: '', values: {} };
const failed: CheckOutcome = { status: 'failed', message: '', values: {} };
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const tcp = (n: number, intervalMs = 60_000, port = 80): AssignedCheck => ({
  id: uuid(n),
  intervalMs,
  check: { kind: 'tcp', host: 'x', port, timeoutMs: 10_000 },
});
const local = (n: number, intervalMs = 60_000): AssignedCheck => ({
  id: uuid(n),
  intervalMs,
  check: { kind: 'process', name: 'x', minimum: 1 },
});

interface Call {
  at: number;
  check: RunnableCheck;
  signal: StopSignal;
}

function portOf({ check }: Call): number | undefined {
  return check.kind === 'tcp' ? check.port : undefined;
}

function setUp(
  answer: (call: Call) => CheckOutcome | Promise<CheckOutcome>,
  more: Partial<CheckSchedulerOptions> = {},
) {
  const clock = new ManualClock();
  const calls: Call[] = [];
  const results: CheckResult[] = [];
  const scheduler = new CheckScheduler({
    run: async (check, signal) => {
      const call = { at: clock.time, check, signal };
      calls.push(call);
      return answer(call);
    },
    onResult: (result) => results.push(result),
    clock,
    ...more,
  });
  return { clock, calls, results, scheduler };
}

test('a check runs soon after it is assigned, then at its interval, at the same phase every time', async () => {
  const { clock, calls, results, scheduler } = setUp(() => ok);
  scheduler.assign([tcp(1)]);
  await clock.pass(5000);
  assert.equal(calls.length, 1);
  await clock.pass(10 * 60_000);
  assert.ok(calls.length >= 10, String(calls.length));
  const phases = new Set(calls.slice(1).map((call) => call.at % 60_000));
  assert.deepEqual([...phases], [phaseOf(uuid(1), 60_000)]);
  assert.equal(results.length, calls.length);
  assert.deepEqual(results[0], { checkId: uuid(1), at: calls[0]!.at, outcome: ok });
});

test('many checks are spread over the interval and keep their phases after a restart', async () => {
  const runOnce = async () => {
    const { clock, calls, scheduler } = setUp(() => ok);
    scheduler.assign(Array.from({ length: 600 }, (_, n) => tcp(n, 60_000, n + 1)));
    await clock.pass(61_000);
    const after = clock.time;
    await clock.pass(60_000);
    const regular = calls.filter((call) => call.at > after);
    return regular.map((call) => [portOf(call), call.at % 60_000] as const);
  };
  const first = await runOnce();
  assert.deepEqual(new Map(first), new Map(await runOnce()));
  assert.equal(first.length, 600);
  const perSecond = new Array<number>(60).fill(0);
  for (const [, phase] of first) perSecond[Math.floor(phase / 1000)]!++;
  assert.ok(Math.max(...perSecond) <= 30, `${perSecond}`);
});

test('a failure is confirmed once before it is reported, and reported at once while it lasts', async () => {
  const answers = [ok, failed, failed, failed, ok];
  const { clock, calls, results, scheduler } = setUp(() => answers.shift() ?? ok);
  scheduler.assign([tcp(1, 10_000)]);
  await clock.pass(40_000);
  assert.deepEqual(
    results.slice(0, 4).map(({ outcome }) => outcome.status),
    ['ok', 'failed', 'failed', 'ok'],
  );
  assert.equal(calls[2]!.at - calls[1]!.at, 250);
  assert.equal(results[1]!.at, calls[2]!.at);
  assert.ok(results[1]!.at - calls[0]!.at <= 10_000 + 1000);
});

test('a run listens for its stop while it lasts, and no longer', async (t) => {
  const port = await listen(
    t,
    createServer((socket) => void setTimeout(() => socket.end('hello'), 50)),
  );
  const stop = new Stop();
  const check = { kind: 'tcp', host: '127.0.0.1', port, expect: 'hello', timeoutMs: 5000 } as const;
  const run = () => runCheck(runnableCheckSchema.parse(check), { ...here, signal: stop });
  assert.equal((await run()).status, 'ok');
  const second = run();
  assert.throws(() => stop.addEventListener('abort', () => {}), /one run/);
  stop.abort();
  assert.equal((await second).code, 'RA_CHECK_CANCELLED');
  assert.equal((await run()).code, 'RA_CHECK_CANCELLED');
});

test('a check that has been confirmed often leaves nothing behind', async () => {
  let turn = 0;
  const { clock, calls, scheduler } = setUp(() => (turn++ % 3 === 2 ? ok : failed));
  scheduler.assign([tcp(1, 1000)]);
  await clock.pass(30_000);
  assert.ok(calls.length > 30);
  // A second listener would throw.
  calls[0]!.signal.addEventListener('abort', () => {});
});

test('a timer that fires a little early does not make the check run twice', async () => {
  const { clock, calls, scheduler } = setUp(() => ok);
  const exact = clock.after.bind(clock);
  clock.after = (ms, run) => exact(Math.max(0, ms - 2), run);
  scheduler.assign([tcp(1, 1000)]);
  await clock.pass(30_000);
  assert.ok(calls.length >= 29 && calls.length <= 31, String(calls.length));
});

test('one lost packet is no outage', async () => {
  const answers = [ok, failed, ok];
  const { clock, results, scheduler } = setUp(() => answers.shift() ?? ok);
  scheduler.assign([tcp(1, 10_000)]);
  await clock.pass(60_000);
  assert.ok(results.length >= 5);
  assert.ok(results.every(({ outcome }) => outcome.status === 'ok'));
});

test('a failure that took long to show is not run again', async () => {
  const { clock, calls, results, scheduler } = setUp(
    () => new Promise((resolve) => clock.after(5000, () => resolve(failed))),
  );
  scheduler.assign([tcp(1)]);
  await clock.pass(11_000);
  assert.equal(calls.length, 1);
  assert.equal(results[0]?.outcome.status, 'failed');
});

test('a check that is still busy leaves its time out and never runs twice at once', async () => {
  let now = 0;
  let most = 0;
  const { clock, results, scheduler } = setUp(async () => {
    most = Math.max(most, ++now);
    await new Promise<void>((resolve) => clock.after(2500, resolve));
    now--;
    return ok;
  });
  scheduler.assign([tcp(1, 1000)]);
  await clock.pass(31_000);
  assert.equal(most, 1);
  assert.ok(results.length >= 9 && results.length <= 11, String(results.length));
});

test('concurrency is bounded per lane, and a dead network does not delay the host', async () => {
  let open = 0;
  let most = 0;
  const { clock, results, scheduler } = setUp(
    ({ check }) => {
      if (check.kind === 'process') return ok;
      most = Math.max(most, ++open);
      return new Promise((resolve) =>
        clock.after(10_000, () => {
          open--;
          resolve(failed);
        }),
      );
    },
    { atMost: 5 },
  );
  scheduler.assign([...Array.from({ length: 50 }, (_, n) => tcp(n)), local(100), local(101)]);
  await clock.pass(6000);
  assert.equal(most, 5);
  assert.deepEqual(results.map((result) => result.checkId).sort(), [uuid(100), uuid(101)]);
  await clock.pass(120_000);
  assert.equal(most, 5);
  assert.equal(new Set(results.map((result) => result.checkId)).size, 52);
});

test('a new assignment leaves equal checks alone, restarts changed ones and drops removed ones', async () => {
  const pending: { call: Call; end: (outcome: CheckOutcome) => void }[] = [];
  const { clock, calls, results, scheduler } = setUp(
    (call) => new Promise((end) => pending.push({ call, end })),
  );
  scheduler.assign([tcp(1, 60_000, 1), tcp(2, 60_000, 2), tcp(3, 60_000, 3)]);
  await clock.pass(5000);
  assert.equal(calls.length, 3);
  scheduler.assign([structuredClone(tcp(1, 60_000, 1)), tcp(2, 60_000, 22)]);
  const aborted = new Map(calls.map((call) => [portOf(call), call.signal.aborted]));
  assert.deepEqual(
    aborted,
    new Map([
      [1, false],
      [2, true],
      [3, true],
    ]),
  );
  for (const { end } of pending.splice(0)) end(ok);
  await clock.pass(0);
  assert.deepEqual(
    results.map((result) => result.checkId),
    [uuid(1)],
  );
  await clock.pass(5000);
  assert.deepEqual(calls.slice(3).map(portOf), [22]);
});

test('after a stop nothing runs, waits or is reported', async () => {
  const answers: (() => void)[] = [];
  const { clock, calls, results, scheduler } = setUp(
    ({ check }) =>
      check.kind === 'process' ? failed : new Promise((resolve) => answers.push(() => resolve(ok))),
    { atMost: 1 },
  );
  scheduler.assign([tcp(1), tcp(2), local(3)]);
  while (!calls.some(({ check }) => check.kind === 'process') || answers.length === 0) await clock.pass(10);
  const before = calls.length;
  scheduler.stop();
  assert.equal(clock.waiting, 0);
  for (const answer of answers) answer();
  await clock.pass(300_000);
  assert.equal(calls.length, before);
  assert.deepEqual(
    results.filter(({ checkId }) => checkId !== uuid(3)),
    [],
  );
});

test('a forbidden kind is reported, not run', async () => {
  const { clock, calls, results, scheduler } = setUp(() => ok, {
    allowed: (check) => check.kind !== 'process',
  });
  scheduler.assign([tcp(1), local(2)]);
  await clock.pass(5000);
  assert.deepEqual(
    calls.map(({ check }) => check.kind),
    ['tcp'],
  );
  const refused = results.find(({ checkId }) => checkId === uuid(2));
  assert.equal(refused?.outcome.status, 'unknown');
  assert.equal(refused?.outcome.code, 'RA_CHECK_NOT_ALLOWED');
});

test('a runner that throws is reported and costs no place', async () => {
  const { clock, results, scheduler } = setUp(
    () => {
      throw new Error('bug');
    },
    { atMost: 1 },
  );
  scheduler.assign([tcp(1, 10_000)]);
  await clock.pass(40_000);
  assert.ok(results.length >= 4);
  assert.ok(
    results.every(({ outcome }) => outcome.code === 'RA_CHECK_INTERNAL' && outcome.status === 'unknown'),
  );
});

test('more than can be carried: all intervals stretch alike, nothing fails, and nothing piles up', async () => {
  // A turn of the event loop lasts 10 ms: 32 starts each are 3,200 runs a second.
  const clock = new ManualClock();
  clock.soon = (run) => clock.after(10, run);
  const counts = new Map<number, number>();
  const results: CheckResult[] = [];
  const scheduler = new CheckScheduler({
    run: async (check) => {
      const port = check.kind === 'tcp' ? check.port : 0;
      counts.set(port, (counts.get(port) ?? 0) + 1);
      return ok;
    },
    onResult: (result) => results.push(result),
    clock,
  });
  scheduler.assign(Array.from({ length: 8000 }, (_, n) => tcp(n, 1000, n + 1)));
  await clock.pass(15_000);
  const { leftOut, waiting, runs } = scheduler.load();
  scheduler.stop();
  assert.ok(runs > 35_000 && runs <= 48_100, `${runs} runs`);
  assert.ok(leftOut > 10_000, `${leftOut} left out`);
  assert.ok(waiting <= 8000);
  assert.equal(counts.size, 8000);
  const each = [...counts.values()];
  assert.ok(Math.max(...each) - Math.min(...each) <= 2, `${Math.min(...each)} to ${Math.max(...each)}`);
  assert.ok(results.every(({ outcome }) => outcome.status === 'ok'));
});

test('a start with 5,000 checks: all are fresh within the interval, a few hundred a second', async () => {
  const { clock, calls, scheduler } = setUp(() => ok);
  scheduler.assign(Array.from({ length: 5000 }, (_, n) => tcp(n, n % 2 === 0 ? 60_000 : 3_600_000, n + 1)));
  const begin = clock.time;
  await clock.pass(26_000);
  scheduler.stop();
  assert.equal(new Set(calls.map(portOf)).size, 5000);
  const perSecond = new Array<number>(26).fill(0);
  for (const { at } of calls) perSecond[Math.floor((at - begin) / 1000)]!++;
  assert.ok(Math.max(...perSecond) <= 350, `${perSecond}`);
});

test('a clock that jumps costs at most one interval', async () => {
  for (const jump of [-7 * 3_600_000, 7 * 3_600_000]) {
    const { clock, calls, scheduler } = setUp(() => ok);
    scheduler.assign([tcp(1, 60_000)]);
    await clock.pass(120_000);
    // Timers count elapsed time, as the system's do; only the date moves.
    const shift = clock.now.bind(clock);
    clock.now = () => shift() + jump;
    const before = calls.length;
    await clock.pass(180_000);
    assert.ok(calls.length - before >= 2 && calls.length - before <= 4, `${jump}: ${calls.length - before}`);
  }
});

test('property: no gap is ever longer than the interval and its slack, whatever id and interval', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uuid(), fc.integer({ min: 1000, max: 120_000 }), async (id, intervalMs) => {
      const { clock, calls, scheduler } = setUp(() => ok);
      const begin = clock.time;
      scheduler.assign([{ ...tcp(1, intervalMs), id }]);
      await clock.pass(intervalMs * 8);
      scheduler.stop();
      let last = begin;
      for (const { at } of calls) {
        assert.ok(at - last <= intervalMs + 500, `${at - last}`);
        last = at;
      }
      assert.ok(clock.time - last <= intervalMs + 500);
      assert.ok(calls.length <= 10);
    }),
    { numRuns: 50 },
  );
});

test('with the real runner and the real clock a dead server is reported within the interval and a second', async (t) => {
  const server = createServer((socket) => socket.destroy());
  const port = await listen(t, server);
  let report: (result: CheckResult) => void = () => {};
  const next = () => new Promise<CheckResult>((resolve) => (report = resolve));
  const scheduler = new CheckScheduler({
    run: (check, signal) => runCheck(check, { ...here, signal }),
    onResult: (result) => report(result),
  });
  t.after(() => scheduler.stop());
  scheduler.assign([
    { id: uuid(1), intervalMs: 1000, check: { kind: 'tcp', host: '127.0.0.1', port, timeoutMs: 1000 } },
  ]);
  assert.equal((await next()).outcome.status, 'ok');
  const died = Date.now();
  server.close();
  const { at, outcome } = await next();
  assert.equal(outcome.code, 'RA_CHECK_REFUSED');
  assert.ok(at - died <= 2000, `${at - died} ms`);
});
