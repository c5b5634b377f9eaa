-- Persons and how they prove who they are. These tables belong to the installation, not to a client: one person
-- may serve several clients. The sign-in library reads and writes them; nothing else does.

create table person (
  id uuid primary key,
  name text not null check (length(name) <= 200),
  email text not null unique check (length(email) <= 320 and email = lower(email)),
  email_verified boolean not null default false,
  image text,
  two_factor_enabled boolean not null default false,
  locale text not null default 'de' check (locale in ('de', 'en')),
  theme text not null default 'auto' check (theme in ('auto', 'light', 'dark')),
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create table session (
  id uuid primary key,
  person_id uuid not null references person (id) on delete cascade,
  -- Never the cookie's value: the SHA-256 of it.
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  -- Sign-in was completed with a second factor or a passkey.
  second_factor_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index session_person on session (person_id);
create table account (
  id uuid primary key,
  person_id uuid not null references person (id) on delete cascade,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index account_person on account (person_id);
create table verification (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verification_identifier on verification (identifier);
create table two_factor (
  id uuid primary key,
  person_id uuid not null references person (id) on delete cascade,
  secret text not null,
  backup_codes text not null,
  verified boolean not null default true,
  -- Number of the last time step that was accepted, so that a code works once (ASVS 6.5.1).
  last_step bigint,
  failed_verification_count integer not null default 0,
  locked_until timestamptz
);
create unique index two_factor_person on two_factor (person_id);
create table passkey (
  id uuid primary key,
  person_id uuid not null references person (id) on delete cascade,
  name text,
  public_key text not null,
  credential_id text not null unique,
  counter bigint not null,
  device_type text not null,
  backed_up boolean not null,
  transports text,
  aaguid text,
  created_at timestamptz default now()
);
create index passkey_person on passkey (person_id);
-- Failed attempts per account and per address; counted in the database so that several processes share the brake.
create table sign_in_attempt (
  key text not null,
  at timestamptz not null,
  id uuid not null,
  primary key (key, at, id)
);
grant select, insert, update, delete on person, session, account, verification, two_factor, passkey, sign_in_attempt to {app};

create table membership (
  client_id uuid not null references client (id) on delete cascade,
  person_id uuid not null references person (id) on delete cascade,
  role text not null check (role in ('owner', 'technician', 'auditor', 'management', 'it-coordinator', 'employee')),
  -- Provider staff only: serves all clients, or those named in service_grant.
  serves text not null default 'all' check (serves in ('all', 'granted')),
  created_at timestamptz not null,
  primary key (client_id, person_id)
);
create index membership_person on membership (person_id);
call protect_client_table('membership');

create table service_grant (
  client_id uuid not null references client (id) on delete cascade,
  person_id uuid not null references person (id) on delete cascade,
  granted_by uuid not null,
  created_at timestamptz not null,
  primary key (client_id, person_id)
);
create index service_grant_person on service_grant (person_id);
call protect_client_table('service_grant');

-- A link that lets somebody in once: as a new member, or with a new password.
create table invitation (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  kind text not null default 'invitation' check (kind in ('invitation', 'password-reset')),
  -- Whose password is reset.
  person_id uuid references person (id) on delete cascade check ((person_id is not null) = (kind = 'password-reset')),
  email text not null check (length(email) <= 320),
  name text not null default '' check (length(name) <= 200),
  role text not null,
  serves text not null default 'all' check (serves in ('all', 'granted')),
  token_hash bytea not null,
  invited_by uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  primary key (client_id, id)
);
call protect_client_table('invitation');

create table api_key (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  person_id uuid not null references person (id) on delete cascade,
  name text not null check (length(name) between 1 and 100),
  token_hash bytea not null,
  -- First characters, to recognise a key in a list.
  hint text not null,
  permissions text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (client_id, id)
);
call protect_client_table('api_key');

-- Doors for the moment before a client is known. Each answers one question about one secret or one person.

-- A provider's role counts in the provider's client only and a client's role in a client only, whatever the rows say:
-- otherwise one wrong row would open every client. A grant older than the membership belongs to an earlier employment.
create function access_of(p_person uuid)
  returns table (client_id uuid, client_kind text, client_code text, client_name text, role text, membership boolean)
  language sql stable security definer set search_path from current
  as $$
    with direct as (
      select m.client_id, m.role, m.serves, m.created_at, c.kind from membership m join client c on c.id = m.client_id
      join person p on p.id = m.person_id
      where m.person_id = p_person and p.disabled_at is null and c.archived_at is null
        and (c.kind = 'provider') = (m.role in ('owner', 'technician', 'auditor'))),
    staff as (select d.role, d.serves, d.created_at from direct d where d.kind = 'provider')
    select c.id, c.kind, c.code, c.name, coalesce(d.role, s.role), d.role is not null
    from client c
    left join direct d on d.client_id = c.id
    left join staff s on s.serves = 'all' or c.kind = 'provider'
      or exists (select 1 from service_grant g
                 where g.client_id = c.id and g.person_id = p_person and g.created_at >= s.created_at)
    where c.archived_at is null and (d.role is not null or s.role is not null)
  $$;
create function memberships_of(p_person uuid)
  returns table (client_id uuid, client_kind text, role text)
  language sql stable security definer set search_path from current
  as $$
    select m.client_id, c.kind, m.role from membership m join client c on c.id = m.client_id
    where m.person_id = p_person order by c.kind desc, m.client_id
  $$;
comment on function memberships_of(uuid) is 'Where a person belongs, disabled or not, archived or not: whose log hears of them, and who may decide about them.';
create function staff_of(p_client uuid)
  returns table (person_id uuid, name text, role text, granted_at timestamptz, disabled boolean)
  language sql stable security definer set search_path from current
  as $$
    select p.id, p.name, m.role, g.created_at, p.disabled_at is not null
    from membership m join person p on p.id = m.person_id
    left join service_grant g on g.client_id = p_client and g.person_id = m.person_id and g.created_at >= m.created_at
    where m.client_id = provider_client_id() and m.role in ('owner', 'technician', 'auditor')
      and (m.serves = 'all' or g.person_id is not null)
      and p_client = any (app_scope())
      and p_client = any (app_scope())
    order by p.name, p.id
  $$;
comment on function staff_of(uuid) is 'Provider staff who serve a client that the transaction may read; without a grant because they serve all.';
create function enabled_owners() returns bigint
  language sql stable security definer set search_path from current
  as $$
    select count(*) from membership m join person p on p.id = m.person_id
    where m.client_id = provider_client_id() and m.role = 'owner' and p.disabled_at is null
  $$;
create function second_factor_required(p_person uuid) returns boolean
  language sql stable security definer set search_path from current
  as $$
    select exists (
      select 1 from membership m
      join setting s on s.client_id in (m.client_id, provider_client_id())
        and s.key = 'identity.second-factor' and s.value ? m.role
      where m.person_id = p_person)
  $$;
comment on function second_factor_required(uuid) is 'The client of a membership, or the provider for everybody, demands it for the role.';
create function invitation_by_token(p_hash bytea)
  returns table (client_id uuid, id uuid)
  language sql stable security definer set search_path from current
  as $$ select i.client_id, i.id from invitation i where i.token_hash = p_hash $$;
-- A key older than the membership belongs to an earlier employment, as a grant does.
create function api_key_by_token(p_hash bytea)
  returns table (client_id uuid, id uuid, person_id uuid, name text, permissions text[], expires_at timestamptz, revoked_at timestamptz, last_used_at timestamptz)
  language sql stable security definer set search_path from current
  as $$
    select k.client_id, k.id, k.person_id, k.name, k.permissions, k.expires_at, k.revoked_at, k.last_used_at
    from api_key k where k.token_hash = p_hash
      and exists (select 1 from membership m where m.person_id = k.person_id and m.created_at <= k.created_at
                  and m.client_id in (k.client_id, provider_client_id()))
  $$;
create index invitation_token on invitation (token_hash);
create index api_key_token on api_key (token_hash);
grant execute on function access_of(uuid), memberships_of(uuid), staff_of(uuid), second_factor_required(uuid),
  enabled_owners(), invitation_by_token(bytea), api_key_by_token(bytea) to {app};
