import { createHash } from 'node:crypto';
import type { DBAdapter, DBTransactionAdapter } from 'better-auth/adapters';

/** How a session's token stands in the database. */
export const storedToken = (token: string): string => createHash('sha256').update(token).digest('base64url');

interface Condition {
  field: string;
  value: unknown;
}
type Row = Record<string, unknown>;

/**
 * Puts itself between the sign-in library and its adapter: the library sees session tokens, the database their hashes.
 * Who reads the database (a backup, an injection) cannot continue anybody's session (ASVS 7.2.2, 14.2.4).
 *
 * Rows that were found by their token carry it again; rows that were found otherwise carry the hash, which opens
 * nothing, so lists and single ends of sessions are made without the library.
 */
export function withHashedSessions(inner: DBAdapter): DBAdapter {
  return {
    ...hashing(inner),
    transaction: (work) => inner.transaction((tx) => work(hashing(tx) as DBTransactionAdapter)),
  } as DBAdapter;
}

function hashing(inner: DBTransactionAdapter): DBTransactionAdapter {
  const isSession = (input: { model: string }): boolean => input.model === 'session';
  const hashed = <T extends { model: string; where?: Condition[] }>(input: T): T =>
    isSession(input) && input.where ? { ...input, where: input.where.map(hashedCondition) } : input;
  const restored = <T>(input: { model: string; where?: Condition[] }, row: T): T => {
    if (!isSession(input) || row === null || typeof row !== 'object') return row;
    const token = input.where?.find((condition) => condition.field === 'token')?.value;
    return typeof token === 'string' ? { ...row, token } : row;
  };
  return {
    ...inner,
    async create(input: { model: string; data: Row }) {
      const token = input.data.token;
      if (!isSession(input) || typeof token !== 'string') return inner.create(input);
      const row: Row = await inner.create({ ...input, data: { ...input.data, token: storedToken(token) } });
      return { ...row, token };
    },
    async findOne(input: Finding) {
      return restored(input, await inner.findOne(hashed(input)));
    },
    findMany: (input: Finding) => inner.findMany(hashed(input)),
    count: (input: Finding) => inner.count(hashed(input)),
    async update(input: Changing) {
      return restored(input, await inner.update(hashed(input)));
    },
    updateMany: (input: Changing) => inner.updateMany(hashed(input)),
    delete: (input: Finding) => inner.delete(hashed(input)),
    deleteMany: (input: Finding) => inner.deleteMany(hashed(input)),
    async consumeOne(input: Finding) {
      return restored(input, await inner.consumeOne(hashed(input)));
    },
    // The library types rows by a parameter of each call, which a wrapper around all of them cannot repeat.
  } as unknown as DBTransactionAdapter;
}
type Finding = Parameters<DBAdapter['findOne']>[0];
type Changing = Parameters<DBAdapter['update']>[0];

function hashedCondition<T extends Condition>(condition: T): T {
  if (condition.field !== 'token') return condition;
  const { value } = condition;
  return {
    ...condition,
    value: Array.isArray(value) ? value.map((one) => storedToken(String(one))) : storedToken(String(value)),
  };
}
