import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { addCheck } from '../monitoring/commands/checks.ts';
import type { DatabaseAddress } from '../platform/database/pool.ts';
import {
  enrolTestAgent,
  TestAgent,
  type TestIdentity,
  type TestProgram,
  testClient,
  testProgram,
  until,
} from '../testing/index.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/rettungsanker.mjs', import.meta.url));

const address = ({ host, port, database, user, password }: DatabaseAddress): string =>
  `postgres://${user}:${password}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;

interface Peer {
  child: ChildProcess;
  url: string;
}

/** Another process of the same installation: its database and its keys. */
async function startPeer(program: TestProgram): Promise<Peer> {
  const child = spawn(process.execPath, [PROGRAM, 'start', '--log-level', 'silent'], {
    env: {
      PATH: process.env.PATH ?? '',
      RA_DATA_DIR: program.dataDir,
      RA_DATABASE_URL: address(program.database.ownerAddress),
      RA_DATABASE_APP_URL: address(program.database.appAddress),
      RA_HTTP_PORT: '0',
      RA_ROLES: 'ingest,probe',
      RA_AGENT_LOCAL: 'false',
      RA_DISK_RESERVE_MB: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const match = /\n {4}(http:\/\/localhost:\d+)/.exec(output);
      if (match) resolve(match[1]!);
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${output}`)));
  });
  return { child, url };
}

async function end({ child }: Peer, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

describe('several processes on one database', { timeout: 60_000 }, () => {
  let program: TestProgram;
  let peers: Peer[] = [];
  let identity: TestIdentity;
  let target: Server;
  let siteId: string;
  const calls: number[] = [];
  before(async () => {
    program = await testProgram({ flags: { roles: 'api,worker' } });
    peers = await Promise.all([startPeer(program), startPeer(program)]);
    const client = await testClient(program, 'Zwei Prozesse GmbH', 'ZWO');
    siteId = client.siteId;
    identity = await enrolTestAgent(program, client.clientId, siteId);
    target = createServer((_request, response) => {
      calls.push(Date.now());
      response.end('hello');
    }).listen(0, '127.0.0.1');
    await once(target, 'listening');
  });
  after(async () => {
    await Promise.all(peers.map((peer) => end(peer, 'SIGTERM')));
    target?.close();
    await program?.close();
  });

  const noted = () =>
    program.tenancy.asSystem(identity.clientId, ({ tx }) =>
      tx
        .selectFrom('agent')
        .select(['connectedAt', 'disconnectedAt', 'process'])
        .where('id', '=', identity.agentId)
        .executeTakeFirstOrThrow(),
    );
  const events = (kind: string) =>
    program.tenancy.asSystem(identity.clientId, ({ tx }) =>
      tx.selectFrom('event').select('id').where('kind', '=', kind).execute(),
    );

  it('the start of another process leaves the agents of the first one connected', async () => {
    const agent = new TestAgent(peers[0]!.url, identity);
    await agent.connect();
    const late = await startPeer(program);
    assert.equal((await noted()).disconnectedAt, null);
    await agent.batch(1);
    // A stop of the newcomer does not touch them either.
    await end(late, 'SIGTERM');
    assert.equal((await noted()).disconnectedAt, null);
    await agent.close();
    await until(async () => (await noted()).disconnectedAt !== null);
  });

  it('an agent that moves to another process stays connected, whatever the first one notices later', async () => {
    const before = (await events('agent.disconnected')).length;
    const first = new TestAgent(peers[0]!.url, identity);
    await first.connect();
    const { process } = await noted();
    // The first connection hangs: it is open, but answers no ping.
    first.socket.pause();
    const second = new TestAgent(peers[1]!.url, identity);
    await second.connect();
    first.socket.resume();
    await until(() => first.closed, 10_000);
    const after = await noted();
    assert.notEqual(after.process, process);
    assert.equal(after.disconnectedAt, null);
    assert.equal((await events('agent.disconnected')).length, before);
    await second.close();
    await until(async () => (await noted()).disconnectedAt !== null);
  });

  it('two hosts with one identity are noticed even when they reach different processes', async () => {
    const first = new TestAgent(peers[0]!.url, identity, 'one');
    await first.connect();
    const second = new TestAgent(peers[1]!.url, identity, 'two');
    await second.connect();
    assert.equal((await first.next('error')).code, 'RA_AGENT_REPLACED');
    await until(async () => (await events('agent.cloned')).length > 0);
    await second.close();
  });

  it('a server check runs once, and goes on with another process when its own is killed', async () => {
    await program.tenancy.asSystem(identity.clientId, async (ctx) => {
      await ctx.tx
        .updateTable('site')
        .set({ serverNetworks: '{127.0.0.1/32}' })
        .where('clientId', '=', ctx.clientId)
        .where('id', '=', siteId)
        .execute();
      await addCheck(ctx, identity.assetId, {
        kind: 'http',
        name: 'page',
        config: { url: `http://127.0.0.1:${(target.address() as AddressInfo).port}/` },
        runsOn: 'server',
        intervalMs: 1000,
      });
    });
    await until(() => calls.length >= 3, 10_000);
    // The moment within the interval follows from the check, so that two probes would ask at the same time.
    for (const [i, at] of calls.slice(2).entries()) assert.ok(at - calls[i + 1]! > 400, calls.join(' '));
    const leader = await leaderOf('probe');
    await end(leader, 'SIGKILL');
    const killed = calls.length;
    await until(() => calls.length >= killed + 2, 10_000);
  });

  it('agents of a killed process are soon noted as gone', async () => {
    const [alive] = peers.filter(({ child }) => child.exitCode === null && child.signalCode === null);
    const other = await startPeer(program);
    peers.push(other);
    const agent = new TestAgent(other.url, identity);
    await agent.connect();
    assert.equal((await noted()).disconnectedAt, null);
    await end(other, 'SIGKILL');
    await until(async () => (await noted()).disconnectedAt !== null, 10_000);
    assert.ok(alive);
  });

  /** The process that holds the lock of the work; the database knows the process by its connection. */
  async function leaderOf(work: 'probe'): Promise<Peer> {
    const { rows } = await program.database.owner.query<{ key: number }>(
      `select own.objid::int as key from pg_locks lead join pg_locks own on own.pid = lead.pid and own.classid = 1918988402
       where lead.classid = 1918988403 and lead.objid = $1 and lead.granted
         and lead.database = (select oid from pg_database where datname = current_database())`,
      [{ probe: 1 }[work]],
    );
    assert.equal(rows.length, 1, 'exactly one leads');
    for (const peer of peers) {
      const agent = new TestAgent(peer.url, identity);
      await agent.connect();
      const { process } = await noted();
      await agent.close();
      await until(async () => (await noted()).disconnectedAt !== null);
      if (process === rows[0]!.key) return peer;
    }
    throw new Error('nobody leads');
  }
});
