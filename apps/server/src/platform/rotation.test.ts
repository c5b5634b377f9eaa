import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import { pino } from 'pino';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { bootstrap } from './bootstrap.ts';
import { systemClock, uuid7 } from './clock.ts';
import { librarySecret } from './identity/library/options.ts';
import { loadKeys } from './keys.ts';
import { startPresence } from './presence.ts';
import { type RotationStep, rotateKek, settleKek } from './rotation.ts';
import { createSecrets, deriveKey, kekId } from './secrets/secrets.ts';
import { createTenancy } from './tenancy/transactions.ts';

const log = pino({ level: 'silent' });
const STEPS: readonly RotationStep[] = ['locked', 'written', 'wrapped', 'committed', 'kept', 'placed'];
const FORWARD: ReadonlySet<RotationStep> = new Set(['committed', 'kept', 'placed']);

describe('a new key-encryption key (ASVS 13.3.4)', { timeout: 60_000 }, () => {
  let database: TestDatabase;
  let folder: string;
  let provider: string;
  let sealed: Buffer;
  const place = () => ({ clientId: provider, table: 'setting', column: 'value', rowId: 'x' });
  const tenancyWith = (kek: Buffer) =>
    createTenancy({ db: database.db, clock: systemClock, secrets: createSecrets(kek), log });
  before(async () => {
    database = await testDatabase();
    folder = await mkdtemp(join(tmpdir(), 'rettungsanker-rotation-'));
    const { kek } = await loadKeys(folder);
    const tenancy = tenancyWith(kek);
    ({ providerId: provider } = await bootstrap(database.db, tenancy, systemClock));
    sealed = await tenancy.asSystem(provider, (ctx) => ctx.secrets.seal(ctx.tx, place(), 'swordfish'));
    const person = uuid7(systemClock);
    await database.owner.query("insert into person (id, name, email) values ($1, 'A', 'a@a.example')", [
      person,
    ]);
    await database.owner.query(
      "insert into two_factor (id, person_id, secret, backup_codes) values ($1, $1, $2, '[]')",
      [person, await symmetricEncrypt({ key: librarySecret(deriveKey(kek, 'identity')), data: 'totp' })],
    );
  });
  after(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });

  /** Everything opens with the key file as it is. */
  const opens = async (): Promise<string> => {
    const { kek } = await loadKeys(folder);
    assert.equal(
      String(await tenancyWith(kek).asSystem(provider, (ctx) => ctx.secrets.open(ctx.tx, place(), sealed))),
      'swordfish',
    );
    const { rows } = await database.owner.query<{ secret: string }>('select secret from two_factor');
    assert.equal(
      await symmetricDecrypt({ key: librarySecret(deriveKey(kek, 'identity')), data: rows[0]!.secret }),
      'totp',
    );
    return kekId(kek);
  };

  it('opens everything, keeps the old key under its id, and the old one opens nothing', async () => {
    const { kek: old } = await loadKeys(folder);
    const report = await rotateKek(database.owner, folder);
    assert.deepEqual([report.dataKeys, report.secondFactors], [1, 1]);
    assert.deepEqual([report.from, report.to], [kekId(old), await opens()]);
    await access(report.oldKeyFile);
    await assert.rejects(
      tenancyWith(old).asSystem(provider, (ctx) => ctx.secrets.open(ctx.tx, place(), sealed)),
      { code: 'RA_KEY_MISSING' },
    );
    assert.equal(await settleKek(database.owner, folder), false);
  });

  for (const step of STEPS) {
    it(`killed after "${step}" it is as before or done, never between`, async () => {
      const before = await opens();
      const code = `
        import pg from 'pg';
        import { rotateKek } from ${JSON.stringify(new URL('./rotation.ts', import.meta.url).href)};
        const owner = new pg.Pool({ ...${JSON.stringify(database.ownerAddress)}, options: '-c search_path=rettungsanker' });
        await rotateKek(owner, ${JSON.stringify(folder)}, (step) => {
          if (step === ${JSON.stringify(step)}) process.kill(process.pid, 'SIGKILL');
        });`;
      const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
        cwd: import.meta.dirname,
        stdio: ['ignore', 'inherit', 'inherit'],
      });
      const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
      assert.equal(signal, 'SIGKILL');
      // The database needs a moment to see that the connection is gone.
      let changed: boolean | undefined;
      while (changed === undefined)
        changed = await settleKek(database.owner, folder).catch((error: { code?: string }) => {
          assert.equal(error.code, 'RA_DATABASE_IN_USE');
          return undefined;
        });
      assert.equal(changed, step === 'committed' || step === 'kept');
      const now = await opens();
      assert.equal(now !== before, FORWARD.has(step));
      assert.ok(!(await readdir(join(folder, 'keys'))).includes('kek.next'));
    });
  }

  it('is refused while a server lives', async () => {
    const presence = await startPresence({
      address: database.ownerAddress,
      roles: ['api'],
      now: () => new Date(),
      log,
    });
    const before = await opens();
    await assert.rejects(rotateKek(database.owner, folder), { code: 'RA_DATABASE_IN_USE' });
    await presence.stop();
    assert.equal(await opens(), before);
  });
});
