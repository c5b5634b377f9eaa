import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  automatic,
  baseSubject,
  deliveryReport,
  type Known,
  mayAnswer,
  messageIds,
  placeOf,
  readToken,
  splitReply,
  subjectTag,
  ticketToken,
} from './index.ts';

const headers = (fields: Record<string, string>) =>
  new Map(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), [value]]));
const secret = Buffer.alloc(32, 7);
const [ours, theirs] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
const ticket = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
const elsewhere = 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb';

describe('mail of programs', () => {
  const cases: [string, Record<string, string>, ReturnType<typeof automatic>][] = [
    ['a person', { subject: 'Hilfe' }, undefined],
    ['a person, said by the program', { 'auto-submitted': 'no' }, undefined],
    ['an absence notice', { 'auto-submitted': 'auto-replied; owner="a@b"' }, 'reply'],
    ["Apple's, without Auto-Submitted", { 'x-apple-action': 'VACATION' }, 'reply'],
    ["Exchange's forwarding rule", { 'x-ms-exchange-inbox-rules-loop': 'a@b' }, 'reply'],
    ['an old vacation program', { precedence: 'auto_reply' }, 'reply'],
    ['a list', { 'list-id': '<l.example>' }, 'bulk'],
    ['a newsletter', { precedence: 'bulk' }, 'bulk'],
    ['a cron job', { 'auto-submitted': 'auto-generated' }, 'machine'],
    ['a report', { 'content-type': 'multipart/report; report-type=delivery-status' }, 'report'],
    ['an empty path', { 'return-path': '< >' }, 'report'],
    ['our own mail', { 'x-loop': 'us' }, 'loop'],
  ];
  for (const [name, fields, kind] of cases)
    test(`${name}: ${kind ?? 'a person'}`, () => {
      assert.equal(automatic(headers(fields), 'a@b.example', 'us'), kind);
    });

  test('a mailer daemon is known by its address', () => {
    assert.equal(automatic(headers({}), 'MAILER-DAEMON@mx.example', 'us'), 'report');
  });

  test('who asks for no answer gets none', () => {
    assert.equal(mayAnswer(headers({}), undefined), true);
    assert.equal(mayAnswer(headers({ 'x-auto-response-suppress': 'DR, AutoReply' }), undefined), false);
    assert.equal(mayAnswer(headers({ 'x-auto-response-suppress': 'DR' }), undefined), true);
    assert.equal(mayAnswer(headers({}), 'bulk'), false);
  });
});

describe('ids of mails', () => {
  test('the nearest first, each once, whatever surrounds them', () => {
    assert.deepEqual(messageIds('<c@x>', '<a@x>\r\n <b@x> <c@x>'), ['c@x', 'b@x', 'a@x']);
    assert.deepEqual(messageIds('a@x, junk <b@x'), ['b@x', 'a@x']);
    assert.deepEqual(messageIds(undefined, '', '<@>'), []);
  });
  test('a header of a megabyte gives at most a hundred', () => {
    assert.equal(messageIds('<a@b> '.repeat(200_000)).length, 1);
    const many = Array.from({ length: 5000 }, (_, index) => `<${index}@x>`).join(' ');
    assert.deepEqual(messageIds(many).slice(0, 1), ['4999@x']);
    assert.equal(messageIds(many).length, 100);
  });
});

describe('subjects', () => {
  test('marks of answers and gateways go, words stay', () => {
    assert.equal(baseSubject('AW: Re[2]: WG:  [EXTERN] Drucker   druckt nicht'), 'Drucker druckt nicht');
    assert.equal(baseSubject('Reise: Abrechnung'), 'Reise: Abrechnung');
  });
  test('the number of a ticket', () => {
    assert.deepEqual(subjectTag('Re: [NOR-42] Drucker'), { code: 'NOR', number: 42 });
    assert.equal(subjectTag('[nor-42] [NOR-] NOR-42'), undefined);
  });
});

describe('the token of a ticket', () => {
  test('proves ticket and client, in any case of letters, and fits a local part', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (clientId, ticketId) => {
        const word = ticketToken(secret, { clientId, ticketId });
        assert.ok(`help+${word}`.length <= 64);
        const read = readToken(`Help <help+${word.toUpperCase()}@desk.example>`)!;
        assert.equal(read.ticketId, ticketId);
        assert.ok(read.isTrue(secret, clientId));
        assert.ok(!read.isTrue(Buffer.alloc(32, 8), clientId));
        assert.ok(clientId === ticketId || !read.isTrue(secret, ticketId));
      }),
    );
  });
  test('one changed digit is a forgery', () => {
    const word = ticketToken(secret, { clientId: ours, ticketId: ticket });
    for (let index = 1; index < word.length; index++) {
      const forged = word.slice(0, index) + (word[index] === '5' ? '6' : '5') + word.slice(index + 1);
      const read = readToken(forged)!;
      assert.ok(read.ticketId !== ticket || !read.isTrue(secret, ours), `digit ${index}`);
    }
  });
});

describe('the place of a mail', () => {
  const known = (change: Partial<Known> = {}): Known => {
    const tickets = [
      { clientId: ours, ticketId: ticket, participants: ['anna@nord.example'], isOver: false },
      { clientId: theirs, ticketId: elsewhere, participants: ['bert@sued.example'], isOver: false },
    ];
    return {
      secret,
      senderClientId: ours,
      byId: (id) => tickets.find(({ ticketId }) => ticketId === id),
      byMessageId: (id) => (id === 'sent@us' ? tickets[0] : id === 'other@us' ? tickets[1] : undefined),
      byNumber: (code, number) =>
        number !== 1 ? undefined : code === 'NOR' ? tickets[0] : code === 'SUE' ? tickets[1] : undefined,
      ...change,
    };
  };
  const anna = { from: 'anna@nord.example', to: ['help@us'], subject: 'Hallo' };
  const word = ticketToken(secret, { clientId: ours, ticketId: ticket });

  test('the token comes before everything', () => {
    const mail = { ...anna, to: [`help+${word}@us`], inReplyTo: '<other@us>', subject: '[SUE-1] x' };
    assert.deepEqual(placeOf(mail, known()), { ticket, clientId: ours, by: 'token' });
  });
  test('then ids, then the number from a participant', () => {
    assert.deepEqual(placeOf({ ...anna, references: '<x@y> <sent@us>' }, known()), {
      ticket,
      clientId: ours,
      by: 'message-id',
    });
    assert.deepEqual(placeOf({ ...anna, subject: 'AW: [NOR-1] x' }, known()), {
      ticket,
      clientId: ours,
      by: 'subject',
    });
  });
  test('a number from somebody else opens a new ticket', () => {
    const mail = { ...anna, from: 'carl@nord.example', subject: '[NOR-1] x' };
    assert.deepEqual(placeOf(mail, known()), { ticket: null, why: 'stranger', related: null });
  });
  test('a forged token is told, and nothing is joined', () => {
    const forged = ticketToken(Buffer.alloc(32, 9), { clientId: ours, ticketId: ticket });
    const mail = { ...anna, from: 'x@evil.example', to: [`help+${forged}@us`] };
    assert.deepEqual(placeOf(mail, known({ senderClientId: null })), {
      ticket: null,
      why: 'forged',
      related: null,
    });
  });
  test('nobody of one client reaches a ticket of another, by no clue', () => {
    const stolen = ticketToken(secret, { clientId: theirs, ticketId: elsewhere });
    for (const clue of [
      { to: [`help+${stolen}@us`] },
      { inReplyTo: '<other@us>' },
      { subject: '[SUE-1] x' },
    ]) {
      const place = placeOf({ ...anna, ...clue }, known());
      assert.equal(place.ticket, null);
      assert.ok('related' in place && place.related === null);
    }
  });
  test('what is over goes on as a new ticket, related', () => {
    const over = known({
      byMessageId: () => ({ clientId: ours, ticketId: ticket, participants: [], isOver: true }),
    });
    assert.deepEqual(placeOf({ ...anna, inReplyTo: '<sent@us>' }, over), {
      ticket: null,
      why: 'over',
      related: ticket,
    });
  });
  test('nothing known: the first of its thread', () => {
    assert.deepEqual(placeOf(anna, known()), { ticket: null, why: 'first' });
  });
});

describe('what a person wrote', () => {
  const cases: [string, string, string][] = [
    ['plain', 'Hallo,\nes geht nicht.', 'Hallo,\nes geht nicht.'],
    ['German', 'Danke!\n\nAm 3. März 2026 um 10:00 schrieb Desk <d@x>:\n> Geht es?\n> Gruß', 'Danke!'],
    ['over two lines', 'Thanks\n\nOn Tue, 3 Mar 2026 at 10:00, Desk\n<d@x> wrote:\n> ok?', 'Thanks'],
    [
      'Outlook',
      'Ja.\n________________________________\nVon: Desk <d@x>\nGesendet: Dienstag\nAn: Anna\nBetreff: x\n\nGeht es?',
      'Ja.',
    ],
    ['a separator', 'Ok\n-----Ursprüngliche Nachricht-----\nVon: x', 'Ok'],
    ['signature', 'Ok\n-- \nAnna Nord\nNord KG', 'Ok'],
    ['telephone', 'Ok\n\nVon meinem iPhone gesendet', 'Ok'],
    ['in place', '> Geht es?\nNein.\n> Seit wann?\nMontag.', '> Geht es?\nNein.\n> Seit wann?\nMontag.'],
    ['a mail that names people', 'Von: hier aus geht es nicht.', 'Von: hier aus geht es nicht.'],
    ['nothing but a quotation', '> nur das', '> nur das'],
  ];
  for (const [name, text, reply] of cases) test(name, () => assert.equal(splitReply(text).reply, reply));

  test('above our marker', () => {
    const text = 'Geht wieder.\n\nSupport <s@x> hat am Montag geantwortet\n\n> ## above ##\n> Alles gut?';
    assert.ok(splitReply(text, '## above ##').reply.startsWith('Geht wieder.'));
    assert.ok(!splitReply(text, '## above ##').reply.includes('Alles gut'));
  });

  test('no word is lost, and a mail with words is never shown empty', () => {
    const line = fc.oneof(
      fc.constantFrom(
        '> a',
        '-- ',
        '',
        'Am 1.1. um 2 schrieb X:',
        'Von: a',
        'An: b',
        'Datum: c',
        '________________________',
      ),
      fc.string({ maxLength: 30 }),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const text = lines.join('\n');
        const { reply, rest } = splitReply(text);
        const words = (value: string) => value.replace(/\s+/g, '');
        assert.equal(words(reply) + words(rest), words(text));
        assert.equal(reply === '', text.trim() === '');
      }),
    );
  });

  test('hostile text costs no more than its length', () => {
    for (const text of [
      '> '.repeat(500_000),
      'Am '.repeat(300_000),
      `${'>\n'.repeat(19_000)}x`,
      'a\n'.repeat(100_000),
    ]) {
      const start = process.cpuUsage().user;
      splitReply(text);
      baseSubject(text);
      assert.ok(process.cpuUsage().user - start < 2_000_000);
    }
  });
});

describe('a report of delivery', () => {
  test('the failed recipient before the delayed one', () => {
    const text = [
      'Reporting-MTA: dns; mx.example',
      '',
      'Final-Recipient: rfc822; a@x.example\nAction: delayed\nStatus: 4.4.1',
      '',
      'Final-Recipient: rfc822; b@x.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550\n  no such user',
    ].join('\n');
    assert.deepEqual(deliveryReport(text), {
      kind: 'failed',
      recipient: 'b@x.example',
      status: '5.1.1',
      diagnostic: '550 no such user',
    });
  });
  test('nonsense is a report of nothing', () => {
    assert.deepEqual(deliveryReport('x'), { kind: 'other', recipient: null, status: null, diagnostic: null });
  });
});
