import { isDeepStrictEqual } from 'node:util';
import type { Inventory, InventorySection } from '@rettungsanker/protocol';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';

/** Sections whose change is worth an entry in the system's history; the others change all the time. */
const TOLD: ReadonlySet<string> = new Set(['system', 'packages', 'services', 'interfaces', 'updates']);

/** Replaces the sections that came; what did not come stays as it was. Packages are kept as rows besides. */
export async function saveInventory(
  ctx: Context,
  assetId: string,
  inventory: Inventory,
  at: Date,
): Promise<void> {
  const { errors, packages, ...sections } = inventory;
  const changed: string[] = [];
  const incoming: [string, unknown][] = Object.entries(sections).filter(([, facts]) => facts !== undefined);
  if (errors) incoming.push(['errors', errors]);
  const known = new Map(
    (
      await ctx.tx
        .selectFrom('inventory')
        .select(['section', 'facts'])
        .where('clientId', '=', ctx.clientId)
        .where('assetId', '=', assetId)
        .execute()
    ).map((row) => [row.section, row.facts]),
  );
  for (const [section, facts] of incoming) {
    const same = isDeepStrictEqual(known.get(section), JSON.parse(JSON.stringify(facts)));
    if (!same) changed.push(section);
    await ctx.tx
      .insertInto('inventory')
      .values({
        clientId: ctx.clientId,
        assetId,
        section,
        facts: JSON.stringify(facts),
        collectedAt: at,
        changedAt: at,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['clientId', 'assetId', 'section'])
          .doUpdateSet({ facts: JSON.stringify(facts), collectedAt: at, ...(same ? {} : { changedAt: at }) }),
      )
      .execute();
  }
  if (packages) {
    const counts = await savePackages(ctx, assetId, packages);
    if (counts.added + counts.removed > 0) changed.push('packages');
    await ctx.tx
      .insertInto('inventory')
      .values({
        clientId: ctx.clientId,
        assetId,
        section: 'packages',
        facts: JSON.stringify({ count: packages.length }),
        collectedAt: at,
        changedAt: at,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['clientId', 'assetId', 'section'])
          .doUpdateSet({ facts: JSON.stringify({ count: packages.length }), collectedAt: at }),
      )
      .execute();
  }
  if (inventory.system) {
    await ctx.tx
      .updateTable('asset')
      .set({ os: osTitle(inventory.system.os), updatedAt: ctx.now })
      .where('clientId', '=', ctx.clientId)
      .where('id', '=', assetId)
      .execute();
  }
  const address = inventory.interfaces
    ?.flatMap((i) => (i.up ? i.addresses : []))
    .find((a) => !/^(127\.|::1|fe80:|169\.254\.)/i.test(a.address))?.address;
  if (address)
    await ctx.tx
      .updateTable('asset')
      .set({ address })
      .where('clientId', '=', ctx.clientId)
      .where('id', '=', assetId)
      .execute();
  const told = changed.filter((section) => TOLD.has(section));
  if (told.length > 0)
    await ctx.emit({
      kind: 'asset.inventory',
      objectKind: 'asset',
      objectId: assetId,
      payload: { sections: told },
    });
}

type Packages = NonNullable<Inventory['packages']>;

/** One statement each way, so that 4,000 packages cost two round trips. */
async function savePackages(
  ctx: Context,
  assetId: string,
  packages: Packages,
): Promise<{ added: number; removed: number }> {
  const rows = JSON.stringify(
    [...new Map(packages.map((p) => [p.purl, p])).values()].map((p) => ({
      purl: p.purl,
      name: p.name,
      version: p.version,
      source: p.source ?? null,
    })),
  );
  const incoming = sql`jsonb_to_recordset(${rows}::jsonb) as p(purl text, name text, version text, source text)`;
  const removed =
    await sql`delete from software s where s.client_id = ${ctx.clientId} and s.asset_id = ${assetId}
    and not exists (select 1 from ${incoming} where p.purl = s.purl)`.execute(ctx.tx);
  const added =
    await sql`insert into software (client_id, asset_id, purl, name, version, source, first_seen_at)
    select ${ctx.clientId}, ${assetId}, p.purl, p.name, p.version, p.source, ${ctx.now} from ${incoming}
    on conflict (client_id, asset_id, purl) do nothing`.execute(ctx.tx);
  return { added: Number(added.numAffectedRows ?? 0), removed: Number(removed.numAffectedRows ?? 0) };
}

/** Name and version; names such as `Debian GNU/Linux 12 (bookworm)` carry their version already. */
function osTitle({ name, version }: { name: string; version: string }): string {
  return name.includes(version) ? name : `${name} ${version}`;
}

export type { InventorySection };
