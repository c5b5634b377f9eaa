-- Messages that leave the house, where they go, and who wants to hear of what.

-- What a person chose; what is missing follows from the role. Belongs to the person, whatever clients it serves.
create table notification_preference (
  person_id uuid not null references person (id) on delete cascade,
  topic text not null check (topic in ('alert', 'ticket', 'own-ticket', 'operation')),
  channel text not null check (channel in ('console', 'mail')),
  minimum text not null check (minimum in ('info', 'warning', 'critical', 'off')),
  primary key (person_id, topic, channel)
);
grant select, insert, update, delete on notification_preference to {app};

create table webhook (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  url text not null check (length(url) between 1 and 2000),
  sealed_secret bytea not null,
  -- Kinds like alert.raised or alert.*; none means all.
  kinds text[] not null default '{}' check (cardinality(kinds) <= 50),
  enabled boolean not null default true,
  -- The receiver answered 410: it is gone and was switched off.
  gone_at timestamptz,
  -- May reach addresses that are not public; provider owners decide it.
  allow_private boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (client_id, id)
);
call protect_client_table('webhook');

-- One row per message and receiver. The id is fixed before the first attempt and goes with every repetition, so
-- that the receiver can recognise one; the unique key makes a repeated event send nothing again.
create table notification (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  event_id bigint not null,
  channel text not null check (channel in ('console', 'mail', 'webhook')),
  -- console: the person's id; mail: the address; webhook: its id.
  address text not null check (length(address) between 1 and 320),
  -- Missing for webhooks and for mails to whoever is not a person yet.
  person_id uuid references person (id) on delete cascade,
  -- Whose webhook: this client's or the provider's. No foreign key: it may belong to the other one.
  webhook_client_id uuid,
  kind text not null,
  topic text not null,
  severity text not null check (severity in ('info', 'warning', 'critical')),
  -- Key and values of the text; it is made in the receiver's language when it is shown or sent.
  message_key text not null,
  params jsonb not null,
  object_kind text not null,
  object_id uuid not null,
  ticket_id uuid,
  path text not null check (path like '/%' and length(path) <= 500),
  state text not null check (state in ('pending', 'sent', 'failed')),
  attempts integer not null default 0,
  attempted_at timestamptz,
  sent_at timestamptz,
  last_error text,
  read_at timestamptz,
  created_at timestamptz not null,
  primary key (client_id, id),
  unique (client_id, event_id, kind, channel, address),
  check ((channel = 'webhook') = (webhook_client_id is not null)),
  check (channel <> 'console' or person_id is not null)
);
create index notification_person on notification (person_id, id) where channel = 'console';
create index notification_outgoing on notification (client_id, state, id) where channel <> 'console';
create index notification_created on notification (client_id, created_at);
call protect_client_table('notification');

-- Every call of a webhook and what came back. Belongs to the webhook's client; the event may be of another one.
create table webhook_delivery (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  webhook_id uuid not null,
  -- Id of the message, the same at every attempt.
  delivery_id uuid not null,
  kind text not null,
  at timestamptz not null,
  attempt integer not null,
  duration_ms integer not null,
  status smallint,
  error text,
  primary key (client_id, id),
  foreign key (client_id, webhook_id) references webhook (client_id, id) on delete cascade
);
create index webhook_delivery_list on webhook_delivery (client_id, webhook_id, id desc);
call protect_client_table('webhook_delivery');
revoke update on webhook_delivery from {app};

-- Receivers are persons of the client and staff of the provider, whose rows a transaction of the client cannot see.
-- Both doors answer only for a client that the transaction may read.
create function people_of(p_client uuid)
  returns table (id uuid, name text, email text, locale text, side text, role text, preferences jsonb)
  language sql stable security definer set search_path from current
  as $$
    with own as (select m.person_id, m.role from membership m where m.client_id = p_client),
    staff as (
      select m.person_id, m.role from membership m join client provider on provider.id = m.client_id
      where provider.kind = 'provider' and (m.serves = 'all' or provider.id = p_client
        or exists (select 1 from service_grant g where g.client_id = p_client and g.person_id = m.person_id)))
    select p.id, p.name, p.email, p.locale,
      case when staff.person_id is null then 'client' else 'provider' end,
      coalesce(own.role, staff.role),
      (select coalesce(jsonb_object_agg(n.topic || ' ' || n.channel, n.minimum), '{}')
        from notification_preference n where n.person_id = p.id)
    from own full join staff on staff.person_id = own.person_id
    join person p on p.id = coalesce(own.person_id, staff.person_id)
    where p.disabled_at is null and p_client = any (app_scope())
      and exists (select 1 from client c where c.id = p_client and c.archived_at is null)
  $$;
comment on function people_of(uuid) is 'Everybody with access to a client and what they want to hear of; agrees with access_of.';

create function webhooks_for(p_client uuid)
  returns table (client_id uuid, id uuid, kinds text[], of_provider boolean)
  language sql stable security definer set search_path from current
  as $$
    select w.client_id, w.id, w.kinds, c.kind = 'provider'
    from webhook w join client c on c.id = w.client_id
    where w.enabled and (w.client_id = p_client or c.kind = 'provider') and p_client = any (app_scope())
  $$;
comment on function webhooks_for(uuid) is 'Where messages about a client go: its own webhooks and those of the provider.';

-- Chains with entries that no checkpoint covers yet, also of archived clients.
create function audit_uncovered() returns setof uuid
  language sql stable security definer set search_path from current
  as $$
    select h.client_id from audit_head h
    where h.seq > (select coalesce(max(k.seq), 0) from audit_checkpoint k where k.client_id = h.client_id)
    order by h.client_id
  $$;

grant execute on function people_of(uuid), webhooks_for(uuid), audit_uncovered() to {app};

create index audit_entry_list on audit_entry (at desc, client_id desc, seq desc);

-- Whether the schema is current is part of being ready.
grant select on migration to {app};
