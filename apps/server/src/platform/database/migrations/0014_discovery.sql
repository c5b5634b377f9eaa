-- Discovery: who may look over a site's networks and how often, the sweeps, what they found and how it hangs together.

create table discovery_rule (
  client_id uuid not null references client (id) on delete cascade,
  site_id uuid not null,
  allowed boolean not null default false,
  -- Null: only when somebody orders it.
  every_hours integer check (every_hours between 1 and 720),
  next_at timestamptz,
  -- The system whose agent looks around when nobody names another one.
  probe_id uuid,
  -- Kinds of systems that are accepted without being asked.
  accept_kinds text[] not null default '{}' check (cardinality(accept_kinds) <= 10),
  -- How devices may be asked by SNMP; null: they are not.
  sealed_snmp bytea,
  -- The same for people, without what is secret.
  snmp_shown text[] not null default '{}' check (cardinality(snmp_shown) <= 4),
  updated_at timestamptz not null,
  primary key (client_id, site_id),
  foreign key (client_id, site_id) references site (client_id, id) on delete cascade,
  foreign key (client_id, probe_id) references asset (client_id, id) on delete set null (probe_id)
);
create index discovery_rule_next on discovery_rule (next_at) where next_at is not null;
call protect_client_table('discovery_rule');

create table discovery_sweep (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  site_id uuid not null,
  probe_id uuid not null,
  -- Parts of the site's networks; all when empty.
  networks cidr[] not null default '{}',
  with_snmp boolean not null,
  -- Null: the site's rule did.
  ordered_by uuid,
  ordered_by_name text not null,
  state text not null check (state in ('ordered', 'running', 'done', 'refused', 'failed', 'cancelled')),
  code text check (length(code) <= 100),
  message text not null default '' check (length(message) <= 2000),
  percent smallint not null default 0 check (percent between 0 and 100),
  -- Networks that the probe says it looks at.
  looked_at text[] not null default '{}' check (cardinality(looked_at) <= 64),
  found integer not null default 0,
  fresh integer not null default 0,
  created_at timestamptz not null,
  heard_at timestamptz,
  ended_at timestamptz,
  primary key (client_id, id),
  foreign key (client_id, site_id) references site (client_id, id) on delete cascade,
  foreign key (client_id, probe_id) references asset (client_id, id) on delete cascade
);
-- A probe does one thing at a time.
create unique index discovery_sweep_open on discovery_sweep (client_id, probe_id)
  where state in ('ordered', 'running');
create index discovery_sweep_site on discovery_sweep (client_id, site_id, created_at);
call protect_client_table('discovery_sweep');

-- Known by its hardware address, which stays when DHCP gives it another address; else by its address.
create table discovery_neighbour (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  site_id uuid not null,
  mac text check (mac ~ '^([0-9a-f]{2}:){5}[0-9a-f]{2}$'),
  maker text check (length(maker) <= 255),
  address text not null check (length(address) <= 15),
  -- Further addresses of the same hardware.
  also text[] not null default '{}' check (cardinality(also) <= 8),
  hostnames text[] not null default '{}' check (cardinality(hostnames) <= 8),
  ports integer[] not null default '{}' check (cardinality(ports) <= 32),
  services text[] not null default '{}' check (cardinality(services) <= 32),
  -- What it says about itself elsewhere: its model, the title of its web page.
  banners text[] not null default '{}' check (cardinality(banners) <= 4),
  answered_by text[] not null default '{}' check (cardinality(answered_by) <= 6),
  sys_name text check (length(sys_name) <= 255),
  sys_descr text check (length(sys_descr) <= 2000),
  sys_object_id text check (length(sys_object_id) <= 255),
  -- Which of the site's accesses it answered, counted from 0.
  snmp_access smallint,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  -- The sweep and the probe that saw it last; no foreign keys, as both may go before it.
  sweep_id uuid not null,
  probe_id uuid not null,
  ignored_at timestamptz,
  -- The system that it became, or was already; with accepted_at it became it here.
  asset_id uuid,
  accepted_at timestamptz,
  -- Checks that came with it and follow its address; no foreign keys, as they may be removed.
  check_ids uuid[] not null default '{}' check (cardinality(check_ids) <= 32),
  primary key (client_id, id),
  foreign key (client_id, site_id) references site (client_id, id) on delete cascade,
  foreign key (client_id, asset_id) references asset (client_id, id) on delete set null (asset_id)
);
create unique index discovery_neighbour_mac on discovery_neighbour (client_id, site_id, mac)
  where mac is not null;
create unique index discovery_neighbour_address on discovery_neighbour (client_id, site_id, address)
  where mac is null;
create index discovery_neighbour_asset on discovery_neighbour (client_id, asset_id) where asset_id is not null;
call protect_client_table('discovery_neighbour');

-- What hangs on which port, as a device said.
create table discovery_link (
  client_id uuid not null references client (id) on delete cascade,
  site_id uuid not null,
  -- Address of the device that said so.
  from_address text not null check (length(from_address) <= 15),
  port text not null check (length(port) <= 255),
  source text not null check (source in ('lldp', 'cdp', 'fdb')),
  -- Digest of how the other end is named.
  far_end text not null check (length(far_end) <= 64),
  mac text check (length(mac) = 17),
  name text check (length(name) <= 255),
  address text check (length(address) <= 15),
  -- Port of the other end, in its words.
  far_port text check (length(far_port) <= 255),
  -- How many hardware addresses are behind the port.
  shared integer not null check (shared > 0),
  seen_at timestamptz not null,
  primary key (client_id, site_id, from_address, port, source, far_end),
  foreign key (client_id, site_id) references site (client_id, id) on delete cascade
);
call protect_client_table('discovery_link');
