import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { type TestDatabase, testDatabase } from '../../../testing/database.ts';
import { bootstrap } from '../../bootstrap.ts';
import { type Clock, uuid7 } from '../../clock.ts';
import { createRoutes } from '../../http/routes.ts';
import { createHttpServer } from '../../http/server.ts';
import { createSecrets } from '../../secrets/secrets.ts';
import type { Role } from '../../tenancy/permissions.ts';
import { createTenancy, type Tenancy } from '../../tenancy/transactions.ts';
import { createIdentity, type Identity } from '../index.ts';
import { totpCode } from '../second-factor/totp-step.ts';
import { type Answer, TestBrowser } from './browser.ts';

/** Real time, and what a test adds to it. */
export class TestClock implements Clock {
  #ahead = 0;
  now = (): Date => new Date(Date.now() + this.#ahead);
  randomBytes = (size: number): Buffer => randomBytes(size);
  advance(seconds: number): void {
    this.#ahead += seconds * 1000;
  }
}

export const PASSWORD = 'grüne Tinte, 3 Wale';
export const NEW_PASSWORD = 'Nebelhorn über Föhr 88';
export const OWNER = 'owner@anker.example';
export const PASSKEY_ORIGIN = 'https://anker.example';

/** An installation with an HTTP face of identity only, on a database of its own. */
export interface World {
  readonly app: FastifyInstance;
  readonly database: TestDatabase;
  readonly tenancy: Tenancy;
  readonly identity: Identity;
  readonly clock: TestClock;
  readonly providerId: string;
  /** A browser without cookies; each with an address of its own unless one is given. */
  browser(address?: string): TestBrowser;
  /** Signs in with PASSWORD. */
  signedIn(email: string, address?: string): Promise<TestBrowser>;
  client(name: string, code: string): Promise<string>;
  /** Invites and accepts; returns the person's id and its browser. */
  join(
    by: TestBrowser,
    clientId: string,
    email: string,
    role: Role,
    serves?: 'all' | 'granted',
  ): Promise<Joined>;
  /** Audit entries of a client, the oldest first. */
  audit(clientId: string, action?: string): Promise<AuditRow[]>;
  /** The whole text of every table that holds anything of identity. */
  dump(): Promise<string>;
  close(): Promise<void>;
}
export interface Joined {
  id: string;
  browser: TestBrowser;
}
export interface AuditRow {
  action: string;
  actorKind: string;
  actorId: string | null;
  objectId: string | null;
  details: Record<string, unknown>;
  address: string | null;
}

export async function startWorld(
  options: { publicUrl?: string; fullPasswordCost?: true } = {},
): Promise<World> {
  const database = await testDatabase();
  const { db } = database;
  const clock = new TestClock();
  const log = pino({ level: process.env.RA_TEST_LOG ?? 'silent' });
  const tenancy = createTenancy({ db, clock, secrets: createSecrets(randomBytes(32)), log });
  const { providerId } = await bootstrap(db, tenancy, clock);
  const publicUrl = (): string => options.publicUrl ?? 'http://localhost:8484';
  const cheap = options.fullPasswordCost ? {} : { passwordCost: { memory: 64, passes: 1, parallelism: 1 } };
  const secret = randomBytes(32);
  const identity = createIdentity({ db, tenancy, clock, log, secret, publicUrl, ...cheap });
  const app = await createHttpServer({
    log,
    authenticator: identity,
    publicUrl,
    trustedProxies: [],
    version: '0.0.0-test',
    register: (instance) => identity.registerRoutes(createRoutes(instance, tenancy)),
  });
  await app.ready();
  let addresses = 0;

  const world: World = {
    app,
    database,
    tenancy,
    identity,
    clock,
    providerId,
    browser: (address) => new TestBrowser(app, address ?? `198.51.100.${++addresses}`),
    async signedIn(email, address) {
      const browser = world.browser(address);
      await ok(browser.post('/session/sign-in', { email, password: PASSWORD }));
      return browser;
    },
    async client(name, code) {
      const id = uuid7(clock);
      await tenancy.asSystem(id, (ctx) =>
        ctx.tx
          .insertInto('client')
          .values({ id, kind: 'client', code, name, createdAt: ctx.now, archivedAt: null })
          .execute(),
      );
      return id;
    },
    async join(by, clientId, email, role, serves = 'all') {
      const name = email.split('@')[0]!;
      const invitation = { email, name, role, serves };
      const { link } = (await ok(by.post(`/clients/${clientId}/invitations`, invitation))).body;
      const browser = world.browser();
      await ok(browser.post('/invitations/accept', { token: tokenOf(link), name, password: PASSWORD }));
      return { id: (await ok(browser.get('/session'))).body.person.id, browser };
    },
    audit: (clientId, action) =>
      tenancy.asSystem(
        clientId,
        async (ctx) =>
          (await ctx.tx
            .selectFrom('auditEntry')
            .select(['action', 'actorKind', 'actorId', 'objectId', 'details', 'address'])
            .$if(action !== undefined, (query) => query.where('action', '=', action!))
            .orderBy('seq')
            .execute()) as AuditRow[],
      ),
    async dump() {
      const tables =
        `person session account verification two_factor passkey sign_in_attempt membership service_grant
        invitation api_key installation event audit_entry setting`.split(/\s+/);
      const texts = await Promise.all(
        tables.map(async (table) => {
          const { rows } = await database.owner.query(`select t::text as text from ${table} t`);
          return rows.map((row: { text: string }) => row.text).join('\n');
        }),
      );
      return texts.join('\n');
    },
    async close() {
      await app.close();
      await database.close();
    },
  };
  return world;
}

/** Does the set-up; the browser is signed in as the owner. */
export async function setUp(world: World): Promise<TestBrowser> {
  const token = await world.identity.openSetup();
  const browser = world.browser();
  await ok(
    browser.post('/setup', {
      token,
      providerName: 'Nordlicht IT',
      ownerName: 'Ada Olsen',
      email: OWNER,
      password: PASSWORD,
      locale: 'de',
    }),
  );
  return browser;
}

/** The answer of a call that must succeed. */
export async function ok(pending: Promise<Answer>): Promise<Answer> {
  const answer = await pending;
  if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
}

/** What a call was refused with. */
export async function refused(pending: Promise<Answer>): Promise<string> {
  const answer = await pending;
  return answer.status < 300 ? `accepted with ${answer.status}` : answer.body.error.code;
}

export const tokenOf = (link: string): string => new URL(link).hash.slice(1);

/** Base 32 without padding (RFC 4648, 6), as an authenticator app reads its secret. */
function fromBase32(text: string): Buffer {
  const bits = [...text]
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
}

/** What an authenticator app shows at a moment; `steps` later than now. */
export function appShows(secret: string, steps = 0): string {
  return totpCode(fromBase32(secret), Math.floor(Date.now() / 30_000) + steps);
}

/** Turns on the app for a signed-in browser. */
export async function enrolApp(browser: TestBrowser): Promise<{ secret: string; recoveryCodes: string[] }> {
  const { secret } = (await ok(browser.post('/account/totp', { password: PASSWORD }))).body;
  const confirmed = await ok(browser.post('/account/totp/confirm', { code: appShows(secret, -1) }));
  return { secret, recoveryCodes: confirmed.body.recoveryCodes };
}
