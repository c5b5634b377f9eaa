import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type TestDatabase, testDatabase } from '../../testing/database.ts';
import { createPool, type DatabaseAddress } from '../database/pool.ts';
import { requireRestrictedRole } from './restricted-role.ts';

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

async function judge(address: DatabaseAddress): Promise<void> {
  const pool = createPool(address, 'test', 1);
  try {
    await requireRestrictedRole(pool);
  } finally {
    await pool.end();
  }
}

test('the role that the program makes is accepted', () => judge(database.appAddress));

test('a superuser and the owner are refused', async () => {
  await assert.rejects(judge(database.superuser), { code: 'RA_CONFIG_INVALID', message: /is a superuser/ });
  await assert.rejects(judge(database.ownerAddress), {
    code: 'RA_CONFIG_INVALID',
    message: /owns the tables/,
  });
});

for (const [what, attribute, said] of [
  ['that passes by row-level security', 'bypassrls', /has BYPASSRLS/],
  ['that can become the owner', 'in role rettungsanker_owner', /can become their owner/],
] as const)
  test(`a role ${what} is refused`, async () => {
    const name = `spare_${randomBytes(4).toString('hex')}`;
    const admin = createPool(database.superuser, 'test', 1);
    await admin.query(`create role ${name} login password 'x' ${attribute}`);
    await admin.query(`grant connect on database "${database.superuser.database}" to ${name}`);
    try {
      await assert.rejects(judge({ ...database.superuser, user: name, password: 'x' }), { message: said });
    } finally {
      await admin.query(`drop owned by ${name}`);
      await admin.query(`drop role ${name}`);
      await admin.end();
    }
  });
