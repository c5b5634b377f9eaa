import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { type TestDatabase, testDatabase } from '../../testing/database.ts';
import { systemClock, uuid7 } from '../clock.ts';
import { createTenancy, type Tenancy } from '../tenancy/transactions.ts';
import { createSecrets } from './secrets.ts';

describe('secrets at rest', () => {
  const kek = randomBytes(32);
  const [a, b] = [uuid7(systemClock), uuid7(systemClock)];
  let database: TestDatabase;
  let tenancy: Tenancy;
  const tenancyWith = (secrets: ReturnType<typeof createSecrets>) =>
    createTenancy({ db: database.db, clock: systemClock, secrets, log: pino({ level: 'silent' }) as never });
  before(async () => {
    database = await testDatabase();
    tenancy = tenancyWith(createSecrets(kek));
    for (const [id, code] of [
      [a, 'AA'],
      [b, 'BB'],
    ] as const) {
      await tenancy.asSystem(id, ({ tx, now }) =>
        tx
          .insertInto('client')
          .values({ id, kind: 'client', code, name: code, createdAt: now, archivedAt: null })
          .execute(),
      );
    }
  });
  after(() => database.close());

  const place = (clientId: string, rowId = 'row') => ({ clientId, table: 'setting', column: 'value', rowId });
  const seal = (clientId: string, text: string) =>
    tenancy.asSystem(clientId, (ctx) => ctx.secrets.seal(ctx.tx, place(clientId), text));
  const open = (clientId: string, blob: Buffer, rowId?: string) =>
    tenancy.asSystem(clientId, async (ctx) =>
      String(await ctx.secrets.open(ctx.tx, place(clientId, rowId), blob)),
    );

  it('ASVS 11.3.2: opens what it sealed, and two seals of one text differ', async () => {
    const [one, two] = [await seal(a, 'swordfish'), await seal(a, 'swordfish')];
    assert.notDeepEqual(one, two);
    assert.ok(!one.includes('swordfish'));
    assert.equal(await open(a, one), 'swordfish');
    assert.equal(await open(a, two), 'swordfish');
  });

  it('ASVS 11.3.3: any changed byte is noticed', async () => {
    const blob = await seal(a, 'swordfish');
    for (let i = 0; i < blob.length; i++) {
      const changed = Buffer.from(blob);
      changed[i]! ^= 1;
      await assert.rejects(open(a, changed), `byte ${i}`);
    }
    for (const length of [0, 1, 44, blob.length - 1]) await assert.rejects(open(a, blob.subarray(0, length)));
  });

  it('a value that was moved to another row or client does not open', async () => {
    const blob = await seal(a, 'swordfish');
    await assert.rejects(open(a, blob, 'other row'));
    await assert.rejects(open(b, blob));
  });

  it('another key file opens nothing and says so', async () => {
    const blob = await seal(a, 'swordfish');
    const other = tenancyWith(createSecrets(randomBytes(32)));
    await assert.rejects(
      other.asSystem(a, (ctx) => ctx.secrets.open(ctx.tx, place(a), blob)),
      { code: 'RA_KEY_MISSING' },
    );
  });

  it('a data key of a transaction that was rolled back is not used', async () => {
    const id = uuid7(systemClock);
    const make = tenancy.asSystem(id, async (ctx) => {
      await ctx.tx
        .insertInto('client')
        .values({ id, kind: 'client', code: 'CC', name: 'c', createdAt: ctx.now, archivedAt: null })
        .execute();
      await ctx.secrets.seal(ctx.tx, place(id), 'lost');
      throw new Error('rolled back');
    });
    await assert.rejects(make, /rolled back/);
    await tenancy.asSystem(id, ({ tx, now }) =>
      tx
        .insertInto('client')
        .values({ id, kind: 'client', code: 'CC', name: 'c', createdAt: now, archivedAt: null })
        .execute(),
    );
    assert.equal(await open(id, await seal(id, 'kept')), 'kept');
  });
});
