import { sql } from 'kysely';
import type { ScopeContext } from '../context.ts';
import { idsIn, type Reader } from '../i18n/details.ts';

/**
 * A reader of details who knows by name whatever their ids stand for. One query, however many entries; what the
 * transaction may not see has no name.
 */
export async function readerOf(
  ctx: ScopeContext,
  details: readonly unknown[],
  timeZone?: string,
): Promise<Reader> {
  const ids = [...new Set(details.flatMap(idsIn))];
  const names = new Map<string, string>();
  if (ids.length > 0) {
    const { rows } = await sql<{ id: string; name: string }>`
      select x.id, x.name from (
        select id, name from person union all select id, name from client union all select id, name from site
        union all select id, name from asset union all select id, name from "check"
        union all select id, name from webhook union all select id, title from ticket) x
      where x.id = any (${ids}::uuid[])`.execute(ctx.tx);
    for (const { id, name } of rows) names.set(id, name);
  }
  return {
    locale: ctx.locale,
    nameOf: (id) => names.get(id.toLowerCase()),
    ...(timeZone === undefined ? {} : { timeZone }),
  };
}
