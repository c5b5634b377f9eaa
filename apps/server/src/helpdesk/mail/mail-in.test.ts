import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { headersOf, TestMailServer } from '../../platform/notify/testing/smtp.ts';
import {
  joinedBy,
  setUpOwner,
  type TestProgram,
  testClient,
  testProgram,
  until,
  type Visitor,
} from '../../testing/index.ts';
import { Dovecot, noDovecot } from './testing/dovecot.ts';

const SUPPORT = 'support@anker.example';
const PATIENCE = 30_000;
/** The server counts the requests of an address. */
const POLL_MS = 150;

interface Attachment {
  id: string;
  name: string;
  size: number;
}
interface Ticket {
  id: string;
  clientId: string;
  number: number;
  title: string;
  state: string;
  source: string;
  requesterName: string | null;
  firstRespondedAt: string | null;
  messages: {
    kind: string;
    body: string;
    authorName: string;
    authorSide: string;
    mail: { id: string; problems: string[]; attachments: Attachment[] } | null;
  }[];
}
interface Waiting {
  id: string;
  state: string;
  reason: string;
  subject: string;
  fromAddress: string;
}

describe('mail in', { skip: noDovecot, timeout: 180_000 }, () => {
  let dovecot: Dovecot;
  let smtp: TestMailServer;
  let program: TestProgram;
  let owner: Visitor;
  let nord: string;
  let sued: string;
  let provider: string;

  before(async () => {
    dovecot = await Dovecot.start();
    smtp = await TestMailServer.start();
    program = await testProgram();
    owner = await setUpOwner(program);
    provider = `/clients/${program.providerId}`;
    nord = (await testClient(program, 'Nordwind KG', 'NOR')).clientId;
    sued = (await testClient(program, 'Südhang GmbH', 'SUE')).clientId;
    await owner.call('PUT', `/clients/${nord}/mail-domains`, { domains: ['nordwind.example'] });
    await owner.call('PUT', `/clients/${sued}/mail-domains`, { domains: ['suedhang.example'] });
    const sent = await owner.call('PUT', `${provider}/settings/mail`, {
      host: '127.0.0.1',
      port: smtp.port,
      security: 'none-loopback-only',
      fromName: 'Anker IT',
      fromAddress: SUPPORT,
    });
    assert.equal(sent.status, 200);
    const added = await owner.post<{ id: string }>(
      `${provider}/settings/mail/mailboxes`,
      dovecot.account(SUPPORT),
    );
    assert.equal(added.status, 201, JSON.stringify(added.body));
  });
  after(async () => {
    await program?.close();
    await smtp?.stop();
    await dovecot?.stop();
  });

  let count = 0;
  const mail = (head: Record<string, string>, text: string): string => {
    const fields = {
      From: 'Erika Muster <erika@nordwind.example>',
      To: SUPPORT,
      Date: new Date().toUTCString(),
      'Message-ID': `<m${++count}@nordwind.example>`,
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Transfer-Encoding': '8bit',
      ...head,
    };
    const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
    return `${lines.join('\r\n')}\r\n\r\n${text.replaceAll('\n', '\r\n')}\r\n`;
  };
  const take = (head: Record<string, string>, text = 'Guten Tag'): Promise<void> =>
    dovecot.append(SUPPORT, mail(head, text));
  const ticketBy = (title: string): Promise<Ticket> =>
    until(
      async () => {
        const { body } = await owner.get<{ items: Ticket[] }>(
          `/tickets?state=any&sort=updated&q=${encodeURIComponent(title)}`,
        );
        return body.items.find((one) => one.title === title);
      },
      PATIENCE,
      POLL_MS,
    );
  const get = async (ticket: Ticket) =>
    (await owner.get<Ticket>(`/clients/${ticket.clientId}/tickets/${ticket.id}`)).body;
  const settled = (ticket: Ticket, messages: number): Promise<Ticket> =>
    until(
      async () => {
        const now = await get(ticket);
        return now.messages.length >= messages ? now : undefined;
      },
      PATIENCE,
      POLL_MS,
    );
  const queue = async (state = 'triage') =>
    (await owner.get<{ items: Waiting[] }>(`${provider}/waiting-mail?state=${state}`)).body.items;
  const waiting = (subject: string, state = 'triage'): Promise<Waiting> =>
    until(async () => (await queue(state)).find((one) => one.subject === subject), PATIENCE, POLL_MS);
  const sentTo = (address: string, subject: RegExp) =>
    until(
      () => smtp.mails.find((one) => one.to.includes(address) && subject.test(one.raw)),
      PATIENCE,
      POLL_MS,
    );
  const fieldOf = (raw: string, name: string): string =>
    headersOf(raw).find(([key]) => key === name)?.[1] ?? '';

  it('a mail becomes a ticket of the client, with a receipt; the answer joins it and wakes it', async () => {
    await take({ Subject: '=?utf-8?q?Drucker_im_B=C3=BCro?=' }, 'Der Drucker druckt nicht.\n\n-- \nErika');
    const ticket = await ticketBy('Drucker im Büro');
    assert.equal(ticket.clientId, nord);
    assert.equal(ticket.source, 'mail');
    assert.equal(ticket.requesterName, 'Erika Muster');
    const [first] = (await get(ticket)).messages;
    assert.deepEqual(
      [first!.kind, first!.authorName, first!.authorSide],
      ['public', 'Erika Muster', 'client'],
    );

    const receipt = await sentTo('erika@nordwind.example', /In-Reply-To: <m1@/);
    const replyTo = fieldOf(receipt.raw, 'reply-to');
    assert.match(replyTo, /^support\+t[0-9a-z]{50}@anker\.example$/);
    assert.equal(fieldOf(receipt.raw, 'in-reply-to'), '<m1@nordwind.example>');
    assert.equal(fieldOf(receipt.raw, 'auto-submitted'), 'auto-replied');
    assert.match(fieldOf(receipt.raw, 'message-id'), /@anker\.example>$/);

    await owner.post(`/clients/${nord}/tickets/${ticket.id}/messages`, { body: 'Ist Papier darin?' });
    const answer = await sentTo('erika@nordwind.example', /Ist Papier darin/);
    assert.equal(fieldOf(answer.raw, 'in-reply-to'), '<m1@nordwind.example>');
    assert.equal(fieldOf(answer.raw, 'auto-submitted'), '');
    await owner.patch(`/clients/${nord}/tickets/${ticket.id}`, { state: 'waiting' });
    assert.ok((await get(ticket)).firstRespondedAt, 'an answer that went out by mail counts');

    // Subject changed, no reference: the address alone says where it belongs.
    await take(
      { Subject: 'Nachtrag', To: replyTo },
      'Jetzt ja.\n\nAm 3.3.2026 um 10:00 schrieb Anker IT:\n> Ist Papier darin?',
    );
    const joined = await settled(ticket, 3);
    assert.equal(joined.messages[2]!.body, 'Jetzt ja.');
    assert.equal(joined.state, 'open');
    const original = await owner.get<{ body: string }>(
      `/clients/${nord}/tickets/${ticket.id}/mails/${joined.messages[2]!.mail!.id}`,
    );
    assert.match(original.body.body, /> Ist Papier darin\?/);

    // The other way: no token in the address, but the id of our mail.
    await take(
      { Subject: 'Re: Drucker', 'In-Reply-To': fieldOf(answer.raw, 'message-id') },
      'Danke, er druckt.',
    );
    assert.equal((await settled(ticket, 4)).messages[3]!.body, 'Danke, er druckt.');
    await until(
      async () => (await dovecot.flags(SUPPORT)).every((flags) => flags.includes('\\Seen')),
      PATIENCE,
      POLL_MS,
    );
  });

  it('a solved ticket is woken by an answer; a closed one is continued by a new one', async () => {
    await take({ Subject: 'Telefon stumm', 'Message-ID': '<tel@nordwind.example>' });
    const ticket = await ticketBy('Telefon stumm');
    const path = `/clients/${nord}/tickets/${ticket.id}`;
    await owner.patch(path, { state: 'solved' });
    await take({ Subject: 'Re: Telefon stumm', 'In-Reply-To': '<tel@nordwind.example>' }, 'Wieder stumm.');
    await settled(ticket, 2);
    assert.equal((await get(ticket)).state, 'open');
    await owner.patch(path, { state: 'closed' });
    await take({ Subject: 'Re: Telefon noch immer', References: '<tel@nordwind.example>' }, 'Und wieder.');
    const next = await ticketBy('Telefon noch immer');
    const { messages } = await get(next);
    assert.ok(
      messages.some(({ kind, body }) => kind === 'internal' && body.includes(`NOR-${ticket.number}`)),
    );
  });

  it('an unknown sender waits; a person assigns the mail, or puts it aside and takes it back', async () => {
    await take({ From: 'Wer <wer@fremd.example>', Subject: 'Angebot' });
    const mailWaiting = await waiting('Angebot');
    assert.equal(mailWaiting.reason, 'unknown-sender');
    const path = `${provider}/waiting-mail/${mailWaiting.id}`;
    assert.equal((await owner.post(`${path}/discard`, { reason: 'Werbung' })).status, 200);
    assert.equal((await waiting('Angebot', 'discarded')).id, mailWaiting.id);
    assert.equal((await owner.post(`${path}/restore`)).status, 200);
    const raw = await owner.get<string>(`${path}/raw`);
    assert.match(raw.body, /^From: Wer <wer@fremd\.example>/);
    assert.match(raw.headers.get('content-disposition') ?? '', /^attachment/);
    assert.equal((await owner.post(`${path}/assign`, { client: sued })).status, 202);
    const ticket = await ticketBy('Angebot');
    assert.equal(ticket.clientId, sued);
    assert.equal(
      (await owner.post<{ error: { code: string } }>(`${path}/discard`, { reason: 'x' })).status,
      409,
    );
    assert.equal(
      smtp.mails.some(({ to }) => to.includes('wer@fremd.example')),
      false,
      'nobody unknown is answered',
    );
    // Whoever was assigned by a person gets the answers.
    await owner.post(`/clients/${sued}/tickets/${ticket.id}/messages`, { body: 'Nein danke.' });
    await sentTo('wer@fremd.example', /Nein danke/);
  });

  it('nothing crosses clients: not by subject, not by a stolen token, not by a forged one', async () => {
    await take({
      From: 'gerd@nordwind.example',
      Subject: 'Geheim',
      'Message-ID': '<geheim@nordwind.example>',
    });
    const ticket = await ticketBy('Geheim');
    const receipt = await sentTo('gerd@nordwind.example', new RegExp(`\\[NOR-${ticket.number}\\]`));
    const token = fieldOf(receipt.raw, 'reply-to');
    const from = 'Mallory <mallory@suedhang.example>';
    const forged = token.replace(/.@/, (end) => (end === '0@' ? '1@' : '0@'));
    await take({ From: from, Subject: `[NOR-${ticket.number}] Geheim A` });
    await take({ From: from, Subject: 'Geheim B', To: token });
    await take({ From: from, Subject: 'Geheim C', To: forged });
    await take({ From: from, Subject: 'Geheim D', References: '<geheim@nordwind.example>' });
    for (const title of [`[NOR-${ticket.number}] Geheim A`, 'Geheim B', 'Geheim C', 'Geheim D'])
      assert.equal((await ticketBy(title)).clientId, sued, title);
    // Nobody knows this one, and the number in a subject can be guessed.
    await take({ From: 'x@fremd.example', Subject: `Re: [NOR-${ticket.number}] Geheim` });
    assert.equal((await waiting(`Re: [NOR-${ticket.number}] Geheim`)).reason, 'unknown-sender');
    assert.equal((await get(ticket)).messages.length, 1);
  });

  it('machines get no answer; reports and absences are notes at their ticket', async () => {
    await take({ From: 'vera@nordwind.example', Subject: 'VPN' });
    const ticket = await ticketBy('VPN');
    const receipt = await sentTo('vera@nordwind.example', new RegExp(`\\[NOR-${ticket.number}\\]`));
    const ours = fieldOf(receipt.raw, 'message-id');
    const before = smtp.mails.length;
    await take(
      { Subject: 'Abwesend', 'In-Reply-To': ours, 'Auto-Submitted': 'auto-replied' },
      'Bin im Urlaub.',
    );
    const away = (await settled(ticket, 2)).messages[1]!;
    assert.deepEqual([away.kind, away.authorSide], ['internal', 'system']);
    await take(
      {
        From: 'MAILER-DAEMON@mx.example',
        Subject: 'Undelivered Mail Returned to Sender',
        'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b',
      },
      [
        '--b\nContent-Type: text/plain\n\nSorry.\n--b\nContent-Type: message/delivery-status\n',
        'Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; erika@nordwind.example\nAction: failed',
        `Status: 5.1.1\nDiagnostic-Code: smtp; 550 no such user\n\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: ${ours}\n--b--`,
      ].join('\n'),
    );
    const report = (await settled(ticket, 3)).messages[2]!;
    assert.equal(report.kind, 'internal');
    assert.match(report.body, /erika@nordwind\.example kam nicht an.*\n.*5\.1\.1 550 no such user/);
    await take({ Subject: 'Rundbrief', 'List-Id': '<rund.nordwind.example>' });
    assert.equal((await waiting('Rundbrief')).reason, 'bulk');
    await take({ Subject: 'Unsere eigene', 'X-Loop': program.providerId });
    assert.equal((await waiting('Unsere eigene', 'discarded')).reason, 'loop');
    await take({ From: 'MAILER-DAEMON@mx.example', Subject: 'Bericht wozu' });
    assert.equal((await waiting('Bericht wozu')).reason, 'report');
    assert.equal(smtp.mails.length, before);
  });

  it('staff who writes by mail leaves a note: an address alone must not speak for the provider', async () => {
    await take({ From: 'lars@nordwind.example', Subject: 'Server langsam' });
    const ticket = await ticketBy('Server langsam');
    const receipt = await sentTo('lars@nordwind.example', new RegExp(`\\[NOR-${ticket.number}\\]`));
    await take(
      { From: 'owner@anker.example', To: fieldOf(receipt.raw, 'reply-to'), Subject: 'x' },
      'Neustart',
    );
    const note = (await settled(ticket, 2)).messages[1]!;
    assert.deepEqual([note.kind, note.body], ['internal', 'Neustart']);
    assert.equal((await get(ticket)).firstRespondedAt, null);
  });

  it('a person of the client sees the own mail ticket, its original and its attachment; nobody else does', async () => {
    const erna = await joinedBy(owner, program, nord, 'employee', 'erna@nordwind.example');
    const other = await joinedBy(owner, program, nord, 'employee', 'otto@nordwind.example');
    await take(
      {
        From: 'erna@nordwind.example',
        Subject: 'Mit Anhang',
        'MIME-Version': '1.0',
        'Content-Type': 'multipart/mixed; boundary=b',
      },
      '--b\nContent-Type: text/plain\n\nAnbei.\n--b\nContent-Type: text/html\nContent-Disposition: attachment; filename="../../b\u0000öse\u202e.html"\n\n<script>alert(1)</script>\n--b--',
    );
    const ticket = await ticketBy('Mit Anhang');
    const path = `/clients/${nord}/tickets/${ticket.id}`;
    const { messages } = (await erna.get<Ticket>(path)).body;
    const { id: mailId, attachments } = messages[0]!.mail!;
    assert.equal(attachments.length, 1);
    assert.doesNotMatch(attachments[0]!.name, /[/\\\0\u202e]|^\./);
    const file = await erna.get<string>(`${path}/attachments/${attachments[0]!.id}`);
    assert.equal(file.status, 200);
    assert.match(file.body, /<script>/);
    assert.equal(file.headers.get('content-type'), 'application/octet-stream');
    assert.equal(file.headers.get('x-content-type-options'), 'nosniff');
    assert.match(file.headers.get('content-disposition') ?? '', /^attachment; filename="/);
    assert.equal((await erna.get(`${path}/mails/${mailId}`)).status, 200);
    for (const address of [`mails/${mailId}`, `mails/${mailId}/raw`, `attachments/${attachments[0]!.id}`])
      assert.equal((await other.get(`${path}/${address}`)).status, 404, address);
  });

  it('the same mail in two mailboxes, or delivered twice, is one ticket', async () => {
    const second = await owner.post(
      `${provider}/settings/mail/mailboxes`,
      dovecot.account('it@anker.example'),
    );
    assert.equal(second.status, 201);
    const text = mail({ Subject: 'Doppelt' }, 'Einmal');
    await dovecot.append(SUPPORT, `Received: from a\r\n${text}`, text);
    await dovecot.append('it@anker.example', `Received: from b\r\n${text}`);
    await ticketBy('Doppelt');
    await until(
      async () => (await dovecot.flags('it@anker.example')).some((flags) => flags.includes('\\Seen')),
      PATIENCE,
      POLL_MS,
    );
    const { body } = await owner.get<{ items: Ticket[] }>('/tickets?state=any&q=Doppelt');
    assert.equal(body.items.length, 1);
  });

  it('a server that goes away is come back to', async () => {
    await dovecot.halt();
    const state = () =>
      owner
        .get<{ items: { address: string; problem: { problem: string } | null }[] }>(
          `${provider}/settings/mail/mailboxes`,
        )
        .then(({ body }) => body.items.find(({ address }) => address === SUPPORT)!);
    await until(async () => (await state()).problem, PATIENCE, POLL_MS);
    await dovecot.run();
    await take({ Subject: 'Nach dem Ausfall' });
    await ticketBy('Nach dem Ausfall');
    assert.equal((await state()).problem, null);
  });

  it('the test of a mailbox says in plain words what is wrong', async () => {
    const wrong = async (change: Record<string, unknown>) => {
      const added = await owner.post<{ id: string }>(`${provider}/settings/mail/mailboxes`, {
        ...dovecot.account('falsch@anker.example'),
        enabled: false,
        ...change,
      });
      const path = `${provider}/settings/mail/mailboxes/${added.body.id}`;
      const { body } = await owner.post<{ error: { details: { problem: string; reason: string } } }>(
        `${path}/test`,
      );
      await owner.call('DELETE', path);
      return body.error.details;
    };
    assert.equal((await wrong({ password: 'nein' })).reason, 'RA_DELIVERY_SIGN_IN');
    assert.equal((await wrong({ ca: null })).reason, 'RA_DELIVERY_CERTIFICATE');
    assert.equal((await wrong({ port: 1 })).reason, 'RA_DELIVERY_REFUSED');
    assert.equal((await wrong({ allowPrivate: false })).reason, 'RA_DELIVERY_NOT_PUBLIC');
    assert.equal((await wrong({ host: 'gibt-es-nicht.invalid' })).reason, 'RA_DELIVERY_NAME');
    const missing = await wrong({ folder: 'Gibt es nicht' });
    assert.match(JSON.stringify(missing), /Gibt es nicht/);
  });
});
