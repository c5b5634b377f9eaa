-- Versions of business hours: a past period is always computed with the calendar then in force.
create table business_calendar (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  version integer not null check (version > 0),
  name text not null,
  valid_from date not null,
  time_zone text not null,
  -- {"mon": [["08:00","17:00"]], ...}, local time
  weekly jsonb not null,
  state text,
  municipality text,
  extra_days jsonb not null default '[]',
  created_at timestamptz not null,
  primary key (client_id, id, version)
);
call protect_client_table('business_calendar');

create table service_level (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  version integer not null check (version > 0),
  name text not null,
  calendar_id uuid not null,
  valid_from timestamptz not null,
  -- {"1": {"firstResponseMinutes": 60, "resolutionMinutes": 480}, ...} by priority
  targets jsonb not null,
  created_at timestamptz not null,
  primary key (client_id, id, version)
);
call protect_client_table('service_level');

create table ticket_number (
  client_id uuid primary key references client (id) on delete cascade,
  last integer not null
);
call protect_client_table('ticket_number');

create table ticket (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  number integer not null,
  type text not null check (type in ('incident', 'request', 'change', 'problem')),
  title text not null check (length(title) between 1 and 300),
  impact text not null check (impact in ('low', 'medium', 'high')),
  urgency text not null check (urgency in ('low', 'medium', 'high')),
  -- 1 is the highest; follows from impact and urgency.
  priority smallint not null check (priority between 1 and 4),
  state text not null check (state in ('new', 'open', 'waiting', 'solved', 'closed')),
  side text not null default 'provider' check (side in ('client', 'provider', 'supplier')),
  assignee_id uuid references person (id) on delete set null,
  requester_id uuid references person (id) on delete set null,
  asset_id uuid,
  source text not null check (source in ('alert', 'person', 'mail', 'api')),
  service_level_id uuid,
  first_response_due_at timestamptz,
  first_responded_at timestamptz,
  resolution_due_at timestamptz,
  solved_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (client_id, id),
  unique (client_id, number),
  foreign key (client_id, asset_id) references asset (client_id, id) on delete set null (asset_id)
);
create index ticket_list on ticket (client_id, state, first_response_due_at);
create index ticket_asset on ticket (client_id, asset_id);
create index ticket_updated on ticket (client_id, updated_at desc);
call protect_client_table('ticket');

create table ticket_message (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  ticket_id uuid not null,
  kind text not null check (kind in ('public', 'internal', 'system')),
  author_id uuid references person (id) on delete set null,
  author_name text not null,
  author_side text not null check (author_side in ('client', 'provider', 'supplier', 'system')),
  body text not null check (length(body) <= 100000),
  created_at timestamptz not null,
  primary key (client_id, id),
  foreign key (client_id, ticket_id) references ticket (client_id, id) on delete cascade
);
create index ticket_message_ticket on ticket_message (client_id, ticket_id, created_at);
call protect_client_table('ticket_message');

-- Everything that changed on a ticket, in order: the source of its clocks and of the report.
create table ticket_event (
  client_id uuid not null references client (id) on delete cascade,
  id bigint generated always as identity,
  ticket_id uuid not null,
  at timestamptz not null,
  kind text not null,
  actor_id uuid,
  actor_name text not null,
  details jsonb not null,
  primary key (client_id, id),
  foreign key (client_id, ticket_id) references ticket (client_id, id) on delete cascade
);
create index ticket_event_ticket on ticket_event (client_id, ticket_id, id);
call protect_client_table('ticket_event');
revoke update, delete on ticket_event from {app};

create table ticket_alert (
  client_id uuid not null references client (id) on delete cascade,
  ticket_id uuid not null,
  alert_id uuid not null,
  primary key (client_id, ticket_id, alert_id),
  foreign key (client_id, ticket_id) references ticket (client_id, id) on delete cascade,
  foreign key (client_id, alert_id) references alert (client_id, id) on delete cascade
);
create unique index ticket_alert_alert on ticket_alert (client_id, alert_id);
call protect_client_table('ticket_alert');
