create table site (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  time_zone text not null,
  -- ISO 3166-2:DE without the prefix (BY, NW ...); decides about holidays.
  state text,
  municipality text,
  -- Networks that belong to the site: agents there may check addresses inside, and nothing else.
  networks cidr[] not null default '{}',
  allow_loopback boolean not null default false,
  -- Addresses that are not public and that the server itself may check for this site all the same.
  server_networks cidr[] not null default '{}',
  created_at timestamptz not null,
  archived_at timestamptz,
  primary key (client_id, id)
);
call protect_client_table('site');

create table asset (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  site_id uuid not null,
  kind text not null check (kind in ('server', 'workstation', 'storage', 'network', 'ot', 'application', 'cloud')),
  name text not null check (length(name) between 1 and 255),
  description text not null default '' check (length(description) <= 10000),
  importance text not null default 'normal' check (importance in ('low', 'normal', 'high', 'critical')),
  -- Worst open alert: kept by monitoring, so that lists need no join.
  status text not null default 'unknown' check (status in ('ok', 'warning', 'critical', 'unknown', 'paused')),
  os text,
  address text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz,
  primary key (client_id, id),
  foreign key (client_id, site_id) references site (client_id, id)
);
create index asset_list on asset (client_id, name, id) where archived_at is null;
call protect_client_table('asset');

create table agent (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  asset_id uuid not null,
  public_key bytea not null,
  machine text not null,
  version text not null,
  platform text not null,
  enrolled_at timestamptz not null,
  revoked_at timestamptz,
  -- Highest batch that was committed: what the agent may forget, and the guard against doubled batches.
  last_seq bigint not null default 0,
  last_seen_at timestamptz,
  connected_at timestamptz,
  disconnected_at timestamptz,
  skew_ms bigint,
  dropped_batches bigint not null default 0,
  sample_interval_ms integer not null default 15000,
  primary key (client_id, id),
  unique (client_id, asset_id),
  foreign key (client_id, asset_id) references asset (client_id, id) on delete cascade
);
call protect_client_table('agent');
create index agent_id on agent (id);

create table enrolment_code (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  site_id uuid not null,
  token_hash bytea not null,
  asset_kind text not null default 'server',
  created_by uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  agent_id uuid,
  primary key (client_id, id),
  foreign key (client_id, site_id) references site (client_id, id)
);
create index enrolment_code_token on enrolment_code (token_hash);
call protect_client_table('enrolment_code');

create function agent_client(p_agent uuid) returns uuid
  language sql stable security definer set search_path from current
  as $$ select client_id from agent where id = p_agent $$;
create function enrolment_code_by_token(p_hash bytea) returns table (client_id uuid, id uuid)
  language sql stable security definer set search_path from current
  as $$ select e.client_id, e.id from enrolment_code e where e.token_hash = p_hash $$;
grant execute on function agent_client(uuid), enrolment_code_by_token(bytea) to {app};

create table inventory (
  client_id uuid not null references client (id) on delete cascade,
  asset_id uuid not null,
  section text not null,
  facts jsonb not null,
  collected_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (client_id, asset_id, section),
  foreign key (client_id, asset_id) references asset (client_id, id) on delete cascade
);
call protect_client_table('inventory');

-- Packages are rows, so that "who has openssl 3.0.11?" is one question over all systems.
create table software (
  client_id uuid not null references client (id) on delete cascade,
  asset_id uuid not null,
  purl text not null,
  name text not null,
  version text not null,
  source text,
  first_seen_at timestamptz not null,
  primary key (client_id, asset_id, purl),
  foreign key (client_id, asset_id) references asset (client_id, id) on delete cascade
);
create index software_name on software (client_id, name);
call protect_client_table('software');
