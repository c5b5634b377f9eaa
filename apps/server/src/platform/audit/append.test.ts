import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { type AuditWorld, auditWorld } from './testing/world.ts';

describe('appending to the log', { timeout: 60_000 }, () => {
  let world: AuditWorld;
  let clientId: string;
  before(async () => {
    world = await auditWorld();
    clientId = await world.client('Müller', 'MUE');
  });
  after(() => world.close());

  it('stores what the hash was made of, whatever it is', async () => {
    const text = fc.string({ unit: 'binary' });
    const details = fc.dictionary(
      fc.string({ unit: 'grapheme' }),
      fc.oneof(fc.jsonValue(), text, fc.constant(undefined), fc.date({ noInvalidDate: true })),
    );
    const upper = fc.uuid().map((id) => id.toUpperCase());
    await fc.assert(
      fc.asyncProperty(
        details,
        fc.oneof(fc.uuid(), upper),
        text,
        text,
        async (values, id, name, requestId) => {
          const caller = {
            actor: { kind: 'person', id, name, personId: id },
            scope: [clientId],
            locale: 'de',
            requestId,
            address: null,
          } as const;
          await world.tenancy.withClient(caller, clientId, (ctx) =>
            ctx.audit({ action: 'x.y', objectKind: 'x', objectId: id, details: values }),
          );
        },
      ),
      { numRuns: 100 },
    );
    const report = await world.verify();
    assert.equal(report.ok, true, JSON.stringify(report.chains.flatMap((chain) => chain.problems)));
  });

  it('orders what is written at the same time, and forgets what was rolled back (ASVS 16.2.1)', async () => {
    const other = await world.client('Kern', 'KERN');
    await Promise.all([
      ...Array.from({ length: 20 }, () => world.write(other, 1)),
      ...Array.from({ length: 5 }, () =>
        world.tenancy
          .asSystem(other, async (ctx) => {
            await ctx.audit({ action: 'x.y', objectKind: 'x' });
            throw new Error('rolled back');
          })
          .catch(() => {}),
      ),
    ]);
    const chain = (await world.verify()).chains.find((one) => one.clientId === other)!;
    assert.deepEqual([chain.ok, chain.entries], [true, 20]);
  });

  it('the program itself cannot change or remove an entry (ASVS 16.4.2)', async () => {
    for (const statement of [
      'update audit_entry set actor_name = $1',
      'delete from audit_entry where actor_name <> $1',
    ]) {
      await assert.rejects(world.database.app.query(statement, ['x']), { code: '42501' });
      await assert.rejects(world.database.owner.query(statement, ['x']), { code: 'RA001' });
    }
    await assert.rejects(world.database.owner.query('truncate audit_entry'), { code: 'RA001' });
  });
});
