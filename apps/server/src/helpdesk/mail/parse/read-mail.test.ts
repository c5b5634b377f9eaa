import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { LIMITS } from './limits.ts';
import { safeName } from './names.ts';
import { createMailReader } from './pool.ts';
import { fingerprint } from './read-mail.ts';

const HEAD = 'From: "Erika" <Erika@Nord.example>\r\nMessage-ID: <1@nord.example>\r\nMIME-Version: 1.0\r\n';
const multipart = (...parts: string[]): string =>
  `${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n${parts.map((part) => `--b\r\n${part}\r\n`).join('')}--b--\r\n`;
/** What no text of ours may hold: nothing that a database or a terminal stumbles over. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be in it
const UNCLEAN = /[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/;

describe('reading mails of strangers', () => {
  const reader = createMailReader(2);
  after(() => reader.stop());
  const read = (raw: string | Buffer) => reader.read(Buffer.from(raw as string, 'latin1'));

  it('10,000 recipients: the first hundred, and it says so', async () => {
    const to = Array.from({ length: 10_000 }, (_, i) => `a${i}@x.example`).join(',\r\n ');
    const mail = await read(`${HEAD}To: ${to}\r\nSubject: Viele\r\n\r\nText`);
    assert.ok(mail.receivers.length <= LIMITS.recipients);
    assert.equal(mail.subject, 'Viele');
    assert.equal(mail.text, 'Text');
    assert.ok(mail.problems.length > 0);
  });

  it('1 MB of header: who wrote and what is still known', async () => {
    const mail = await read(`X-Junk: ${'x'.repeat(1024 * 1024)}\r\n${HEAD}Subject: Drin\r\n\r\nText`);
    assert.deepEqual([mail.from?.address, mail.subject, mail.text], ['erika@nord.example', 'Drin', 'Text']);
    assert.ok(mail.problems.includes('header-too-large'));
    const many = await read(`${'X-A: 1\r\n'.repeat(130_000)}${HEAD}Subject: Weit unten\r\n\r\nText`);
    assert.deepEqual([many.from?.address, many.subject], ['erika@nord.example', 'Weit unten']);
  });

  it('ten thousand parts, and parts within parts within parts: read in part, within the time', async () => {
    const flat = await read(
      multipart(...Array.from({ length: 10_000 }, () => 'Content-Type: text/plain\r\n\r\nx')),
    );
    assert.ok(flat.problems.length > 0);
    assert.equal(flat.from?.address, 'erika@nord.example');
    let nested = 'Content-Type: text/plain\r\n\r\nInnen';
    for (let depth = 0; depth < 2_000; depth++)
      nested = `Content-Type: multipart/mixed; boundary=b${depth}\r\n\r\n--b${depth}\r\n${nested}\r\n--b${depth}--`;
    const deep = await read(`${HEAD}Subject: Tief\r\n${nested}`);
    assert.equal(deep.subject, 'Tief');
  });

  it('HTML becomes text: nothing of it runs, nothing is loaded', async () => {
    const mail = await read(
      `${HEAD}Content-Type: text/html; charset=utf-8\r\n\r\n<p>Hallo <b>Welt</b></p><script>alert(1)</script><style>x{}</style><img src="https://spion.example/a.png" onerror="alert(2)">`,
    );
    assert.match(mail.text, /Hallo Welt/);
    assert.doesNotMatch(mail.text, /alert|<script|onerror/);
  });

  it('HTML as deep as a well and as wide as a river does not stop it', async () => {
    const deep = await read(`${HEAD}Content-Type: text/html\r\n\r\n${'<div>'.repeat(200_000)}Ende`);
    assert.equal(deep.from?.address, 'erika@nord.example');
    const wide = await read(`${HEAD}Content-Type: text/html\r\n\r\n${'<p>x</p>'.repeat(400_000)}`);
    assert.ok(wide.text.length <= LIMITS.textCharacters);
  });

  it('NUL bytes, unknown and broken charsets, broken encodings: text that can be stored', async () => {
    for (const [charset, encoding, body] of [
      ['utf-8', '8bit', 'a\0b\xff\xfe\xc3'],
      ['x-gibt-es-nicht', '8bit', 'Gr\xfc\xdfe'],
      ['utf-16', 'base64', '////AAA='],
      ['iso-2022-jp', '7bit', '\x1b$B\x1b(B'],
      ['utf-7', '7bit', '+ADw-script+AD4-'],
      ['"', 'quoted-printable', '=ZZ=C3=\r\n='],
    ] as const) {
      const mail = await read(
        `${HEAD}Subject: =?${charset}?b?/w==?=\r\nContent-Type: text/plain; charset=${charset}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}\r\n`,
      );
      assert.doesNotMatch(mail.text, UNCLEAN, charset);
      assert.ok(mail.text.isWellFormed() && mail.subject.isWellFormed(), charset);
      assert.equal(mail.from?.address, 'erika@nord.example');
    }
  });

  it('winmail.dat, a nested message, an invitation: kept and named', async () => {
    const mail = await read(
      multipart(
        'Content-Type: text/plain\r\n\r\nSiehe Anhang',
        'Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\neJ8+Ig==',
        'Content-Type: message/rfc822\r\n\r\nFrom: x@y.example\r\nSubject: Innen\r\n\r\nInnen',
        'Content-Type: text/calendar; method=REQUEST; name=invite.ics\r\nContent-Disposition: attachment\r\n\r\nBEGIN:VCALENDAR',
      ),
    );
    assert.equal(mail.text, 'Siehe Anhang');
    assert.deepEqual(
      mail.attachments.map(({ name }) => name),
      ['winmail.dat', 'attachment-2.eml', 'invite.ics'],
    );
  });

  it('a mail without sender, date and words is a mail', async () => {
    for (const raw of ['', '\r\n', 'x', '\0\0\0', 'Subject: nur\r\n\r\n', ':\r\n:\r\n\r\n']) {
      const mail = await read(raw);
      assert.equal(mail.from, null);
    }
  });

  it('whatever comes, something that can be stored comes out', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'From: a@b.example\r\n',
        'Content-Type: multipart/mixed; boundary=b\r\n',
        'Content-Type: text/html; charset=x\r\n',
        'Content-Type: message/rfc822\r\n',
        'Content-Transfer-Encoding: base64\r\n',
        '--b\r\n',
        '--b--\r\n',
        '\r\n',
        '\n',
        '\0',
        '=?utf-8?q?=FF?=',
        '<p>',
      ),
      fc.string({ maxLength: 40 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
        const mail = await reader.read(Buffer.from(pieces.join('')));
        for (const text of [mail.text, mail.subject, ...mail.attachments.map(({ name }) => name)]) {
          assert.doesNotMatch(text, UNCLEAN);
          assert.ok(text.isWellFormed());
        }
      }),
      { numRuns: 200 },
    );
  });

  it('a mail that takes too long ends its reader and not the others', async () => {
    const hasty = createMailReader(1, 1);
    const slow = hasty.read(Buffer.from(`${HEAD}Subject: Langsam\r\n\r\n${'x'.repeat(5_000_000)}`));
    const mail = await slow;
    assert.deepEqual(
      [mail.from?.address, mail.subject, mail.problems],
      ['erika@nord.example', 'Langsam', ['too-slow']],
    );
    await hasty.stop();
  });

  it('file names are names and nothing else', () => {
    for (const [given, made] of [
      ['../../etc/passwd', '_.._etc_passwd'],
      ['C:\\Windows\\x.exe', 'C_Windows_x.exe'],
      ['rechnung\u202efdp.exe', 'rechnungfdp.exe'],
      ['a\0b\r\n.txt', 'ab.txt'],
      ['  .htaccess ', 'htaccess'],
      ['', 'attachment-1.pdf'],
      [undefined, 'attachment-1.pdf'],
      ['\ud800.pdf', '\ufffd.pdf'],
      ['<script>.pdf', '_script_.pdf'],
    ] as const)
      assert.equal(safeName(given, 'application/pdf', 1), made);
    const long = safeName(`${'ä'.repeat(300)}.docx`, 'application/octet-stream', 1);
    assert.equal(long.length, 120);
    assert.match(long, /\.docx$/);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const name = safeName(text, 'text/plain', 1);
        assert.ok(name.length > 0 && name.length <= 120);
        assert.doesNotMatch(name, /[/\\\p{Cc}]|^\./u);
      }),
    );
  });

  it('tells the same mail by what its sender wrote', () => {
    const mail = `${HEAD}Subject: A\r\n\r\nText`;
    const print = (raw: string) => fingerprint(Buffer.from(raw)).toString('hex');
    assert.equal(print(mail), print(`Received: from a\r\n${mail}`));
    assert.notEqual(print(mail), print(`${mail}.`));
    const nameless = 'From: a@b.example\r\n\r\nText';
    assert.notEqual(print(nameless), print(`Received: from a\r\n${nameless}`));
  });
});
