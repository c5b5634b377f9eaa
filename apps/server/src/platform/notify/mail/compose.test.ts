import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import type { MailSettings } from '../../settings/mail.ts';
import { headersOf, TestMailServer } from '../testing/smtp.ts';
import { composeMail, type MailSource } from './compose.ts';
import { createMailer } from './mailer.ts';

const HEADERS = [
  'auto-submitted',
  'content-type',
  'date',
  'from',
  'in-reply-to',
  'message-id',
  'mime-version',
  'references',
  'subject',
  'to',
  'x-auto-response-suppress',
];
const LINKS = { target: 'https://anker.example/alerts/1', console: 'https://anker.example' };

describe('the mail of a notification', () => {
  let server: TestMailServer;
  const mailer = createMailer();
  before(async () => {
    server = await TestMailServer.start({ disabledCommands: ['STARTTLS'] });
  });
  after(async () => {
    mailer.stop();
    await server.stop();
  });
  const settings = (fromName = 'Anker'): MailSettings => ({
    host: '127.0.0.1',
    port: server.port,
    security: 'none-loopback-only',
    user: null,
    password: null,
    fromName,
    fromAddress: 'alarm@anker.example',
    replyTo: null,
    ca: null,
    version: '1',
  });
  const source = (change: Partial<MailSource> = {}): MailSource => ({
    id: '018f0000-0000-7000-8000-000000000002',
    createdAt: new Date('2026-03-01T08:00:00Z'),
    address: 'it@kunde.example',
    messageKey: 'ticket.message',
    params: { client: 'Müller', number: 'MUE-1', title: 'Drucker', author: 'Ida', excerpt: 'Hallo' },
    objectKind: 'ticket',
    objectId: '018f0000-0000-7000-8000-000000000001',
    ticketId: null,
    ...change,
  });
  const send = async (mail: Parameters<typeof composeMail>): Promise<string> => {
    server.clear();
    await mailer.send(mail[2], composeMail(...mail));
    assert.deepEqual(server.mails[0]!.to, ['it@kunde.example']);
    return server.mails[0]!.raw;
  };

  it('has the same header fields and one receiver, whatever is in names and texts (ASVS 1.3.11)', async () => {
    const evil = fc.oneof(
      fc.constantFrom(
        'x\r\nBcc: all@evil.example',
        'x\nSubject: evil\n\nbody',
        'x\r\n.\r\nMAIL FROM:<evil@evil.example>',
        'x\u0000\u2028Bcc: a@evil.example',
        '"x" <evil@evil.example>, y',
        '=?utf-8?Q?x=0D=0ABcc:_a@evil.example?=',
        '\u202eevil',
      ),
      fc.string({ unit: 'binary', maxLength: 300 }),
    );
    await fc.assert(
      fc.asyncProperty(evil, evil, evil, evil, async (name, title, author, from) => {
        const params = { client: name, number: 'MUE-1', title, author, excerpt: title };
        const raw = await send([
          source({ params }),
          { name, locale: 'de', isPerson: true },
          settings(from),
          LINKS,
        ]);
        assert.deepEqual(
          headersOf(raw)
            .map(([key]) => key)
            .sort(),
          HEADERS,
        );
        const to = new Map(headersOf(raw)).get('to')!;
        assert.ok(to === 'it@kunde.example' || to.endsWith('<it@kunde.example>'), to);
      }),
      { numRuns: 60 },
    );
  });

  it('shows text as text (ASVS 1.2.1)', async () => {
    const params = {
      client: 'x',
      number: '<b>',
      title: '<script>alert(1)</script>',
      author: '"\'&',
      excerpt: '<img src=x>\n2',
    };
    const raw = await send([
      source({ params }),
      { name: 'x', locale: 'en', isPerson: true },
      settings(),
      LINKS,
    ]);
    const html = raw.slice(raw.indexOf('text/html')).replaceAll('=\r\n', '').replaceAll('=3D', '=');
    assert.ok(html.includes('&lt;script&gt;alert(1)&lt;/script&gt;'), html);
    assert.ok(html.includes('&lt;img src=x&gt;<br>2'), html);
    assert.doesNotMatch(html, /<script|<img/);
  });

  it('is in the language of its reader and leads to the page', async () => {
    const text = async (locale: 'de' | 'en') =>
      String(composeMail(source(), { name: 'x', locale, isPerson: true }, settings(), LINKS).text);
    assert.match(await text('de'), /Ida schreibt:[\s\S]+https:\/\/anker\.example\/alerts\/1/);
    assert.match(await text('en'), /Ida writes:[\s\S]+under My account: https:\/\/anker\.example\/account$/);
  });
});
