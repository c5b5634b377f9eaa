import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { TestReceiver } from '../../platform/notify/testing/receiver.ts';
import { TestMailServer } from '../../platform/notify/testing/smtp.ts';
import {
  OWNER,
  setUpOwner,
  type TestProgram,
  testProgram,
  until,
  type Visitor,
} from '../../testing/index.ts';
import type { MapView } from './map.ts';
import { watchedClient } from './testing/world.ts';

const MINUTE = 60_000;

describe('alarms', { timeout: 180_000 }, () => {
  let program: TestProgram;
  let owner: Visitor;
  let ownerId: string;
  let mail: TestMailServer;
  let receiver: TestReceiver;

  before(async () => {
    // No probe: the tests say what was found.
    program = await testProgram({ flags: { roles: 'api,worker' } });
    owner = await setUpOwner(program);
    ownerId = (await owner.get<{ person: { id: string } }>('/session')).body.person.id;
    mail = await TestMailServer.start();
    receiver = await TestReceiver.start();
    const put = await owner.call('PUT', `/clients/${program.providerId}/settings/mail`, {
      host: '127.0.0.1',
      port: mail.port,
      security: 'none-loopback-only',
      fromName: 'Anker IT',
      fromAddress: 'alarm@anker.example',
    });
    assert.equal(put.status, 200, JSON.stringify(put.body));
    await owner.post(`/clients/${program.providerId}/webhooks`, {
      name: 'Chat',
      url: receiver.url,
      allowPrivate: true,
    });
  });
  after(async () => {
    await program.close();
    await mail.stop();
    await receiver.stop();
  });

  const mailsAbout = (name: string) => mail.mails.filter(({ raw }) => raw.includes(name));
  const callsAbout = (name: string) => receiver.calls.filter(({ body }) => body.includes(name));
  const send = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await owner.call<T>(method, path, body);
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };

  it('one router with 200 dependants is one ticket and one message, although the router is seen last', async () => {
    const world = await watchedClient(program, 'Nordwind', 'NOR');
    const [router] = await world.addSystems(1, 'router-nord');
    const hosts = await world.addSystems(200, 'host-nord');
    await send('POST', `/clients/${world.clientId}/dependencies`, {
      siteId: world.siteId,
      parentAssetId: router!.assetId,
    });
    await world.find([router!, ...hosts], 'ok');
    await world.find(hosts, 'failed');
    await until(
      async () => (await world.alerts()).filter(({ heldUntil }) => heldUntil !== null).length === 200,
      20_000,
    );
    await world.find([router!], 'failed');
    await until(async () => (await world.tickets()).length > 0, 20_000);
    await until(() => mailsAbout('router-nord').length > 0 && callsAbout('router-nord').length > 0, 20_000);
    const alerts = await world.alerts();
    const cause = alerts.find(({ assetId }) => assetId === router!.assetId)!;
    assert.equal(alerts.filter(({ suppression }) => suppression === 'consequence').length, 200);
    assert.ok(alerts.every(({ id, suppressedBy }) => id === cause.id || suppressedBy === cause.id));

    const map = await send<MapView>('GET', `/clients/${world.clientId}/map`);
    const drawn = new Map(map.systems.map(({ id, part }) => [id, part]));
    assert.equal(drawn.get(router!.assetId), 'cause');
    assert.ok(hosts.every(({ assetId }) => drawn.get(assetId) === 'consequence'));
    assert.equal(map.links.length, 200);
    assert.ok(map.links.every(({ parentId, by }) => parentId === router!.assetId && by === 'site'));
    assert.equal(map.truncated, false);

    // All but one come back with the router; that one is a cause of its own now.
    await world.find([router!, ...hosts.slice(1)], 'ok');
    await until(async () => (await world.tickets()).length === 2, 20_000);
    const [, second] = await world.tickets();
    assert.match(second!.title, /host-nord-1\b/);
    await until(() => mailsAbout('host-nord-1 ').length > 0 || mailsAbout('host-nord-1').length > 0);
    const told = (await world.events('alert.reported')).map(({ objectId }) => objectId);
    assert.equal(told.length, 2);
    // Raised and over for the router, raised for the one host: each once, by mail and by webhook.
    await until(() => callsAbout('nord').length >= 3);
    assert.equal(
      callsAbout('nord').length,
      3,
      callsAbout('nord')
        .map(({ body }) => body)
        .join('\n'),
    );
    assert.equal(mailsAbout('alarm@anker.example').filter(({ raw }) => /nord/.test(raw)).length, 3);
    const { items } = await send<{ items: { name: string }[] }>(
      'GET',
      `/clients/${world.clientId}/assets/${router!.assetId}/dependants`,
    );
    assert.equal(items.length, 200);
  });

  it('a circle of dependencies is refused', async () => {
    const world = await watchedClient(program, 'Kreis', 'KRE');
    const [a, b] = await world.addSystems(2, 'ring');
    const path = `/clients/${world.clientId}/dependencies`;
    const { id } = await send<{ id: string }>('POST', path, {
      assetId: a!.assetId,
      parentAssetId: b!.assetId,
    });
    const again = await send<{ id: string }>('POST', path, {
      assetId: a!.assetId,
      parentAssetId: b!.assetId,
    });
    assert.equal(again.id, id);
    const back = await owner.post<{ error: { code: string } }>(path, {
      assetId: b!.assetId,
      parentAssetId: a!.assetId,
    });
    assert.deepEqual([back.status, back.body.error.code], [422, 'RA_DEPENDENCY_CYCLE']);
    await send('DELETE', `${path}/${id}`);
    await send('POST', path, { assetId: b!.assetId, parentAssetId: a!.assetId });
  });

  it('what is silenced is recorded and told to nobody; when the silence ends and it is still up, it is told', async () => {
    const world = await watchedClient(program, 'Stille', 'STI');
    const [system] = await world.addSystems(1, 'srv-still');
    const path = `/clients/${world.clientId}/silences`;
    const { id } = await send<{ id: string }>('POST', path, {
      matcher: { assetIds: [system!.assetId] },
      reason: 'Umzug',
      endsAt: new Date(Date.now() + 60 * MINUTE).toISOString(),
    });
    await world.find([system!], 'failed');
    await until(async () => (await world.alerts())[0]?.suppression === 'silence');
    assert.deepEqual(await world.tickets(), []);
    const { items } = await send<{ items: { alerts: number; active: boolean }[] }>('GET', path);
    assert.deepEqual(
      items.map(({ alerts, active }) => [alerts, active]),
      [[1, true]],
    );
    await send('DELETE', `${path}/${id}`);
    await until(async () => (await world.tickets()).length === 1);
    assert.equal(callsAbout('srv-still').length <= 1, true);
    await until(() => callsAbout('srv-still').length === 1);
  });

  it('a maintenance window holds alerts back while it lasts', async () => {
    const world = await watchedClient(program, 'Wartung', 'WAR');
    const [system] = await world.addSystems(1, 'srv-wartung');
    const now = new Date();
    const clock = (ms: number) => new Date(now.getTime() + ms).toISOString().slice(11, 16);
    const path = `/clients/${world.clientId}/maintenance-windows`;
    const { id } = await send<{ id: string }>('POST', path, {
      name: 'Jede Nacht',
      matcher: {},
      window: {
        timeZone: 'UTC',
        recurrence: { kind: 'daily' },
        from: clock(-MINUTE),
        until: clock(120 * MINUTE),
      },
    });
    await world.find([system!], 'failed');
    await until(async () => (await world.alerts())[0]?.suppression === 'maintenance');
    const { items } = await send<{ items: { current: object | null; next: object | null }[] }>('GET', path);
    assert.ok(items[0]!.current !== null && items[0]!.next !== null);
    assert.deepEqual(await world.tickets(), []);
    await world.lookLater(121 * MINUTE);
    await until(async () => (await world.tickets()).length === 1);
    const bad = await owner.call<{ error: { code: string } }>('PATCH', `${path}/${id}`, {
      window: { timeZone: 'Europe/Nirgends', recurrence: { kind: 'daily' }, from: '22:00', until: '23:00' },
    });
    assert.deepEqual([bad.status, bad.body.error.code], [422, 'RA_WINDOW_INVALID']);
    await send('DELETE', `${path}/${id}`);
  });

  it('the chain goes on until somebody acknowledges, and begins again when the acknowledgement expires', async () => {
    const world = await watchedClient(program, 'Kette', 'KET');
    const [system] = await world.addSystems(1, 'srv-kette');
    const provider = `/clients/${program.providerId}`;
    const { id: channelId } = await send<{ id: string }>('POST', `${provider}/notify-channels`, {
      name: 'Handy',
      config: {
        kind: 'sms',
        method: 'POST',
        url: `${receiver.url}/sms?to={{to}}`,
        headers: { 'content-type': 'application/json' },
        body: '{"text":"{{text}}"}',
      },
      kinds: [],
      allowPrivate: true,
    });
    await send('PUT', `${provider}/on-call-people/${ownerId}/phone`, { phone: '+4930123456' });
    const { id: scheduleId } = await send<{ id: string }>('POST', `${provider}/on-call-schedules`, {
      name: 'Bereitschaft',
      schedule: {
        timeZone: 'Europe/Berlin',
        layers: [
          {
            name: 'Woche',
            people: [ownerId],
            startsAt: '2026-01-05T08:00',
            rotation: { every: 1, unit: 'week' },
          },
        ],
      },
    });
    const { id: policyId } = await send<{ id: string }>('POST', `${provider}/escalation-policies`, {
      name: 'Nacht',
      matcher: { clientIds: [world.clientId] },
      policy: {
        steps: [
          { delayMs: 0, targets: [{ kind: 'schedule', id: scheduleId, channelId }] },
          { delayMs: 5 * MINUTE, targets: [{ kind: 'person', id: ownerId }] },
          { delayMs: 5 * MINUTE, targets: [{ kind: 'person', id: ownerId }] },
        ],
        repeat: 0,
        repeatAfterMs: 0,
      },
    });
    await world.find([system!], 'failed');
    await until(() => receiver.calls.some(({ path }) => path.startsWith('/hook/sms')), 20_000);
    const sms = receiver.calls.find(({ path }) => path.startsWith('/hook/sms'))!;
    assert.equal(sms.path, '/hook/sms?to=%2B4930123456');
    assert.match((JSON.parse(sms.body) as { text: string }).text, /srv-kette/);
    const steps = async () =>
      (await world.events('alert.escalated')).map(({ payload }) => (payload as { step: number }).step);
    await world.lookLater(4 * MINUTE);
    assert.deepEqual(await steps(), [0]);
    await world.lookLater(6 * MINUTE);
    await world.lookLater(6 * MINUTE);
    assert.deepEqual(await steps(), [0, 1]);

    const [alert] = await world.alerts();
    const path = `/clients/${world.clientId}/alerts/${alert!.id}`;
    await send('POST', `${path}/acknowledge`, {
      note: 'ich schaue',
      until: new Date(Date.now() + 30 * MINUTE).toISOString(),
    });
    await world.lookLater(29 * MINUTE);
    assert.deepEqual(await steps(), [0, 1]);
    const escalation = async () =>
      (
        await send<{
          escalation: {
            endReason: string;
            next: { step: number; targets: unknown[] } | null;
            steps: unknown[];
          };
        }>('GET', `${path}/escalation`)
      ).escalation;
    const view = await escalation();
    assert.deepEqual([view.endReason, view.next, view.steps.length], ['acknowledged', null, 2]);
    await world.lookLater(31 * MINUTE);
    assert.deepEqual(await steps(), [0, 1, 0]);
    assert.equal((await world.alerts())[0]!.acknowledgedAt, null);
    assert.deepEqual((await escalation()).next, {
      round: 0,
      step: 1,
      clientId: program.providerId,
      targets: [{ kind: 'person', id: ownerId }],
    });

    await world.find([system!], 'ok');
    const { items } = await send<{
      items: {
        kind: string;
        actor: string | null;
        note: string | null;
        step: number | null;
        told: { channel: string; name: string | null; id: string | null }[];
      }[];
    }>('GET', `${path}/history`);
    assert.deepEqual(
      items
        .map(({ kind, actor, note, step }) => [kind, actor, note, step])
        // The end came by the clock of the wall, the chain ran ahead of it.
        .sort((a, b) => Number(a[0] === 'resolved') - Number(b[0] === 'resolved')),
      [
        ['raised', null, null, null],
        ['told', null, null, null],
        ['escalated', null, 'Nacht', 1],
        ['acknowledged', OWNER.name, 'ich schaue', null],
        ['escalated', null, 'Nacht', 2],
        ['unacknowledged', null, null, null],
        ['escalated', null, 'Nacht', 1],
        ['resolved', null, 'condition', null],
      ],
    );
    const [first] = items.filter(({ kind }) => kind === 'escalated');
    assert.ok(
      first!.told.some(({ channel, id, name }) => channel === 'channel' && id === channelId && !name),
    );
    assert.ok(first!.told.some(({ channel, name }) => channel === 'mail' && name === OWNER.name));
    await world.lookLater(60 * MINUTE);
    assert.deepEqual(await steps(), [0, 1, 0]);
    const used = await owner.call('DELETE', `${provider}/on-call-schedules/${scheduleId}`);
    assert.equal(used.status, 409);
    await send('DELETE', `${provider}/escalation-policies/${policyId}`);
    await send('DELETE', `${provider}/on-call-schedules/${scheduleId}`);
  });

  it('severity follows the importance of the system where the rule says so', async () => {
    const world = await watchedClient(program, 'Gewicht', 'GEW');
    const systems = await world.addSystems(3, 'srv-gewicht');
    for (const [index, importance] of (['low', 'high', 'critical'] as const).entries()) {
      const { assetId, checkId } = systems[index]!;
      await send('PATCH', `/clients/${world.clientId}/assets/${assetId}`, { importance });
      await send('PATCH', `/clients/${world.clientId}/assets/${assetId}/checks/${checkId}`, {
        rule: {
          condition: { kind: 'status', failed: 'warning' },
          forMs: 0,
          recoverForMs: 0,
          byImportance: true,
        },
      });
    }
    await world.find(systems, 'failed', Date.now(), 'stored');
    const severities = new Map((await world.alerts()).map(({ assetId, severity }) => [assetId, severity]));
    assert.deepEqual(
      systems.map(({ assetId }) => severities.get(assetId)),
      ['info', 'warning', 'critical'],
    );
  });

  it('a check that keeps changing is one alert, which is shown as flapping and ends when it has calmed down', async () => {
    const world = await watchedClient(program, 'Flattern', 'FLA');
    const [system] = await world.addSystems(1, 'srv-flatter');
    const path = `/clients/${world.clientId}/assets/${system!.assetId}/checks`;
    await send('PATCH', `${path}/${system!.checkId}`, {
      rule: {
        condition: { kind: 'status', failed: 'critical' },
        forMs: 0,
        recoverForMs: 0,
        flap: { high: 30, low: 20 },
      },
    });
    let at = Date.now() - 200_000;
    const results = async (marks: string) => {
      for (const mark of marks) {
        at += 1000;
        await world.find([system!], mark === 'x' ? 'failed' : 'ok', at, 'stored');
      }
    };
    const flapping = async () =>
      (await send<{ items: { states: { flapping: boolean; status: string }[] }[] }>('GET', path)).items[0]!
        .states[0];
    await results('.x.x.x.x.x.x.x.x.');
    const during = await world.alerts();
    const open = during.filter(({ state }) => state === 'raised');
    assert.equal(open.length, 1, 'the last result is good, and the alert is still up');
    assert.ok(during.length <= 3, `${during.length} alerts of 8 failures`);
    assert.equal((await flapping())!.flapping, true);
    await results('.'.repeat(25));
    assert.equal((await flapping())!.flapping, false);
    assert.deepEqual(
      (await world.alerts()).map(({ state }) => state).filter((state) => state === 'raised'),
      [],
    );
  });

  it('in a storm the first are told one by one, the rest together', async () => {
    const world = await watchedClient(program, 'Sturm', 'STU');
    await send('PUT', `/clients/${world.clientId}/alarm-settings`, {
      holdSeconds: 5,
      groupAfter: 3,
      groupSeconds: 60,
    });
    const systems = await world.addSystems(8, 'srv-sturm');
    await world.find(systems, 'failed');
    await until(async () => (await world.tickets()).length === 8, 20_000);
    const told = (await world.alerts()).filter(({ toldAt }) => toldAt !== null);
    assert.equal(told.length, 3);
    await world.lookLater(2 * MINUTE);
    const [grouped] = await until(async () => {
      const found = await world.events('alert.grouped');
      return found.length > 0 && found;
    });
    assert.equal((grouped!.payload as { alertIds: string[] }).alertIds.length, 5);
    await until(() => callsAbout('alert.grouped').length === 1);
    const { items } = await send<{ items: { kind: string; told: { channel: string }[] }[] }>(
      'GET',
      `/clients/${world.clientId}/alerts/${(grouped!.payload as { alertIds: string[] }).alertIds[4]}/history`,
    );
    assert.deepEqual(
      items.map(({ kind }) => kind),
      ['raised', 'told-together'],
    );
    assert.ok(items[1]!.told.some(({ channel }) => channel === 'webhook'));
  });

  it('a rule is tried before it is saved, and noise is counted', async () => {
    const world = await watchedClient(program, 'Probe', 'PRO');
    const [system] = await world.addSystems(1, 'srv-laut');
    for (let n = 0; n < 4; n++) {
      await world.find([system!], 'failed', Date.now() + 2 * n);
      await world.find([system!], 'ok', Date.now() + 2 * n + 1);
    }
    const { items } = await send<{ items: { checkId: string; alerts: number; short: number }[] }>(
      'GET',
      `/noisy-rules?client=${world.clientId}`,
    );
    assert.deepEqual(
      items.map(({ checkId, alerts, short }) => [checkId, alerts, short]),
      [[system!.checkId, 4, 4]],
    );
    // The report that goes out every Monday, on its whole way to the mailbox of the owner.
    await sql`select enqueue_job('alarms.noise', '{}'::json)`.execute(program.database.db);
    const [report] = await until(() => {
      const found = mailsAbout('srv-laut').filter(({ raw }) =>
        /lautesten=20Regeln|lautesten Regeln/.test(raw),
      );
      return found.length > 0 && found;
    }, 20_000);
    assert.deepEqual(report!.to, [OWNER.email]);
    assert.match(report!.raw, /\/alerts\/noisy/);
    const empty = await owner.post<{ error: { code: string } }>(
      `/clients/${world.clientId}/assets/${system!.assetId}/rule-simulation`,
      {
        kind: 'cpu',
        rule: {
          condition: {
            kind: 'value',
            direction: 'above',
            levels: [{ severity: 'warning', threshold: 80, recovery: 70 }],
          },
          forMs: 0,
          recoverForMs: 0,
        },
      },
    );
    assert.deepEqual([empty.status, empty.body.error.code], [422, 'RA_SIMULATION_EMPTY']);
  });
});
