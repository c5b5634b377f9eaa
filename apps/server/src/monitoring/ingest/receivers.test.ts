import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import { deflateSync, gzipSync } from 'node:zlib';
import { until } from '../../testing/index.ts';
import { block, otlpGauges, zabbixRequest } from './testing/wire.ts';
import { type IngestWorld, ingestWorld, OTLP, WEBHOOK } from './testing/world.ts';

let world: IngestWorld;
before(async () => {
  world = await ingestWorld();
});
after(() => world.close());
const JSON_TYPE = { 'content-type': 'application/json' };

describe('OTLP', () => {
  test('JSON, plain and gzip, is stored and answered with an empty response', async () => {
    const time = Date.now();
    const first = await world.post(OTLP, otlpGauges([{ name: 'queue.length', value: 3, time }]), JSON_TYPE);
    assert.deepEqual(
      [first.status, first.text, first.headers.get('content-type')],
      [200, '{}', 'application/json'],
    );
    const second = await world.post(
      OTLP,
      gzipSync(otlpGauges([{ name: 'queue.length', value: 4, time: time + 1 }])),
      {
        ...JSON_TYPE,
        'content-encoding': 'gzip',
      },
    );
    assert.equal(second.status, 200);
    const [stored] = await world.stored('queue_length');
    assert.deepEqual([stored!.key.labels, [...stored!.values]], [{ job: 'shop' }, [3, 4]]);
  });

  test('protobuf is answered with protobuf', async () => {
    // resource_metrics { scope_metrics { metrics { name, gauge { data_points { time, as_double } } } } }
    const point = Buffer.alloc(18);
    point[0] = 0x19;
    point.writeBigUInt64LE(BigInt(Date.now()) * 1_000_000n, 1);
    point[9] = 0x21;
    point.writeDoubleLE(2.5, 10);
    const metric = Buffer.concat([block(1, 'temperature'), block(5, block(1, point))]);
    const reply = await world.post(OTLP, block(1, block(2, block(2, metric))), {
      'content-type': 'application/x-protobuf',
    });
    assert.deepEqual(
      [reply.status, reply.text, reply.headers.get('content-type')],
      [200, '', 'application/x-protobuf'],
    );
    assert.deepEqual([...(await world.stored('temperature'))[0]!.values], [2.5]);
  });

  test('what is too old is named in partial_success', async () => {
    const old = Date.now() - 30 * 86_400_000;
    const reply = await world.post(
      OTLP,
      otlpGauges([
        { name: 'old', value: 1, time: old },
        { name: 'new', value: 1, time: Date.now() },
      ]),
      JSON_TYPE,
    );
    const { partialSuccess } = JSON.parse(reply.text);
    assert.deepEqual([reply.status, partialSuccess.rejectedDataPoints], [200, '1']);
    assert.match(partialSuccess.errorMessage, /too old/);
  });

  test('errors carry a status in the format of the request', async () => {
    const bad = await world.post(OTLP, '{"resourceMetrics":3}', JSON_TYPE);
    assert.deepEqual([bad.status, JSON.parse(bad.text).code], [400, 3]);
    assert.equal((await world.post(OTLP, 'x', { 'content-type': 'text/plain' })).status, 415);
    assert.equal((await world.post(OTLP, '{}', { ...JSON_TYPE, 'content-encoding': 'br' })).status, 415);
    assert.equal((await world.post(OTLP, 'x', { ...JSON_TYPE, 'content-encoding': 'gzip' })).status, 400);
  });
});

describe('Alertmanager', () => {
  interface Alert {
    id: string;
    assetId: string;
    severity: string;
    message: string;
    instance: string;
  }
  let number = 0;
  let fingerprint: string;
  beforeEach(() => {
    fingerprint = String(++number).padStart(16, '0');
  });
  const alert = (change: object = {}, labels: object = {}): object => ({
    status: 'firing',
    labels: { alertname: 'DiskFull', severity: 'critical', ...labels },
    annotations: { summary: '/srv is full' },
    startsAt: '2026-03-02T08:00:00Z',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: '',
    fingerprint,
    ...change,
  });
  const resolved = { status: 'resolved', endsAt: '2026-03-02T09:00:00Z' };
  const send = async (...alerts: object[]): Promise<number> => {
    const reply = await world.post(
      WEBHOOK,
      JSON.stringify({ version: '4', receiver: 'ra', alerts }),
      JSON_TYPE,
    );
    return reply.status;
  };
  const raised = async (): Promise<Alert[]> => {
    const { body } = await world.owner.get<{ items: Alert[] }>(
      `/alerts?state=raised&client=${world.clientId}`,
    );
    return body.items.filter((item) => item.instance === fingerprint);
  };

  test('a firing alert is raised once, however often it comes, and ends when it is resolved', async () => {
    assert.equal(await send(alert()), 204);
    assert.equal(await send(alert()), 204);
    const [found, ...more] = await raised();
    assert.equal(more.length, 0);
    assert.deepEqual([found!.severity, found!.message], ['critical', 'DiskFull: /srv is full']);
    assert.equal(await send(alert(resolved)), 204);
    assert.equal(await send(alert(resolved)), 204);
    assert.deepEqual(await raised(), []);
  });

  test('one that comes back with its old start is raised anew', async () => {
    await send(alert());
    await send(alert(resolved));
    await send(alert());
    assert.equal((await raised()).length, 1);
  });

  test('one that was never raised here cannot end, and makes nothing', async () => {
    assert.equal(await send(alert(resolved)), 204);
    const { rows } = await world.superuser.query('select 1 from alert where instance = $1', [fingerprint]);
    assert.equal(rows.length, 0);
  });

  test('severities are understood, and no severity is a warning', async () => {
    for (const [said, meant] of [
      ['page', 'critical'],
      ['info', 'info'],
      ['odd', 'warning'],
      [undefined, 'warning'],
    ]) {
      fingerprint = String(++number).padStart(16, '0');
      await send(alert({}, { severity: said }));
      assert.equal((await raised())[0]!.severity, meant, said);
    }
  });

  test('it belongs to the system that its labels name, and ends there when a system of that name is added later', async () => {
    const made = await world.owner.post<{ id: string }>(`/clients/${world.clientId}/assets`, {
      siteId: world.siteId,
      kind: 'server',
      name: 'db1.mueller.example',
      description: '',
      address: '192.0.2.7',
    });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    for (const instance of ['db1.mueller.example:9100', '192.0.2.7:9100', 'DB1.mueller.example']) {
      fingerprint = String(++number).padStart(16, '0');
      await send(alert({}, { instance }));
      assert.equal((await raised())[0]!.assetId, made.body.id, instance);
    }
    fingerprint = String(++number).padStart(16, '0');
    await send(alert({}, { instance: 'later:9100' }));
    assert.notEqual((await raised())[0]!.assetId, made.body.id);
    await world.owner.post(`/clients/${world.clientId}/assets`, {
      siteId: world.siteId,
      kind: 'server',
      name: 'later',
      description: '',
      address: null,
    });
    await send(alert(resolved, { instance: 'later:9100' }));
    assert.deepEqual(await raised(), []);
  });

  test('many at once, twice at the same time, are one each', async () => {
    const group = Array.from({ length: 30 }, (_, index) => alert({ fingerprint: `abc${index}` }));
    assert.deepEqual(await Promise.all([send(...group), send(...group)]), [204, 204]);
    const { rows } = await world.superuser.query(
      "select count(*)::int as count from alert where instance like 'abc%'",
    );
    assert.equal(rows[0].count, 30);
    const checks = await world.superuser.query('select asset_id from "check" where kind = \'alertmanager\'');
    assert.equal(new Set(checks.rows.map((row) => row.asset_id)).size, checks.rows.length);
  });

  test('what is no message is refused', async () => {
    assert.equal((await world.post(WEBHOOK, '{"version":"3"}', JSON_TYPE)).status, 415);
    assert.equal((await world.post(WEBHOOK, '{', JSON_TYPE)).status, 400);
    assert.equal((await world.post(WEBHOOK, '{}', { 'content-type': 'text/plain' })).status, 415);
  });
});

/** Sends bytes and waits for what comes back until the other side closes. */
async function exchange(port: number, ...parts: Buffer[]): Promise<Buffer> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(socket, 'connect');
  for (const part of parts) {
    socket.write(part);
    await new Promise(setImmediate);
  }
  if (!socket.closed) await once(socket, 'close');
  return Buffer.concat(chunks);
}

describe('Zabbix', () => {
  const value = (key: string, held: string, host = `${world.token}.web1`): object => ({
    host,
    key,
    value: held,
  });
  const ask = async (...parts: Buffer[]): Promise<{ response: string; info: string }> =>
    JSON.parse((await exchange(world.zabbixPort, ...parts)).subarray(13).toString());

  test('values are stored and counted; texts, strangers and nonsense fail', async () => {
    const answer = await ask(
      zabbixRequest([
        value('system.cpu.load[all,avg1]', '0.25'),
        value('agent.version', 'six'),
        value('x', '1', 'web1'),
        value('x', '1', `rai_${'A'.repeat(43)}.web1`),
        {},
      ]),
    );
    assert.equal(answer.response, 'success');
    assert.match(answer.info, /^processed: 1; failed: 4; total: 5; /);
    const [stored] = await world.stored('system_cpu_load');
    assert.deepEqual(
      [stored!.key.labels, [...stored!.values]],
      [{ host: 'web1', params: 'all,avg1' }, [0.25]],
    );
  });

  test('a compressed packet in many pieces', async () => {
    const whole = zabbixRequest([value('packed', '5')]);
    const packed = deflateSync(whole.subarray(13));
    const header = Buffer.from(whole.subarray(0, 13));
    header[4] = 3;
    header.writeUInt32LE(packed.length, 5);
    header.writeUInt32LE(whole.length - 13, 9);
    const bytes = Buffer.concat([header, packed]);
    const answer = await ask(bytes.subarray(0, 3), bytes.subarray(3, 15), bytes.subarray(15));
    assert.match(answer.info, /^processed: 1;/);
  });

  test('large packets, bombs, other requests and other protocols are refused', async () => {
    const large = zabbixRequest([]);
    large[4] = 5;
    assert.equal((await ask(large)).response, 'failed');
    const bomb = zabbixRequest([]);
    bomb.writeUInt32LE(4_000_000_000, 5);
    assert.equal((await ask(bomb)).response, 'failed');
    assert.equal((await ask(Buffer.from('GET / HTTP/1.1\r\n\r\n'))).response, 'failed');
  });
});

describe('Graphite', () => {
  const lines = async (text: string): Promise<void> => {
    const socket = connect(world.graphitePort, '127.0.0.1');
    socket.on('error', () => {});
    await once(socket, 'connect');
    socket.end(text);
    await once(socket.resume(), 'close');
  };

  test('lines with a token are stored, with tags and in pieces; others are not', async () => {
    const seconds = Math.floor(Date.now() / 1000);
    const { token } = world;
    await lines(
      `${token}.servers.web1.load 1.5 ${seconds}\nservers.web1.load 9 ${seconds}\nnonsense\n${token}.disk;mount=/srv 7 -1\n`,
    );
    const [stored] = await until(async () => {
      const found = await world.stored('servers_web1_load');
      return found.length > 0 && found;
    });
    assert.deepEqual(
      [stored!.key.labels, [...stored!.values], stored!.times[0]],
      [{ path: 'servers.web1.load' }, [1.5], seconds * 1000],
    );
    assert.deepEqual((await world.stored('disk'))[0]!.key.labels, { path: 'disk', mount: '/srv' });
  });

  test('a stranger, and a line without end, are cut off', async () => {
    await lines(`a.b 1 1\n${'c.d 1 1\n'.repeat(1000)}`);
    await lines('x'.repeat(10_000));
    assert.equal((await world.stored('a_b')).length, 0);
  });
});
