import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { findEmbeddedDatabase } from '../platform/database/embedded/index.ts';
import { OWNER, Visitor } from '../testing/index.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/rettungsanker.mjs', import.meta.url));

/** The program as a person calls it: its own process, nothing inherited but the path. */
async function call(
  words: string[],
  environment: Record<string, string> = {},
): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [PROGRAM, ...words], {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output };
}

interface Server {
  url: string;
  setup: string | undefined;
  child: ChildProcess;
  output(): string;
  stop(): Promise<number | null>;
}

async function startServer(data: string, console: string): Promise<Server> {
  const child = spawn(
    process.execPath,
    [
      PROGRAM,
      'start',
      '--data-dir',
      data,
      '--http-port',
      '0',
      '--console-dir',
      console,
      '--agent-local',
      'false',
      '--log-level',
      'warn',
      '--disk-reserve-mb',
      '0',
    ],
    {
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  const ready = new Promise<RegExpExecArray>((resolve, reject) => {
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        const match = /\n {4}(http:\/\/localhost:\d+)(?:\/setup#(\S+))?\n/.exec(output);
        if (match) resolve(match);
      });
    }
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${output}`)));
  });
  const [, url, setup] = await ready;
  return {
    url: url!,
    setup,
    child,
    output: () => output,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      return child.exitCode;
    },
  };
}

/** Every row of every table of the product as text, in a fixed order. */
async function portrait(data: string): Promise<Map<string, string>> {
  const connection = await findEmbeddedDatabase(join(data, 'database'));
  assert.ok(connection, 'the database runs');
  const client = new pg.Client(connection);
  await client.connect();
  const rows = new Map<string, string>();
  const { rows: tables } = await client.query<{ name: string }>(
    "select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'rettungsanker' and c.relkind in ('r', 'p') and not c.relispartition order by 1",
  );
  for (const { name } of tables) {
    // Sessions, attempts and what the running server writes by itself go on after the backup.
    if (['session', 'sign_in_attempt', 'migration', 'audit_checkpoint', 'verification'].includes(name))
      continue;
    const { rows: found } = await client.query<{ line: string }>(
      `select t::text as line from rettungsanker.${pg.escapeIdentifier(name)} t order by 1`,
    );
    rows.set(name, found.map(({ line }) => line).join('\n'));
  }
  await client.end();
  return rows;
}

describe('the command line', { timeout: 170_000 }, () => {
  let folder: string;
  let data: string;
  let console: string;
  let server: Server;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rettungsanker-cli-'));
    // The database account passes through; otherwise the databases would be made elsewhere and stay there.
    await chmod(folder, 0o711);
    data = join(folder, 'data');
    console = join(folder, 'console');
    await mkdir(console);
    await writeFile(join(console, 'index.html'), '<!doctype html><title>Rettungsanker</title>');
    server = await startServer(data, console);
  });
  after(async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('says what it can do; wrong words end with 2 and the help', async () => {
    assert.equal((await call(['help'])).code, 0);
    for (const words of [
      [],
      ['strat'],
      ['start', '--htpp-port', '1'],
      ['backup'],
      ['audit', 'frobnicate'],
      ['admin', 'invite'],
    ]) {
      const { code, output } = await call(words);
      assert.equal(code, 2, `${words.join(' ')}: ${output}`);
    }
  });

  it('a wrong setting is refused with key, problem and example', async () => {
    const { code, output } = await call([
      'start',
      '--http-port',
      'many',
      '--data-dir',
      join(folder, 'never'),
    ]);
    assert.equal(code, 1);
    assert.match(output, /RA_CONFIG_INVALID[\s\S]*http\.port: .*example: 8484/);
    assert.match(
      (await call(['doctor'], { RA_HTTP_PROT: '1' })).output,
      /RA_HTTP_PROT: unknown key .*RA_HTTP_PORT/,
    );
  });

  it('ASVS 13.3.1: nobody else can read the data folder or a key', async () => {
    assert.equal((await stat(data)).mode & 0o066, 0);
    for (const name of ['kek', 'server.pem'])
      assert.equal((await stat(join(data, 'keys', name))).mode & 0o077, 0);
  });

  it('a second instance on the same data is refused', async () => {
    const { code, output } = await call([
      'start',
      '--data-dir',
      data,
      '--http-port',
      '0',
      '--console-dir',
      console,
    ]);
    assert.equal(code, 1);
    assert.match(output, /RA_DATABASE_IN_USE/);
  });

  it('a port in use ends the start with what to do, and leaves no database running', async () => {
    const other = join(folder, 'other');
    const port = new URL(server.url).port;
    const { code, output } = await call([
      'start',
      ...['--data-dir', other, '--http-port', port, '--console-dir', console],
    ]);
    assert.equal(code, 1);
    assert.match(
      output,
      new RegExp(`RA_PORT_IN_USE: Port ${port} on 127\\.0\\.0\\.1 .*\n.*--http-port 8485`),
    );
    assert.doesNotMatch(output, /^ +at /m);
    assert.equal(await findEmbeddedDatabase(join(other, 'database')), undefined);
  });

  it('on a terminal people read text, nothing for collectors', {
    skip:
      process.platform === 'linux' && existsSync('/usr/bin/script')
        ? false
        : 'needs script(1) for a terminal',
  }, async () => {
    const words = [
      'start',
      '--data-dir',
      join(folder, 'terminal'),
      '--http-port',
      '0',
      '--console-dir',
      console,
    ];
    const terminal = spawn(
      'script',
      ['-qec', ['exec', process.execPath, PROGRAM, ...words].join(' '), '/dev/null'],
      {
        env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', LANG: 'de_DE.UTF-8' },
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    let output = '';
    terminal.stdout.setEncoding('utf8').on('data', (text: string) => {
      const before = output.includes('Bereit');
      output += text;
      // Ctrl-C, as a person ends it.
      if (!before && output.includes('Bereit')) terminal.stdin.write('\x03');
    });
    const [code] = (await once(terminal, 'close')) as [number];
    assert.equal(code, 0, output);
    assert.match(output, /setup#\S+/);
    assert.doesNotMatch(output, /^\s*\{/m);
    assert.match(output, /Wird beendet/);
  });

  it('ASVS 6.3.2: there is no default account; the set-up link works once, and not after a restart either', async () => {
    const visitor = new Visitor(server.url);
    const input = {
      token: server.setup,
      providerName: 'Anker IT',
      ownerName: OWNER.name,
      email: OWNER.email,
      password: OWNER.password,
      locale: 'de',
    };
    assert.equal((await visitor.post('/setup', input)).status, 201);
    assert.equal(
      (await new Visitor(server.url).post('/setup', { ...input, email: 'x@x.example' })).status,
      404,
    );
    assert.equal(await server.stop(), 0);
    const last = server.setup;
    server = await startServer(data, console);
    assert.equal(server.setup, undefined);
    assert.equal(
      (await new Visitor(server.url).post('/setup', { ...input, token: last, email: 'x@x.example' })).status,
      404,
    );
  });

  it('backup beside the running server, restore elsewhere: every table is the same, sealed secrets open', async () => {
    const owner = new Visitor(server.url);
    await owner.post('/session/sign-in', { email: OWNER.email, password: OWNER.password });
    const { items } = (await owner.get<{ items: { id: string }[] }>('/clients')).body;
    const settings = {
      host: '127.0.0.1',
      port: 2525,
      security: 'none-loopback-only',
      fromAddress: 'a@anker.example',
      user: 'mailer',
      password: 'sealed-secret',
    };
    assert.equal((await owner.call('PUT', `/clients/${items[0]!.id}/settings/mail`, settings)).status, 200);
    const { id } = (await owner.post<{ id: string }>('/clients', { name: 'Bäckerei Korn' })).body;
    for (let i = 0; i < 5; i++) await owner.post(`/clients/${id}/tickets`, { title: `Ticket ${i} – „äöü“` });

    const passphrase = join(folder, 'passphrase');
    await writeFile(passphrase, 'korrekt pferd batterie\n');
    const file = join(folder, 'anker.backup');
    const before = await portrait(data);
    const made = await call(['backup', file, '--data-dir', data, '--passphrase-file', passphrase]);
    assert.equal(made.code, 0, made.output);
    assert.equal((await stat(file)).mode & 0o077, 0);
    assert.ok(!(await readFile(file)).includes('Bäckerei'), 'sealed');
    assert.equal(await server.stop(), 0);

    const wrong = join(folder, 'wrong');
    await writeFile(wrong, 'falsch\n');
    const elsewhere = join(folder, 'elsewhere');
    assert.match(
      (await call(['restore', file, '--data-dir', elsewhere, '--passphrase-file', wrong])).output,
      /RA_BACKUP_PASSPHRASE/,
    );
    const restored = await call(['restore', file, '--data-dir', elsewhere, '--passphrase-file', passphrase]);
    assert.equal(restored.code, 0, restored.output);
    assert.deepEqual(
      (await readdir(join(elsewhere, 'keys'))).sort(),
      ['audit-anchors.json', 'kek', 'server.pem'],
      'nothing to keep',
    );
    assert.match(
      (await call(['restore', file, '--data-dir', elsewhere, '--passphrase-file', passphrase])).output,
      /RA_RESTORE_NOT_EMPTY/,
    );

    server = await startServer(elsewhere, console);
    const after = await portrait(elsewhere);
    assert.deepEqual([...after.keys()], [...before.keys()]);
    for (const [table, rows] of before) assert.equal(after.get(table), rows, table);
    const again = new Visitor(server.url);
    assert.equal(
      (await again.post('/session/sign-in', { email: OWNER.email, password: OWNER.password })).status,
      201,
    );
    data = elsewhere;
  });

  it('audit verify is content until somebody changes an entry', async () => {
    const verify = () => call(['audit', 'verify', '--data-dir', data]);
    const intact = await verify();
    assert.equal(intact.code, 0, intact.output);
    const file = join(folder, 'audit.ndjson');
    assert.equal((await call(['audit', 'export', 'IT', file, '--data-dir', data])).code, 0);
    assert.ok((await readFile(file, 'utf8')).split('\n').length > 3);
    assert.equal(
      (await call(['audit', 'verify', file])).code,
      0,
      'an export is checked with nothing but the file',
    );
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replace('installation.created', 'installation.changed'),
    );
    assert.equal((await call(['audit', 'verify', file])).code, 1);
    const client = new pg.Client(await findEmbeddedDatabase(join(data, 'database')));
    await client.connect();
    await client.query(
      "set session_replication_role = replica; update rettungsanker.audit_entry set actor_name = 'Niemand' where seq = 2",
    );
    await client.end();
    const broken = await verify();
    assert.equal(broken.code, 1);
    assert.match(broken.output, /RA_AUDIT_BROKEN/);
  });

  it('admin reset lets a locked-out owner in again, admin invite adds one', async () => {
    const reset = await call(['admin', 'reset', OWNER.email, '--data-dir', data]);
    assert.equal(reset.code, 0, reset.output);
    const token = /#(\S+)/.exec(reset.output)![1];
    assert.equal(
      (await new Visitor(server.url).post('/password-reset', { token, password: 'Neuanfang-Deich-2027' }))
        .status < 300,
      true,
    );
    assert.match(
      (await call(['admin', 'invite', 'zweite@anker.example', '--role', 'technician', '--data-dir', data]))
        .output,
      /\/invitation#\S+/,
    );
    assert.equal((await call(['admin', 'reset', 'nobody@anker.example', '--data-dir', data])).code, 1);
  });

  it('doctor looks at everything and says how to mend what is wrong', async () => {
    const { code, output } = await call(['doctor', '--data-dir', data, '--disk-reserve-mb', '0']);
    for (const what of [
      'versions',
      'disk',
      'clock',
      'TLS',
      'address',
      'database',
      'schema',
      'isolation',
      'mail',
    ])
      assert.match(output, new RegExp(`(ok|WARNING|BROKEN|unknown) +${what}:`), what);
    assert.match(output, /WARNING address: http\.public-url is not set.*localhost.*\n +Set http\.public-url/);
    const plain = await call(['doctor', '--data-dir', data], { RA_HTTP_PUBLIC_URL: 'http://anker.example' });
    assert.match(plain.output, /BROKEN +address: http:\/\/anker\.example/);
    // The mail server of the settings does not run here.
    assert.equal(code, 1);
    assert.match(output, /BROKEN +mail: 127\.0\.0\.1:2525: .*\n +Check host, port/);
  });

  it('keys are changed while the server is stopped: refused before, and after it everything opens', async () => {
    const rotate = () => call(['keys', 'rotate', '--data-dir', data]);
    assert.match((await rotate()).output, /RA_DATABASE_IN_USE/);
    assert.equal(await server.stop(), 0);
    const before = await readFile(join(data, 'keys', 'kek'), 'utf8');
    const { code, output } = await rotate();
    assert.equal(code, 0, output);
    assert.notEqual(await readFile(join(data, 'keys', 'kek'), 'utf8'), before);
    server = await startServer(data, console);
    const owner = new Visitor(server.url);
    await owner.post('/session/sign-in', { email: OWNER.email, password: 'Neuanfang-Deich-2027' });
    const { items } = (await owner.get<{ items: { action: string }[] }>('/audit')).body;
    assert.ok(items.some(({ action }) => action === 'keys.rotated'));
    // The mail settings hold a sealed password; the doctor opens it.
    assert.match((await call(['doctor', '--data-dir', data])).output, /mail: 127\.0\.0\.1:2525/);
  });

  it('stops within ten seconds and leaves no process behind', async () => {
    const started = Date.now();
    assert.equal(await server.stop(), 0);
    assert.ok(Date.now() - started < 10_000);
    assert.equal(await findEmbeddedDatabase(join(data, 'database')), undefined);
  });
});
