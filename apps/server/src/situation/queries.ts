import { sql } from 'kysely';
import { likePattern } from '../fleet/index.ts';
import type { ScopeContext } from '../platform/context.ts';

/** Counts over the scope, by client. `unknown` systems are counted as unknown and never as fine. */
export async function clientCounts(ctx: ScopeContext) {
  const { rows } = await sql<{
    clientId: string;
    clientName: string;
    clientCode: string;
    clientKind: 'provider' | 'client';
    systems: number;
    ok: number;
    warning: number;
    critical: number;
    unknown: number;
    alerts: number;
    tickets: number;
    overdue: number;
  }>`
    select c.id as client_id, c.name as client_name, c.code as client_code, c.kind as client_kind,
      coalesce(a.systems, 0) as systems, coalesce(a.ok, 0) as ok, coalesce(a.warning, 0) as warning, coalesce(a.critical, 0) as critical,
      coalesce(a.unknown, 0) as unknown, coalesce(l.alerts, 0) as alerts, coalesce(t.tickets, 0) as tickets, coalesce(t.overdue, 0) as overdue
    from client c
    left join (select client_id, count(*) as systems, count(*) filter (where status = 'ok') as ok, count(*) filter (where status = 'warning') as warning,
        count(*) filter (where status = 'critical') as critical, count(*) filter (where status in ('unknown', 'paused')) as unknown
      from asset where archived_at is null group by client_id) a on a.client_id = c.id
    left join (select client_id, count(*) as alerts from alert where state = 'raised' group by client_id) l on l.client_id = c.id
    left join (select client_id, count(*) as tickets, count(*) filter (where coalesce(case when first_responded_at is null then first_response_due_at else resolution_due_at end, 'infinity') < ${ctx.now}) as overdue
      from ticket where state in ('new', 'open', 'waiting') group by client_id) t on t.client_id = c.id
    where c.archived_at is null
    order by c.kind = 'provider' desc, c.name`.execute(ctx.tx);
  return rows;
}

/** Systems whose agent is not connected, longest silent first. */
export async function silentSystems(ctx: ScopeContext, limit: number) {
  return ctx.tx
    .selectFrom('agent')
    .innerJoin('asset', (join) =>
      join.onRef('asset.clientId', '=', 'agent.clientId').onRef('asset.id', '=', 'agent.assetId'),
    )
    .innerJoin('client', 'client.id', 'agent.clientId')
    .select([
      'asset.clientId',
      'client.name as clientName',
      'asset.id as assetId',
      'asset.name',
      'agent.lastSeenAt',
      'agent.disconnectedAt',
    ])
    .where('asset.archivedAt', 'is', null)
    .where('agent.revokedAt', 'is', null)
    .where('agent.disconnectedAt', 'is not', null)
    .orderBy('agent.lastSeenAt')
    .limit(limit)
    .execute();
}

export interface Hit {
  kind: 'client' | 'site' | 'asset' | 'ticket' | 'person' | 'software';
  clientId: string;
  clientName: string;
  id: string;
  title: string;
  detail: string | null;
}

/** One question over everything the caller may see; at most `limit` hits of a kind. */
export async function search(
  ctx: ScopeContext,
  q: string,
  kinds: ReadonlySet<Hit['kind']>,
  limit: number,
): Promise<Hit[]> {
  const pattern = likePattern(q);
  const numbered = /^(?:([a-z0-9]{2,8})-)?(\d{1,9})$/i.exec(q.trim());
  const parts: Record<Hit['kind'], () => Promise<{ rows: Hit[] }>> = {
    client: () =>
      sql<Hit>`select 'client' as kind, id as client_id, name as client_name, id, name as title, code as detail from client
      where archived_at is null and (name ilike ${pattern} or code ilike ${pattern}) order by name limit ${limit}`.execute(
        ctx.tx,
      ),
    site: () =>
      sql<Hit>`select 'site' as kind, c.id as client_id, c.name as client_name, s.id, s.name as title, s.time_zone as detail
      from site s join client c on c.id = s.client_id where s.archived_at is null and s.name ilike ${pattern} order by s.name limit ${limit}`.execute(
        ctx.tx,
      ),
    asset: () =>
      sql<Hit>`select 'asset' as kind, c.id as client_id, c.name as client_name, a.id, a.name as title, a.os as detail
      from asset a join client c on c.id = a.client_id where a.archived_at is null and (a.name ilike ${pattern} or a.address ilike ${pattern} or a.os ilike ${pattern})
      order by a.name limit ${limit}`.execute(ctx.tx),
    ticket: () =>
      sql<Hit>`select 'ticket' as kind, c.id as client_id, c.name as client_name, t.id, t.title, c.code || '-' || t.number as detail
      from ticket t join client c on c.id = t.client_id
      where t.title ilike ${pattern} or (${numbered ? Number(numbered[2]) : -1} = t.number and (${numbered?.[1]?.toUpperCase() ?? null}::text is null or c.code = ${numbered?.[1]?.toUpperCase() ?? null}))
      order by t.updated_at desc limit ${limit}`.execute(ctx.tx),
    person: () =>
      sql<Hit>`select distinct on (p.id) 'person' as kind, c.id as client_id, c.name as client_name, p.id, p.name as title, p.email as detail
      from membership m join client c on c.id = m.client_id join person p on p.id = m.person_id
      where p.name ilike ${pattern} or p.email ilike ${pattern} order by p.id limit ${limit}`.execute(ctx.tx),
    software: () =>
      sql<Hit>`select 'software' as kind, c.id as client_id, c.name as client_name, a.id, s.name || ' ' || s.version as title, a.name as detail
      from software s join client c on c.id = s.client_id join asset a on a.client_id = s.client_id and a.id = s.asset_id
      where a.archived_at is null and s.name ilike ${`${pattern.slice(1)}`} order by s.name, a.name limit ${limit}`.execute(
        ctx.tx,
      ),
  };
  const hits: Hit[] = [];
  for (const kind of ['client', 'asset', 'ticket', 'site', 'person', 'software'] as const)
    if (kinds.has(kind)) hits.push(...(await parts[kind]()).rows);
  return hits;
}
