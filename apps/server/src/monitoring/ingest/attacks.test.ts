import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { joinedBy, until } from '../../testing/index.ts';
import { INGEST_LIMITS } from './quota.ts';
import { otlpGauges, request2, varint, writeRequest } from './testing/wire.ts';
import { type IngestWorld, ingestWorld, OTLP, WEBHOOK, WRITE } from './testing/world.ts';

let world: IngestWorld;
before(async () => {
  world = await ingestWorld();
});
after(() => world.close());

const one = (name: string, value = 1): Buffer =>
  writeRequest([{ labels: [['__name__', name]], samples: [[Date.now(), value]] }]);
const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const basic = (user: string, token: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}`,
});
const PATHS: [string, string][] = [
  [WRITE, 'application/x-protobuf'],
  [OTLP, 'application/json'],
  [WEBHOOK, 'application/json'],
];

describe('tokens', () => {
  test('are shown once, stored as a hash, listed by a hint, and audited', async () => {
    const { id, token } = await world.newToken(world.clientId, world.siteId);
    assert.match(token, /^rai_[A-Za-z0-9_-]{43}$/);
    const { rows } = await world.superuser.query('select t::text as row from ingest_token t where id = $1', [
      id,
    ]);
    assert.ok(!rows[0].row.includes(token.slice(8)));
    const listed = await world.owner.get<{ items: { id: string; hint: string; siteId: string }[] }>(
      `/clients/${world.clientId}/ingest-tokens`,
    );
    const found = listed.body.items.find((item) => item.id === id)!;
    assert.deepEqual([found.hint, found.siteId], [token.slice(0, 8), world.siteId]);
    assert.ok(!JSON.stringify(listed.body).includes(token));
    const audit = await world.superuser.query(
      "select details::text from audit_entry where action = 'ingest-token.created' and object_id = $1",
      [id],
    );
    assert.ok(audit.rows[0].details.includes(token.slice(0, 8)) && !audit.rows[0].details.includes(token));
  });

  test('ASVS 8.2.1: are made by those who may, for sites of the client only', async () => {
    const worker = await joinedBy(
      world.owner,
      world.program,
      world.clientId,
      'employee',
      'worker@mueller.example',
    );
    const path = `/clients/${world.clientId}/ingest-tokens`;
    assert.equal((await worker.post(path, { name: 'x' })).status, 403);
    assert.equal((await worker.get(path)).status, 403);
    const stranger = await world.other('Schmidt AG', 'SCH');
    assert.equal((await world.owner.post(path, { name: 'x', siteId: stranger.siteId })).status, 404);
  });

  for (const [path, type] of PATHS)
    test(`${path}: nobody, a guess, an API key's form and a revoked token get 401`, async () => {
      const { id, token } = await world.newToken(world.clientId);
      const wrong = [
        {},
        bearer(`rai_${'A'.repeat(43)}`),
        bearer('rak_x'),
        bearer(''),
        basic('x', 'y'),
        { authorization: 'Digest x' },
      ];
      for (const headers of wrong) {
        const reply = await world.post(path, 'x', { authorization: '', 'content-type': type, ...headers });
        assert.equal(reply.status, 401, JSON.stringify(headers));
        assert.match(reply.headers.get('www-authenticate') ?? '', /Bearer/);
      }
      const known = await world.post(path, '{', { 'content-type': type, ...basic('anything', token) });
      assert.equal(known.status, 400);
      await world.owner.call('DELETE', `/clients/${world.clientId}/ingest-tokens/${id}`);
      await until(
        async () => (await world.post(path, '{', { 'content-type': type, ...bearer(token) })).status === 401,
      );
    });

  test('ASVS 8.2.2: a token writes into its own client, whatever the labels say', async () => {
    const stranger = await world.other('Weber KG', 'WEB');
    const content = writeRequest([
      {
        labels: [
          ['__name__', 'mine_total'],
          ['client_id', world.clientId],
        ],
        samples: [[Date.now(), 1]],
      },
    ]);
    assert.equal((await world.write(content, 1, bearer(stranger.token))).status, 204);
    assert.equal((await world.stored('mine_total')).length, 0);
    assert.equal((await world.stored('mine_total', [], stranger.clientId)).length, 1);
  });

  test('ASVS 8.2.2: the database itself keeps tokens and quotas of clients apart', async () => {
    const stranger = await world.other('Fischer eG', 'FIS');
    const seen = await world.program.tenancy.asSystem(stranger.clientId, async ({ tx }) => ({
      tokens: await tx.selectFrom('ingestToken').select('clientId').execute(),
      moved: await tx
        .updateTable('ingestToken')
        .set({ name: 'x' })
        .where('clientId', '=', world.clientId)
        .execute(),
    }));
    assert.deepEqual([...new Set(seen.tokens.map((row) => row.clientId))], [stranger.clientId]);
    assert.equal(seen.moved[0]!.numUpdatedRows, 0n);
  });
});

describe('quotas', () => {
  let limited: { clientId: string; token: string };
  before(async () => {
    limited = await world.other('Klein GmbH', 'KLE');
    const quota = { activeSeries: 20, samplesPerSecond: 100 };
    const reply = await world.owner.call('PUT', `/clients/${limited.clientId}/ingest-quota`, quota);
    assert.equal(reply.status, 200);
    const most = await world.superuser.query('select max_series from series_client where client_id = $1', [
      limited.clientId,
    ]);
    assert.equal(most.rows[0].max_series, 100_000, 'a small quota takes nothing away from agents and checks');
    assert.deepEqual((await world.owner.get(`/clients/${limited.clientId}/ingest-quota`)).body, {
      ...quota,
      custom: true,
    });
  });
  const bomb = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      labels: [
        ['__name__', 'bomb'],
        ['id', String(index)],
      ] as [string, string][],
      samples: [[Date.now(), 1]] as [number, number][],
    }));

  test('a label bomb fills the quota and no more; series that are known go on; others are not disturbed', async () => {
    const reply = await world.write(request2(bomb(500)), 2, bearer(limited.token));
    assert.deepEqual([reply.status, reply.written], [400, '20 0 0']);
    assert.match(reply.text, /480 samples of new series/);
    assert.equal((await world.stored('bomb', [], limited.clientId)).length, 20);
    assert.equal((await world.write(request2(bomb(20)), 2, bearer(limited.token))).status, 204);
    assert.equal((await world.write(one('other_total'))).status, 204);
    const points = [0, 1, 2].map((index) => ({ name: `otlp.${index}`, value: 1, time: Date.now() }));
    const otlp = await world.post(OTLP, otlpGauges(points), {
      'content-type': 'application/json',
      ...bearer(limited.token),
    });
    assert.equal(otlp.status, 200);
    const { partialSuccess } = JSON.parse(otlp.text);
    assert.equal(partialSuccess.rejectedDataPoints, '3');
    assert.match(partialSuccess.errorMessage, /limit of active series/);
  });

  test('too many samples a second: 429 with Retry-After in every protocol, then it goes on', async () => {
    const many = writeRequest([
      {
        labels: [
          ['__name__', 'bomb'],
          ['id', '1'],
        ],
        samples: Array.from({ length: 1200 }, (_, index) => [Date.now() - 2000 + index, index]),
      },
    ]);
    assert.equal((await world.write(many, 1, bearer(limited.token))).status, 204);
    const again = await world.write(many, 2, bearer(limited.token));
    assert.deepEqual([again.status, again.written], [429, '0 0 0']);
    assert.ok(Number(again.headers.get('retry-after')) >= 1);
    const otlp = await world.post(OTLP, otlpGauges([]), {
      'content-type': 'application/json',
      ...bearer(limited.token),
    });
    assert.equal(otlp.status, 429);
    assert.ok(otlp.headers.has('retry-after'));
    assert.equal(JSON.parse(otlp.text).code, 8);
    assert.equal((await world.write(one('still_total'))).status, 204);
  });
});

describe('bodies', () => {
  test('a decompression bomb is refused before it is unpacked', async () => {
    const bomb = Buffer.concat([varint(3_000_000_000), Buffer.alloc(100)]);
    const reply = await world.post(WRITE, bomb, {
      'content-type': 'application/x-protobuf',
      'content-encoding': 'snappy',
    });
    assert.equal(reply.status, 413);
    const zeros = gzipSync(Buffer.alloc(INGEST_LIMITS.unpacked + 1));
    assert.ok(zeros.length < 100_000);
    const otlp = await world.post(OTLP, zeros, {
      'content-type': 'application/x-protobuf',
      'content-encoding': 'gzip',
    });
    assert.equal(otlp.status, 413);
  });

  test('100 MB are refused by their announcement, and cut off where there is none', async () => {
    const memory = process.memoryUsage().arrayBuffers;
    const socket = connect(Number(new URL(world.program.url).port), '127.0.0.1');
    socket.on('error', () => {});
    socket.write(
      `POST ${WRITE} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${world.token}\r\nContent-Length: 104857600\r\n\r\n`,
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    assert.match(answer.toString(), /^HTTP\/1.1 413 [\s\S]*connection: close/i);
    socket.destroy();
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        if (sent >= 100 * 1024 * 1024) return controller.close();
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    const status = await world.post(WRITE, endless).then(
      (reply) => reply.status,
      // The connection may be closed while the client still sends.
      () => 413,
    );
    assert.equal(status, 413);
    assert.ok(sent < 60 * 1024 * 1024, `${sent} bytes were taken`);
    assert.ok(process.memoryUsage().arrayBuffers - memory < 50 * 1024 * 1024);
  });

  test('nothing of a body is read for strangers', async () => {
    const socket = connect(Number(new URL(world.program.url).port), '127.0.0.1');
    socket.on('error', () => {});
    socket.write(`POST ${WRITE} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nfew bytes`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    assert.match(answer.toString(), /^HTTP\/1.1 401 /);
    socket.destroy();
  });

  test('while many send slowly, others are served', async () => {
    const port = Number(new URL(world.program.url).port);
    const slow = Array.from({ length: 50 }, () => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write(
        `POST ${WRITE} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${world.token}\r\nContent-Length: 1000\r\n\r\nx`,
      );
      return socket;
    });
    const started = performance.now();
    assert.equal((await world.write(one('quick_total'))).status, 204);
    assert.ok(performance.now() - started < 2000);
    for (const socket of slow) socket.destroy();
  });
});

// Both leave their mark on the server, so they come last.
describe('brakes', () => {
  test('an address that tries many tokens is slowed down, those that are known go on', async () => {
    assert.equal((await world.write(one('before_total'))).status, 204);
    let status = 0;
    for (let tries = 0; tries < 100 && status !== 429; tries++) {
      const guess = `rai_${String(tries).padStart(43, 'x')}`;
      const reply = await world.post(WRITE, 'x', bearer(guess));
      status = reply.status;
      if (status === 429) assert.equal(reply.headers.get('retry-after'), '60');
    }
    assert.equal(status, 429);
    assert.equal((await world.write(one('after_total'))).status, 204);
  });

  test('a full disk is 503, so that senders keep what they have', async () => {
    world.program.storage.reportFull();
    const reply = await world.write(one('full_total'), 2);
    assert.deepEqual([reply.status, reply.headers.get('retry-after'), reply.written], [503, '30', '0 0 0']);
    assert.equal((await world.post(OTLP, '{}', { 'content-type': 'application/json' })).status, 503);
  });
});
