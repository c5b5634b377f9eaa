-- Signs of life that a client's own jobs send to an address of their own (checks of the kind heartbeat).

create table heartbeat (
  client_id uuid not null references client (id) on delete cascade,
  check_id uuid not null,
  -- SHA-256 of the token in the address.
  token_hash bytea not null,
  -- First characters, to recognise the address in a script.
  hint text not null,
  created_at timestamptz not null,
  last_at timestamptz,
  last_signal text check (last_signal in ('ok', 'start', 'fail')),
  started_at timestamptz,
  -- Settings of the check that due_at was computed from.
  schedule jsonb not null,
  -- When the next sign is missed.
  due_at timestamptz not null,
  primary key (client_id, check_id),
  foreign key (client_id, check_id) references "check" (client_id, id) on delete cascade
);
call protect_client_table('heartbeat');
create index heartbeat_token on heartbeat (token_hash);
create index heartbeat_due on heartbeat (due_at);

create function heartbeat_by_token(p_hash bytea) returns table (client_id uuid, check_id uuid)
  language sql stable security definer set search_path from current
  as $$
    select h.client_id, h.check_id from heartbeat h join client c on c.id = h.client_id
    where h.token_hash = p_hash and c.archived_at is null
  $$;
comment on function heartbeat_by_token(bytea) is 'Who knows the address may say that this one job lives.';
grant execute on function heartbeat_by_token(bytea) to {app};
