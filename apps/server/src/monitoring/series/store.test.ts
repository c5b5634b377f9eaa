import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { isStale, setStale } from '@rettungsanker/series-codec';
import fc from 'fast-check';
import { COARSE_MS, FINE_MS } from './rollup.ts';
import { DAY_MS, dayOf, WINDOW_MS, windowOf } from './tables.ts';
import { CLIENT, everything, key, put, type SeriesWorld, STRANGER, seriesWorld } from './testing/world.ts';
import { SERIES_LIMITS, type SeriesQuery } from './types.ts';

const MINUTE = 60_000;
const now = Date.now();
/** A whole minute some time ago. */
const ago = (ms: number): number => Math.floor((now - ms) / MINUTE) * MINUTE;

describe('series in PostgreSQL', () => {
  let world: SeriesWorld;
  before(async () => {
    world = await seriesWorld();
  });
  after(() => world.close());
  const clean = () => world.tenancy.asSystem(CLIENT, (ctx) => world.store.removeAll(ctx));
  const query = (store: SeriesWorld['store'], request: SeriesQuery, clientId = CLIENT) =>
    world.tenancy.asSystem(clientId, (ctx) => store.query(ctx, clientId, request));

  it('keeps what was appended; another process sees it at once, and one that starts later', async () => {
    const reader = world.another();
    assert.deepEqual(await everything(world, reader), {});
    const at = ago(10 * MINUTE);
    const result = await put(world.store, CLIENT, [
      [
        key('a', { x: '1' }),
        [
          [at, 1],
          [at + 1, 2],
        ],
      ],
      [key('b'), [[at, -0]]],
    ]);
    assert.deepEqual(result, { accepted: 3, tooOld: 0, tooNew: 0, refused: 0 });
    const expected = {
      'a x=1': [
        [at, 1],
        [at + 1, 2],
      ],
      b: [[at, -0]],
    };
    for (const store of [world.store, reader, world.another()])
      assert.deepEqual(await everything(world, store), expected);
    assert.deepEqual(await everything(world, world.store, STRANGER), {});
  });

  it('a batch that comes again changes nothing, before and after the cut, and another value comes too late', async () => {
    await clean();
    const at = ago(3 * 3_600_000);
    const series = [
      [
        key('twice'),
        [
          [at, 1],
          [at + 15_000, 2],
        ],
      ],
    ] as const;
    for (let i = 0; i < 3; i++) await put(world.store, CLIENT, series);
    await put(world.store, CLIENT, [[key('twice'), [[at, 99]]]]);
    assert.deepEqual(await everything(world), {
      twice: [
        [at, 1],
        [at + 15_000, 2],
      ],
    });
    await world.store.cutAll(CLIENT);
    await put(world.store, CLIENT, series);
    await put(world.store, CLIENT, [
      [
        key('twice'),
        [
          [at, 77],
          [at + 7_000, 1.5],
        ],
      ],
    ]);
    const expected = {
      twice: [
        [at, 1],
        [at + 7_000, 1.5],
        [at + 15_000, 2],
      ],
    };
    assert.deepEqual(await everything(world), expected);
    await world.store.cutAll(CLIENT);
    assert.deepEqual(await everything(world), expected);
    assert.deepEqual(await everything(world, world.another()), expected);
  });

  it('refuses what is further behind than the window, from the future, or older than anything goes back', async () => {
    await clean();
    const newest = ago(MINUTE);
    await put(world.store, CLIENT, [[key('late'), [[newest, 1]]]]);
    const window = SERIES_LIMITS.outOfOrderMs;
    const send = (store: SeriesWorld['store']) =>
      put(store, CLIENT, [
        [
          key('late'),
          [
            [newest - window, 2],
            [newest - window - 1, 3],
          ],
        ],
        [
          key('other'),
          [
            [newest - window - 1, 4],
            [now - SERIES_LIMITS.ageMs - MINUTE, 5],
            [now + SERIES_LIMITS.futureMs + MINUTE, 6],
          ],
        ],
      ]);
    const expected = { accepted: 2, tooOld: 2, tooNew: 1, refused: 0 };
    assert.deepEqual(await send(world.store), expected);
    // The one that was just started knows how far the series has come.
    assert.deepEqual(await send(world.another()), expected);
  });

  it('keeps staleness markers bit by bit, in the log and in blocks', async () => {
    await clean();
    const { generation, refs } = await world.store.resolve(CLIENT, [key('gone')]);
    const at = ago(5 * 3_600_000);
    const values = Float64Array.of(1, 0, 2);
    setStale(values, 1);
    await world.store.append(CLIENT, {
      generation,
      length: 3,
      refs: Uint32Array.of(refs[0]!, refs[0]!, refs[0]!),
      // Not in order, so that everything that sorts has to be careful as well.
      times: Float64Array.of(at + 2, at + 1, at),
      values,
    });
    for (const round of ['log', 'block']) {
      const [series] = await world.tenancy.asSystem(CLIENT, (ctx) =>
        world.store.raw(ctx, CLIENT, { from: at, to: at + 10 }),
      );
      assert.ok(isStale(series!.values, 1), round);
      assert.deepEqual([series!.values[0], series!.values[2]], [2, 1]);
      await world.store.cutAll(CLIENT);
    }
    const { series } = await query(world.store, { from: at, to: at + 10, step: 1 });
    assert.deepEqual([...series[0]!.at], [at, at + 2]);
  });

  it('calls that meet are written together and each hears of its own', async () => {
    await clean();
    const at = ago(MINUTE);
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        put(world.store, CLIENT, [
          [
            key('met', { i: String(i % 5) }),
            [
              [at + i, i],
              [now + DAY_MS, 0],
            ],
          ],
        ]),
      ),
    );
    for (const result of results) assert.deepEqual([result.accepted, result.tooNew], [1, 1]);
    const stored = Object.values(await everything(world)).flat();
    assert.equal(stored.length, 50);
  });

  it('cuts at the border: everything stays readable, the log gets short, and again nothing changes', async () => {
    await clean();
    const start = windowOf(now) - 3 * WINDOW_MS;
    const samples = Array.from({ length: 200 }, (_, i): [number, number] => [
      start + i * 2 * MINUTE,
      i,
    ]).filter(([at]) => at <= now);
    const series = Array.from({ length: 40 }, (_, i) => [key('cut', { i: String(i) }), samples] as const);
    await put(world.store, CLIENT, series);
    const before = await everything(world);
    const log = async () =>
      (await world.database.owner.query<{ n: number }>('select count(*) as n from rettungsanker.series_log'))
        .rows[0]!.n;
    const reader = world.another();
    await everything(world, reader);
    await world.store.maintain(CLIENT, now);
    assert.deepEqual(await everything(world), before);
    assert.deepEqual(await everything(world, reader), before);
    assert.deepEqual(await everything(world, world.another()), before);
    assert.equal(await log(), 1, 'a row that reaches across the border stays');
    await world.store.cutAll(CLIENT);
    assert.equal(await log(), 0);
    assert.deepEqual(await everything(world), before);
    assert.deepEqual(await everything(world, reader), before);
  });

  it('does not lose what is appended while it cuts', async () => {
    await clean();
    const start = windowOf(now) - 2 * WINDOW_MS;
    let stop = false;
    const cutting = (async () => {
      while (!stop) await world.store.cutAll(CLIENT);
    })();
    const reader = world.another();
    for (let i = 0; i < 60; i++) {
      await put(world.store, CLIENT, [[key('busy', { i: String(i % 3) }), [[start + i * MINUTE, i]]]]);
      if (i % 7 === 0)
        assert.equal(Object.values(await everything(world, reader)).flat().length, i + 1, `after ${i}`);
    }
    stop = true;
    await cutting;
    const values = Object.values(await everything(world))
      .flat()
      .map(([, value]) => value);
    assert.deepEqual(
      values.sort((a, b) => a - b),
      Array.from({ length: 60 }, (_, i) => i),
    );
  });

  it('what a transaction records is there if and only if it commits', async () => {
    await clean();
    const at = new Date(ago(MINUTE));
    const point = (name: string) => ({ name, labels: { instance: '/' }, at, value: 1 });
    await assert.rejects(
      world.tenancy.asSystem(CLIENT, async (ctx) => {
        await world.store.record(ctx, [point('undone')]);
        await world.store.record(ctx, [point('undone')]);
        assert.deepEqual(await world.store.raw(ctx, CLIENT, { from: 0, to: 8e15 }), []);
        throw new Error('undo');
      }),
      /undo/,
    );
    assert.deepEqual(await everything(world), {});
    await world.tenancy.asSystem(CLIENT, (ctx) => world.store.record(ctx, [point('done'), point('undone')]));
    assert.deepEqual(Object.keys(await everything(world)).sort(), ['done instance=/', 'undone instance=/']);
    assert.deepEqual(await everything(world, world.another()), await everything(world));
  });

  it('two processes that make the same series at once make it once', async () => {
    await clean();
    const keys = Array.from({ length: 30 }, (_, i) => key('made', { i: String(i) }));
    const [a, b] = await Promise.all([
      world.another().resolve(CLIENT, keys),
      world.another().resolve(CLIENT, [...keys].reverse()),
    ]);
    assert.deepEqual([...a.refs], [...b.refs].reverse());
    assert.equal(new Set(a.refs).size, 30);
  });

  it('a quota refuses new series and leaves the others alone', async () => {
    await clean();
    await world.store.resolve(CLIENT, [key('first')]);
    await world.database.owner.query('update rettungsanker.series_client set max_series = 3');
    const { refs, refusedByQuota } = await world.store.resolve(
      CLIENT,
      ['first', 'b', 'c', 'd', 'e'].map((n) => key(n)),
    );
    assert.deepEqual([refs.filter((ref) => ref > 0).length, refusedByQuota], [3, 2]);
    await world.database.owner.query('update rettungsanker.series_client set max_series = null');
    const invalid = await world.store.resolve(CLIENT, [
      key(''),
      key('nul\0'),
      key('x', { asset: 'no' }),
      key('long'.repeat(500)),
    ]);
    assert.deepEqual([invalid.invalid, [...invalid.refs]], [4, [0, 0, 0, 0]]);
  });

  it('series of which nothing is kept any more give their place back; one that came back keeps it', async () => {
    await clean();
    const now = Date.now();
    await put(world.store, CLIENT, [
      [key('alive'), [[now - 3000, 1]]],
      [key('ended'), [[now - 2000, 2]]],
      [key('back'), [[now - 1000, 3]]],
    ]);
    await world.store.cutAll(CLIENT);
    // Ended and came back lie further back than anything is kept; no block of theirs is left.
    await world.database.owner.query(
      `update rettungsanker.series set seen_on = current_date - 500 where name <> 'alive'`,
    );
    await world.database.owner.query('delete from rettungsanker.series_block');
    await put(world.store, CLIENT, [[key('back'), [[now, 4]]]]);
    const other = world.another();
    await everything(world, other);
    await world.store.maintain(CLIENT, now);
    const left = await world.database.owner.query('select name from rettungsanker.series order by name');
    assert.deepEqual(
      left.rows.map(({ name }) => name),
      ['alive', 'back'],
    );
    assert.deepEqual(await everything(world, other), { back: [[now, 4]] });
    // Whoever remembers the number of the ended one asks again, and nothing is lost.
    assert.equal((await put(other, CLIENT, [[key('ended'), [[now, 5]]]])).accepted, 1);
    assert.deepEqual(await everything(world), { back: [[now, 4]], ended: [[now, 5]] });
    await world.store.maintain(CLIENT, now);
    assert.equal((await world.database.owner.query('select name from rettungsanker.series')).rows.length, 3);
  });

  it('deletes a selection with everything it left, and numbers from before are refused', async () => {
    await clean();
    const other = world.another();
    const at = dayOf(now) - 2 * DAY_MS;
    const series = Array.from(
      { length: 20 },
      (_, i) =>
        [
          key('gone', { i: String(i) }),
          [
            [at, i],
            [at + 3 * WINDOW_MS, i],
          ],
        ] as const,
    );
    await put(world.store, CLIENT, series);
    await put(other, CLIENT, [[key('stays'), [[at, 1]]]]);
    await world.store.maintain(CLIENT, now);
    const before = await other.resolve(CLIENT, [key('gone', { i: '1' })]);
    const removed = await world.tenancy.asSystem(CLIENT, (ctx) =>
      world.store.remove(ctx, { names: ['gone'], matchers: [{ label: 'i', op: '=~', value: '1?[0-8]' }] }),
    );
    assert.equal(removed, 18);
    const names = ['gone i=19', 'gone i=9', 'stays'];
    for (const store of [world.store, other, world.another()])
      assert.deepEqual(Object.keys(await everything(world, store)).sort(), names);
    const fine = await query(other, { from: at, to: at + DAY_MS, step: DAY_MS });
    assert.equal(fine.series.length, 3);
    const late = { length: 1, refs: before.refs, times: Float64Array.of(now), values: Float64Array.of(1) };
    await assert.rejects(other.append(CLIENT, { generation: before.generation, ...late }), {
      code: 'RA_SERIES_GENERATION',
    });
    await assert.rejects(world.another().append(CLIENT, { generation: before.generation, ...late }), {
      code: 'RA_SERIES_GENERATION',
    });
    // Asked again, a process that did not hear of it gets on.
    assert.equal((await put(other, CLIENT, [[key('gone', { i: '1' }), [[now, 5]]]])).accepted, 1);
    assert.deepEqual((await everything(world))['gone i=1'], [[now, 5]]);
  });

  it('deletes everything of one client and nothing of another', async () => {
    await put(world.store, CLIENT, [[key('mine'), [[ago(DAY_MS), 1]]]]);
    await put(world.store, STRANGER, [[key('theirs'), [[ago(DAY_MS), 1]]]]);
    await world.store.maintain(CLIENT, now);
    await world.store.maintain(STRANGER, now);
    await clean();
    const { rows } = await world.database.owner.query<{ left: number }>(
      ['series', 'series_log', 'series_block', 'series_rollup_fine', 'series_rollup_coarse']
        .map((table) => `select count(*) as left from rettungsanker.${table} where client_id = '${CLIENT}'`)
        .join(' union all '),
    );
    assert.deepEqual(
      rows.map((row) => row.left),
      [0, 0, 0, 0, 0],
    );
    assert.deepEqual(Object.keys(await everything(world, world.store, STRANGER)), ['theirs']);
    assert.deepEqual(await everything(world), {});
  });

  it('nobody reads a client that is not in scope', async () => {
    const peek = world.tenancy.asSystem(CLIENT, (ctx) =>
      world.store.raw(ctx, STRANGER, { from: 0, to: 8e15 }),
    );
    await assert.rejects(peek, { code: 'RA_NOT_FOUND' });
  });

  it('answers the same from roll-ups as from samples, also for what came late', async () => {
    await clean();
    const start = dayOf(now) - 3 * DAY_MS;
    const samples = Array.from({ length: 1700 }, (_, i): [number, number] => [
      start + i * 2 * MINUTE + (i % 7),
      ((i * 7919) % 1000) / 10,
    ]).filter(([at]) => at < now);
    await put(world.store, CLIENT, [
      [key('rolled'), samples],
      [key('early'), samples.slice(0, 10)],
    ]);
    const bare = world.another();
    await world.database.owner.query(
      `update rettungsanker.series_client set rolled_until = date_trunc('day', now(), 'UTC') - interval '9 days'`,
    );
    const ask = async (store: SeriesWorld['store'], step: number) =>
      (await query(store, { names: ['rolled'], from: start, to: start + 3 * DAY_MS, step })).series[0]!;
    const raw = await Promise.all(
      [FINE_MS * 2, COARSE_MS * 2, COARSE_MS * 24].map((step) => ask(bare, step)),
    );
    await world.store.maintain(CLIENT, now);
    const late = [[key('early'), [[start + 3 * WINDOW_MS, 555]]]] as const;
    await put(world.another(), CLIENT, late);
    await world.store.cutAll(CLIENT);
    const rolled = await Promise.all(
      [FINE_MS * 2, COARSE_MS * 2, COARSE_MS * 24].map((step) => ask(world.another(), step)),
    );
    const { rows } = await world.database.owner.query<{ n: number }>(
      'select count(*) as n from rettungsanker.series_rollup_fine',
    );
    assert.ok(rows[0]!.n >= 2);
    for (const [i, expected] of raw.entries()) {
      const got = rolled[i]!;
      for (const column of ['at', 'min', 'max', 'last', 'count'] as const)
        assert.deepEqual(got[column], expected[column], column);
      for (const [j, value] of got.avg.entries()) assert.ok(Math.abs(value - expected.avg[j]!) < 1e-9);
    }
    const { series } = await query(world.another(), {
      names: ['early'],
      from: start,
      to: start + DAY_MS,
      step: DAY_MS,
    });
    assert.deepEqual([series[0]!.max[0], series[0]!.count[0], series[0]!.last[0]], [555, 11, 555]);
  });

  it('selects by name and labels', async () => {
    await clean();
    const at = ago(MINUTE);
    await put(world.store, CLIENT, [
      [key('up', { job: 'node', dc: 'a' }), [[at, 1]]],
      [key('up', { job: 'node' }), [[at, 2]]],
      [key('up', { job: 'db', dc: 'b', empty: '' }), [[at, 3]]],
      [key('down'), [[at, 4]]],
    ]);
    const values = async (request: Omit<SeriesQuery, 'from' | 'to' | 'step'>) => {
      const { series } = await query(world.store, { ...request, from: at - 1, to: at + 1, step: 2 });
      return series.map((entry) => entry.last[0]).sort();
    };
    const by = (label: string, op: '=' | '!=' | '=~' | '!~', value: string) => ({
      matchers: [{ label, op, value }],
    });
    assert.deepEqual(await values({}), [1, 2, 3, 4]);
    assert.deepEqual(await values({ names: ['up'] }), [1, 2, 3]);
    assert.deepEqual(await values({ names: ['up', 'down', 'up'], ...by('dc', '=', '') }), [2, 4]);
    assert.deepEqual(await values(by('dc', '!=', 'a')), [2, 3, 4]);
    assert.deepEqual(await values(by('job', '=~', 'n.*|d[ab]')), [1, 2, 3]);
    assert.deepEqual(await values(by('job', '!~', 'n')), [1, 2, 3, 4]);
    assert.deepEqual(await values(by('__name__', '=~', 'd.+')), [4]);
    assert.deepEqual(await values({ matchers: [{ label: 'dc', op: 'in', value: ['a', 'b'] }] }), [1, 3]);
    await assert.rejects(values(by('job', '=~', '(')), { code: 'RA_SERIES_SELECTOR' });
    await assert.rejects(query(world.store, { from: 5, to: 5, step: 1 }), { code: 'RA_SERIES_RANGE' });
    await assert.rejects(query(world.store, { from: 0, to: 8e15, step: 1000 }), {
      code: 'RA_SERIES_TOO_MANY',
    });
  });

  it('whatever is appended, cut and repeated in whatever order: what is read is what was first said', async () => {
    const start = windowOf(now) - 4 * WINDOW_MS;
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('put' as const),
        samples: fc.array(fc.tuple(fc.nat(3), fc.nat(200), fc.double({ noNaN: true })), {
          minLength: 1,
          maxLength: 20,
        }),
        process: fc.nat(1),
      }),
      fc.constant({ kind: 'cut' as const }),
      fc.constant({ kind: 'maintain' as const }),
      fc.record({ kind: fc.constant('read' as const), process: fc.nat(1) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        await clean();
        // Without a window: what is refused is another test's matter.
        const stores = [world.another(), world.another()];
        const model = new Map<string, Map<number, number>>();
        const check = async (store: SeriesWorld['store']): Promise<void> => {
          const expected = Object.fromEntries(
            [...model].map(([name, samples]) => [name, [...samples].sort((a, b) => a[0] - b[0])]),
          );
          assert.deepEqual(await everything(world, store), expected);
        };
        for (const action of steps) {
          if (action.kind === 'cut') await stores[0]!.cutAll(CLIENT);
          else if (action.kind === 'maintain') await stores[1]!.maintain(CLIENT, now);
          else if (action.kind === 'read') await check(stores[action.process]!);
          else {
            const at = action.samples.map(
              ([series, minute, value]) => [`s${series}`, start + minute * 2 * MINUTE, value] as const,
            );
            await world.tenancy.asSystem(CLIENT, (ctx) =>
              stores[action.process]!.record(
                ctx,
                at.map(([name, time, value]) => ({ name, labels: {}, at: new Date(time), value })),
              ),
            );
            for (const [name, time, value] of at) {
              const series = model.get(name) ?? new Map<number, number>();
              model.set(name, series);
              if (!series.has(time) && time <= now + SERIES_LIMITS.futureMs) series.set(time, value);
            }
          }
        }
        for (const [name, samples] of model) if (samples.size === 0) model.delete(name);
        await check(stores[0]!);
        await check(world.another());
      }),
      { numRuns: 25 },
    );
  });
});
