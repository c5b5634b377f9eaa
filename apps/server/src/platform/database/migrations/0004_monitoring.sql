create table "check" (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  asset_id uuid not null,
  kind text not null,
  name text not null check (length(name) between 1 and 200),
  config jsonb not null,
  rule jsonb not null,
  interval_ms integer not null check (interval_ms between 1000 and 86400000),
  -- Who runs it: the server, the agent on the asset, or nobody because it is judged from samples.
  runs_on text not null check (runs_on in ('server', 'agent', 'samples')),
  origin text not null check (origin in ('default', 'person')),
  enabled boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (client_id, id),
  foreign key (client_id, asset_id) references asset (client_id, id) on delete cascade
);
create index check_asset on "check" (client_id, asset_id);
call protect_client_table('check');

-- State of the rule machine, one row per check and instance (mount point, interface; empty when there is one).
create table check_state (
  client_id uuid not null references client (id) on delete cascade,
  check_id uuid not null,
  instance text not null default '',
  status text not null check (status in ('ok', 'warning', 'critical', 'unknown')),
  rule_state jsonb not null,
  last_at timestamptz,
  last_value double precision,
  message text not null default '',
  code text,
  "values" jsonb not null default '{}',
  since timestamptz not null,
  primary key (client_id, check_id, instance),
  foreign key (client_id, check_id) references "check" (client_id, id) on delete cascade
);
call protect_client_table('check_state');

create table series (
  client_id uuid not null references client (id) on delete cascade,
  id bigint generated always as identity,
  asset_id uuid not null,
  check_id uuid,
  metric text not null,
  instance text not null default '',
  created_at timestamptz not null,
  primary key (client_id, id),
  unique nulls not distinct (client_id, asset_id, check_id, metric, instance),
  foreign key (client_id, asset_id) references asset (client_id, id) on delete cascade,
  foreign key (client_id, check_id) references "check" (client_id, id) on delete cascade
);
call protect_client_table('series');

create table sample (
  client_id uuid not null,
  series_id bigint not null,
  at timestamptz not null,
  value double precision not null,
  primary key (client_id, series_id, at)
) partition by range (at);
call protect_client_table('sample');
revoke update on sample from {app};

-- Partitions are made and dropped by day (UTC). The application role has no right on a partition itself.
create function sample_partition(p_day date) returns void
  language plpgsql security definer set search_path from current
  as $$
declare part name := 'sample_' || to_char(p_day, 'YYYYMMDD');
begin
  if to_regclass(part) is null then
    execute format('create table %I partition of sample for values from (%L) to (%L)',
      part, p_day::timestamp at time zone 'UTC', (p_day + 1)::timestamp at time zone 'UTC');
    execute format('alter table %I enable row level security', part);
    execute format('alter table %I force row level security', part);
    execute format('create policy owner_all on %I for all to {owner} using (true) with check (true)', part);
  end if;
end $$;
-- Waits behind a running backup only briefly: what waits here makes every new sample wait as well.
create function sample_partitions_drop(p_before date) returns integer
  language plpgsql security definer set search_path from current set lock_timeout = '3s'
  as $$
declare part record; dropped integer := 0;
begin
  for part in select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'sample'::regclass
      and c.relname < 'sample_' || to_char(least(p_before, current_date - 7), 'YYYYMMDD') loop
    execute format('drop table %I', part.relname);
    dropped := dropped + 1;
  end loop;
  return dropped;
end $$;
comment on function sample_partitions_drop(date) is 'A week is kept whatever is asked: an agent may still deliver that.';
grant execute on function sample_partition(date), sample_partitions_drop(date) to {app};

create table alert (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  asset_id uuid not null,
  check_id uuid not null,
  instance text not null default '',
  kind text not null,
  severity text not null check (severity in ('info', 'warning', 'critical')),
  state text not null check (state in ('raised', 'resolved')),
  code text,
  message text not null,
  "values" jsonb not null default '{}',
  -- When the condition was first seen, when the rule raised it, when it was over.
  observed_at timestamptz not null,
  raised_at timestamptz not null,
  resolved_at timestamptz,
  resolved_reason text,
  acknowledged_at timestamptz,
  acknowledged_by uuid,
  acknowledged_note text,
  primary key (client_id, id),
  foreign key (client_id, asset_id) references asset (client_id, id) on delete cascade,
  foreign key (client_id, check_id) references "check" (client_id, id) on delete cascade
);
-- At most one open alert per check and instance: a crash between two writes cannot raise a second one.
create unique index alert_open on alert (client_id, check_id, instance) where state = 'raised';
create index alert_list on alert (client_id, state, raised_at desc);
create index alert_asset on alert (client_id, asset_id, raised_at desc);
call protect_client_table('alert');
