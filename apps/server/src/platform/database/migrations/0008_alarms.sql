-- From an alert to a person: what is a consequence of what, when nobody wants to hear, whom to tell and who answers.

-- Every alert is written down; one that is told has a time of reporting. What keeps it from that is said beside it.
alter table alert
  add column reported_at timestamptz,
  -- Told one by one, or later together with others when there were many at once.
  add column told_at timestamptz,
  -- Might still turn out to be a consequence, or to end by itself after its cause has.
  add column held_until timestamptz,
  add column suppression text check (suppression in ('consequence', 'silence', 'maintenance')),
  -- The alert, the silence or the window; no foreign key, as it may be any of the three.
  add column suppressed_by uuid,
  add column acknowledged_until timestamptz,
  add check ((suppression is null) = (suppressed_by is null));
-- What was raised before this migration was told then.
update alert set reported_at = raised_at, told_at = raised_at;
create index alert_untold on alert (client_id) where state = 'raised' and told_at is null;
create index alert_cause on alert (client_id, suppressed_by) where suppressed_by is not null;
create index alert_check on alert (client_id, check_id, raised_at);

-- A site, a system or a single check depends on a system or on one of its checks; of several parents one is enough.
create table alert_dependency (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  site_id uuid,
  asset_id uuid,
  check_id uuid,
  parent_asset_id uuid not null,
  parent_check_id uuid,
  created_at timestamptz not null,
  primary key (client_id, id),
  unique nulls not distinct (client_id, site_id, asset_id, check_id, parent_asset_id, parent_check_id),
  check (num_nonnulls(site_id, asset_id, check_id) = 1),
  foreign key (client_id, site_id) references site (client_id, id) on delete cascade,
  foreign key (client_id, asset_id) references asset (client_id, id) on delete cascade,
  foreign key (client_id, check_id) references "check" (client_id, id) on delete cascade,
  foreign key (client_id, parent_asset_id) references asset (client_id, id) on delete cascade,
  foreign key (client_id, parent_check_id) references "check" (client_id, id) on delete cascade
);
call protect_client_table('alert_dependency');

create table silence (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  matcher jsonb not null,
  reason text not null check (length(reason) between 1 and 2000),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  created_by uuid,
  created_by_name text not null,
  created_at timestamptz not null,
  primary key (client_id, id),
  check (ends_at >= starts_at)
);
create index silence_end on silence (client_id, ends_at);
call protect_client_table('silence');

create table maintenance_window (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  reason text not null default '' check (length(reason) <= 2000),
  matcher jsonb not null,
  -- TimeWindow of packages/time-windows.
  time_window jsonb not null,
  enabled boolean not null default true,
  created_by_name text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (client_id, id)
);
call protect_client_table('maintenance_window');

create table on_call_schedule (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  -- Schedule of packages/on-call.
  schedule jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (client_id, id)
);
call protect_client_table('on_call_schedule');

create table on_call_substitution (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  schedule_id uuid not null,
  person_id uuid not null,
  replaces_id uuid,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  note text not null default '' check (length(note) <= 2000),
  created_by_name text not null,
  created_at timestamptz not null,
  primary key (client_id, id),
  foreign key (client_id, schedule_id) references on_call_schedule (client_id, id) on delete cascade
);
create index on_call_substitution_time on on_call_substitution (client_id, schedule_id, ends_at);
call protect_client_table('on_call_substitution');

-- Where somebody on call is reached besides mail and console. Belongs to the client whose schedule names the person.
create table on_call_contact (
  client_id uuid not null references client (id) on delete cascade,
  person_id uuid not null,
  phone text not null check (phone ~ '^\+[0-9]{6,15}$'),
  updated_at timestamptz not null,
  primary key (client_id, person_id)
);
call protect_client_table('on_call_contact');

create table escalation_policy (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  -- For which alerts; of several that fit the one with the lowest position counts.
  position integer not null,
  matcher jsonb not null,
  -- EscalationPolicy of packages/on-call.
  policy jsonb not null,
  enabled boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (client_id, id)
);
call protect_client_table('escalation_policy');

-- One run of a chain for one alert, with the policy as it was when it began.
create table escalation (
  client_id uuid not null references client (id) on delete cascade,
  alert_id uuid not null,
  policy_client_id uuid not null,
  policy_id uuid not null,
  policy_name text not null,
  policy jsonb not null,
  state jsonb not null,
  next_at timestamptz,
  started_at timestamptz not null,
  ended_at timestamptz,
  end_reason text check (end_reason in ('acknowledged', 'resolved', 'exhausted', 'superseded')),
  primary key (client_id, alert_id),
  foreign key (client_id, alert_id) references alert (client_id, id) on delete cascade
);
create index escalation_due on escalation (client_id, next_at) where next_at is not null;
call protect_client_table('escalation');

-- Messengers and gateways that messages go to; the whole address is a secret, as whoever knows it may write there.
create table notify_channel (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('ntfy', 'teams', 'slack', 'sms')),
  name text not null check (length(name) between 1 and 200),
  sealed_config bytea not null,
  -- What may be shown: host, number of receivers.
  shown text not null check (length(shown) <= 500),
  -- Kinds like alert.raised or alert.*; none means that it is written to by escalation chains only.
  kinds text[] not null default '{}' check (cardinality(kinds) <= 50),
  minimum text not null check (minimum in ('info', 'warning', 'critical')),
  -- Telephone numbers of a gateway: each gets a message of its own. The other kinds have one receiver, the address.
  receivers text[] not null default '{}' check (cardinality(receivers) <= 20),
  enabled boolean not null default true,
  allow_private boolean not null default false,
  last_at timestamptz,
  last_error text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (client_id, id)
);
call protect_client_table('notify_channel');

create function channels_for(p_client uuid)
  returns table (client_id uuid, id uuid, kinds text[], minimum text, receivers text[], of_provider boolean)
  language sql stable security definer set search_path from current
  as $$
    select n.client_id, n.id, n.kinds, n.minimum, n.receivers, c.kind = 'provider'
    from notify_channel n join client c on c.id = n.client_id
    where n.enabled and (n.client_id = p_client or c.kind = 'provider') and p_client = any (app_scope())
  $$;
comment on function channels_for(uuid) is 'Messengers that messages about a client go to: its own and those of the provider.';
grant execute on function channels_for(uuid) to {app};

alter table notification drop constraint notification_channel_check, drop constraint notification_check;
alter table notification
  add check (channel in ('console', 'mail', 'webhook', 'channel')),
  -- A webhook and a messenger have an owner: this client or the provider.
  add check ((channel in ('webhook', 'channel')) = (webhook_client_id is not null));
create index notification_object on notification (client_id, object_id, kind);
