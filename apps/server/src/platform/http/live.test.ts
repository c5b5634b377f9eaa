import assert from 'node:assert/strict';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { pino } from 'pino';
import {
  OWNER,
  setUpOwner,
  type TestProgram,
  testClient,
  testProgram,
  until,
  Visitor,
} from '../../testing/index.ts';
import { LIVE_CHANNEL } from '../outbox/emit.ts';
import { type LiveFeed, startLiveFeed } from '../outbox/live.ts';
import { type LiveStreams, liveRoute } from './live.ts';
import { createRoutes } from './routes.ts';
import { createHttpServer } from './server.ts';

const HEARTBEAT_MS = 40;
const PASSWORD = 'Sonnenblume-Fahrrad-12';

/** An open stream and everything that came over it. */
class Reader {
  text = '';
  ended = false;
  readonly #abort = new AbortController();
  static async open(visitor: Visitor): Promise<Reader> {
    const reader = new Reader();
    const response = await visitor.stream('/live', reader.#abort.signal);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
    void reader.#read(response);
    return reader;
  }
  async #read(response: Response): Promise<void> {
    try {
      for await (const chunk of response.body!) this.text += Buffer.from(chunk).toString();
    } catch {
      // Closed by the test or by the server.
    }
    this.ended = true;
  }
  kinds(): string[] {
    return [...this.text.matchAll(/^data: (\{.*\})$/gm)].map((found) => JSON.parse(found[1]!).kind);
  }
  heard = (kind: string): Promise<true> => until(() => this.kinds().includes(kind));
  close(): void {
    this.#abort.abort();
  }
}

describe('live', { timeout: 60_000 }, () => {
  let program: TestProgram;
  let app: FastifyInstance;
  let feed: LiveFeed;
  let streams: LiveStreams;
  let url: string;
  let owner: Visitor;
  let mueller: string;
  let kern: string;
  before(async () => {
    program = await testProgram();
    await setUpOwner(program);
    ({ clientId: mueller } = await testClient(program, 'Müller', 'MUE'));
    ({ clientId: kern } = await testClient(program, 'Kern', 'KERN'));
    const log = pino({ level: 'silent' });
    feed = await startLiveFeed(program.database.appAddress, log);
    app = await createHttpServer({
      log,
      authenticator: program.identity,
      publicUrl: () => program.url,
      trustedProxies: [],
      version: 'test',
      register(instance) {
        program.identity.registerRoutes(createRoutes(instance, program.tenancy));
        const lookAgain = program.identity.lookAgain.bind(program.identity);
        streams = liveRoute(instance, { feed, lookAgain, log, heartbeatMs: HEARTBEAT_MS });
      },
    });
    await app.listen({ host: '127.0.0.1', port: 0 });
    url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    owner = await signIn(OWNER.email, OWNER.password);
  });
  after(async () => {
    await app.close();
    await feed.stop();
    await program.close();
  });

  const signIn = async (email: string, password = PASSWORD): Promise<Visitor> => {
    const visitor = new Visitor(url);
    const answer = await visitor.post('/session/sign-in', { email, password });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return visitor;
  };
  /** For calls that a Visitor cannot make. */
  const ownerCookie = async (): Promise<string> => {
    const answer = await fetch(`${url}/api/v1/session/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: OWNER.email, password: OWNER.password }),
    });
    return answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
  };
  const join = async (clientId: string, role: string): Promise<Visitor> => {
    const email = `${role}-${clientId}@kunde.example`;
    const invited = await owner.post<{ link: string }>(`/clients/${clientId}/invitations`, {
      email,
      name: 'x',
      role,
    });
    const token = invited.body.link.split('#')[1];
    const visitor = new Visitor(url);
    const accepted = await visitor.post('/invitations/accept', {
      token,
      name: 'x',
      password: PASSWORD,
      locale: 'de',
    });
    assert.equal(accepted.status, 201, JSON.stringify(accepted.body));
    return visitor;
  };
  const emit = (clientId: string, kind: string) =>
    program.tenancy.asSystem(clientId, (ctx) => ctx.emit({ kind, objectKind: 'test', objectId: clientId }));

  it('tells of committed events, with a hint when to come back and a heartbeat', async () => {
    const reader = await Reader.open(owner);
    await until(() => streams.size === 1);
    await program.tenancy
      .asSystem(mueller, async (ctx) => {
        await ctx.emit({ kind: 'test.rolled-back', objectKind: 'test', objectId: mueller });
        throw new Error('rolled back');
      })
      .catch(() => {});
    await emit(mueller, 'test.committed');
    await reader.heard('test.committed');
    assert.match(reader.text, /^retry: \d+\n\n/);
    assert.match(
      reader.text,
      new RegExp(
        `id: 1\\ndata: {"clientId":"${mueller}","kind":"test.committed","objectKind":"test","objectId":"${mueller}"}\\n\\n`,
      ),
    );
    assert.ok(!reader.kinds().includes('test.rolled-back'));
    await until(() => reader.text.endsWith(':\n\n'));
    reader.close();
    await until(() => streams.size === 0);
  });

  it('says nothing of other clients, not even that something happens there (ASVS 8.4.1)', async () => {
    const reader = await Reader.open(await join(mueller, 'it-coordinator'));
    for (let i = 0; i < 20; i++) await emit(kern, 'asset.added');
    await emit(program.providerId, 'asset.added');
    await emit(mueller, 'asset.changed');
    await reader.heard('asset.changed');
    assert.deepEqual(reader.kinds(), ['asset.changed']);
    assert.ok(!reader.text.includes(kern) && !reader.text.includes(program.providerId));
    // The number of the event would tell how many there were before it.
    assert.match(reader.text, /^id: 1$/m);
    assert.doesNotMatch(reader.text, /^id: [2-9]/m);
    reader.close();
  });

  it('says nothing of what a role may not read (ASVS 8.2.1)', async () => {
    const reader = await Reader.open(await join(mueller, 'employee'));
    for (const kind of ['alert.raised', 'asset.added', 'person.joined', 'settings.changed', 'client.changed'])
      await emit(mueller, kind);
    await emit(mueller, 'ticket.updated');
    await reader.heard('ticket.updated');
    assert.deepEqual(reader.kinds(), ['ticket.updated']);
    reader.close();
  });

  it('ends as soon as the session ends (ASVS 7.4.1)', async () => {
    const visitor = await join(kern, 'management');
    const reader = await Reader.open(visitor);
    const { body } = await visitor.get<{ items: { id: string; current: boolean }[] }>('/account/sessions');
    await visitor.call('DELETE', `/account/sessions/${body.items.find((one) => one.current)!.id}`);
    await until(() => reader.ended);
    assert.equal((await visitor.stream('/live', AbortSignal.timeout(5000))).status, 401);
  });

  it('follows a change of access at once, in both directions', async () => {
    const visitor = await join(mueller, 'management');
    const reader = await Reader.open(visitor);
    const person = (await visitor.get<{ person: { id: string } }>('/session')).body.person.id;
    await emit(kern, 'asset.first');
    await emit(mueller, 'asset.after-first');
    await reader.heard('asset.after-first');
    await program.tenancy.asSystem(kern, async (ctx) => {
      await ctx.tx
        .insertInto('membership')
        .values({ clientId: kern, personId: person, role: 'management', createdAt: ctx.now })
        .execute();
      await ctx.emit({ kind: 'membership.changed', objectKind: 'person', objectId: person });
    });
    await emit(kern, 'asset.second');
    await reader.heard('asset.second');
    assert.ok(!reader.kinds().includes('asset.first'));
    await program.tenancy.asSystem(kern, async (ctx) => {
      await ctx.tx
        .deleteFrom('membership')
        .where('clientId', '=', kern)
        .where('personId', '=', person)
        .execute();
      await ctx.emit({ kind: 'membership.removed', objectKind: 'person', objectId: person });
      await ctx.emit({ kind: 'asset.third', objectKind: 'test', objectId: kern });
    });
    await emit(mueller, 'asset.fourth');
    await reader.heard('asset.fourth');
    assert.ok(!reader.kinds().includes('asset.third'));
    reader.close();
  });

  it('tells whoever comes back, and everybody after a break to the database, to load afresh', async () => {
    const reader = await Reader.open(owner);
    await until(() => streams.size > 0);
    assert.ok(!reader.text.includes('event: gap'));
    const admin = new pg.Client(program.database.superuser);
    await admin.connect();
    await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'rettungsanker live' and datname = current_database()`,
    );
    await admin.end();
    await until(() => reader.text.includes('event: gap\nid: 1\ndata: {}\n\n'));
    reader.close();
    const stop = new AbortController();
    const headers = { cookie: await ownerCookie(), 'last-event-id': '7' };
    const answer = await fetch(`${url}/api/v1/live`, { headers, signal: stop.signal });
    const { value } = await answer.body!.getReader().read();
    assert.match(Buffer.from(value!).toString(), /^retry: \d+\n\nevent: gap\n/);
    stop.abort();
  });

  it('gives one session only so many streams', async () => {
    const visitor = await signIn(OWNER.email, OWNER.password);
    const readers: Reader[] = [];
    for (let i = 0; i < 12; i++) readers.push(await Reader.open(visitor));
    const refused = await visitor.stream('/live', AbortSignal.timeout(5000));
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get('retry-after'), '30');
    readers[0]!.close();
    await until(async () => {
      const again = new AbortController();
      const { status } = await visitor.stream('/live', again.signal);
      again.abort();
      return status === 200;
    });
    for (const reader of readers) reader.close();
    await until(() => streams.size === 0);
  });

  it('drops a reader that does not read instead of keeping everything for it', async () => {
    const cookie = await ownerCookie();
    const socket: Socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(`GET /api/v1/live HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\n\r\n`);
    socket.pause();
    await until(() => streams.size === 1);
    const event = JSON.stringify({
      clientId: mueller,
      kind: 'test.flood',
      objectKind: 'test',
      objectId: 'x',
    });
    await until(async () => {
      await program.database.app.query(
        `select pg_notify($1, (($2::jsonb) || jsonb_build_object('id', i))::text) from generate_series(1, 5000) i`,
        [LIVE_CHANNEL, event],
      );
      return streams.size === 0;
    }, 20_000);
    socket.destroy();
  });
});
