-- One store for all numbers over time: a log of small packed batches that makes them durable, compressed blocks of
-- two hours that the log is cut into, and roll-ups of whole days. The row per sample of migration 0004 goes.
set local statement_timeout = 0;
alter table series rename to series_before;
alter table sample rename to sample_before;
alter index series_pkey rename to series_before_pkey;

-- What is known of a client's series as a whole; its row lock serialises the making of series, so that their numbers
-- are committed in order.
create table series_client (
  client_id uuid primary key references client (id) on delete cascade,
  next_id integer not null default 1,
  -- Moves when series are deleted: who remembers numbers from before asks again.
  generation integer not null default 1,
  -- Moves when the log was cut: who remembers the log reads it again.
  cuts integer not null default 0,
  -- Up to here the log was cut at its time; rows before it came late.
  cut_until timestamptz not null default 'epoch',
  -- Days before this one have their roll-ups.
  rolled_until timestamptz not null default date_trunc('day', now(), 'UTC') - interval '9 days',
  -- Null: what the configuration says.
  max_series integer check (max_series >= 0),
  sample_days smallint check (sample_days between 1 and 3650),
  rollup_days smallint check (rollup_days between 1 and 3650)
);
call protect_client_table('series_client');

create table series (
  client_id uuid not null references client (id) on delete cascade,
  -- Counted for every client from 1 and never given twice: series that are made together lie together.
  id integer not null check (id > 0),
  name text not null check (length(name) between 1 and 1024),
  labels jsonb not null,
  asset_id uuid,
  check_id uuid,
  -- First half of the SHA-256 of name, system, check and sorted labels.
  fingerprint uuid not null,
  created_at timestamptz not null,
  primary key (client_id, id),
  unique (client_id, fingerprint)
);
call protect_client_table('series');
comment on table series is 'No foreign keys to system and check: what was measured outlives what measured it, and goes with age.';

create table series_log (
  client_id uuid not null,
  -- Readers ask for what committed since they looked; in the order of these numbers nothing can appear behind them.
  xid xid8 not null default pg_current_xact_id(),
  id bigint generated always as identity,
  first_at timestamptz not null,
  last_at timestamptz not null,
  payload bytea not null,
  primary key (client_id, xid, id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 10000);
-- Packed already.
alter table series_log alter column payload set storage external;
call protect_client_table('series_log');
revoke update on series_log from {app};

-- Neighbouring series, two hours.
create table series_block (
  client_id uuid not null,
  series_group integer not null,
  start_at timestamptz not null,
  payload bytea not null,
  primary key (client_id, series_group, start_at)
) partition by range (start_at);
alter table series_block alter column payload set storage external;
call protect_client_table('series_block');

-- The same series, one day: minimum, maximum, sum, number and last value of every five minutes, and of every hour.
create table series_rollup_fine (
  client_id uuid not null,
  series_group integer not null,
  start_at timestamptz not null,
  payload bytea not null,
  primary key (client_id, series_group, start_at)
) partition by range (start_at);
alter table series_rollup_fine alter column payload set storage external;
call protect_client_table('series_rollup_fine');
create table series_rollup_coarse (
  client_id uuid not null,
  series_group integer not null,
  start_at timestamptz not null,
  payload bytea not null,
  primary key (client_id, series_group, start_at)
) partition by range (start_at);
alter table series_rollup_coarse alter column payload set storage external;
call protect_client_table('series_rollup_coarse');

-- Blocks have a partition a day, roll-ups one a month (UTC), named after the first day. The application role has no
-- right on a partition itself.
drop function sample_partition(date);
drop function sample_partitions_drop(date);
create function series_partitions(p_from date, p_to date) returns void
  language plpgsql security definer set search_path from current
  as $$
declare parent text; step interval; first timestamp; part text;
begin
  if p_to - p_from > 4000 then raise exception 'too many days' using errcode = '22023'; end if;
  foreach parent in array array['series_block', 'series_rollup_fine', 'series_rollup_coarse'] loop
    step := case parent when 'series_block' then interval '1 day' else interval '1 month' end;
    first := date_trunc(case parent when 'series_block' then 'day' else 'month' end, p_from::timestamp);
    while first <= p_to loop
      part := parent || '_' || to_char(first, 'YYYYMMDD');
      if to_regclass(part) is null then
        execute format('create table %I partition of %I for values from (%L) to (%L)',
          part, parent, first at time zone 'UTC', (first + step) at time zone 'UTC');
        execute format('alter table %I enable row level security', part);
        execute format('alter table %I force row level security', part);
        execute format('create policy owner_all on %I for all to {owner} using (true) with check (true)', part);
      end if;
      first := first + step;
    end loop;
  end loop;
end $$;
-- Waits behind a running backup only briefly: what waits here makes every new sample wait as well.
create function series_partitions_drop(p_blocks date, p_fine date, p_coarse date) returns integer
  language plpgsql security definer set search_path from current set lock_timeout = '3s'
  as $$
declare part record; dropped integer := 0;
begin
  for part in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
      join (values ('series_block', p_blocks, interval '1 day'), ('series_rollup_fine', p_fine, interval '1 month'),
        ('series_rollup_coarse', p_coarse, interval '1 month')) kept (parent, before, step) on i.inhparent = kept.parent::regclass
    where to_date(right(c.relname, 8), 'YYYYMMDD') + kept.step <= least(kept.before, current_date - 8) loop
    execute format('drop table %I', part.relname);
    dropped := dropped + 1;
  end loop;
  return dropped;
end $$;
comment on function series_partitions_drop(date, date, date) is 'Eight days are kept whatever is asked: an agent may still deliver those.';
create function series_longest_retention(out sample_days integer, out rollup_days integer)
  language sql stable security definer set search_path from current
  as $$ select max(sample_days), max(rollup_days) from series_client $$;
comment on function series_longest_retention() is 'A partition goes when no client keeps it any more; two numbers over all clients.';
grant execute on function series_partitions(date, date), series_partitions_drop(date, date, date), series_longest_retention() to {app};

-- What was measured so far goes into the log, in the layout that SQL can write; the next cut packs it.
insert into series_client (client_id) select distinct client_id from series_before;
create temporary table series_number on commit drop as
  select client_id, id as old_id, row_number() over (partition by client_id order by asset_id, id)::integer as id from series_before;
create index on series_number (client_id, old_id);
insert into series (client_id, id, name, labels, asset_id, check_id, fingerprint, created_at)
  select client_id, n.id, s.metric, case s.instance when '' then '{}' else jsonb_build_object('instance', s.instance) end,
    s.asset_id, s.check_id,
    encode(substring(sha256(convert_to(s.metric, 'UTF8') || '\x00' || convert_to(s.asset_id::text, 'UTF8') || '\x00'
      || convert_to(coalesce(s.check_id::text, ''), 'UTF8')
      || case s.instance when '' then ''::bytea else '\x00'::bytea || convert_to('instance', 'UTF8') || '\x00' || convert_to(s.instance, 'UTF8') end
      ) for 16), 'hex')::uuid,
    s.created_at
  from series_before s join series_number n using (client_id) where n.old_id = s.id;
update series_client c set next_id = (select max(id) + 1 from series s where s.client_id = c.client_id),
  rolled_until = (select coalesce(date_trunc('day', min(at), 'UTC'), date_trunc('day', now(), 'UTC')) from sample_before x where x.client_id = c.client_id);
select series_partitions(coalesce((select min(at)::date from sample_before), current_date), current_date);
insert into series_log (client_id, first_at, last_at, payload)
  select x.client_id, min(x.at), max(x.at),
    '\x00'::bytea || string_agg(int4send(n.id) || float8send(floor(extract(epoch from x.at) * 1000)::float8) || float8send(x.value), ''::bytea order by n.id, x.at)
  from sample_before x join series_number n on n.client_id = x.client_id and n.old_id = x.series_id
  group by x.client_id, date_bin('10 minutes', x.at, 'epoch'::timestamptz);
drop table sample_before, series_before;
