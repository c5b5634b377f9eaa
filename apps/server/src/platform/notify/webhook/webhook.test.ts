import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  setUpOwner,
  type TestProgram,
  testClient,
  testProgram,
  until,
  type Visitor,
} from '../../../testing/index.ts';
import { notify } from '../notify.ts';
import type { Audience } from '../receivers.ts';
import { TestReceiver } from '../testing/receiver.ts';
import { createWebhookSender } from './sender.ts';

interface Hook {
  id: string;
  secret: string;
  enabled: boolean;
  last: { status: number | null } | null;
  error: { code: string; details: unknown };
}

describe('webhooks', { timeout: 60_000 }, () => {
  let program: TestProgram;
  let owner: Visitor;
  let receiver: TestReceiver;
  let clientId: string;
  let otherId: string;
  let events = 2_000_000;

  const add = async (owning: string, change: object = {}) =>
    (
      await owner.post<Hook>(`/clients/${owning}/webhooks`, {
        name: 'Chat',
        url: receiver.url,
        allowPrivate: true,
        ...change,
      })
    ).body;
  const raise = (
    about = clientId,
    audience: Audience = { staff: true, clientRoles: ['management'] },
    kind = 'alert.raised',
  ) =>
    program.tenancy.asSystem(about, (ctx) =>
      notify(ctx, {
        kind,
        eventId: ++events,
        severity: 'warning',
        subjectKey: 'agent.cloned',
        params: { client: 'Müller', asset: 'srv-01' },
        objectKind: 'asset',
        objectId: '018f0000-0000-7000-8000-000000000001',
        path: '/assets/1',
        audience,
      }),
    );
  const state = async () =>
    (
      await program.database.owner.query(
        `select state, attempts, last_error from notification where channel = 'webhook' order by id desc limit 1`,
      )
    ).rows[0] as { state: string; attempts: number; last_error: string | null } | undefined;
  const hurry = () =>
    program.database.owner.query(
      `with due as (update graphile_worker._private_jobs set run_at = now() where run_at > now() returning id)
       select pg_notify('jobs:insert', '{"r":1,"count":1}') from due`,
    );

  before(async () => {
    program = await testProgram();
    owner = await setUpOwner(program);
    ({ clientId } = await testClient(program, 'Müller GmbH', 'MUE'));
    ({ clientId: otherId } = await testClient(program, 'Kern AG', 'KERN'));
    receiver = await TestReceiver.start();
  });
  after(async () => {
    await program.close();
    await receiver.stop();
  });
  beforeEach(async () => {
    await program.database.owner.query('delete from webhook');
    await program.database.owner.query('delete from notification');
    receiver.calls.length = 0;
    receiver.answers.length = 0;
  });

  it('are called within 100 ms after the commit, signed, with what happened', async () => {
    const hook = await add(clientId);
    await raise();
    await receiver.received(1);
    const times: number[] = [];
    for (let i = 1; i <= 5; i++) {
      await raise();
      const committed = performance.now();
      times.push((await receiver.received(i + 1))[i]!.at - committed);
    }
    const median = times.sort((a, b) => a - b)[2]!;
    assert.ok(median < 100, `median ${median.toFixed(1)} ms`);
    const { headers, body } = receiver.calls[0]!;
    const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['rettungsanker-signature']))!;
    assert.ok(Math.abs(Number(t) - Date.now() / 1000) < 10);
    assert.equal(v1, createHmac('sha256', hook.secret).update(`${t}.${body}`).digest('hex'));
    const message = JSON.parse(body);
    assert.equal(message.id, headers['rettungsanker-delivery']);
    assert.deepEqual(Object.keys(message), ['id', 'kind', 'at', 'severity', 'client', 'object', 'data']);
    assert.deepEqual(message.client, { id: clientId, name: 'Müller GmbH' });
    assert.equal(message.object.url, `${program.url}/assets/1`);
    assert.deepEqual(message.data, { client: 'Müller', asset: 'srv-01' });
  });

  it('are called again with the same id and body after errors, until one is taken', async () => {
    const hook = await add(clientId);
    receiver.answerWith(503, 429);
    receiver.answers.push((request) => request.socket.destroy());
    await raise();
    await until(async () => {
      await hurry();
      return (await state())?.state === 'sent';
    });
    assert.equal(new Set(receiver.calls.map(({ headers }) => headers['rettungsanker-delivery'])).size, 1);
    assert.equal(new Set(receiver.calls.map(({ body }) => body)).size, 1);
    const log = await owner.get<{ items: { attempt: number; status: number | null }[] }>(
      `/clients/${clientId}/webhooks/${hook.id}/deliveries`,
    );
    assert.deepEqual(
      log.body.items.map(({ attempt, status }) => [attempt, status]),
      [
        [4, 204],
        [3, null],
        [2, 429],
        [1, 503],
      ],
    );
  });

  it('follow no redirect (ASVS 15.3.2) and give up on what stays wrong', async () => {
    const other = await TestReceiver.start();
    await add(clientId);
    receiver.answers.push((_request, response) => response.writeHead(307, { location: other.url }).end());
    await raise();
    await until(async () => (await state())?.state === 'failed');
    assert.equal((await state())!.last_error, 'HTTP 307');
    assert.equal(other.calls.length, 0);
    await other.stop();
  });

  it('are switched off by 410, which is told, and can be switched on again', async () => {
    const hook = await add(clientId);
    receiver.answerWith(410);
    await raise();
    const told = await until(async () => {
      const { body } = await owner.get<{ items: { subject: string }[] }>('/me/notifications');
      return body.items.find(({ subject }) => subject.startsWith('Webhook abgeschaltet'));
    });
    assert.match(told.subject, /Chat/);
    const list = async () =>
      (await owner.get<{ items: (Hook & { goneAt: string })[] }>(`/clients/${clientId}/webhooks`)).body
        .items[0]!;
    assert.equal((await list()).enabled, false);
    assert.ok((await list()).goneAt);
    assert.equal((await list()).last!.status, 410);
    await raise();
    await owner.patch(`/clients/${clientId}/webhooks/${hook.id}`, { enabled: true });
    assert.equal((await list()).goneAt, null);
    await raise();
    assert.equal((await receiver.received(2)).length, 2);
  });

  it('of the provider hear of every client, those of a client of its own and only what is for its side (ASVS 8.4.1)', async () => {
    await add(program.providerId, { url: `${receiver.url}/provider` });
    await add(clientId, { url: `${receiver.url}/client`, kinds: ['alert.*'] });
    await raise(otherId);
    await raise(clientId, { staff: true });
    await raise(clientId, { staff: true, clientRoles: ['management'] }, 'ticket.created');
    await raise(clientId);
    await receiver.received(5);
    const calls = receiver.calls.map(
      ({ path, body }) => `${path.split('/').at(-1)} ${JSON.parse(body).client.name}`,
    );
    assert.equal(calls.filter((call) => call === 'provider Kern AG').length, 1);
    assert.equal(calls.filter((call) => call === 'provider Müller GmbH').length, 3);
    assert.equal(calls.filter((call) => call.startsWith('client')).length, 1);
    assert.ok(!calls.includes('client Kern AG'));
  });

  it('that hang hold up no other receiver', async () => {
    const other = await TestReceiver.start();
    await add(clientId);
    await add(clientId, { url: other.url });
    for (let i = 0; i < 20; i++) receiver.answers.push(() => {});
    const started = performance.now();
    for (let i = 0; i < 10; i++) await raise();
    await other.received(10);
    const ms = performance.now() - started;
    assert.ok(ms < 5_000, `${ms.toFixed()} ms`);
    assert.equal(receiver.calls.length, 1);
    receiver.hangUp();
    await other.stop();
  });

  it('have a secret that is shown once and stored sealed (ASVS 13.3.1, 11.3.2)', async () => {
    const hook = await add(clientId);
    assert.match(hook.secret, /^rawhs_[A-Za-z0-9_-]{43}$/);
    const list = await owner.get(`/clients/${clientId}/webhooks`);
    assert.ok(!JSON.stringify(list.body).includes(hook.secret));
    const { rows } = await program.database.owner.query('select w::text as text from webhook w');
    assert.ok(!rows[0]!.text.includes(Buffer.from(hook.secret).toString('hex')));
    const renewed = await owner.post<Hook>(`/clients/${clientId}/webhooks/${hook.id}/secret`);
    assert.notEqual(renewed.body.secret, hook.secret);
    await raise();
    const [call] = await receiver.received(1);
    const [, t, v1] = /t=(\d+),v1=(.+)/.exec(String(call!.headers['rettungsanker-signature']))!;
    assert.equal(v1, createHmac('sha256', renewed.body.secret).update(`${t}.${call!.body}`).digest('hex'));
  });

  it('can be tried with a button, also while switched off', async () => {
    const hook = await add(clientId, { enabled: false });
    const answer = await owner.post<{ status: number; durationMs: number }>(
      `/clients/${clientId}/webhooks/${hook.id}/test`,
    );
    assert.equal(answer.status, 200);
    assert.equal(answer.body.status, 204);
    assert.equal(JSON.parse(receiver.calls[0]!.body).kind, 'webhook.test');
    receiver.answerWith(503);
    const broken = await owner.post<{ error: string; problem: { reason: string; advice: string } }>(
      `/clients/${clientId}/webhooks/${hook.id}/test`,
    );
    assert.equal(broken.body.error, 'Der Empfänger hat selbst einen Fehler. (HTTP 503)');
    assert.equal(broken.body.problem.reason, 'RA_DELIVERY_RECEIVER_BROKEN');
    assert.ok(broken.body.problem.advice);
    const log = await owner.get<{ items: { status: number; problem: { reason: string } | null }[] }>(
      `/clients/${clientId}/webhooks/${hook.id}/deliveries`,
    );
    assert.deepEqual(
      log.body.items.map(({ status, problem }) => [status, problem?.reason ?? null]),
      [
        [503, 'RA_DELIVERY_RECEIVER_BROKEN'],
        [204, null],
      ],
    );
  });

  it('are told apart from those of other clients (ASVS 8.2.2)', async () => {
    const hook = await add(clientId);
    const strange = `/clients/${otherId}/webhooks/${hook.id}`;
    assert.equal((await owner.patch(strange, { name: 'x' })).status, 404);
    assert.equal((await owner.call('DELETE', strange)).status, 404);
    assert.equal((await owner.post(`${strange}/test`)).status, 404);
    assert.equal((await owner.get(`${strange}/deliveries`)).status, 404);
    assert.equal((await owner.call('DELETE', `/clients/${clientId}/webhooks/${hook.id}`)).status, 200);
  });

  it('do not reach what is not public, by number, by name or in odd notations (ASVS 1.3.6)', async () => {
    const refused = [
      'http://example.com/',
      'https://127.0.0.1/',
      'https://127.1/',
      'https://0x7f.1/',
      'https://2130706433/',
      'https://0177.0.0.1/',
      'https://[::1]/',
      'https://[::ffff:127.0.0.1]/',
      'https://[64:ff9b::7f00:1]/',
      'https://[2002:7f00:1::]/',
      'https://[fd00:ec2::254]/',
      'https://169.254.169.254/latest/meta-data/',
      'https://100.100.100.200/',
      'https://10.0.0.1/',
      'https://localhost/',
      'https://intranet/',
      'https://nas.local/',
      'https://user:secret@example.com/',
      'ftp://example.com/',
      'javascript:alert(1)',
    ];
    for (const url of refused) {
      const answer = await add(clientId, { url, allowPrivate: false });
      assert.equal(answer.error?.code, 'RA_WEBHOOK_URL', url);
    }
  });
});

describe('calling a webhook', { timeout: 30_000 }, () => {
  let receiver: TestReceiver;
  const sender = createWebhookSender();
  before(async () => {
    receiver = await TestReceiver.start();
  });
  after(async () => {
    sender.stop();
    await receiver.stop();
  });
  const post = (url: string, allowPrivate: boolean) =>
    sender.post({ url, allowPrivate, secret: 's', deliveryId: 'd', body: '{}', at: new Date() });

  it('checks the address when it connects, also when a name leads inwards (ASVS 1.3.6)', async () => {
    for (const host of ['127.0.0.1', 'localhost', '127.1', '[::ffff:127.0.0.1]', '0.0.0.0']) {
      const answer = await post(`http://${host}:${receiver.port}/`, false);
      assert.deepEqual(answer, { error: 'the address is not public' }, host);
    }
    assert.equal(receiver.calls.length, 0);
  });
  it('never asks the metadata service of a cloud, whatever is allowed (ASVS 1.3.6)', async () => {
    for (const host of ['169.254.169.254', '[::ffff:169.254.169.254]', '[fd00:ec2::254]']) {
      assert.deepEqual(await post(`http://${host}/`, true), { error: 'the address is not public' }, host);
    }
  });
  it('ends at once when the server stops', async () => {
    const own = createWebhookSender();
    receiver.answers.push(() => {});
    const call = own.post({
      url: receiver.url,
      allowPrivate: true,
      secret: 's',
      deliveryId: 'd',
      body: '{}',
      at: new Date(),
    });
    await receiver.received(receiver.calls.length + 1);
    own.stop();
    assert.deepEqual(await call, { error: 'the server stops' });
  });
  it('reads no endless answer', async () => {
    receiver.answers.push((_request, response) => {
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    assert.deepEqual(await post(receiver.url, true), { status: 200 });
  });
  it('waits no longer than 10 s for an answer that trickles', async (t) => {
    t.mock.method(AbortSignal, 'timeout', () => {
      const soon = new AbortController();
      setTimeout(() => soon.abort(new DOMException('late', 'TimeoutError')), 60);
      return soon.signal;
    });
    const closed = Promise.withResolvers<void>();
    receiver.answers.push((_request, response) => {
      const drip = setInterval(() => response.write('x'), 10);
      response.on('close', () => {
        clearInterval(drip);
        closed.resolve();
      });
    });
    receiver.answers.push(() => {});
    assert.deepEqual(await post(receiver.url, true), { status: 200 });
    await closed.promise;
    assert.deepEqual(await post(receiver.url, true), { error: 'no answer within 10 s' });
  });
});
