-- Doors through which a client's own monitoring delivers what it knows already.

create table ingest_token (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  -- Where the sender stands; what it reports about unknown systems belongs there.
  site_id uuid,
  name text not null check (length(name) between 1 and 200),
  token_hash bytea not null,
  -- First characters, to recognise a token in a list.
  hint text not null,
  created_by uuid,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  -- Stands for the sender where an alert names no system that is known.
  asset_id uuid,
  primary key (client_id, id),
  foreign key (client_id, site_id) references site (client_id, id),
  foreign key (client_id, asset_id) references asset (client_id, id) on delete set null (asset_id)
);
call protect_client_table('ingest_token');
create index ingest_token_hash on ingest_token (token_hash);

-- What a client may send; without a row the defaults of the program hold.
create table ingest_quota (
  client_id uuid primary key references client (id) on delete cascade,
  active_series integer not null check (active_series between 1 and 5000000),
  samples_per_second integer not null check (samples_per_second between 1 and 5000000),
  updated_at timestamptz not null
);
call protect_client_table('ingest_quota');

create function ingest_token_by_hash(p_hash bytea)
  returns table (client_id uuid, id uuid, name text, site_id uuid, last_used_at timestamptz, active_series integer, samples_per_second integer)
  language sql stable security definer set search_path from current
  as $$
    select t.client_id, t.id, t.name, t.site_id, t.last_used_at, q.active_series, q.samples_per_second
    from ingest_token t join client c on c.id = t.client_id left join ingest_quota q on q.client_id = t.client_id
    where t.token_hash = p_hash and t.revoked_at is null and c.archived_at is null
  $$;
comment on function ingest_token_by_hash(bytea) is 'Who holds the token may deliver to this one client.';
grant execute on function ingest_token_by_hash(bytea) to {app};
