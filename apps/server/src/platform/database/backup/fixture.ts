import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Connection } from '../embedded/index.ts';
import { temporaryDatabase } from '../embedded/testing.ts';

/** Debian's server, the oldest version that is supported. */
export const OLDEST = '/usr/lib/postgresql/15/bin';
export const SCHEMAS = ['rettungsanker', 'Zweites Schema'];

/** A database with its owner's pool and a superuser's eyes. */
export interface Place {
  readonly owner: pg.Pool;
  readonly superuser: pg.Pool;
  drop(): Promise<void>;
}

/** An empty database that belongs to a role without any privilege, on the suite's server or on another one. */
export async function place(server?: Connection): Promise<Place> {
  const temporary = server ? await emptyDatabase(server) : await temporaryDatabase();
  const superuser = new pg.Pool({ ...temporary.connection, max: 4 });
  const role = `ra_owner_${randomBytes(4).toString('hex')}`;
  await superuser.query(`create role ${role} login nosuperuser nobypassrls noinherit password 'owner'`);
  await superuser.query(`alter database ${temporary.connection.database} owner to ${role}`);
  const owner = new pg.Pool({ ...temporary.connection, user: role, password: 'owner', max: 4, statement_timeout: 60_000 });
  owner.on('error', () => {});
  return {
    owner,
    superuser,
    async drop() {
      await owner.end();
      await superuser.end();
      await temporary.drop(role);
    },
  };
}
