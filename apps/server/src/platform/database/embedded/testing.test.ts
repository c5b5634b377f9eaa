import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { startTestServer, TEST_DATABASE, type TestServer, temporaryDatabase } from './testing.ts';

let server: TestServer;
before(async () => {
  server = await startTestServer();
  process.env[TEST_DATABASE] = server.url;
});
after(() => server.stop());

async function count(connection: pg.ClientConfig): Promise<number> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await client.query('insert into filled default values');
    return (await client.query('select from filled')).rowCount!;
  } finally {
    await client.end();
  }
}

test('each database is a copy of its own; the template is filled once', async () => {
  let filled = 0;
  const template = {
    key: 'filled_1',
    async fill(connection: pg.ClientConfig) {
      filled++;
      const client = new pg.Client(connection);
      await client.connect();
      await client.query('create table filled (n integer generated always as identity)');
      await client.end();
    },
  };
  const [one, two] = await Promise.all([temporaryDatabase(template), temporaryDatabase(template)]);
  assert.equal(await count(one.connection), 1);
  assert.equal(await count(one.connection), 2);
  assert.equal(await count(two.connection), 1, 'nothing of the other one');
  assert.equal(filled, 1);
  await Promise.all([one.drop(), two.drop()]);
  await assert.rejects(count(one.connection), { code: '3D000' });
});

test('without a server in the environment a process brings its own and takes it along when it ends', async () => {
  const script = `
    import { temporaryDatabase } from ${JSON.stringify(new URL('./testing.ts', import.meta.url))};
    const { connection } = await temporaryDatabase();
    console.log(connection.host);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    env: { ...process.env, [TEST_DATABASE]: undefined },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [host, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  assert.equal(code, 0);
  assert.match(host, /^\/tmp\/rettungsanker-test-.*\/socket\n$/);
  assert.equal(existsSync(host.trim()), false);
});
