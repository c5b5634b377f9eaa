import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import {
  enrolTestAgent,
  setUpOwner,
  TestAgent,
  type TestIdentity,
  type TestProgram,
  testClient,
  testProgram,
  until,
  type Visitor,
} from '../testing/index.ts';
import { keepPartitions } from './index.ts';
import { endClones, forecastDisks } from './jobs.ts';

interface Check {
  id: string;
  kind: string;
  enabled: boolean;
  states: { status: string; code: string | null; instance: string }[];
  error: { code: string; details: unknown };
}
interface Alert {
  id: string;
  state: string;
  severity: string;
  acknowledgedByName: string | null;
  resolvedReason: string | null;
  error: { code: string };
}

describe('checks and alerts over HTTP', () => {
  let program: TestProgram;
  let owner: Visitor;
  let identity: TestIdentity;
  let agent: TestAgent;
  let siteId: string;
  let target: Server;
  let path: string;
  let seq = 0;

  before(async () => {
    program = await testProgram();
    owner = await setUpOwner(program);
    const client = await testClient(program, 'Nordwind KG', 'NOR');
    siteId = client.siteId;
    identity = await enrolTestAgent(program, client.clientId, siteId);
    path = `/clients/${identity.clientId}/assets/${identity.assetId}`;
    agent = new TestAgent(program.url, identity);
    await agent.connect();
    target = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1');
    await until(async () => (await checks()).length >= 8);
  });
  after(async () => {
    target.close();
    await agent.close();
    await program.close();
  });

  const checks = async () => (await owner.get<{ items: Check[] }>(`${path}/checks`)).body.items;
  const add = (body: object) => owner.post<Check>(`${path}/checks`, body);
  const alerts = async (state = 'raised') =>
    (await owner.get<{ items: Alert[] }>(`/alerts?state=${state}&asset=${identity.assetId}`)).body.items;
  const port = () => (target.address() as AddressInfo).port;
  const disk = (used: number, mount = '/srv') =>
    agent.batch(++seq, { measurements: [{ at: Date.now(), samples: [['disk.used', mount, used]] }] });

  it('a check that cannot work is refused and the field is named', async () => {
    for (const body of [
      { kind: 'http', config: { url: 'ftp://example.org' } },
      { kind: 'tcp', config: { host: 'example.org' } },
      { kind: 'process', config: {}, runsOn: 'server' },
      {
        kind: 'disk',
        rule: {
          condition: {
            kind: 'value',
            direction: 'above',
            levels: [{ severity: 'warning', threshold: 80, recovery: 90 }],
          },
          forMs: 0,
          recoverForMs: 0,
        },
      },
    ]) {
      const { status, body: answer } = await add(body);
      assert.deepEqual([status, answer.error.code], [422, 'RA_CHECK_INVALID'], JSON.stringify(body));
      assert.ok(answer.error.details);
    }
    assert.equal((await add({ kind: 'nonsense' })).status, 400);
  });

  it('ASVS 1.3.6: a target that is written as a forbidden address is refused, with what would open it', async () => {
    const refusals: [object, string, string][] = [
      [{ kind: 'http', config: { url: `http://127.0.0.1:${port()}/` } }, 'server', 'server-networks'],
      [{ kind: 'http', config: { url: `http://localhost:${port()}/` } }, 'server', 'server-networks'],
      [{ kind: 'http', config: { url: `http://[::1]:${port()}/` } }, 'server', 'server-networks'],
      [{ kind: 'http', config: { url: `http://0x7f.1:${port()}/` } }, 'server', 'server-networks'],
      [{ kind: 'http', config: { url: 'http://10.0.0.1/' } }, 'server', 'server-networks'],
      [{ kind: 'tcp', config: { host: '127.1', port: 5432 } }, 'server', 'server-networks'],
      [{ kind: 'tls', config: { host: 'fe80::1' } }, 'server', 'server-networks'],
      [{ kind: 'http', config: { url: 'http://169.254.169.254/latest/meta-data/' } }, 'server', 'nothing'],
      [{ kind: 'tcp', config: { host: '169.254.169.254', port: 80 } }, 'agent', 'nothing'],
      [{ kind: 'http', config: { url: 'http://[::ffff:127.0.0.1]/' } }, 'server', 'nothing'],
      [{ kind: 'tcp', config: { host: '127.0.0.1', port: 25 } }, 'agent', 'loopback'],
      [{ kind: 'tcp', config: { host: '192.168.7.1', port: 25 } }, 'agent', 'networks'],
      [{ kind: 'http', config: { url: 'http://93.184.216.34/' } }, 'agent', 'networks'],
    ];
    for (const [body, runsOn, opening] of refusals) {
      const { status, body: answer } = await add({ ...body, runsOn });
      const what = JSON.stringify([body, runsOn]);
      assert.deepEqual([status, answer.error?.code], [422, 'RA_CHECK_TARGET_FORBIDDEN'], what);
      const details = answer.error.details as { opening: string; field: string; advice: string };
      assert.equal(details.opening, opening, what);
      assert.match(details.field, /^config\.(url|host)$/);
      assert.ok(details.advice.length > 20, what);
    }
    // Names are judged when they are resolved; a public address is everybody's.
    for (const host of ['intranet.example', '93.184.216.34']) {
      const { status, body } = await add({
        kind: 'tls',
        config: { host },
        runsOn: 'server',
        intervalMs: 86_400_000,
      });
      assert.equal(status, 201, host);
      await owner.call('DELETE', `${path}/checks/${body.id}`);
    }
    const site = `/clients/${identity.clientId}/sites/${siteId}`;
    await owner.patch(site, { networks: ['192.168.7.0/24'] });
    const allowed = await add({ kind: 'tcp', config: { host: '192.168.7.1', port: 25 }, runsOn: 'agent' });
    assert.equal(allowed.status, 201);
    const changed = await owner.patch<Check>(`${path}/checks/${allowed.body.id}`, {
      config: { host: '192.168.8.1', port: 25 },
    });
    assert.equal(changed.body.error.code, 'RA_CHECK_TARGET_FORBIDDEN');
    await owner.patch(`${path}/checks/${allowed.body.id}`, { enabled: false });
    await owner.patch(site, { networks: [] });
    const again = await owner.patch<Check>(`${path}/checks/${allowed.body.id}`, { enabled: true });
    assert.equal(again.body.error.code, 'RA_CHECK_TARGET_FORBIDDEN');
    await owner.call('DELETE', `${path}/checks/${allowed.body.id}`);
  });

  it('ASVS 1.3.6: what leads to a forbidden address only at run time is not called, and its system is unknown', async () => {
    await disk(10);
    const status = async () => (await owner.get<{ status: string }>(path)).body.status;
    await until(async () => (await status()) === 'ok');
    const site = `/clients/${identity.clientId}/sites/${siteId}`;
    let called = 0;
    const inner = createServer((_request, response) => response.end(String(++called))).listen(0, '127.0.0.2');
    const outer = createServer((_request, response) =>
      response
        .writeHead(302, { location: `http://127.0.0.2:${(inner.address() as AddressInfo).port}/` })
        .end(),
    ).listen(0, '127.0.0.1');
    await Promise.all([once(inner, 'listening'), once(outer, 'listening')]);
    await owner.patch(site, { serverNetworks: ['127.0.0.1/32'] });
    const { body } = await add({
      kind: 'http',
      config: { url: `http://127.0.0.1:${(outer.address() as AddressInfo).port}/`, timeoutMs: 1000 },
      runsOn: 'server',
      intervalMs: 1000,
    });
    assert.equal(await status(), 'unknown', 'without a result yet');
    const state = await until(
      async () => (await checks()).find((check) => check.id === body.id)?.states[0],
      10_000,
    );
    assert.deepEqual([state.status, state.code], ['unknown', 'RA_CHECK_FORBIDDEN_ADDRESS']);
    assert.equal(called, 0);
    assert.equal(await status(), 'unknown', 'what can never be judged is never green');
    assert.deepEqual(await alerts(), [], 'what may not be judged is unknown, not down');
    assert.equal((await owner.call('DELETE', `${path}/checks/${body.id}`)).status, 200);
    assert.equal(await status(), 'ok');
    await owner.patch(site, { serverNetworks: [] });
    inner.close();
    outer.close();
  });

  it('what hangs on a system that is not there is not there either', async () => {
    const nowhere = `/clients/${identity.clientId}/assets/${identity.clientId}`;
    const range = 'from=2026-01-01T00:00:00.000Z&to=2026-01-02T00:00:00.000Z';
    for (const part of [
      `series?metrics=cpu.used&${range}`,
      'latest',
      'checks',
      'inventory',
      'software',
      'history',
    ])
      assert.equal((await owner.get(`${nowhere}/${part}`)).status, 404, part);
  });

  it('an address that the site allows explicitly is checked; a failure raises, the end resolves', async () => {
    await owner.patch(`/clients/${identity.clientId}/sites/${siteId}`, { serverNetworks: ['127.0.0.1/32'] });
    const { body } = await add({
      kind: 'http',
      config: { url: `http://127.0.0.1:${port()}/`, contains: 'hello' },
      runsOn: 'server',
      intervalMs: 1000,
    });
    await until(
      async () => (await checks()).find((check) => check.id === body.id)?.states[0]?.status === 'ok',
      10_000,
    );
    const address = target.address() as AddressInfo;
    target.closeAllConnections();
    await new Promise((resolve) => target.close(resolve));
    await until(async () => (await alerts()).length === 1, 10_000);
    target = createServer((_request, response) => response.end('hello')).listen(address.port, '127.0.0.1');
    await until(async () => (await alerts()).length === 0, 10_000);
    await owner.patch(`${path}/checks/${body.id}`, { enabled: false });
  });

  it('a file system that is no longer there is forgotten and its alert ends; one that is missing for a moment is not', async () => {
    await disk(97, '/usb');
    assert.equal((await alerts()).length, 1);
    await disk(10, '/srv');
    assert.equal((await alerts()).length, 1);
    await program.tenancy.asSystem(identity.clientId, ({ tx }) =>
      tx
        .updateTable('checkState')
        .set({ lastAt: new Date(Date.now() - 11 * 60_000) })
        .where('clientId', '=', identity.clientId)
        .where('instance', '=', '/usb')
        .execute(),
    );
    await disk(10, '/srv');
    assert.deepEqual(await alerts(), []);
    assert.equal((await alerts('resolved'))[0]!.resolvedReason, 'gone');
    assert.ok(
      !(await checks())
        .find(({ kind }) => kind === 'disk')!
        .states.some(({ instance }) => instance === '/usb'),
    );
  });

  it('an alert can be acknowledged with a note, and that can be undone', async () => {
    await disk(97);
    const [alert] = await alerts();
    const base = `/clients/${identity.clientId}/alerts/${alert!.id}/acknowledge`;
    assert.equal(
      (await owner.post<Alert>(base, { note: 'Ich räume auf' })).body.acknowledgedByName,
      'Olga Owner',
    );
    assert.equal((await owner.call<Alert>('DELETE', base)).body.acknowledgedByName, null);
    assert.equal(
      (await owner.post<Alert>(`/clients/${identity.clientId}/alerts/${identity.assetId}/acknowledge`)).body
        .error.code,
      'RA_NOT_FOUND',
    );
  });

  it('a milder rule resolves what no longer holds, at once and by the reason "rule"', async () => {
    const check = (await checks()).find(({ kind }) => kind === 'disk')!;
    const level = { threshold: 99, recovery: 98 };
    const rule = {
      condition: { kind: 'value', direction: 'above', levels: [{ severity: 'critical', ...level }] },
      forMs: 0,
      recoverForMs: 0,
    };
    assert.equal((await owner.patch(`${path}/checks/${check.id}`, { rule })).status, 200);
    assert.deepEqual(await alerts(), []);
    assert.equal((await alerts('resolved'))[0]!.resolvedReason, 'rule');
    await disk(99.5);
    assert.equal((await alerts()).length, 1);
  });

  it('switching a check off ends its alert; one with a history is kept and only switched off', async () => {
    const check = (await checks()).find(({ kind }) => kind === 'disk')!;
    assert.equal((await owner.call('DELETE', `${path}/checks/${check.id}`)).status, 200);
    assert.deepEqual(await alerts(), []);
    assert.equal((await checks()).find(({ id }) => id === check.id)?.enabled, false);
    await disk(99.9);
    assert.deepEqual(await alerts(), []);
  });

  it('a disk that fills up is foreseen; one that does not, and one with too little history, are left alone', async () => {
    const now = Date.now();
    const day = Array.from({ length: 96 }, (_, i) => ({ at: now - (95 - i) * 900_000, used: i }));
    for (let i = 0; i < day.length; i += 32) {
      await agent.batch(++seq, {
        measurements: day.slice(i, i + 32).map(({ at, used }) => ({
          at,
          samples: [
            ['disk.used', '/filling', 20 + used * 0.6],
            ['disk.used', '/steady', 40 + (used % 2)],
          ] as [string, string, number][],
        })),
      });
    }
    await agent.batch(++seq, { measurements: [{ at: now, samples: [['disk.used', '/new', 50]] }] });
    await program.tenancy.asSystem(identity.clientId, (ctx) =>
      forecastDisks(ctx, program.series, identity.assetId),
    );
    const states = (await checks()).find(({ kind }) => kind === 'disk-forecast')!.states;
    assert.deepEqual(
      states.map(({ instance, status }) => [instance, status]),
      [
        ['/filling', 'critical'],
        ['/steady', 'ok'],
      ],
    );
  });

  it('series answer in as many points as asked, and refuse what is no range', async () => {
    const query = (from: number, to: number) =>
      `${path}/series?metrics=disk.used&points=24&from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;
    const { body } = await owner.get<{ series: { instance: string; points: number[][] }[] }>(
      query(Date.now() - 86_400_000, Date.now() + 1000),
    );
    const filling = body.series.find(({ instance }) => instance === '/filling')!.points;
    assert.ok(filling.length <= 25 && filling.length >= 23, String(filling.length));
    for (const [, min, avg, max] of filling) assert.ok(min! <= avg! && avg! <= max!);
    const refused = await owner.get<Alert>(query(Date.now(), Date.now() - 1000));
    assert.deepEqual([refused.status, refused.body.error.code], [422, 'RA_SERIES_RANGE']);
  });

  it('an alert about a clone ends by itself when the clone was not heard for ten minutes', async () => {
    const raise = () =>
      program.tenancy.asSystem(identity.clientId, (ctx) =>
        ctx.emit({
          kind: 'agent.cloned',
          objectKind: 'asset',
          objectId: identity.assetId,
          payload: { hostname: 'copy', address: '::1' },
        }),
      );
    await raise();
    await until(
      async () =>
        (await alerts()).length > 0 &&
        (await checks()).find(({ kind }) => kind === 'identity')!.states[0]?.status === 'critical',
    );
    const at = (minutes: number) =>
      program.tenancy.asSystem(identity.clientId, (ctx) =>
        endClones({ ...ctx, now: new Date(Date.now() + minutes * 60_000) }),
      );
    await at(9);
    assert.equal((await checks()).find(({ kind }) => kind === 'identity')!.states[0]!.status, 'critical');
    await at(11);
    assert.equal((await checks()).find(({ kind }) => kind === 'identity')!.states[0]!.status, 'ok');
  });

  it('samples older than their retention go as whole days; what agents may still deliver has its place', async () => {
    await program.database.owner.query(
      "select rettungsanker.series_partitions('2020-01-01', '2020-01-01'), rettungsanker.series_partitions(current_date - 29, current_date - 29)",
    );
    await keepPartitions(program.database.db, { sampleDays: 30, rollupDays: 400 }, new Date());
    const partitions = async (parent: string): Promise<string[]> =>
      (
        await program.database.owner.query<{ name: string }>(
          `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'rettungsanker.${parent}'::regclass order by 1`,
        )
      ).rows.map(({ name }) => name);
    const day = (offset: number): string =>
      `series_block_${new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '')}`;
    assert.deepEqual(await partitions('series_block'), [
      day(-29),
      ...Array.from({ length: 13 }, (_, i) => day(i - 9)),
    ]);
    for (const parent of ['series_rollup_fine', 'series_rollup_coarse'])
      assert.ok(!(await partitions(parent)).some((name) => name.endsWith('20200101')), parent);
  });

  it('a full disk refuses what is new over HTTP as well, and lets everybody read and tidy up', async () => {
    program.storage.reportFull();
    const refused = await owner.post<Alert>(`/clients/${identity.clientId}/tickets`, { title: 'x' });
    assert.deepEqual([refused.status, refused.body.error.code], [507, 'RA_STORAGE_FULL']);
    assert.equal((await owner.get<{ storageFull: boolean }>('/situation')).body.storageFull, true);
    assert.equal((await owner.patch(path, { description: 'tidy' })).status, 200);
    await until(() => !program.storage.full, 8000);
    assert.equal((await owner.post(`/clients/${identity.clientId}/tickets`, { title: 'x' })).status, 201);
  });
});
