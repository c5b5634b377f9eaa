import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { authority } from '../test-certificates.ts';
import { assertOutcome, check, here, listen } from '../test-environment.ts';
import { findProgram, freePort, needs, once, startProgram, temporaryFolder } from '../test-program.ts';
import { elements, encode } from './ber.ts';
import { parseResult } from './ldap.ts';
import { errorOf, greetingOf } from './mysql.ts';
import { errorFields } from './postgresql.ts';

const host = '127.0.0.1';
/** Databases refuse to run as root. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** A server that answers the first bytes with these. */
function answering(t: TestContext, answer: string | Buffer): Promise<number> {
  return listen(
    t,
    createServer((socket: Socket) => socket.once('data', () => socket.write(answer))),
  );
}

test('Redis: up, with a password, over TLS', needs('redis-server'), async (t) => {
  const folder = temporaryFolder(t);
  const ca = await authority();
  const { cert, key } = await ca.issue({ dns: ['localhost'], to: 5 });
  const files = { cert: join(folder, 'cert'), key: join(folder, 'key'), ca: join(folder, 'ca') };
  writeFileSync(files.cert, cert);
  writeFileSync(files.key, key);
  writeFileSync(files.ca, ca.root);
  const [plain, secure] = [await freePort(), await freePort()];
  const tls = ['--tls-cert-file', files.cert, '--tls-key-file', files.key, '--tls-ca-cert-file', files.ca];
  startProgram(t, 'redis-server', [
    ...['--port', `${plain}`, '--tls-port', `${secure}`, '--dir', folder, '--save', '', '--bind', host],
    ...['--requirepass', 'x', '--tls-auth-clients', 'no', ...tls],
  ]);
  assertOutcome(await once(() => check({ kind: 'redis', host, port: plain })), 'ok');
  const env = { ...here, roots: () => [ca.root], resolve: async () => [host] };
  const outcome = await check({ kind: 'redis', host: 'localhost', port: secure, security: 'tls' }, env);
  assertOutcome(outcome, 'failed', 'RA_CHECK_TLS_EXPIRES_SOON');
  assert.ok(outcome.values.days_left! < 5);
});

test('PostgreSQL: up, unknown role, no encryption', needs('initdb', 'postgres'), async (t) => {
  const folder = temporaryFolder(t);
  const data = join(folder, 'data');
  chmodSync(folder, 0o755);
  mkdirSync(data, { mode: 0o700 });
  if (NOBODY.uid !== undefined) chownSync(data, NOBODY.uid, NOBODY.gid);
  const password = join(folder, 'password');
  writeFileSync(password, 'secret');
  execFileSync(
    findProgram('initdb')!,
    ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', '--pwfile', password, '-N'],
    { stdio: 'ignore', ...NOBODY },
  );
  const port = await freePort();
  startProgram(
    t,
    'postgres',
    ['-D', data, '-p', `${port}`, '-h', host, '-k', data, '-F', '-c', 'max_connections=10'],
    NOBODY,
  );
  assertOutcome(await once(() => check({ kind: 'postgresql', host, port })), 'ok');
  assertOutcome(await check({ kind: 'postgresql', host, port, user: 'nobody', database: 'none' }), 'ok');
  const secure = await check({ kind: 'postgresql', host, port, security: 'tls' });
  assertOutcome(secure, 'failed', 'RA_CHECK_NO_STARTTLS');
});

test(
  'MariaDB: up, no encryption; many checks do not get the checking host blocked',
  needs('mariadbd'),
  async (t) => {
    const folder = temporaryFolder(t);
    chmodSync(folder, 0o755);
    const data = join(folder, 'data');
    mkdirSync(data);
    if (NOBODY.uid !== undefined) chownSync(data, NOBODY.uid, NOBODY.gid);
    const port = await freePort();
    const where = [`--datadir=${data}`, `--port=${port}`, `--bind-address=${host}`, `--socket=${data}/s`];
    const small = ['--skip-grant-tables', '--skip-innodb', '--default-storage-engine=Aria', '--skip-log-bin'];
    startProgram(t, 'mariadbd', ['--no-defaults', ...where, ...small, '--max-connect-errors=5'], NOBODY);
    assertOutcome(await once(() => check({ kind: 'mysql', host, port })), 'ok');
    for (let count = 0; count < 20; count++) assertOutcome(await check({ kind: 'mysql', host, port }), 'ok');
    assertOutcome(
      await check({ kind: 'mysql', host, port, security: 'tls' }),
      'failed',
      'RA_CHECK_NO_STARTTLS',
    );
  },
);

test('OpenLDAP: up, plain and refused encryption', needs('slapd'), async (t) => {
  const folder = temporaryFolder(t);
  const config = join(folder, 'slapd.conf');
  writeFileSync(
    config,
    `pidfile ${folder}/pid\nmodulepath /usr/lib/ldap\nmoduleload back_null.so\ninclude /etc/ldap/schema/core.schema\ndatabase null\nsuffix "dc=test"\n`,
  );
  const port = await freePort();
  startProgram(t, 'slapd', ['-f', config, '-h', `ldap://${host}:${port}`, '-d', '0']);
  assertOutcome(await once(() => check({ kind: 'ldap', host, port })), 'ok');
  assertOutcome(
    await check({ kind: 'ldap', host, port, security: 'starttls' }),
    'failed',
    'RA_CHECK_NO_STARTTLS',
  );
});

test('a service that is there and cannot work is not up', async (t) => {
  const error = (fields: string) => {
    const body = Buffer.from(`${fields.split('|').join('\0')}\0\0`);
    const head = Buffer.from('E\0\0\0\0');
    head.writeInt32BE(body.length + 4, 1);
    return Buffer.concat([head, body]);
  };
  const bindResult = (code: number) =>
    encode(
      0x30,
      encode(2, Buffer.from([2])),
      encode(0x61, encode(10, Buffer.from([code])), encode(4), encode(4, Buffer.from('no'))),
    );
  const rows: [string, string | Buffer, string | undefined][] = [
    ['redis', '+PONG\r\n', undefined],
    ['redis', '-NOAUTH Authentication required.\r\n', undefined],
    ['redis', '-LOADING Redis is loading the dataset in memory\r\n', 'RA_CHECK_NOT_READY'],
    ['redis', '-DENIED protected mode\r\n', 'RA_CHECK_CREDENTIALS'],
    ['redis', 'HTTP/1.1 400 Bad Request\r\n', 'RA_CHECK_PROTOCOL'],
    ['postgresql', error('SFATAL|C28000|Mno entry'), undefined],
    ['postgresql', error('SFATAL|C57P03|Mstarting up'), 'RA_CHECK_NOT_READY'],
    ['postgresql', error('SFATAL|C53300|Mtoo many clients'), 'RA_CHECK_NOT_READY'],
    ['postgresql', 'HTTP/1.1 400\r\n', 'RA_CHECK_PROTOCOL'],
    ['ldap', bindResult(0), undefined],
    ['ldap', bindResult(48), undefined],
    ['ldap', bindResult(52), 'RA_CHECK_NOT_READY'],
    ['ldap', 'HTTP/1.1 400 Bad Request\r\n', 'RA_CHECK_PROTOCOL'],
  ];
  for (const [kind, answer, code] of rows) {
    const outcome = await check({ kind, host, port: await answering(t, answer), timeoutMs: 2000 });
    assert.equal(outcome.code, code, `${kind} ${answer}: ${outcome.message}`);
  }
  const blocked = await listen(
    t,
    createServer((socket) =>
      socket.write(Buffer.from('\x17\0\0\0\xff\x69\x04Host is blocked now!', 'latin1')),
    ),
  );
  assertOutcome(
    await check({ kind: 'mysql', host, port: blocked, timeoutMs: 2000 }),
    'failed',
    'RA_CHECK_NOT_READY',
  );
});

test('property: no bytes of a peer break the readers', () => {
  const bytes = fc.uint8Array({ maxLength: 100 }).map((array) => Buffer.from(array));
  const talk = { wrong: (why: string) => new Error(why) as never };
  fc.assert(
    fc.property(bytes, (input) => {
      for (const one of elements(input) ?? []) assert.ok(one.content.length < input.length);
      parseResult(input);
      errorOf(input);
      errorFields(input);
      try {
        greetingOf(input, talk);
      } catch (error) {
        assert.match(String(error), /not that of MySQL/);
      }
    }),
    { numRuns: 1000 },
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), bytes), { maxLength: 5 }), (parts) => {
      const wire = Buffer.concat(parts.map(([tag, content]) => encode(tag, content)));
      assert.deepEqual(
        elements(wire),
        parts.map(([tag, content]) => ({ tag, content })),
      );
    }),
  );
});
