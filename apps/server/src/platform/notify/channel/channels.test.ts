import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  setUpOwner,
  type TestProgram,
  testClient,
  testProgram,
  until,
  type Visitor,
} from '../../../testing/index.ts';
import { notify } from '../notify.ts';
import { TestReceiver } from '../testing/receiver.ts';

interface Channel {
  id: string;
  shown: string;
  lastError: string | null;
  error: { code: string; details: { problem: string } };
}
interface Tested {
  ok: boolean;
  status: number | null;
  error: string | null;
}

describe('channels', { timeout: 60_000 }, () => {
  let program: TestProgram;
  let owner: Visitor;
  let receiver: TestReceiver;
  let clientId: string;
  let events = 3_000_000;

  before(async () => {
    program = await testProgram();
    owner = await setUpOwner(program);
    ({ clientId } = await testClient(program, 'Müller & Söhne', 'MUE'));
    receiver = await TestReceiver.start();
  });
  after(async () => {
    await program.close();
    await receiver.stop();
  });

  const add = async (config: object, change: object = {}, at = program.providerId) =>
    (
      await owner.post<Channel>(`/clients/${at}/notify-channels`, {
        name: 'Kanal',
        config,
        allowPrivate: true,
        ...change,
      })
    ).body;
  const remove = (id: string) => owner.call('DELETE', `/clients/${program.providerId}/notify-channels/${id}`);
  const tell = (severity: 'info' | 'warning' | 'critical' = 'critical') =>
    program.tenancy.asSystem(clientId, (ctx) =>
      notify(ctx, {
        kind: 'alert.grouped',
        eventId: ++events,
        severity,
        subjectKey: 'alert.grouped',
        params: { client: 'Müller & <Söhne>', count: 1, problems: [{ de: 'srv_01 ist *weg*', en: 'gone' }] },
        objectKind: 'alert',
        objectId: '018f0000-0000-7000-8000-000000000001',
        path: '/alerts',
        audience: { staff: true },
      }),
    );
  const next = async () => {
    const seen = receiver.calls.length;
    await tell();
    return (await receiver.received(seen + 1))[seen]!;
  };

  it('ntfy gets title, priority and link; its token goes along', async () => {
    const { id } = await add({
      kind: 'ntfy',
      url: receiver.url,
      topic: 'alarme',
      token: 'tk_geheim',
    });
    const call = await next();
    assert.equal(call.headers.authorization, 'Bearer tk_geheim');
    const body = JSON.parse(call.body) as Record<string, unknown>;
    assert.deepEqual([body.topic, body.priority, body.tags], ['alarme', 5, ['rotating_light']]);
    assert.match(String(body.title), /Müller/);
    assert.match(String(body.click), /\/alerts$/);
    await remove(id);
  });

  it('Teams gets an adaptive card in which names do not format', async () => {
    const { id } = await add({ kind: 'teams', url: receiver.url });
    const { attachments } = JSON.parse((await next()).body) as {
      attachments: { contentType: string; content: { version: string; body: { text: string }[] } }[];
    };
    assert.equal(attachments[0]!.contentType, 'application/vnd.microsoft.card.adaptive');
    assert.match(attachments[0]!.content.body[1]!.text, /srv\\_01 ist \\\*weg\\\*/);
    await remove(id);
  });

  it('Slack gets its three characters escaped, and what is below the minimum is not told', async () => {
    const { id } = await add({ kind: 'slack', url: receiver.url }, { minimum: 'critical' });
    await tell('warning');
    const { text } = JSON.parse((await next()).body) as { text: string };
    assert.match(text, /Müller &amp; &lt;Söhne&gt;/);
    assert.match(text, /<http[^|]+\/alerts\|In Rettungsanker öffnen>/);
    await remove(id);
  });

  it('a gateway gets one call for each number, with the text encoded where it stands', async () => {
    const { id } = await add(
      {
        kind: 'sms',
        method: 'GET',
        url: `${receiver.url}?to={{to}}&text={{text}}`,
        headers: { 'x-key': 'geheim' },
      },
      { receivers: ['+4930111111', '+4930222222'] },
    );
    const seen = receiver.calls.length;
    await tell();
    const calls = (await receiver.received(seen + 2)).slice(seen);
    const queries = calls.map(({ path }) => new URL(path, 'http://x').searchParams);
    assert.deepEqual(queries.map((query) => query.get('to')).sort(), ['+4930111111', '+4930222222']);
    assert.match(queries[0]!.get('text')!, /Müller & <Söhne>/);
    assert.equal(calls[0]!.headers['x-key'], 'geheim');
    await remove(id);
  });

  it('the test says what is wrong in the words of the receiver, and repeats what may pass', async () => {
    const { id } = await add({ kind: 'slack', url: receiver.url });
    const path = `/clients/${program.providerId}/notify-channels/${id}`;
    const ask = async () => (await owner.post<Tested>(`${path}/test`)).body;
    assert.deepEqual(await ask().then(({ ok, status, error }) => [ok, status, error]), [true, 204, null]);
    receiver.answers.push((_request, response) => response.writeHead(404).end('no_service\n'));
    assert.deepEqual(await ask().then(({ ok, error }) => [ok, error]), [false, 'HTTP 404: no_service']);
    const { items } = (
      await owner.get<{ items: Channel[] }>(`/clients/${program.providerId}/notify-channels`)
    ).body;
    assert.equal(items.find((one) => one.id === id)!.lastError, 'HTTP 404: no_service');
    receiver.answerWith(503);
    const seen = receiver.calls.length;
    await tell();
    const [first, second] = (await receiver.received(seen + 2)).slice(seen);
    assert.equal(first!.body, second!.body);
    await until(async () => {
      const { rows } = await program.database.owner.query<{ state: string }>(
        `select state from notification where channel = 'channel' order by id desc limit 1`,
      );
      return rows[0]?.state === 'sent';
    });
    await remove(id);
  });

  it('ASVS 1.3.6: no channel reaches the own network unless the provider allows it', async () => {
    for (const [config, problem] of [
      [{ kind: 'slack', url: 'http://example.org/x' }, 'a public address needs https'],
      [{ kind: 'teams', url: 'https://127.0.0.1/x' }, 'the address is not public'],
      [{ kind: 'ntfy', url: 'https://localhost', topic: 'a' }, 'the address is not public'],
      [{ kind: 'sms', url: 'https://{{to}}.example.org/' }, 'a placeholder must not be part of the host'],
      [
        { kind: 'slack', url: 'https://user:word@example.org/' },
        'a user or password must not be part of the address',
      ],
    ] as const) {
      const { error } = await add(config, { allowPrivate: false });
      assert.deepEqual([error.code, error.details.problem], ['RA_CHANNEL_INVALID', problem]);
    }
  });

  it('ASVS 13.3.1: address and keys are sealed in the database and never shown', async () => {
    const secret = 'T0KEN-geheim';
    const { id } = await add({ kind: 'slack', url: `${receiver.url}/${secret}` });
    const { rows } = await program.database.owner.query<{ row: string }>(
      "select to_jsonb(n)::text || encode(sealed_config, 'escape') as row from notify_channel n where id = $1",
      [id],
    );
    assert.equal(rows[0]!.row.includes(secret), false);
    const shown = await owner.get<object>(`/clients/${program.providerId}/notify-channels`);
    assert.equal(JSON.stringify(shown.body).includes(secret), false);
    const { rows: log } = await program.database.owner.query<{ row: string }>(
      'select details::text as row from audit_entry',
    );
    assert.equal(
      log.some(({ row }) => row.includes(secret)),
      false,
    );
    await remove(id);
  });
});
