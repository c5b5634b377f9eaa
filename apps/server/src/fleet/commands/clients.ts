import { sql } from 'kysely';
import { changesOf } from '../../platform/audit/index.ts';
import { type Clock, uuid7 } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import type { Caller, Tenancy } from '../../platform/tenancy/transactions.ts';

export interface NewClient {
  name: string;
  code?: string | undefined;
  locale: 'de' | 'en';
  notes: string;
}

/**
 * Adds an SME. The new client is its own first row, so the transaction is bound to the new id.
 * @throws AppError RA_CODE_TAKEN when the code was given and is in use
 */
export async function addClient(
  tenancy: Tenancy,
  clock: Clock,
  caller: Caller,
  input: NewClient,
): Promise<{ id: string; code: string }> {
  const id = uuid7(clock);
  const wanted = input.code ? [input.code] : codeCandidates(input.name);
  for (const code of wanted) {
    try {
      await tenancy.withClient(caller, id, async (ctx) => {
        await ctx.tx
          .insertInto('client')
          .values({
            id,
            kind: 'client',
            code,
            name: input.name,
            locale: input.locale,
            notes: input.notes,
            createdAt: ctx.now,
            archivedAt: null,
          })
          .execute();
        await ctx.audit({
          action: 'client.added',
          objectKind: 'client',
          objectId: id,
          details: { name: input.name, code },
        });
        await ctx.emit({ kind: 'client.added', objectKind: 'client', objectId: id });
      });
      return { id, code };
    } catch (error) {
      if ((error as { constraint?: string }).constraint !== 'client_code') throw error;
    }
  }
  throw new AppError('RA_CODE_TAKEN');
}

export interface ClientChange {
  name?: string | undefined;
  locale?: 'de' | 'en' | undefined;
  notes?: string | undefined;
  archived?: boolean | undefined;
}

export async function changeClient(ctx: Context, change: ClientChange): Promise<void> {
  const { archived, ...rest } = change;
  const fields = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const before = await ctx.tx
    .selectFrom('client')
    .selectAll()
    .where('id', '=', ctx.clientId)
    .executeTakeFirst();
  const result = await ctx.tx
    .updateTable('client')
    .set({
      ...fields,
      ...(archived === undefined ? {} : { archivedAt: archived ? ctx.now : null }),
      id: sql.ref('id'),
    })
    .where('id', '=', ctx.clientId)
    .$if(archived === true, (query) => query.where('kind', '=', 'client'))
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) throw new AppError('RA_CONFLICT', 'The provider cannot be archived.');
  await ctx.audit({
    action: 'client.changed',
    objectKind: 'client',
    objectId: ctx.clientId,
    details: changesOf({ ...before, archived: before?.archivedAt != null }, { ...change }),
  });
  await ctx.emit({ kind: 'client.changed', objectKind: 'client', objectId: ctx.clientId });
}

/** "Müller Maschinenbau GmbH" -> MM, MUE, MUELL … then with numbers: short, readable, still free with high odds. */
export function codeCandidates(name: string): string[] {
  const plain = name
    .toUpperCase()
    .replaceAll(/Ä/g, 'AE')
    .replaceAll(/Ö/g, 'OE')
    .replaceAll(/Ü/g, 'UE')
    .replaceAll(/ẞ|SS/g, 'SS')
    .normalize('NFD')
    .replaceAll(/[^A-Z0-9 ]/g, '');
  const words = plain
    .split(/\s+/)
    .filter((word) => word && !['GMBH', 'AG', 'KG', 'CO', 'UG', 'EK', 'SE', 'MBH'].includes(word));
  const first = words[0] ?? 'KUNDE';
  const base = [
    first.slice(0, 3),
    first.slice(0, 4),
    words
      .map((word) => word[0])
      .join('')
      .slice(0, 4),
    first.slice(0, 5),
  ].filter((code) => code.length >= 2);
  const stem = (base[0] ?? 'KND').slice(0, 3);
  return [...new Set([...base, ...Array.from({ length: 998 }, (_, i) => `${stem}${i + 2}`)])];
}
