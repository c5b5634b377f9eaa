import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { systemClock } from '../clock.ts';
import { SYSTEM } from '../context.ts';
import { createKysely } from '../database/pool.ts';
import { createSecrets } from '../secrets/secrets.ts';
import { PERMISSION_DENIED, READ_ONLY } from './isolation/attacker.ts';
import { type Stage, setStage } from './isolation/stage.ts';
import { allClientIds, type Caller, createTenancy, type Tenancy } from './transactions.ts';

let stage: Stage;
let tenancy: Tenancy;
before(async () => {
  stage = await setStage();
  tenancy = createTenancy({
    db: createKysely(stage.pool),
    clock: systemClock,
    secrets: createSecrets(Buffer.alloc(32)),
    log: pino({ level: 'silent' }) as never,
  });
});
after(() => stage.close());

/** Staff who serve both clients. */
const caller = (): Caller => ({
  actor: SYSTEM,
  scope: [stage.a.id, stage.b.id],
  locale: 'de',
  requestId: null,
  address: null,
});

describe('ASVS 8.4.1: the door to the tables of clients', () => {
  test('shows one client only inside of it, whoever comes in', async () => {
    const seen = await tenancy.withClient(caller(), stage.a.id, async (ctx) => {
      assert.deepEqual(ctx.scope, [stage.a.id]);
      return ctx.tx.selectFrom('client').select('name').execute();
    });
    assert.deepEqual(seen, [{ name: stage.a.marker }]);
  });

  test('lets nothing be written for another client inside of it', async () => {
    const entry = tenancy.withClient(caller(), stage.a.id, (ctx) =>
      ctx.tx
        .insertInto('setting')
        .values({ clientId: stage.b.id, key: 'k', value: '1', updatedAt: ctx.now, updatedBy: null })
        .execute(),
    );
    await assert.rejects(entry, { code: PERMISSION_DENIED });
  });

  test('reads over the whole scope, and writes nothing there', async () => {
    const seen = await tenancy.withScope(caller(), (ctx) =>
      ctx.tx.selectFrom('client').select('name').orderBy('name').execute(),
    );
    assert.deepEqual(seen, [{ name: stage.a.marker }, { name: stage.b.marker }]);
    const change = tenancy.withScope(caller(), (ctx) =>
      ctx.tx.updateTable('client').set({ name: 'x' }).execute(),
    );
    await assert.rejects(change, { code: READ_ONLY });
  });

  test('an empty scope shows nothing', async () => {
    const seen = await tenancy.withScope({ ...caller(), scope: [] }, (ctx) =>
      ctx.tx.selectFrom('client').select('id').execute(),
    );
    assert.deepEqual(seen, []);
  });

  test('keeps nothing of work that failed, neither rows nor the client', async () => {
    const failed = tenancy.asSystem(stage.a.id, async (ctx) => {
      await ctx.tx.updateTable('client').set({ name: 'x' }).execute();
      await ctx.audit({ action: 'test', objectKind: 'client' });
      await ctx.emit({ kind: 'test', objectKind: 'client', objectId: stage.a.id });
      throw new Error('on purpose');
    });
    await assert.rejects(failed, /on purpose/);
    assert.equal((await stage.pool.query('select from client')).rowCount, 0);
    const left = await tenancy.asSystem(stage.a.id, async ({ tx }) => ({
      name: (await tx.selectFrom('client').select('name').executeTakeFirstOrThrow()).name,
      entries: (await tx.selectFrom('auditEntry').select('seq').execute()).length,
      events: (await tx.selectFrom('event').select('id').execute()).length,
    }));
    assert.deepEqual(left, { name: stage.a.marker, entries: 1, events: 1 });
  });

  test('the system visits all clients', async () => {
    assert.deepEqual(await allClientIds(createKysely(stage.pool)), [stage.a.id, stage.b.id]);
    const seen = await tenancy.asSystemEverywhere(({ tx }) => tx.selectFrom('site').select('name').execute());
    assert.equal(seen.length, 2);
  });
});

test('ASVS 8.4.1: nobody else sets the client, and nobody leaves anything behind in a connection', async () => {
  const source = fileURLToPath(new URL('../../', import.meta.url));
  const findings: string[] = [];
  for (const name of await readdir(source, { recursive: true })) {
    if (!name.endsWith('.ts') || /\.test\.ts$|(^|\/)(testing|isolation)\/|\/fixture\.ts$/.test(name))
      continue;
    const text = await readFile(join(source, name), 'utf8');
    const door = name === 'platform/tenancy/transactions.ts';
    for (const [what, pattern] of [
      [
        'sets the client or the scope',
        door ? /app\.(client|scope)['"`][^)]*false\)/ : /['"`\s(]app\.(client|scope)\b/,
      ],
      ['keeps a cursor open over transactions', /\bwith hold\b/i],
      ['changes the role', /\bset (local |session )?(role|session authorization)\b/i],
    ] as const)
      if (pattern.test(text)) findings.push(`${name} ${what}`);
  }
  assert.deepEqual(findings, []);
});
