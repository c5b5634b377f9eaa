-- Where a check runs from: an agent that looks after its neighbours (probe), and a second place that must agree.

alter table "check"
  -- The system whose agent runs it; null: its own.
  add column probe_id uuid,
  add column second_runs_on text check (second_runs_on in ('server', 'agent')),
  add column second_probe_id uuid,
  add foreign key (client_id, probe_id) references asset (client_id, id) on delete set null (probe_id),
  add foreign key (client_id, second_probe_id) references asset (client_id, id)
    on delete set null (second_probe_id),
  add check (probe_id is null or runs_on = 'agent'),
  add check (second_runs_on is null or runs_on <> 'samples'),
  add check (second_probe_id is null or second_runs_on = 'agent');
create index check_probe on "check" (client_id, probe_id) where probe_id is not null;
create index check_second_probe on "check" (client_id, second_probe_id) where second_probe_id is not null;

-- What each place saw last, of the checks that have two.
create table check_place (
  client_id uuid not null references client (id) on delete cascade,
  check_id uuid not null,
  -- 'server', or the system whose agent looked.
  place text not null check (length(place) between 1 and 36),
  at timestamptz not null,
  status text not null check (status in ('ok', 'warning', 'failed', 'unknown')),
  message text not null,
  code text,
  "values" jsonb not null,
  primary key (client_id, check_id, place),
  foreign key (client_id, check_id) references "check" (client_id, id) on delete cascade
);
call protect_client_table('check_place');
