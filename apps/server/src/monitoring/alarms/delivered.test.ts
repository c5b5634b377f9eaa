import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { createSecrets } from '../../platform/secrets/secrets.ts';
import { createTenancy } from '../../platform/tenancy/transactions.ts';
import { type TestSeries, writeRequest } from '../ingest/testing/wire.ts';
import { type IngestWorld, ingestWorld } from '../ingest/testing/world.ts';
import { judgeDerived } from './derived.ts';

const MINUTE = 60_000;

interface State {
  instance: string;
  status: string;
  lastValue: number | null;
  code: string | null;
}
interface Alert {
  id: string;
  instance: string;
  severity: string;
  state: string;
  title: string;
  resolvedReason: string | null;
}

describe('series that others deliver', { timeout: 120_000 }, () => {
  let world: IngestWorld;
  let assetId: string;
  let path: string;
  const start = Date.now();

  before(async () => {
    world = await ingestWorld();
    const made = await world.owner.post<{ id: string }>(`/clients/${world.clientId}/assets`, {
      siteId: world.siteId,
      kind: 'server',
      name: 'srv-kiel',
    });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    assetId = made.body.id;
    path = `/clients/${world.clientId}`;
  });
  after(() => world.close());

  const gauge = (name: string, instance: string, samples: [at: number, value: number][]): TestSeries => ({
    labels: [
      ['__name__', name],
      ['instance', instance],
      ['job', 'node'],
    ],
    samples,
  });
  const deliver = async (series: TestSeries[]): Promise<void> => {
    const reply = await world.write(writeRequest(series));
    assert.equal(reply.status, 204, reply.text);
  };
  /** As the job does it once a minute, at a time of the test. */
  const judge = (at: number): Promise<void> => {
    const clock = { now: () => new Date(at), randomBytes };
    const tenancy = createTenancy({
      db: world.program.database.db,
      clock,
      secrets: createSecrets(randomBytes(32)),
      log: pino({ level: 'silent' }),
    });
    return tenancy.asSystem(world.clientId, (ctx) => judgeDerived(ctx, world.program.series, assetId));
  };
  const add = async (body: object): Promise<string> => {
    const answer = await world.owner.post<{ id: string }>(`${path}/assets/${assetId}/checks`, body);
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body.id;
  };
  const states = async (checkId: string): Promise<Record<string, State>> => {
    const { body } = await world.owner.get<{ items: { id: string; states: State[] }[] }>(
      `${path}/assets/${assetId}/checks`,
    );
    const found = body.items.find(({ id }) => id === checkId)!.states;
    return Object.fromEntries(found.map((state) => [state.instance, state]));
  };
  const statuses = async (checkId: string) =>
    Object.fromEntries(
      Object.values(await states(checkId)).map(({ instance, status }) => [instance, status]),
    );
  const alerts = async (): Promise<Alert[]> =>
    (await world.owner.get<{ items: Alert[] }>(`/alerts?client=${world.clientId}`)).body.items;
  const above = (warning: number, critical: number, more: object = {}) => ({
    condition: {
      kind: 'value',
      direction: 'above',
      levels: [
        { severity: 'warning', threshold: warning, recovery: warning - 1 },
        { severity: 'critical', threshold: critical, recovery: critical - 1 },
      ],
    },
    forMs: 0,
    recoverForMs: 0,
    ...more,
  });

  it('are listed by name, drawn, and narrowed down by their labels', async () => {
    await deliver([
      gauge('node_load1', 'web1', [
        [start - 2 * MINUTE, 1],
        [start - MINUTE, 3],
      ]),
      gauge('node_load1', 'web2', [[start - MINUTE, 7]]),
      gauge('node_filesystem_avail_bytes', 'web1', [[start - MINUTE, 1e12]]),
    ]);
    const names = await world.owner.get(`${path}/delivered-series?search=LOAD`);
    assert.deepEqual(names.body, { items: [{ name: 'node_load1', series: 2 }], total: 1 });

    const ask = async (where: object[]) => {
      const answer = await world.owner.post<{
        total: number;
        labels: object[];
        series: { instance: string; points: number[][] }[];
      }>(`${path}/delivered-series/query`, {
        metric: 'node_load1',
        where,
        from: new Date(start - 10 * MINUTE).toISOString(),
        to: new Date(start + MINUTE).toISOString(),
        points: 11,
      });
      assert.equal(answer.status, 200, JSON.stringify(answer.body));
      return answer.body;
    };
    const all = await ask([]);
    assert.equal(all.total, 2);
    assert.deepEqual(all.labels, [
      { name: 'instance', values: ['web1', 'web2'] },
      { name: 'job', values: ['node'] },
    ]);
    assert.deepEqual(
      all.series.map(({ instance }) => instance),
      ['instance=web1, job=node', 'instance=web2, job=node'],
    );
    const one = await ask([{ label: 'instance', op: '=~', value: '.*2' }]);
    assert.deepEqual(
      one.series.map(({ points }) => points.map(([, , value]) => value)),
      [[7]],
    );
    // What agents and checks measure is no delivered series, whatever is asked.
    const own = await world.owner.post<{ error: { code: string } }>(`${path}/delivered-series/query`, {
      metric: 'node_load1',
      where: [{ label: 'asset', op: '!=', value: '' }],
      from: new Date(start - MINUTE).toISOString(),
      to: new Date(start).toISOString(),
    });
    assert.equal(own.status, 400, JSON.stringify(own.body));
  });

  it('raise an alert each, say what is wrong, and end it', async () => {
    const id = await add({
      kind: 'series',
      config: { metric: 'node_load1', where: [{ label: 'job', op: '=', value: 'node' }] },
      rule: above(5, 10),
    });
    await judge(start);
    assert.deepEqual(await statuses(id), { 'instance=web1': 'ok', 'instance=web2': 'warning' });
    const [raised] = await alerts();
    assert.deepEqual([raised!.instance, raised!.severity], ['instance=web2', 'warning']);
    assert.equal(raised!.title, 'node_load1 (instance=web2) hat den Wert 7 (srv-kiel)');
    const { body } = await world.owner.get<{ measured: object }>(`${path}/alerts/${raised!.id}`);
    assert.deepEqual(body.measured, {
      metric: 'node_load1',
      checkId: null,
      where: [{ label: 'job', op: '=', value: 'node' }],
      instance: 'instance=web2',
      unit: '',
      limits: [
        { severity: 'warning', value: 5 },
        { severity: 'critical', value: 10 },
      ],
    });
    await deliver([
      gauge('node_load1', 'web1', [[start + MINUTE, 2]]),
      gauge('node_load1', 'web2', [[start + MINUTE, 1]]),
    ]);
    await judge(start + MINUTE);
    assert.deepEqual(await statuses(id), { 'instance=web1': 'ok', 'instance=web2': 'ok' });
    assert.equal((await alerts())[0]!.state, 'resolved');
    await world.owner.call('DELETE', `${path}/assets/${assetId}/checks/${id}`);
  });

  it('one that is gone while others deliver is forgotten; silence of all is one alert and ends nothing', async () => {
    const id = await add({
      kind: 'series',
      name: 'Temperatur',
      config: { metric: 'room_celsius', minutes: 5 },
      rule: above(30, 40, { noData: { afterMs: 10 * MINUTE, severity: 'critical' } }),
    });
    const open = async () =>
      (await alerts())
        .filter(({ state, title }) => state === 'raised' && /Temperatur|room/.test(title))
        .map(({ instance, severity }) => [instance, severity])
        .sort();
    const room = (instance: string, at: number, value: number) =>
      gauge('room_celsius', instance, [[at, value]]);
    await deliver([room('a', start, 35), room('b', start, 20)]);
    await judge(start);
    assert.deepEqual(await open(), [['instance=a, job=node', 'warning']]);

    // Only b delivers: a is unknown, then gone with its alert.
    await deliver([room('b', start + 6 * MINUTE, 20)]);
    await judge(start + 6 * MINUTE);
    assert.deepEqual(await open(), [['instance=a, job=node', 'warning']]);
    for (const minute of [8, 10, 11]) {
      if (minute === 10) await deliver([room('b', start + 9 * MINUTE + 50_000, 31)]);
      await judge(start + minute * MINUTE);
    }
    assert.deepEqual(await statuses(id), { 'instance=b, job=node': 'warning' });
    assert.deepEqual(await open(), [['instance=b, job=node', 'warning']]);

    // Nobody delivers: the alert of b stays, what is new is one alert about the silence.
    for (let minute = 12; minute <= 27; minute++) await judge(start + minute * MINUTE);
    assert.deepEqual(await open(), [
      ['', 'critical'],
      ['instance=b, job=node', 'warning'],
    ]);
    const silent = (await alerts()).find(({ instance, state }) => instance === '' && state === 'raised');
    assert.equal(silent!.title, 'Temperatur (srv-kiel): es kommen keine Messwerte mehr');
    await world.owner.call('DELETE', `${path}/assets/${assetId}/checks/${id}`);
  });

  it('a server that was away gives senders time before it calls them silent', async () => {
    const id = await add({
      kind: 'series',
      config: {
        metric: 'pump_bar',
        where: [
          { label: 'instance', op: '=', value: 'p' },
          { label: 'job', op: '=', value: 'node' },
        ],
      },
      rule: above(30, 40, { noData: { afterMs: 10 * MINUTE, severity: 'critical' } }),
    });
    await deliver([gauge('pump_bar', 'p', [[start, 3]])]);
    await judge(start);
    assert.deepEqual(await statuses(id), { '': 'ok' });
    const raised = async () =>
      (await alerts()).filter(({ state, title }) => state === 'raised' && title.includes('pump'));
    await judge(start + 60 * MINUTE);
    assert.equal((await raised()).length, 0);
    assert.deepEqual(await statuses(id), { '': 'unknown' });
    await judge(start + 61 * MINUTE);
    assert.equal((await raised()).length, 1);
    await world.owner.call('DELETE', `${path}/assets/${assetId}/checks/${id}`);
  });

  it('an ended series has no value: a staleness marker is not the last value', async () => {
    const id = await add({ kind: 'series', config: { metric: 'job_state' }, rule: above(2, 4) });
    const stale = Buffer.from('020000000000f07f', 'hex');
    await deliver([
      {
        labels: [['__name__', 'job_state']],
        samples: [
          [start - MINUTE, 1],
          [start - 1000, stale],
        ],
      },
    ]);
    await judge(start);
    assert.deepEqual(await statuses(id), { '': 'unknown' });
    assert.equal((await states(id))['']!.code, 'RA_SERIES_SILENT');
    await world.owner.call('DELETE', `${path}/assets/${assetId}/checks/${id}`);
  });

  it('a selection that has grown too large is said so, and a pattern that is none is refused', async () => {
    const id = await add({ kind: 'series', config: { metric: 'bomb_total' }, rule: above(5, 10) });
    const trend = await add({
      kind: 'trend',
      config: { metric: 'bomb_total', where: [], of: { kind: 'rate', minutes: 10 } },
    });
    await deliver(Array.from({ length: 201 }, (_, n) => gauge('bomb_total', `c${n}`, [[start, 1]])));
    await judge(start + 1000);
    for (const check of [id, trend]) {
      assert.deepEqual(await statuses(check), { '': 'unknown' });
      assert.equal((await states(check))['']!.code, 'RA_SERIES_MANY');
    }
    const refused = await world.owner.post<{ error: { code: string } }>(`${path}/assets/${assetId}/checks`, {
      kind: 'series',
      config: { metric: 'bomb_total', where: [{ label: 'instance', op: '=~', value: '(' }] },
    });
    assert.deepEqual([refused.status, refused.body.error.code], [422, 'RA_CHECK_INVALID']);
    for (const check of [id, trend])
      await world.owner.call('DELETE', `${path}/assets/${assetId}/checks/${check}`);
  });

  it('a trend follows them as well, and a rule is tried on them before it is saved', async () => {
    const samples = Array.from({ length: 60 }, (_, n): [number, number] => [
      start - (60 - n) * 15_000,
      n * 30,
    ]);
    await deliver([gauge('requests_total', 'web1', samples)]);
    const id = await add({
      kind: 'trend',
      config: {
        metric: 'requests_total',
        where: [{ label: 'job', op: '=', value: 'node' }],
        of: { kind: 'rate', minutes: 10, counter: true },
      },
      rule: above(1, 50),
    });
    await judge(start);
    const [state] = Object.values(await states(id));
    assert.ok(Math.abs(state!.lastValue! - 2) < 0.05, String(state!.lastValue));
    assert.equal(state!.status, 'warning');
    const tried = await world.owner.post<{ instances: { instance: string; count: number }[] }>(
      `${path}/assets/${assetId}/rule-simulation`,
      { kind: 'series', metric: 'requests_total', where: [], days: 1, rule: above(1000, 5000) },
    );
    assert.equal(tried.status, 200, JSON.stringify(tried.body));
    assert.deepEqual(
      tried.body.instances.map(({ instance, count }) => [instance, count]),
      [['instance=web1, job=node', 1]],
    );
    await world.owner.call('DELETE', `${path}/assets/${assetId}/checks/${id}`);
  });

  it('are deleted by name, or all values of the client, and nothing of another client', async () => {
    const other = await world.other('Jansen KG', 'JAN');
    const reply = await world.write(
      writeRequest([{ labels: [['__name__', 'node_load1']], samples: [[start, 4]] }]),
      1,
      { authorization: `Bearer ${other.token}` },
    );
    assert.equal(reply.status, 204);
    const removed = await world.owner.post<{ removed: number }>(`${path}/delivered-series/removal`, {
      metric: 'node_load1',
      where: [{ label: 'instance', op: '=', value: 'web2' }],
    });
    assert.deepEqual([removed.status, removed.body], [200, { removed: 1 }]);
    assert.equal((await world.stored('node_load1')).length, 1);
    // What is delivered afterwards begins anew.
    await deliver([gauge('node_load1', 'web2', [[start + 2 * MINUTE, 5]])]);
    assert.equal((await world.stored('node_load1')).length, 2);

    const wrong = await world.owner.call('DELETE', `${path}/series?confirm=${other.clientId}`);
    assert.equal(wrong.status, 422);
    const all = await world.owner.call('DELETE', `${path}/series?confirm=${world.clientId}`);
    assert.equal(all.status, 200, JSON.stringify(all.body));
    const names = await world.owner.get(`${path}/delivered-series`);
    assert.deepEqual(names.body, { items: [], total: 0 });
    assert.equal((await world.stored('node_load1', [], other.clientId)).length, 1);
    const rows = await world.superuser.query(
      `select client_id, (select count(*) from series_log l where l.client_id = c.client_id)::int as log from series_client c order by 1`,
    );
    assert.equal(rows.rows.find((row) => row.client_id === world.clientId).log, 0);
    const audit = await world.owner.get<{ items: { action: string }[] }>(`/audit?client=${world.clientId}`);
    const actions = audit.body.items.map(({ action }) => action);
    assert.ok(actions.includes('series.removed') && actions.includes('series.all-removed'), String(actions));
  });
});
