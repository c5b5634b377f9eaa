import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { type TestDatabase, testDatabase } from '../../testing/database.ts';
import { systemClock, uuid7 } from '../clock.ts';

const ROLES = ['owner', 'technician', 'auditor', 'management', 'it-coordinator', 'employee'];
const time = fc.integer({ min: 0, max: 3 });
const row = <T extends object>(content: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(content);

/** Whoever hears of a client must be whoever may read it, or a mail tells what the console hides (ASVS 8.2.1). */
describe('who hears of a client', () => {
  let database: TestDatabase;
  const provider = uuid7(systemClock);
  const clients = [provider, uuid7(systemClock), uuid7(systemClock)];
  const people = [uuid7(systemClock), uuid7(systemClock)];
  before(async () => {
    database = await testDatabase();
    for (const [i, id] of clients.entries())
      await database.owner.query(
        'insert into client (id, kind, code, name, created_at) values ($1, $2, $3, $3, now())',
        [id, i === 0 ? 'provider' : 'client', `C${i}`],
      );
    for (const id of people)
      await database.owner.query('insert into person (id, name, email) values ($1, $2, $2)', [id, id]);
  });
  after(() => database.close());

  it('is who has access to it: roles on the wrong side, old grants, disabled persons and archived clients included', async () => {
    const memberships = fc.uniqueArray(
      row<{ client: number; person: number; role: string; serves: string; at: number }>({
        client: fc.nat(2),
        person: fc.nat(1),
        role: fc.constantFrom(...ROLES),
        serves: fc.constantFrom('all', 'granted'),
        at: time,
      }),
      { selector: ({ client, person }) => `${client} ${person}`, maxLength: 6 },
    );
    const grants = fc.uniqueArray(
      row<{ client: number; person: number; at: number }>({ client: fc.nat(2), person: fc.nat(1), at: time }),
      { selector: ({ client, person }) => `${client} ${person}`, maxLength: 6 },
    );
    const disabled = fc.array(fc.nat(1), { maxLength: 1 });
    const archived = fc.array(fc.constantFrom(1, 2), { maxLength: 1 });
    const connection = await database.owner.connect();
    try {
      await fc.assert(
        fc.asyncProperty(memberships, grants, disabled, archived, async (members, granted, off, closed) => {
          await connection.query('begin');
          try {
            for (const { client, person, role, serves, at } of members)
              await connection.query(
                'insert into membership (client_id, person_id, role, serves, created_at) values ($1, $2, $3, $4, to_timestamp($5))',
                [clients[client], people[person], role, serves, at],
              );
            for (const { client, person, at } of granted)
              await connection.query(
                'insert into service_grant (client_id, person_id, granted_by, created_at) values ($1, $2, $2, to_timestamp($3))',
                [clients[client], people[person], at],
              );
            await connection.query('update person set disabled_at = now() where id = any ($1)', [
              off.map((i) => people[i]),
            ]);
            await connection.query('update client set archived_at = now() where id = any ($1)', [
              closed.map((i) => clients[i]),
            ]);
            await connection.query("select set_config('app.scope', $1, true)", [clients.join(',')]);
            const ask = async (sql: string) =>
              (await connection.query<{ line: string }>(sql)).rows.map((r) => r.line);
            const hears = await ask(
              "select concat_ws(' ', c.id, p.id, p.role) as line from client c, people_of(c.id) p order by 1",
            );
            const reads = await ask(
              "select concat_ws(' ', a.client_id, p.id, a.role) as line from person p, access_of(p.id) a order by 1",
            );
            assert.deepEqual(hears, reads);
          } finally {
            await connection.query('rollback');
          }
        }),
        { numRuns: 150 },
      );
    } finally {
      connection.release();
    }
  });
});
