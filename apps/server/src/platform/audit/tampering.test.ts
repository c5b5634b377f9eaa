import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { chainEntry, signCheckpoint } from '@rettungsanker/hash-chain';
import { signCheckpoints } from './checkpoints.ts';
import { chainedEntry } from './record.ts';
import { chainQuery, readHead } from './store.ts';
import { type AuditWorld, auditWorld } from './testing/world.ts';

/** Somebody who owns the database, but not the server's key nor its data folder, changes the log. */
describe('a log that was changed by the owner of the database (ASVS 16.4.2)', { timeout: 60_000 }, () => {
  let world: AuditWorld;
  let clientId: string;
  let tests = 100;
  before(async () => {
    world = await auditWorld();
  });
  after(() => world.close());
  // Entries 1 to 6 are signed, 7 to 9 are not yet.
  beforeEach(async () => {
    await world.clear();
    clientId = await world.client('Müller', `T${tests++}`);
    for (let round = 0; round < 2; round++) {
      await world.write(clientId, 3);
      await signCheckpoints(world);
    }
    await world.write(clientId, 3);
  });

  const problems = async (options?: { anchored: boolean }): Promise<string[]> => {
    const report = await world.verify(options);
    const chain = report.chains.find((one) => one.clientId === clientId)!;
    assert.equal(chain.ok, chain.problems.length === 0);
    assert.ok(chain.ok || !report.ok);
    return chain.problems.map(({ kind, seq }) => `${kind} ${seq}`);
  };
  const attack = (sql: string) => world.attack(sql.replaceAll('$1', `'${clientId}'`));

  it('an untouched log is fine, and says how far it is signed', async () => {
    const report = await world.verify();
    assert.equal(report.ok, true, JSON.stringify(report));
    const chain = report.chains.find((one) => one.clientId === clientId)!;
    assert.deepEqual([chain.entries, chain.signedTo, chain.clientName], [9, 6, 'Müller']);
  });

  const CHANGES: Record<string, string> = {
    time: `at = at + interval '1 second'`,
    'a microsecond': `at = at + interval '1 microsecond'`,
    'an impossible time': `at = 'infinity'`,
    actor: `actor_name = 'Somebody else'`,
    'kind of actor': `actor_kind = 'person'`,
    'id of the actor': 'actor_id = client_id',
    action: `action = 'site.removed'`,
    object: 'object_id = client_id',
    'kind of object': `object_kind = 'asset'`,
    details: `details = jsonb_set(details, '{name}', '"Werk 99"')`,
    'one more detail': `details = details || '{"extra": null}'`,
    request: `request_id = 'r'`,
    address: `address = '192.0.2.1'`,
    hash: 'hash = sha256(hash)',
    'a short hash': `hash = '\\x00'`,
    'previous hash': 'previous_hash = sha256(previous_hash)',
  };
  for (const [what, change] of Object.entries(CHANGES)) {
    it(`altered: ${what}, whether signed already or not`, async () => {
      await attack('create table kept as select * from audit_entry where client_id = $1');
      for (const seq of [1, 5, 9]) {
        await attack(`update audit_entry set ${change} where client_id = $1 and seq = ${seq}`);
        const [first] = await problems();
        assert.match(first!, new RegExp(`^(altered|removed|inserted|reordered) (${seq}|${seq + 1})$`));
        await attack('delete from audit_entry where client_id = $1');
        await attack('insert into audit_entry select * from kept where client_id = $1');
      }
      assert.deepEqual(await problems(), []);
      await world.attack('drop table kept');
    });
  }

  it('removed: an entry, the first one, several', async () => {
    await attack('delete from audit_entry where client_id = $1 and seq = 8');
    assert.deepEqual(await problems(), ['removed 8']);
    await attack('delete from audit_entry where client_id = $1 and seq between 4 and 5');
    assert.deepEqual(await problems(), ['removed 4']);
    await attack('delete from audit_entry where client_id = $1 and seq = 1');
    assert.deepEqual(await problems(), ['removed 1']);
  });
  it('removed and numbered anew', async () => {
    await attack('delete from audit_entry where client_id = $1 and seq = 4');
    await attack('update audit_entry set seq = seq - 1 where client_id = $1 and seq > 4');
    assert.match((await problems())[0]!, /^(altered|removed) 4$/);
  });
  it('reordered', async () => {
    await attack(
      `update audit_entry set seq = case seq when 4 then 105 else 104 end where client_id = $1 and seq in (4, 5)`,
    );
    await attack('update audit_entry set seq = seq - 100 where client_id = $1 and seq > 100');
    assert.match((await problems())[0]!, /^(reordered|altered) 4$/);
  });
  it('doubled, also beyond the limits of the table', async () => {
    await attack(
      'alter table audit_entry drop constraint audit_entry_pkey, drop constraint audit_entry_seq_check',
    );
    await attack('insert into audit_entry select * from audit_entry where client_id = $1 and seq = 4');
    assert.match((await problems())[0]!, /^(inserted|altered) [45]$/);
    await attack(
      'delete from audit_entry where ctid in (select max(ctid) from audit_entry where client_id = $1 and seq = 4)',
    );
    assert.deepEqual(await problems(), []);
    await attack('insert into audit_entry select * from audit_entry where client_id = $1 and seq = 1');
    await attack(
      'update audit_entry set seq = 0 where ctid in (select max(ctid) from audit_entry where client_id = $1 and seq = 1)',
    );
    assert.match((await problems())[0]!, /^(inserted|altered) 1$/);
    await attack('delete from audit_entry where client_id = $1 and seq = 0');
    await attack('alter table audit_entry add primary key (client_id, seq), add check (seq > 0)');
  });
  it('moved to another client', async () => {
    await attack(
      `insert into audit_entry select '${world.providerId}', 99, at, actor_kind, actor_id, actor_name, action, object_kind, object_id, details, request_id, address, previous_hash, hash
       from audit_entry where client_id = $1 and seq = 2`,
    );
    const report = await world.verify();
    assert.equal(report.chains.find((one) => one.clientId === world.providerId)!.ok, false);
    await world.attack('delete from audit_entry where client_id = $1 and seq = 99', [world.providerId]);
  });

  it('the end cut off behind a checkpoint', async () => {
    await attack('delete from audit_entry where client_id = $1 and seq > 4');
    assert.deepEqual(await problems(), ['removed 5']);
  });
  it('the end cut off before the next checkpoint: the head row tells', async () => {
    await attack('delete from audit_entry where client_id = $1 and seq > 7');
    assert.deepEqual(await problems(), ['head 7']);
  });
  it('a head row that says another number, another hash, or nothing', async () => {
    await attack('update audit_head set seq = 8 where client_id = $1');
    assert.deepEqual(await problems(), ['head 9']);
    await attack('update audit_head set seq = 9, hash = sha256(hash) where client_id = $1');
    assert.deepEqual(await problems(), ['head 9']);
    await attack(`update audit_head set hash = '\\x00' where client_id = $1`);
    assert.deepEqual(await problems(), ['head 9']);
    assert.deepEqual(await signCheckpoints(world), []);
    await attack('delete from audit_head where client_id = $1');
    assert.deepEqual(await problems(), ['head 9']);
  });

  /** Rewrites the chain from an entry on, with correct hashes, as somebody who knows how it is made. */
  const forge = async (from: number): Promise<void> => {
    const rows = await world.tenancy.asSystem(clientId, (ctx) => chainQuery(ctx.tx, clientId).execute());
    let last = { seq: from - 1, hash: rows.find(({ seq }) => seq === from)!.previousHash.toString('hex') };
    for (const row of rows.filter(({ seq }) => seq >= from)) {
      const link = chainEntry(last, { ...chainedEntry(row).entry, actorName: 'Forged' });
      await world.attack(
        `update audit_entry set actor_name = 'Forged', previous_hash = $3, hash = $4 where client_id = $1 and seq = $2`,
        [clientId, row.seq, Buffer.from(link.previousHash, 'hex'), Buffer.from(link.hash, 'hex')],
      );
      last = link;
    }
    await world.attack('update audit_head set hash = $2 where client_id = $1', [
      clientId,
      Buffer.from(last.hash, 'hex'),
    ]);
  };
  it('rewritten with correct hashes: the checkpoint tells', async () => {
    await forge(2);
    assert.deepEqual(await problems(), ['rewritten 3']);
  });
  it('rewritten, checkpoints removed: what the server keeps elsewhere tells', async () => {
    await forge(2);
    await attack('delete from audit_checkpoint where client_id = $1');
    assert.deepEqual(await problems({ anchored: false }), []);
    assert.deepEqual(await problems(), ['rewritten 6', 'unanchored 6']);
  });
  it('rewritten, checkpoints signed with another key', async () => {
    await forge(2);
    const { privateKey } = generateKeyPairSync('ed25519');
    const head = await world.tenancy.asSystem(clientId, (ctx) => readHead(ctx.tx, clientId));
    const at = new Date();
    const { signature } = signCheckpoint(privateKey, { chainId: clientId, ...head!, timeMs: at.getTime() });
    await attack('delete from audit_checkpoint where client_id = $1');
    await world.attack('insert into audit_checkpoint values ($1, 9, $2, $3, $4)', [
      clientId,
      at,
      Buffer.from(head!.hash, 'hex'),
      Buffer.from(signature, 'base64url'),
    ]);
    assert.deepEqual(await problems({ anchored: false }), ['checkpoint 9']);
  });
  for (const change of [
    `at = at + interval '1 hour'`,
    'hash = sha256(hash)',
    'seq = 4',
    `signature = '\\x00'`,
  ]) {
    it(`a checkpoint that says something else than what was signed: ${change}`, async () => {
      await attack(`update audit_checkpoint set ${change} where client_id = $1 and seq = 3`);
      assert.match((await problems())[0]!, /^checkpoint [34]$/);
    });
  }
  it('everything gone: what the server keeps elsewhere tells', async () => {
    for (const table of ['audit_entry', 'audit_head', 'audit_checkpoint'])
      await attack(`delete from ${table} where client_id = $1`);
    assert.deepEqual(await problems(), ['removed 1', 'unanchored 6']);
  });

  it('is not signed: what was changed before its first checkpoint stays found', async () => {
    await attack(`update audit_entry set actor_name = 'Forged' where client_id = $1 and seq = 8`);
    const signed = await signCheckpoints(world);
    assert.ok(!signed.some(({ chainId }) => chainId === clientId));
    assert.deepEqual(await problems(), ['altered 8']);
    const { rows } = await world.database.owner.query(
      `select payload from event where client_id = $1 and kind = 'audit.broken'`,
      [clientId],
    );
    assert.deepEqual(rows, [{ payload: { seq: 8, problem: 'altered' } }]);
    await signCheckpoints(world);
    const again = await world.database.owner.query(
      `select from event where client_id = $1 and kind = 'audit.broken'`,
      [clientId],
    );
    assert.equal(again.rowCount, 1);
  });
});
