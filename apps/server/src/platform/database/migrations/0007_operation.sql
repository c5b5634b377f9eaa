-- Several processes on one database: who lives, which agent hangs on whom.

-- Says who lives now, so it is apart from what a backup holds. A process lives as long as it keeps the advisory lock
-- of its key; the number of the class is LOCK_CLASS in platform/presence.ts.
create schema if not exists rettungsanker_runtime;
create table if not exists rettungsanker_runtime.presence (
  key integer primary key,
  roles text[] not null,
  started_at timestamptz not null
);

-- The process that an agent is connected to.
alter table agent add column process integer;

create function forget_connections() returns bigint
  language sql security definer set search_path from current
  as $$
    with gone as (
      update agent a set disconnected_at = now()
      where a.connected_at is not null and a.disconnected_at is null
        and not exists (
          select from pg_locks l
          where l.locktype = 'advisory' and l.granted and l.classid = 1918988402 and l.objid = a.process
            and l.database = (select d.oid from pg_database d where d.datname = current_database()))
      returning 1)
    select count(*) from gone
  $$;
comment on function forget_connections() is 'Agents of processes that ended without saying so (kill -9, power cut) are not connected.';
grant execute on function forget_connections() to {app};

-- The key-encryption key that everything is sealed with: whether a change of the key that was interrupted was committed.
alter table installation add column kek_id text;

-- As in access_of and staff_of: a role counts on its own side only, and a grant older than the membership belongs to an
-- earlier employment.
create or replace function people_of(p_client uuid)
  returns table (id uuid, name text, email text, locale text, side text, role text, preferences jsonb)
  language sql stable security definer set search_path from current
  as $$
    with side as (select c.kind = 'provider' as of_provider from client c where c.id = p_client and c.archived_at is null),
    own as (
      select m.person_id, m.role from membership m, side
      where m.client_id = p_client and side.of_provider = (m.role in ('owner', 'technician', 'auditor'))),
    staff as (
      select m.person_id, m.role from membership m join client provider on provider.id = m.client_id
      where provider.kind = 'provider' and provider.archived_at is null and m.role in ('owner', 'technician', 'auditor')
        and (m.serves = 'all' or provider.id = p_client
          or exists (select 1 from service_grant g
                     where g.client_id = p_client and g.person_id = m.person_id and g.created_at >= m.created_at)))
    select p.id, p.name, p.email, p.locale,
      case when staff.person_id is null then 'client' else 'provider' end,
      coalesce(own.role, staff.role),
      (select coalesce(jsonb_object_agg(n.topic || ' ' || n.channel, n.minimum), '{}')
        from notification_preference n where n.person_id = p.id)
    from own full join staff on staff.person_id = own.person_id
    join person p on p.id = coalesce(own.person_id, staff.person_id)
    where p.disabled_at is null and p_client = any (app_scope()) and exists (select from side)
  $$;
