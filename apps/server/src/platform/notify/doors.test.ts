import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { type TestDatabase, testDatabase } from '../../testing/index.ts';
import { loadAccess } from '../tenancy/access.ts';
import { CLIENT_ROLES, PROVIDER_ROLES } from '../tenancy/permissions.ts';

describe('the doors to receivers', () => {
  let database: TestDatabase;
  const provider = randomUUID();
  const clients = [randomUUID(), randomUUID(), randomUUID()];
  const archived = clients[2]!;
  const people: string[] = [];
  before(async () => {
    database = await testDatabase();
    const query = (text: string, values: unknown[]) => database.owner.query(text, values);
    const client = `insert into client (id, kind, code, name, created_at, archived_at) values ($1, $2, $3, 'x', now(), $4)`;
    await query(client, [provider, 'provider', 'PP', null]);
    for (const [i, id] of clients.entries())
      await query(client, [id, 'client', `C${i}`, id === archived ? new Date() : null]);
    // Every role, staff with all clients and with one granted, persons of two clients, and disabled ones.
    const add = async (disabled: boolean, memberships: [string, string, string?][], granted?: string) => {
      const id = randomUUID();
      people.push(id);
      await query(`insert into person (id, name, email, disabled_at) values ($1, 'x', $2, $3)`, [
        id,
        `${id}@x.example`,
        disabled ? new Date() : null,
      ]);
      for (const [clientId, role, serves = 'all'] of memberships)
        await query('insert into membership values ($1, $2, $3, $4, now())', [clientId, id, role, serves]);
      if (granted)
        await query(
          'insert into service_grant (client_id, person_id, granted_by, created_at) values ($1, $2, $2, now())',
          [granted, id],
        );
    };
    for (const disabled of [false, true]) {
      for (const role of PROVIDER_ROLES) {
        await add(disabled, [[provider, role]]);
        await add(disabled, [[provider, role, 'granted']], clients[0]);
      }
      for (const role of CLIENT_ROLES) {
        await add(disabled, [[clients[0]!, role]]);
        await add(disabled, [
          [clients[1]!, role],
          [archived, role],
        ]);
      }
      await add(disabled, [
        [provider, 'technician', 'granted'],
        [clients[1]!, 'management'],
      ]);
    }
  });
  after(() => database.close());

  const within = <T>(scope: string[], work: (tx: TestDatabase['db']) => Promise<T>): Promise<T> =>
    database.db.transaction().execute(async (tx) => {
      await sql`select set_config('app.scope', ${scope.join(',')}, true)`.execute(tx);
      return work(tx);
    });
  const peopleOf = async (clientId: string, scope = [clientId]) =>
    (
      await within(scope, (tx) =>
        sql<{
          id: string;
          role: string;
          side: string;
        }>`select id, role, side from people_of(${clientId})`.execute(tx),
      )
    ).rows;

  it('people_of names exactly those who have access, in the role that they have there', async () => {
    const expected = new Set<string>();
    const found = new Set<string>();
    for (const person of people) {
      const access = await loadAccess(database.db, person);
      for (const { clientId, role } of access.clients.values()) expected.add(`${clientId} ${person} ${role}`);
    }
    for (const clientId of [provider, ...clients]) {
      for (const { id, role } of await peopleOf(clientId)) found.add(`${clientId} ${id} ${role}`);
    }
    assert.deepEqual(found, expected);
    assert.equal(found.size, 23);
  });
  it('opens for clients of the transaction only (ASVS 8.4.1)', async () => {
    assert.deepEqual(await peopleOf(clients[0]!, []), []);
    assert.deepEqual(await peopleOf(clients[0]!, [clients[1]!]), []);
    const insert = `insert into webhook (client_id, id, name, url, sealed_secret, created_at, updated_at) values ($1, $1, 'x', 'https://x', '', now(), now())`;
    await database.owner.query(insert, [clients[0]]);
    await database.owner.query(insert, [provider]);
    const hooks = (scope: string[]) =>
      within(scope, (tx) => sql<{ id: string }>`select id from webhooks_for(${clients[1]!})`.execute(tx));
    assert.deepEqual((await hooks([clients[0]!])).rows, []);
    assert.deepEqual((await hooks([clients[1]!])).rows, [{ id: provider }]);
  });
});
