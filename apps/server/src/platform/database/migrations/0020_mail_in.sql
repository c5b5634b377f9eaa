-- Mail that comes in: where it is fetched from, what came, and what it became.

-- Mailboxes belong to the provider. `imap` is fetched from a server, `door` is an address that our own SMTP door takes.
create table mailbox (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('imap', 'door')),
  -- Where people write to; replies go to address+token@ when the server knows subaddresses (RFC 5233).
  address text not null check (length(address) between 3 and 320 and address = lower(address)),
  subaddresses boolean not null default true,
  host text check (length(host) <= 253),
  port integer check (port between 1 and 65535),
  security text check (security in ('tls', 'starttls-required')),
  user_name text check (length(user_name) <= 320),
  sealed_password bytea,
  ca text check (length(ca) <= 20000),
  folder text not null default 'INBOX' check (length(folder) between 1 and 200),
  -- Where a mail is moved once it is taken in; null: it stays and is marked as read.
  done_folder text check (length(done_folder) between 1 and 200),
  -- Name under which the mail server writes Authentication-Results that can be believed (RFC 8601).
  authserv text check (length(authserv) between 1 and 253),
  allow_private boolean not null default false,
  enabled boolean not null default true,
  -- How far it was read. What is above `last_uid`, and what is unread, is looked at.
  uid_validity bigint,
  last_uid bigint not null default 0,
  fetched_at timestamptz,
  last_error text check (length(last_error) <= 1000),
  error_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (client_id, id),
  unique (client_id, address),
  check ((kind = 'imap') = (host is not null and port is not null and security is not null))
);
call protect_client_table('mailbox');

-- Every mail, as it came, before anybody knows whose it is: the provider's. Once it belongs to a client's ticket the
-- raw mail moves there and only this record stays.
create table mail_intake (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  mailbox_id uuid,
  -- Where it was on the IMAP server; null for the SMTP door.
  uid_validity bigint,
  uid bigint,
  -- Of Message-ID, sender, date, subject and content; of everything where there is no Message-ID.
  fingerprint bytea not null,
  size integer not null,
  -- Larger than we take: only its beginning is here.
  truncated boolean not null default false,
  raw bytea,
  envelope_from text check (length(envelope_from) <= 320),
  envelope_to text[] not null default '{}' check (cardinality(envelope_to) <= 100),
  state text not null check (state in ('new', 'ticket', 'triage', 'discarded', 'duplicate')),
  -- Why it waits or was put aside.
  reason text check (length(reason) <= 50),
  note text check (length(note) <= 1000),
  from_address text check (length(from_address) <= 320),
  from_name text check (length(from_name) <= 200),
  subject text check (length(subject) <= 300),
  body text check (length(body) <= 20000),
  attachments jsonb not null default '[]',
  problems text[] not null default '{}',
  -- Decided before anything of it is written to the client, so that a repetition decides the same.
  target_client_id uuid,
  target_ticket_id uuid,
  -- Who assigned or discarded it.
  decided_by text check (length(decided_by) <= 200),
  decided_at timestamptz,
  received_at timestamptz not null,
  primary key (client_id, id),
  unique (client_id, mailbox_id, uid_validity, uid),
  foreign key (client_id, mailbox_id) references mailbox (client_id, id) on delete set null (mailbox_id)
);
create unique index mail_intake_once on mail_intake (client_id, fingerprint) where state <> 'duplicate';
create index mail_intake_list on mail_intake (client_id, state, id desc);
create index mail_intake_sender on mail_intake (client_id, from_address, received_at);
call protect_client_table('mail_intake');

-- A mail of a ticket, in or out. The id of one that came in is that of its intake.
create table ticket_mail (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  ticket_id uuid not null,
  message_id uuid,
  direction text not null check (direction in ('in', 'out')),
  -- Message-ID without brackets; null where the mail has none.
  rfc_id text check (length(rfc_id) <= 998),
  from_address text not null check (length(from_address) <= 320),
  from_name text not null check (length(from_name) <= 200),
  to_addresses text[] not null check (cardinality(to_addresses) <= 100),
  subject text not null check (length(subject) <= 300),
  body text not null check (length(body) <= 200000),
  problems text[] not null default '{}',
  size integer not null default 0,
  raw bytea,
  created_at timestamptz not null,
  primary key (client_id, id),
  foreign key (client_id, ticket_id) references ticket (client_id, id) on delete cascade,
  foreign key (client_id, message_id) references ticket_message (client_id, id) on delete set null (message_id)
);
create index ticket_mail_ticket on ticket_mail (client_id, ticket_id, created_at);
create index ticket_mail_message on ticket_mail (client_id, message_id);
create index ticket_by_id on ticket (id);
create index ticket_mail_rfc_id on ticket_mail (rfc_id);
call protect_client_table('ticket_mail');

create table ticket_attachment (
  client_id uuid not null references client (id) on delete cascade,
  id uuid not null,
  ticket_id uuid not null,
  mail_id uuid not null,
  position integer not null,
  -- Made safe: no path, no control characters.
  name text not null check (length(name) between 1 and 120),
  content_type text not null check (length(content_type) <= 200),
  size integer not null,
  inline boolean not null,
  content bytea not null,
  created_at timestamptz not null,
  primary key (client_id, id),
  foreign key (client_id, ticket_id) references ticket (client_id, id) on delete cascade,
  foreign key (client_id, mail_id) references ticket_mail (client_id, id) on delete cascade
);
create index ticket_attachment_mail on ticket_attachment (client_id, mail_id, position);
create index ticket_attachment_ticket on ticket_attachment (client_id, ticket_id);
call protect_client_table('ticket_attachment');

-- Who gets the answers of a ticket by mail.
create table ticket_participant (
  client_id uuid not null references client (id) on delete cascade,
  ticket_id uuid not null,
  address text not null check (length(address) between 3 and 320 and address = lower(address)),
  name text not null check (length(name) <= 200),
  created_at timestamptz not null,
  primary key (client_id, ticket_id, address),
  foreign key (client_id, ticket_id) references ticket (client_id, id) on delete cascade
);
call protect_client_table('ticket_participant');

-- Mail domains of a client: whoever writes from one belongs to it. Several clients may share one; then a person decides.
create table client_mail_domain (
  client_id uuid not null references client (id) on delete cascade,
  domain text not null check (domain ~ '^[a-z0-9-]+(\.[a-z0-9-]+)+$' and length(domain) <= 253),
  created_at timestamptz not null,
  created_by_name text not null,
  primary key (client_id, domain)
);
create index client_mail_domain_domain on client_mail_domain (domain);
call protect_client_table('client_mail_domain');

-- The two doors of judging a mail, which comes before any client is known. They answer ids and names only.
create function mail_sender(p_address text)
  returns table (client_id uuid, person_id uuid, name text, locale text, of_provider boolean)
  language sql stable security definer set search_path from current
  as $$
    select c.id, p.id, p.name, p.locale, c.kind = 'provider'
    from person p join membership m on m.person_id = p.id join client c on c.id = m.client_id
    where p.email = p_address and p.disabled_at is null and c.archived_at is null
    union all
    select c.id, null, null, c.locale, c.kind = 'provider'
    from client_mail_domain d join client c on c.id = d.client_id
    where d.domain = split_part(p_address, '@', 2) and c.archived_at is null
  $$;
comment on function mail_sender(text) is 'Whose address this is: by person, then by the mail domains of clients.';

create function mail_places(p_tickets uuid[], p_ids text[], p_code text, p_number integer)
  returns table (clue text, client_id uuid, ticket_id uuid, state text, participants text[])
  language sql stable security definer set search_path from current
  as $$
    with found as (
      select t.id::text as clue, t.client_id, t.id as ticket_id from ticket t where t.id = any (p_tickets)
      union all
      select m.rfc_id, m.client_id, m.ticket_id from ticket_mail m where m.rfc_id = any (p_ids)
      union all
      select '#', t.client_id, t.id from client c join ticket t on t.client_id = c.id
      where c.code = p_code and t.number = p_number)
    select f.clue, f.client_id, f.ticket_id, t.state,
      array(select x.address from ticket_participant x where x.client_id = f.client_id and x.ticket_id = f.ticket_id
        union select p.email from person p where p.id = t.requester_id)
    from found f join ticket t on t.client_id = f.client_id and t.id = f.ticket_id
    join client c on c.id = f.client_id and c.archived_at is null
    limit 500
  $$;
comment on function mail_places(uuid[], text[], text, integer) is 'Tickets that a mail may belong to, by id, by known mail and by number.';
grant execute on function mail_sender(text), mail_places(uuid[], text[], text, integer) to {app};
