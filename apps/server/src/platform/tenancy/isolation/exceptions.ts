/**
 * Everything in the schema that is allowed to differ from the rules of a client's table, each with its reason. What is
 * missing here fails the test; what is here and no longer needed fails it too.
 */

const ALL = 'DELETE, INSERT, SELECT, UPDATE';

/** Tables that belong to the installation, with what the application role may do there. */
export const INSTALLATION_TABLES: Readonly<Record<string, { may: string; because: string }>> = {
  installation: {
    may: 'INSERT, SELECT, UPDATE',
    because: 'one row: when it was made and whether it is set up',
  },
  migration: { may: 'SELECT', because: 'which files of the schema were applied' },
  person: { may: ALL, because: 'one person may belong to several clients; membership says to which' },
  session: { may: ALL, because: "a person's, found by the hash of a token before any client is known" },
  account: { may: ALL, because: "a person's password" },
  verification: { may: ALL, because: 'challenges of the sign-in library, before anybody is known' },
  two_factor: { may: ALL, because: "a person's second factor" },
  passkey: { may: ALL, because: "a person's passkeys" },
  sign_in_attempt: { may: ALL, because: 'counts attempts of strangers' },
  notification_preference: { may: ALL, because: "a person's choice for all clients it serves" },
};

/** Tables of a client in which the application role may do less than read, add, change and remove. */
export const NARROWED: Readonly<Record<string, { may: string; because: string }>> = {
  client: { may: 'INSERT, SELECT, UPDATE', because: 'a client is archived, never removed' },
  audit_entry: { may: 'INSERT, SELECT', because: 'append-only' },
  audit_checkpoint: { may: 'INSERT, SELECT', because: 'append-only' },
  audit_head: { may: 'INSERT, SELECT, UPDATE', because: 'moves forward only' },
  event: { may: 'DELETE, INSERT, SELECT', because: 'what happened does not change; it goes with age' },
  series_log: { may: 'DELETE, INSERT, SELECT', because: 'what was measured does not change' },
  ticket_event: { may: 'INSERT, SELECT', because: 'the clocks and the report are computed from it' },
  webhook_delivery: {
    may: 'DELETE, INSERT, SELECT',
    because: 'what was sent does not change; it goes with age',
  },
};

/** The column that names the client, where it is not client_id. */
export const KEY_COLUMN: Readonly<Record<string, string>> = { client: 'id' };

/** Foreign keys of a client's table that leave the client: table.column. */
export const FOREIGN_KEYS_OUT: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'membership.person_id',
    'service_grant.person_id',
    'invitation.person_id',
    'api_key.person_id',
    'notification.person_id',
    'ticket.assignee_id',
    'ticket.requester_id',
    'ticket_message.author_id',
  ].map((column) => [
    column,
    'persons belong to the installation; their ids cannot be guessed (74 random bits)',
  ]),
);

/** Unique keys of a client's table that do not start with the client. */
export const UNIQUE_ACROSS_CLIENTS: Readonly<Record<string, string>> = {
  client_code: 'prefix of ticket numbers; only owners of the provider choose one, and they see all clients',
  client_one_provider: 'there is one provider',
};

/** Tables of a client without a foreign key to it. */
export const NO_CLIENT_REFERENCE: Readonly<Record<string, string>> = {
  series_log: 'a check per batch would lock the row of the client; a client is never removed',
  series_block: 'as its log; its partitions go with age',
  series_rollup_fine: 'as its log; its partitions go with age',
  series_rollup_coarse: 'as its log; its partitions go with age',
};

/** Functions that run as the owner, past every policy, and what each may be asked. */
export const DOORS: Readonly<Record<string, string>> = {
  'all_client_ids()': 'background work visits every client in turn',
  'provider_client_id()': 'which client is the provider',
  'access_of(uuid)': 'where a person may work, asked before a client is known',
  'memberships_of(uuid)': 'where a person belongs: whose log hears of them',
  'staff_of(uuid)': "the provider's people behind a client in scope",
  'second_factor_required(uuid)': 'asked at sign-in, before a client is known',
  'enabled_owners()': 'the last owner of the provider must stay',
  'invitation_by_token(bytea)': 'who holds the token knows the invitation',
  'api_key_by_token(bytea)': 'who holds the token is the key',
  'enrolment_code_by_token(bytea)': 'who holds the token may enrol',
  'ingest_token_by_hash(bytea)': 'who holds the token may deliver to its client',
  'heartbeat_by_token(bytea)': 'who knows the address may say that this one job lives',
  'agent_client(uuid)': 'an agent says its id before it proves it',
  'people_of(uuid)': 'who hears of a client in scope',
  'channels_for(uuid)': 'messengers that messages about a client in scope go to',
  'webhooks_for(uuid)': 'where messages about a client in scope go',
  'mail_sender(text)': 'whose address a mail comes from, before a client is known; ids and names of senders',
  'mail_places(uuid[],text[],text,integer)': 'which tickets a mail may belong to, before a client is known',
  'forget_connections()': 'agents of processes that are gone are not connected; answers a number',
  'audit_uncovered()': 'which chains need a checkpoint; ids only',
  'enqueue_job(text,json,timestamp with time zone,text,text,integer)': 'background work, in the transaction',
  'series_partitions(date,date)': 'makes the partitions of days',
  'series_partitions_drop(date,date,date)': 'drops partitions that are older than eight days',
  'series_longest_retention()': 'how long the most patient client keeps samples; two numbers',
};

/** Functions that run as their caller. */
export const HELPERS: Readonly<Record<string, string>> = {
  'app_client()': 'the client of the transaction',
  'app_scope()': 'the clients that the transaction may read',
};

/** Functions that the application role may not call. */
export const OWNERS_ONLY: Readonly<Record<string, string>> = {
  'protect_client_table(regclass,name)': 'for migrations',
  'audit_is_append_only()': 'trigger',
};

/** Triggers by table. */
export const TRIGGERS: Readonly<Record<string, string>> = {
  audit_entry: 'audit_append_only',
  audit_checkpoint: 'audit_append_only',
};
