-- What every later table stands on: who the client of this transaction is, how a client's table is protected,
-- and the narrow doors through which the application role may look before a client is known.

-- A function may be called by nobody until it is granted: PUBLIC would be given every one of them otherwise.
alter default privileges revoke execute on functions from public;

create function app_client() returns uuid
  language sql stable parallel safe
  as $$ select nullif(current_setting('app.client', true), '')::uuid $$;
comment on function app_client() is 'The one client that this transaction may write to; null when none was set.';

create function app_scope() returns uuid[]
  language sql stable parallel safe
  as $$ select string_to_array(nullif(current_setting('app.scope', true), ''), ',')::uuid[] $$;
comment on function app_scope() is 'The clients that this transaction may read; null when none was set.';
grant execute on function app_client(), app_scope() to {app};

-- Reading follows the scope (provider staff see the clients they serve), writing needs the one client of the
-- transaction, so that a forgotten WHERE can never touch a second client. The sub-select makes the planner
-- evaluate the setting once for a statement and use the index that starts with client_id.
create procedure protect_client_table(t regclass, key name default 'client_id')
  language plpgsql
  as $$
begin
  execute format('alter table %s enable row level security', t);
  execute format('alter table %s force row level security', t);
  execute format('create policy client_read on %s for select to {app} using (%I = any ((select app_scope())::uuid[]))', t, key);
  execute format('create policy client_insert on %s for insert to {app} with check (%I = (select app_client()))', t, key);
  execute format('create policy client_update on %s for update to {app} using (%I = (select app_client())) with check (%I = (select app_client()))', t, key, key);
  execute format('create policy client_delete on %s for delete to {app} using (%I = (select app_client()))', t, key);
  -- Migrations, backups and the functions below run as the owner, who is bound by FORCE as well.
  execute format('create policy owner_all on %s for all to {owner} using (true) with check (true)', t);
  execute format('grant select, insert, update, delete on %s to {app}', t);
end $$;

create table installation (
  singleton boolean primary key default true check (singleton),
  id uuid not null,
  created_at timestamptz not null,
  -- Hash of the one-time set-up token; null once the first owner exists, and never set again.
  setup_token_hash bytea,
  setup_at timestamptz
);
grant select, insert, update on installation to {app};

create table client (
  id uuid primary key,
  kind text not null check (kind in ('provider', 'client')),
  -- Short prefix of ticket numbers, e.g. MUE in MUE-12.
  code text not null check (code ~ '^[A-Z0-9]{2,8}$'),
  name text not null check (length(name) between 1 and 200),
  locale text not null default 'de' check (locale in ('de', 'en')),
  notes text not null default '' check (length(notes) <= 10000),
  created_at timestamptz not null,
  archived_at timestamptz
);
create unique index client_one_provider on client (kind) where kind = 'provider';
create unique index client_code on client (code);
call protect_client_table('client', 'id');
-- A client is archived; nothing of it ever goes by itself.
revoke delete on client from {app};

create function all_client_ids() returns setof uuid
  language sql stable security definer set search_path from current
  as $$ select id from client where archived_at is null order by id $$;
comment on function all_client_ids() is 'For background work that visits every client in turn.';

create function provider_client_id() returns uuid
  language sql stable security definer set search_path from current
  as $$ select id from client where kind = 'provider' $$;
grant execute on function all_client_ids(), provider_client_id() to {app};

-- Secrets at rest: one data key per client, wrapped by the key-encryption key, which is never in the database.
create table client_key (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  kek_id text not null,
  wrapped bytea not null,
  created_at timestamptz not null,
  primary key (client_id, id)
);
call protect_client_table('client_key');

-- Append-only log, one hash chain per client, so that a client's export can be verified alone.
create table audit_head (
  client_id uuid primary key references client (id) on delete cascade,
  seq bigint not null,
  hash bytea not null
);
call protect_client_table('audit_head');
revoke delete on audit_head from {app};

create table audit_entry (
  client_id uuid not null references client (id),
  seq bigint not null check (seq > 0),
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('person', 'api-key', 'agent', 'system', 'anonymous')),
  actor_id uuid,
  actor_name text not null,
  action text not null,
  object_kind text not null,
  object_id uuid,
  details jsonb not null,
  request_id text,
  address text,
  previous_hash bytea not null,
  hash bytea not null,
  primary key (client_id, seq)
);
create index audit_entry_object on audit_entry (client_id, object_id, seq);
call protect_client_table('audit_entry');
revoke update, delete on audit_entry from {app};
create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'audit entries are never changed or removed' using errcode = 'RA001';
end $$;
create trigger audit_append_only before update or delete or truncate on audit_entry
  for each statement execute function audit_is_append_only();

create table audit_checkpoint (
  client_id uuid not null references client (id),
  seq bigint not null,
  at timestamptz not null,
  hash bytea not null,
  signature bytea not null,
  primary key (client_id, seq)
);
call protect_client_table('audit_checkpoint');
revoke update, delete on audit_checkpoint from {app};
create trigger audit_append_only before update or delete or truncate on audit_checkpoint
  for each statement execute function audit_is_append_only();

-- What happened, written in the transaction in which it happened; subscribers are jobs enqueued in the same one.
create table event (
  client_id uuid not null references client (id) on delete cascade,
  id bigint generated always as identity,
  kind text not null,
  object_kind text not null,
  object_id uuid not null,
  payload jsonb not null,
  at timestamptz not null,
  primary key (client_id, id)
);
create index event_object on event (client_id, object_id, id);
create index event_at on event using brin (at);
call protect_client_table('event');
revoke update on event from {app};

-- Values that a person sets in the console; secrets inside are sealed before they get here.
create table setting (
  client_id uuid not null references client (id) on delete cascade,
  key text not null,
  value jsonb not null,
  updated_at timestamptz not null,
  updated_by uuid,
  primary key (client_id, key)
);
call protect_client_table('setting');

-- Background work is enqueued in the transaction that needs it. The queue's own tables belong to the owner role;
-- this is the application's only way in.
create function enqueue_job(p_task text, p_payload json, p_run_at timestamptz default null, p_key text default null, p_queue text default null, p_max_attempts integer default null)
  returns void
  language plpgsql security definer set search_path from current
  as $$
begin
  perform graphile_worker.add_job(p_task, payload => p_payload, run_at => p_run_at, job_key => p_key, queue_name => p_queue, max_attempts => p_max_attempts);
end $$;
grant execute on function enqueue_job(text, json, timestamptz, text, text, integer) to {app};
