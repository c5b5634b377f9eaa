import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { before, type TestContext, test } from 'node:test';
import { createServer as createTls, TLSSocket } from 'node:tls';
import { SMTPServer } from 'smtp-server';
import type { CheckEnvironment } from './environment.ts';
import { authority, type Issued } from './test-certificates.ts';
import { assertOutcome, check, here, listen } from './test-environment.ts';

let ca: Awaited<ReturnType<typeof authority>>;
let env: CheckEnvironment;
let good: Issued;
before(async () => {
  ca = await authority();
  good = await ca.issue();
  env = { ...here, roots: () => [ca.root], resolve: async () => ['127.0.0.1'] };
});

const ask = (kind: string, port: number, more: object = {}) =>
  check({ kind, host: 'localhost', port, timeoutMs: 3000, ...more }, env);

/** Answers line by line; what `upgrade` answers begins TLS. */
function scripted(
  t: TestContext,
  greeting: string,
  answers: Record<string, string>,
  issued = good,
): Promise<number> {
  const speak = (socket: Socket) => {
    socket.on('error', () => {});
    socket.on('data', (data) => {
      const [word = ''] = /STARTTLS|AUTH TLS|STLS|EHLO|QUIT|LOGOUT/.exec(data.toString()) ?? [];
      const answer = answers[word];
      if (answer === undefined) return socket.end();
      socket.write(answer);
      if (/TLS|STLS/.test(word) && /^(220|234|\+OK|a1 OK)/m.test(answer)) {
        socket.removeAllListeners('data');
        speak(new TLSSocket(socket, { isServer: true, cert: issued.cert, key: issued.key }));
      }
    });
  };
  return listen(
    t,
    createServer((socket) => {
      socket.write(greeting);
      speak(socket);
    }),
  );
}

test('a real mail server: plain, STARTTLS with its certificate, TLS from the first byte', async (t) => {
  const start = async (options: object) => {
    const server = new SMTPServer({ logger: false, disabledCommands: ['AUTH'], ...options });
    server.on('error', () => {});
    return listen(t, server.server);
  };
  const both = await start({ cert: good.cert, key: good.key });
  assertOutcome(await ask('smtp', both, { security: 'none' }), 'ok');
  const secured = await ask('smtp', both);
  assertOutcome(secured, 'ok');
  assert.ok(secured.values.days_left! > 80 && secured.values.tls_ms! > 0);
  const bare = await start({ hideSTARTTLS: true, disabledCommands: ['STARTTLS', 'AUTH'] });
  assertOutcome(await ask('smtp', bare), 'failed', 'RA_CHECK_NO_STARTTLS');
  const tls = await start({ secure: true, cert: good.cert, key: good.key });
  assertOutcome(await ask('smtp', tls, { security: 'tls' }), 'ok');
  const strange = await start(await ca.issue({ selfSigned: true }));
  assertOutcome(await ask('smtp', strange), 'failed', 'RA_CHECK_TLS_UNTRUSTED');
  assertOutcome(await ask('smtp', strange, { verifyCertificate: false }), 'ok');
});

test('IMAP, POP3 and FTP: greeting, encryption, and a certificate that ends soon', async (t) => {
  const soon = await ca.issue({ to: 10 });
  const rows: [string, string, Record<string, string>][] = [
    ['imap', '* OK ready\r\n', { STARTTLS: '* CAPABILITY IMAP4\r\na1 OK begin\r\n', LOGOUT: '* BYE\r\n' }],
    ['pop3', '+OK ready\r\n', { STLS: '+OK begin\r\n', QUIT: '+OK\r\n' }],
    ['ftp', '220-Welcome\r\n to this\r\n220 ready\r\n', { 'AUTH TLS': '234 begin\r\n', QUIT: '221\r\n' }],
  ];
  for (const [kind, greeting, answers] of rows) {
    const port = await scripted(t, greeting, answers);
    assertOutcome(await ask(kind, port, { security: 'none' }), 'ok');
    assertOutcome(await ask(kind, port, { security: 'starttls' }), 'ok');
    const ending = await scripted(t, greeting, answers, soon);
    const warned = await ask(kind, ending, { security: 'starttls' });
    assertOutcome(warned, 'warning', 'RA_CHECK_TLS_EXPIRES_SOON');
    const refusing = await scripted(t, greeting, {
      STARTTLS: 'a1 BAD no\r\n',
      STLS: '-ERR no\r\n',
      'AUTH TLS': '502 no\r\n',
    });
    assertOutcome(await ask(kind, refusing, { security: 'starttls' }), 'failed', 'RA_CHECK_NO_STARTTLS');
    const secure = createTls(good, (socket) => void socket.on('error', () => {}).write(greeting));
    assertOutcome(await ask(kind, await listen(t, secure), { security: 'tls' }), 'ok');
  }
});

test('greetings that are none, or say no', async (t) => {
  const rows: [string, string, string | undefined][] = [
    ['smtp', '421 too busy\r\n', 'RA_CHECK_NOT_READY'],
    ['smtp', '554 go away\r\n', 'RA_CHECK_NOT_READY'],
    ['smtp', 'SSH-2.0-x\r\n', 'RA_CHECK_PROTOCOL'],
    ['imap', '* BYE overloaded\r\n', 'RA_CHECK_NOT_READY'],
    ['imap', '220 mail\r\n', 'RA_CHECK_PROTOCOL'],
    ['pop3', '-ERR locked\r\n', 'RA_CHECK_NOT_READY'],
    ['ssh', 'banner\r\nSSH-2.0-OpenSSH_9.2\r\n', undefined],
    ['ssh', 'SSH-1.99-Old\r\n', undefined],
    ['ssh', 'SSH-1.5-Old\r\n', 'RA_CHECK_PROTOCOL'],
    ['ssh', `${'x'.repeat(5000)}\r\n`, 'RA_CHECK_PROTOCOL'],
    ['ssh', 'nothing\r\n'.repeat(500), 'RA_CHECK_PROTOCOL'],
    ['ftp', '', 'RA_CHECK_TIMEOUT'],
  ];
  for (const [kind, greeting, code] of rows) {
    const port = await scripted(t, greeting, {});
    const outcome = await ask(kind, port, {
      ...(kind !== 'ssh' && { security: 'none' }),
      timeoutMs: greeting ? 3000 : 100,
    });
    assert.equal(outcome.code, code, `${kind} ${greeting.slice(0, 40)}: ${outcome.message}`);
  }
  const port = await scripted(t, 'SSH-2.0-dropbear\r\n', {});
  assertOutcome(await ask('ssh', port, { expect: 'OpenSSH' }), 'failed', 'RA_CHECK_CONTENT');
});

test('what is said before the encryption does not count after it (RFC 3207, 6)', async (t) => {
  const port = await scripted(t, '220 ready\r\n', {
    EHLO: '250 hello\r\n',
    STARTTLS: '220 begin\r\n250 injected\r\n',
    QUIT: '221\r\n',
  });
  const outcome = await ask('smtp', port);
  // The injected line is no part of a TLS record, or it is dropped; in no case is it taken for an answer.
  assert.ok(['ok', 'failed'].includes(outcome.status));
  assert.ok(!outcome.message.includes('injected'));
});

test('TCP and UDP: bytes sent, bytes expected', async (t) => {
  const port = await listen(
    t,
    createServer((socket) => socket.on('data', (data) => socket.end(`you said ${data.toString('hex')}`))),
  );
  const talk = { kind: 'tcp', host: '127.0.0.1', port, timeoutMs: 2000 };
  assertOutcome(await check({ ...talk, send: 'A\\x00\\r\\n', expect: 'said 41000d0a' }), 'ok');
  assertOutcome(await check({ ...talk, send: 'A', expect: 'other' }), 'failed', 'RA_CHECK_CONTENT');
  const silent = await listen(t, createServer());
  assertOutcome(
    await check({ ...talk, port: silent, expect: 'x', timeoutMs: 100 }),
    'failed',
    'RA_CHECK_TIMEOUT',
  );

  const { createSocket } = await import('node:dgram');
  const udp = createSocket('udp4');
  udp.on('message', (bytes, peer) => udp.send(`echo ${bytes}`, peer.port, peer.address));
  await new Promise<void>((done) => udp.bind(0, '127.0.0.1', done));
  const datagram = {
    kind: 'udp',
    host: '127.0.0.1',
    port: udp.address().port,
    send: 'hi\\n',
    timeoutMs: 500,
  };
  assertOutcome(await check({ ...datagram, expect: 'echo hi\\n' }), 'ok');
  assertOutcome(await check({ ...datagram, expect: 'no' }), 'failed', 'RA_CHECK_CONTENT');
  udp.close();
  assertOutcome(await check(datagram), 'failed', 'RA_CHECK_REFUSED');
});

test('a port that still accepts TLS 1.0 is a warning', async (t) => {
  const old = { ...good, minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
  const port = await listen(
    t,
    createTls(old, (socket) => socket.on('error', () => {})),
  );
  const outcome = await ask('tls', port);
  assertOutcome(outcome, 'warning', 'RA_CHECK_TLS_WEAK');
  assert.equal(outcome.values.weak, 1);
  assertOutcome(await ask('tls', port, { weak: false }), 'ok');
});
