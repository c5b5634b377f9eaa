import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  OWNER,
  setUpOwner,
  type TestProgram,
  testClient,
  testProgram,
  until,
  Visitor,
} from '../../../testing/index.ts';
import { loadConfig } from '../../config/load.ts';
import { loadTls, type TlsMaterial } from '../../tls.ts';
import { type NotifyMessage, notify } from '../notify.ts';
import { removeOldEvents } from '../outgoing.ts';
import { headersOf, TestMailServer } from '../testing/smtp.ts';

type AlertMessage = NotifyMessage<'alert.raised'>;

describe('mail', { timeout: 60_000 }, () => {
  let program: TestProgram;
  let owner: Visitor;
  let server: TestMailServer;
  let clientId: string;
  let events = 1_000_000;

  const put = (change: object = {}) =>
    owner.call<{ mail: Record<string, unknown>; error: { code: string; details: object } }>(
      'PUT',
      `/clients/${program.providerId}/settings/mail`,
      {
        host: '127.0.0.1',
        port: server.port,
        security: 'none-loopback-only',
        fromName: 'Anker IT',
        fromAddress: 'alarm@anker.example',
        ...change,
      },
    );
  interface Tested {
    to: string;
    answer: string;
    error: { code: string; details: { answer: string; reason: string; problem: string; advice: string } };
  }
  const test = () => owner.post<Tested>(`/clients/${program.providerId}/settings/mail/test`);
  const raise = (change: Partial<AlertMessage> = {}): Promise<void> =>
    program.tenancy.asSystem(clientId, (ctx) =>
      notify(ctx, {
        kind: 'alert.raised',
        eventId: ++events,
        severity: 'critical',
        subjectKey: 'alert.raised',
        params: {
          client: 'Müller GmbH',
          site: 'Werk',
          asset: 'srv-01',
          check: 'Speicherplatz',
          problem: { de: '/var auf srv-01 ist zu 97 % voll', en: '/var on srv-01 is 97% full' },
          rule: { de: 'Speicherplatz: gemessen 97 %', en: 'Disk space: measured 97%' },
          severity: 'critical',
          at: '2026-03-01T08:00:00.000Z',
        },
        objectKind: 'alert',
        objectId: '018f0000-0000-7000-8000-000000000001',
        path: '/alerts/1',
        audience: { staff: true },
        ...change,
      }),
    );
  const rows = async () =>
    (
      await program.database.owner.query(
        `select id, state, attempts, last_error from notification where channel = 'mail' and client_id = $1 order by id desc`,
        [clientId],
      )
    ).rows as { id: string; state: string; attempts: number; last_error: string | null }[];
  /** Waits for the newest mail to get into a state; repetitions come now instead of after their pauses. */
  const settled = (state: string) =>
    until(async () => {
      await program.database.owner.query(
        `with due as (update graphile_worker._private_jobs set run_at = now() where run_at > now() returning id)
         select pg_notify('jobs:insert', '{"r":1,"count":1}') from due`,
      );
      const [newest] = await rows();
      return newest?.state === state && newest;
    });

  before(async () => {
    program = await testProgram();
    owner = await setUpOwner(program);
    ({ clientId } = await testClient(program, 'Müller GmbH', 'MUE'));
    server = await TestMailServer.start({ disabledCommands: ['STARTTLS'] });
    assert.equal((await put()).status, 200);
  });
  after(async () => {
    await program.close();
    await server.stop();
  });
  beforeEach(() => server.clear());

  it('leaves within 100 ms after the commit, once, and says where it belongs', async (t) => {
    await raise();
    await server.received(1);
    server.clear();
    const times: number[] = [];
    for (let i = 1; i <= 5; i++) {
      await raise();
      const committed = performance.now();
      times.push((await server.received(i))[i - 1]!.at - committed);
    }
    const median = times.sort((a, b) => a - b)[2]!;
    t.diagnostic(`mail after commit, ms: ${times.map((t) => t.toFixed(1))}`);
    assert.ok(median < 100, `median ${median.toFixed(1)} ms of ${times.map((t) => t.toFixed(1))}`);
    const mail = server.mails[0]!;
    assert.equal(mail.from, 'alarm@anker.example');
    assert.deepEqual(mail.to, ['owner@anker.example']);
    const headers = new Map(headersOf(mail.raw));
    assert.equal(headers.get('auto-submitted'), 'auto-generated');
    assert.match(headers.get('date')!, /\+0000$/);
    assert.match(headers.get('content-type')!, /^multipart\/alternative/);
    // Quoted-printable breaks long lines.
    assert.match(mail.raw.replaceAll('=\r\n', ''), /\/alerts\/1/);
    assert.match(mail.raw, /lang=3D"de"|lang="de"/);
    assert.doesNotMatch(mail.raw, /<img|src=|<link|@import|url\(/i);
  });

  it('puts the start and the end of an alert into one thread', async () => {
    await raise();
    // Mails leave side by side: the second waits here, so that the order is known.
    await server.received(1);
    await raise({ ticketId: '018f0000-0000-7000-8000-00000000000a' });
    const [first, second] = (await server.received(2)).map(({ raw }) => new Map(headersOf(raw)));
    assert.notEqual(first!.get('message-id'), second!.get('message-id'));
    assert.equal(first!.get('in-reply-to'), second!.get('in-reply-to'));
    assert.match(
      second!.get('references')!,
      /^<alert-018f\S+@anker\.example> <ticket-018f\S+@anker\.example>$/,
    );
  });

  it('sends nothing again for the same event', async () => {
    const eventId = ++events;
    await raise({ eventId });
    await raise({ eventId });
    await raise();
    await server.received(2);
    // Mails leave side by side: the newest may be marked before the one ahead of it.
    await until(async () => (await rows()).every(({ state }) => state === 'sent'));
    assert.equal(server.mails.length, 2);
  });

  it('writes nothing when the transaction is rolled back', async () => {
    const before = (await rows()).length;
    await assert.rejects(
      program.tenancy.asSystem(clientId, async (ctx) => {
        await notify(ctx, {
          kind: 'alert.raised',
          eventId: ++events,
          severity: 'critical',
          subjectKey: 'mail.test',
          params: { by: 'x' },
          objectKind: 'alert',
          objectId: clientId,
          path: '/',
          audience: { staff: true },
        });
        throw new Error('no');
      }),
    );
    assert.equal((await rows()).length, before);
  });

  it('repeats what the server puts off, with the same Message-ID and Date', async () => {
    server.verdicts.push({ code: 451, text: 'greylisted' });
    await raise();
    await until(async () => (await rows())[0]?.last_error?.includes('greylisted'));
    assert.equal((await rows())[0]!.state, 'pending');
    const row = await settled('sent');
    assert.equal(row.attempts, 2);
    assert.equal(row.last_error, null);
    assert.ok(server.mails[0]!.raw.includes(`<${row.id}@anker.example>`));
  });

  it('gives up at once on what the server refuses for good, says why, and sends it again on demand', async () => {
    server.verdicts.push({ code: 550, text: 'no such mailbox' });
    await raise();
    const row = await settled('failed');
    assert.match(row.last_error!, /550 no such mailbox/);
    assert.equal(row.attempts, 1);
    const list = await owner.get<{
      items: { id: string; lastError: string; problem: { reason: string; advice: string } }[];
    }>('/outgoing-messages?state=failed');
    const [told] = list.body.items;
    assert.equal(told!.id, row.id);
    assert.match(told!.lastError, /^Der Server hat die Nachricht abgelehnt\. \(550 no such mailbox/);
    assert.equal(told!.problem.reason, 'RA_DELIVERY_REJECTED');
    assert.match(told!.problem.advice, /Empfänger/);
    const answer = await owner.post(`/clients/${clientId}/outgoing-messages/${row.id}/retry`);
    assert.equal(answer.status, 202);
    await server.received(1);
    await settled('sent');
  });

  it('repeats the same Message-ID when the answer of the server was lost', async () => {
    server.verdicts.push('accept-and-hang-up');
    await raise();
    await settled('sent');
    const [lost, again] = await server.received(2);
    const id = (raw: string) => new Map(headersOf(raw)).get('message-id');
    assert.equal(id(lost!.raw), id(again!.raw));
    assert.equal(lost!.raw, again!.raw);
  });

  it('does not send again what was taken while the database could not be written to', async () => {
    // The record of the acceptance fails once; the process still knows that the server has the mail.
    await program.database.owner.query(`
      create function rettungsanker.fail_once() returns trigger language plpgsql as $$ begin
        if new.state = 'sent' and nextval('rettungsanker.fail_once_calls') = 1 then raise exception 'database away'; end if;
        return new; end $$;
      create sequence rettungsanker.fail_once_calls;
      grant usage on sequence rettungsanker.fail_once_calls to rettungsanker_app;
      create trigger fail_once before update on rettungsanker.notification for each row execute function rettungsanker.fail_once()`);
    await raise();
    await server.received(1);
    await settled('sent');
    await program.database.owner.query('drop trigger fail_once on rettungsanker.notification');
    assert.equal(server.mails.length, 1);
    assert.equal((await rows())[0]!.attempts, 2);
  });

  it('keeps connections open between mails', async () => {
    await raise();
    await server.received(1);
    const connections = server.connections;
    for (let i = 2; i <= 6; i++) {
      await raise();
      await server.received(i);
    }
    assert.ok(server.connections - connections <= 1, `${server.connections - connections} new connections`);
  });

  it('stays away from whoever lost access after the event', async () => {
    const { body } = await owner.post<{ link: string }>(`/clients/${clientId}/invitations`, {
      email: 'it@mueller.example',
      name: 'Ida',
      role: 'it-coordinator',
    });
    await server.received(1);
    await until(async () => (await rows())[0]?.state === 'sent');
    server.clear();
    const ida = new Visitor(program.url);
    const token = body.link.split('#')[1];
    await ida.post('/invitations/accept', {
      token,
      name: 'Ida',
      password: 'Sonnenblume-Fahrrad-12',
      locale: 'en',
    });
    const { rows: people } = await program.database.owner.query(
      `select id from person where email = 'it@mueller.example'`,
    );
    server.verdicts.push({ code: 451, text: 'later' });
    await raise({ audience: { clientRoles: ['it-coordinator'] } });
    await until(async () => (await rows())[0]?.last_error?.includes('later'));
    await program.database.owner.query('delete from membership where person_id = $1', [people[0]!.id]);
    const row = await settled('failed');
    assert.match(row.last_error!, /no access any more/);
    assert.equal(server.mails.length, 0);
  });

  it('an invitation goes to its address with a link that works, and its token is stored sealed only', async () => {
    const answer = await owner.post<{ link: string }>(`/clients/${clientId}/invitations`, {
      email: 'chef@mueller.example',
      name: 'Max Müller',
      role: 'management',
    });
    const [mail] = await server.received(1);
    assert.deepEqual(mail!.to, ['chef@mueller.example']);
    const token = answer.body.link.split('#')[1]!;
    const text = mail!.raw.replaceAll('=\r\n', '').replaceAll('=3D', '=');
    assert.ok(text.includes(`/invitation#${token}`), text);
    const { rows: stored } = await program.database.owner.query('select n::text as text from notification n');
    assert.ok(!stored.some((row: { text: string }) => row.text.includes(token)));
  });

  it('tells a person about a changed password, whatever it chose (ASVS 6.3.7)', async () => {
    await owner.call('PUT', '/me/notification-preferences', {
      items: [{ topic: 'operation', channel: 'mail', minimum: 'off' }],
    });
    const changed = await owner.post('/account/password', {
      current: OWNER.password,
      next: 'Nebelhorn-Küste-2041',
    });
    assert.ok(changed.status < 300, JSON.stringify(changed.body));
    const [mail] = await server.received(1);
    assert.deepEqual(mail!.to, ['owner@anker.example']);
  });

  it('forgets what is older than the retention', async () => {
    await raise();
    await settled('sent');
    const [newest] = await rows();
    await program.database.owner.query(
      `update notification set created_at = now() - interval '91 days' where id <> $1`,
      [newest!.id],
    );
    await program.database.owner.query(`update event set at = now() - interval '91 days'`);
    await program.tenancy.asSystem(clientId, (ctx) =>
      ctx.emit({ kind: 'test.new', objectKind: 'test', objectId: clientId }),
    );
    await removeOldEvents({ db: program.database.db, tenancy: program.tenancy }, 90);
    const { rows: left } = await program.database.owner.query('select id from notification');
    assert.deepEqual(left, [{ id: newest!.id }]);
    const { rows: events } = await program.database.owner.query('select kind from event');
    assert.deepEqual(events, [{ kind: 'test.new' }]);
  });

  describe('settings', () => {
    it('never show the password, and keep it for the same server only (ASVS 13.3.1)', async () => {
      const set = await put({ user: 'anker', password: 'geheim' });
      assert.equal(set.status, 200, JSON.stringify(set.body));
      const got = await owner.get<{ mail: object }>(`/clients/${program.providerId}/settings/mail`);
      assert.ok(!JSON.stringify([set.body, got.body]).includes('geheim'));
      const { rows: stored } = await program.database.owner.query(
        `select value::text from setting where key = 'mail'`,
      );
      assert.ok(!stored[0]!.value.includes('geheim'));
      const kept = await put({ user: 'anker', fromName: 'Anker' });
      assert.equal(kept.body.mail.hasPassword, true);
      const moved = await put({ user: 'anker', host: 'localhost' });
      assert.equal(moved.status, 400);
      assert.match(JSON.stringify(moved.body), /needed again/);
    });
    it('refuse an unencrypted server elsewhere (ASVS 12.3.1)', async () => {
      const answer = await put({ host: 'mail.example', security: 'none-loopback-only' });
      assert.equal(answer.status, 400);
    });
    it('belong to the provider only', async () => {
      assert.equal((await owner.get(`/clients/${clientId}/settings/mail`)).status, 404);
    });
    it('the test says what the server answered', async () => {
      await put();
      const fine = await test();
      assert.equal(fine.status, 200, JSON.stringify(fine.body));
      assert.equal(fine.body.to, 'owner@anker.example');
      assert.match(fine.body.answer, /^250/);
      server.verdicts.push({ code: 554, text: 'you are a spammer' });
      const refused = (await test()).body.error;
      assert.equal(refused.code, 'RA_MAIL_FAILED');
      assert.match(refused.details.answer, /554 you are a spammer/);
      assert.equal(refused.details.reason, 'RA_DELIVERY_REJECTED');
      // Nothing listens on tcpmux.
      await put({ port: 1 });
      const unreachable = (await test()).body.error;
      assert.equal(unreachable.details.reason, 'RA_DELIVERY_REFUSED');
      assert.equal(unreachable.details.problem, 'Der Server nimmt keine Verbindung an.');
      assert.match(unreachable.details.advice, /Port/);
      await put();
    });
  });

  describe('encryption', () => {
    let folder: string;
    let tls: TlsMaterial;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'rettungsanker-mail-'));
      const flags = { 'data-dir': folder, 'http-tls': 'self-signed' };
      tls = (await loadTls(loadConfig({ flags, environment: {} })))!;
    });
    after(() => rm(folder, { recursive: true }));

    it('sends nothing to a server without STARTTLS when it is required (ASVS 12.3.1)', async () => {
      await put({ security: 'starttls-required' });
      const answer = await test();
      assert.equal(answer.status, 502);
      assert.equal(answer.body.error.details.reason, 'RA_DELIVERY_TLS', answer.body.error.details.answer);
      assert.equal(server.mails.length, 0);
    });
    it('verifies the certificate and sends the password over TLS only (ASVS 12.3.2)', async () => {
      const secure = await TestMailServer.start({ cert: tls.cert, key: tls.key, authOptional: false });
      const settings = {
        host: 'localhost',
        port: secure.port,
        security: 'starttls-required',
        user: 'anker',
        password: 'geheim',
      };
      await put(settings);
      const unknown = await test();
      assert.equal(unknown.status, 502);
      assert.match(unknown.body.error.details.answer, /self-signed|certificate/i);
      assert.equal(unknown.body.error.details.reason, 'RA_DELIVERY_CERTIFICATE');
      await put({ ...settings, ca: tls.cert });
      const known = await test();
      assert.equal(known.status, 200, JSON.stringify(known.body));
      assert.deepEqual([secure.mails[0]!.tls, secure.mails[0]!.user], [true, 'anker']);
      await put({ ...settings, ca: tls.cert, password: 'falsch' });
      const wrong = (await test()).body.error.details;
      assert.match(wrong.answer, /535/);
      assert.equal(wrong.reason, 'RA_DELIVERY_SIGN_IN');
      await secure.stop();
      await put();
    });
  });
});
