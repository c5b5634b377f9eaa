import { createHash } from 'node:crypto';
import { LIMITS, type Link } from '@rettungsanker/protocol';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import { DISCOVERY_LIMITS } from '../limits.ts';
import { plainText } from '../model/plain-text.ts';
import type { SweepPlace } from './neighbours.ts';

/**
 * Keeps what devices say about their ports. What a device said before this sweep and does not say any more is gone.
 * The caller holds the lock of the site's rule.
 */
export async function storeLinks(ctx: Context, sweep: SweepPlace, links: readonly Link[]): Promise<void> {
  const rows = new Map<string, Record<string, unknown>>();
  for (const link of links) {
    const name = link.name === undefined ? '' : plainText(link.name, LIMITS.name);
    const port = plainText(link.port, LIMITS.name);
    const farPort = plainText(link.remotePort ?? '', LIMITS.name);
    if (port === '' || (!link.mac && !link.address && name === '')) continue;
    const far = JSON.stringify([link.mac ?? null, link.address ?? null, name]);
    const farEnd = createHash('sha256').update(far).digest('hex').slice(0, 32);
    rows.set(JSON.stringify([link.from, port, link.source, farEnd]), {
      ...{ client_id: ctx.clientId, site_id: sweep.siteId, from_address: link.from, port },
      ...{ source: link.source, far_end: farEnd, mac: link.mac ?? null, name: name || null },
      ...{
        address: link.address ?? null,
        far_port: farPort || null,
        shared: Math.min(link.shared, 2 ** 31 - 1),
        seen_at: ctx.now,
      },
    });
  }
  if (rows.size === 0) return;
  await sql`
    insert into discovery_link
    select * from jsonb_populate_recordset(null::discovery_link, ${JSON.stringify([...rows.values()])}::jsonb)
    on conflict (client_id, site_id, from_address, port, source, far_end)
      do update set far_port = excluded.far_port, shared = excluded.shared, seen_at = excluded.seen_at`.execute(
    ctx.tx,
  );
  const told = JSON.stringify([...new Set(links.map(({ from, source }) => `${from} ${source}`))]);
  await sql`
    delete from discovery_link
    where client_id = ${ctx.clientId} and site_id = ${sweep.siteId} and seen_at < ${sweep.createdAt}
      and ${told}::jsonb ? (from_address || ' ' || source)`.execute(ctx.tx);
  // By place: a join would be planned with the statistics of a table that was empty a moment ago.
  await sql`
    delete from discovery_link where ctid = any(array(
      select ctid from discovery_link
      where client_id = ${ctx.clientId} and site_id = ${sweep.siteId}
      order by seen_at desc, from_address, port, source, far_end
      offset ${DISCOVERY_LIMITS.linksPerSite}))`.execute(ctx.tx);
}
