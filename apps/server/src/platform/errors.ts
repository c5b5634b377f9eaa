/**
 * The errors a caller may see. `code` is stable and documented (docs/errors.md is made from CATALOGUE);
 * `message` is English for logs, the console translates the code.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly details: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, message?: string, details?: Record<string, unknown>) {
    super(message ?? CATALOGUE[code].message);
    this.name = 'AppError';
    this.code = code;
    this.status = CATALOGUE[code].status;
    this.details = details;
  }
}

interface CatalogueEntry {
  status: number;
  message: string;
  /** What the reader can do about it. */
  remedy: string;
}

const entry = (status: number, message: string, remedy: string): CatalogueEntry => ({
  status,
  message,
  remedy,
});

export const CATALOGUE = {
  // Request
  RA_BAD_REQUEST: entry(
    400,
    'The request is not valid.',
    'Compare the request with the OpenAPI document; details name the field.',
  ),
  RA_BODY_TOO_LARGE: entry(413, 'The body is larger than this address accepts.', 'Send less at once.'),
  RA_UNSUPPORTED_MEDIA_TYPE: entry(415, 'The content type is not accepted here.', 'Send application/json.'),
  RA_NOT_FOUND: entry(
    404,
    'There is nothing here, or it is not yours to see.',
    'Check the address and the client you act for.',
  ),
  RA_CONFLICT: entry(409, 'This was changed or exists already.', 'Load it again and repeat the change.'),
  RA_RATE_LIMITED: entry(429, 'Too many requests.', 'Wait as long as the Retry-After header says.'),
  RA_INTERNAL: entry(
    500,
    'Something went wrong on our side; nothing was changed.',
    'Try again; report the request id if it stays.',
  ),
  RA_UNAVAILABLE: entry(503, 'The server cannot do this at the moment.', 'Try again later.'),
  RA_STORAGE_FULL: entry(
    507,
    'The server has no space left and accepts no new data; what it has is kept.',
    'Free disk space on the server; it recovers by itself.',
  ),
  RA_CROSS_SITE: entry(403, 'The request came from another web site.', 'Use the console, or an API key.'),
  // Identity
  RA_UNAUTHENTICATED: entry(401, 'You are not signed in.', 'Sign in, or send a valid API key.'),
  RA_FORBIDDEN: entry(403, 'Your role does not allow this.', 'Ask an owner of your organisation.'),
  RA_SECOND_FACTOR_REQUIRED: entry(
    403,
    'Your role needs a second factor.',
    'Set up a second factor under My account.',
  ),
  RA_SIGN_IN_FAILED: entry(
    401,
    'The e-mail address or the password is wrong.',
    'Try again, or ask for an invitation to be renewed.',
  ),
  RA_SIGN_IN_LOCKED: entry(
    429,
    'Too many failed attempts for this account or address.',
    'Wait as long as the Retry-After header says.',
  ),
  RA_SECOND_FACTOR_FAILED: entry(
    401,
    'The code is wrong or was used already.',
    'Wait for the next code, or use a recovery code.',
  ),
  RA_PASSWORD_WEAK: entry(
    422,
    'The password is too short or too well known.',
    'Use at least 12 characters that are in no list of leaked passwords.',
  ),
  RA_SETUP_CLOSED: entry(404, 'The set-up was done already.', 'Sign in.'),
  RA_SETUP_TOKEN: entry(
    403,
    'The set-up link is not valid.',
    'Use the link that the terminal printed at the last start.',
  ),
  RA_INVITATION_INVALID: entry(
    404,
    'The invitation is unknown, used, revoked or expired.',
    'Ask for a new one.',
  ),
  RA_LAST_OWNER: entry(409, 'There must be at least one owner.', 'Make somebody else an owner first.'),
  RA_API_KEY_EXCEEDS: entry(
    403,
    'A key cannot have rights that its creator does not have.',
    'Leave out the permissions named in the details.',
  ),
  RA_SIGN_IN_EXPIRED: entry(
    401,
    'The sign-in took too long, or was tried too often.',
    'Start again with e-mail address and password.',
  ),
  RA_PASSWORD_WRONG: entry(422, 'The current password is wrong.', 'Try again.'),
  RA_CONFIRM_REQUIRED: entry(
    403,
    'This change needs fresh proof of who you are.',
    'Send the password with it, or sign in again.',
  ),
  RA_SESSION_REQUIRED: entry(
    403,
    'An API key cannot do this.',
    'Do it in the console, signed in as a person.',
  ),
  RA_PASSKEY_FAILED: entry(
    401,
    'The passkey was not accepted.',
    'Try again; the key must ask for your finger, face or PIN.',
  ),
  RA_PASSKEY_LAST: entry(
    409,
    'This passkey is the only way into the account.',
    'Set a password or add another passkey first.',
  ),
  RA_SECOND_FACTOR_EXISTS: entry(
    409,
    'The app is set up already.',
    'Turn it off first to set up another one.',
  ),
  RA_INVITATION_SIGN_IN: entry(
    409,
    'This e-mail address has an account already.',
    'Sign in with it and open the link again.',
  ),
  RA_INVITATION_OTHER_PERSON: entry(
    409,
    'The invitation is for another e-mail address.',
    'Sign out and open the link again.',
  ),
  RA_RESET_INVALID: entry(404, 'The link is unknown, used, or expired.', 'Ask for a new one.'),
  RA_MEMBER_ALREADY: entry(409, 'This person is a member already.', "Change the person's role instead."),
  RA_ROLE_NOT_ALLOWED: entry(
    403,
    'You cannot give this role here.',
    'Provider roles exist at the provider, client roles at clients; nobody gives more than the own role.',
  ),
  RA_PERSON_ELSEWHERE: entry(
    403,
    'The account also opens other clients, for which you may not decide.',
    'Ask an owner of the provider.',
  ),
  // Fleet
  RA_ENROLMENT_CODE: entry(
    403,
    'The enrolment code is unknown, used, revoked or expired.',
    "Make a new code on the site's page.",
  ),
  RA_ENROLMENT_PROOF: entry(
    403,
    'The agent did not prove that it holds its key.',
    'Enrol again with an unmodified agent.',
  ),
  RA_AGENT_NOT_BUILT: entry(
    404,
    'There is no executable for this system on the server.',
    'Run npm run build:agent on the server, or use the command for a host with the whole program.',
  ),
  RA_AGENT_UNKNOWN: entry(403, 'This agent is not known here, or was revoked.', 'Enrol the system again.'),
  RA_AGENT_PROOF: entry(
    403,
    'The signature of the agent is wrong.',
    'Enrol the system again if its key was lost.',
  ),
  RA_AGENT_CLONED: entry(
    409,
    'Two agents use the same identity; the second one was refused.',
    'Remove the data folder on the copied system and enrol it as a system of its own.',
  ),
  RA_AGENT_REPLACED: entry(
    409,
    'A newer connection of the same agent took over.',
    'Nothing; the agent continues there.',
  ),
  RA_PROTOCOL_VERSION: entry(426, 'Agent and server speak different versions.', 'Update the older one.'),
  RA_FRAME_INVALID: entry(
    400,
    'A frame does not follow the protocol.',
    'Update the agent; the details name the field.',
  ),
  RA_FRAME_TOO_LARGE: entry(413, 'A frame is larger than the limit.', 'Update the agent.'),
  RA_FRAME_ORDER: entry(
    409,
    'A batch is out of order.',
    'The agent continues with the number in the details.',
  ),
  RA_SAMPLE_FUTURE: entry(422, 'Samples lie in the future.', 'Correct the clock of the system.'),
  RA_SITE_IN_USE: entry(409, 'Systems still belong to this site.', 'Move or archive them first.'),
  RA_TIME_ZONE: entry(422, 'The time zone is not known.', 'Use an IANA name, for example Europe/Berlin.'),
  RA_NETWORK: entry(422, 'This is not a network in CIDR notation.', 'Write it like 192.168.10.0/24.'),
  RA_CODE_TAKEN: entry(409, 'Another client has this short code.', 'Choose another one.'),
  // Monitoring
  RA_CHECK_INVALID: entry(422, 'The settings of this check are not valid.', 'The details name the field.'),
  RA_CHECK_TARGET_FORBIDDEN: entry(
    422,
    'This target must not be checked from here.',
    'The server reaches public addresses only, an agent only the declared networks of its site.',
  ),
  RA_CHECK_SECRET_AGAIN: entry(
    422,
    'A stored password is not sent to another host.',
    'Enter the password, community or key again together with the new host.',
  ),
  RA_SERIES_GENERATION: entry(
    409,
    'Series were deleted since they were looked up.',
    'Look the series up again and repeat the batch.',
  ),
  RA_SERIES_BATCH: entry(413, 'The batch has more samples than one may have.', 'Send less at once.'),
  RA_SERIES_TOO_MANY: entry(
    422,
    'The answer would have too many numbers.',
    'Choose fewer series, a shorter time, or wider steps.',
  ),
  RA_SERIES_CONFIRM: entry(
    422,
    'All values of a client are deleted only when its id is repeated.',
    'Repeat the id of the client as confirm.',
  ),
  RA_SERIES_OUTSIDE: entry(
    502,
    'The outside store of series refuses the request.',
    'Read the message; Prometheus needs --web.enable-remote-write-receiver, and --web.enable-admin-api to delete.',
  ),
  RA_SERIES_SELECTOR: entry(
    422,
    'The selection of series is not valid.',
    'Patterns know literals, . [a-z] ( ) | * + ? and match the whole value; a list has at most 10,000 values.',
  ),
  RA_SERIES_RANGE: entry(422, 'The time range is empty or too long.', 'Ask for at most 400 days.'),
  // Discovery
  RA_DISCOVERY_OFF: entry(
    409,
    'Nobody has allowed to look over the networks of this site.',
    'Allow it on the page of the site, under Find systems.',
  ),
  RA_DISCOVERY_NO_NETWORK: entry(
    409,
    'The site has no network that could be looked over.',
    'Enter the networks of the site under its settings.',
  ),
  RA_DISCOVERY_NETWORK: entry(
    422,
    'This network is not one of the site.',
    'Choose a part of the networks that the site declares.',
  ),
  RA_DISCOVERY_PROBE: entry(
    409,
    'This system cannot look around: it has no connected agent at this site.',
    'Choose a system of the site whose agent is connected.',
  ),
  RA_DISCOVERY_BUSY: entry(
    409,
    'This system is looking around already.',
    'Wait until it is done, or cancel it.',
  ),
  RA_DISCOVERY_SILENT: entry(
    504,
    'The agent did not report for 15 minutes.',
    'See whether it is connected and as new as the server, and start again.',
  ),
  // Helpdesk
  RA_TICKET_CLOSED: entry(409, 'The ticket is closed.', 'Open a new ticket that refers to it.'),
  RA_TICKET_TRANSITION: entry(
    409,
    'The ticket cannot go into this state from where it is.',
    'Load it again.',
  ),
  RA_MAIL_DECIDED: entry(
    409,
    'The mail was assigned or discarded already.',
    'Load the queue again; a mail that became a ticket is changed there.',
  ),
  RA_MAIL_DOMAIN: entry(
    422,
    'Everybody can have an address at this domain, so it says nothing about the client.',
    'Enter domains of the client only; invite people with other addresses one by one.',
  ),
  RA_MAILBOX_FAILED: entry(
    502,
    'The mailbox could not be read.',
    'The details say what failed and what to do about it.',
  ),
  RA_CALENDAR_INVALID: entry(422, 'These business hours cannot be used.', 'The details name the reason.'),
  RA_INGEST_SITE: entry(
    409,
    'The client has no site that the sender could belong to.',
    'Add a site first; what the sender reports belongs to a system there.',
  ),
  // Alarms
  RA_DEPENDENCY_CYCLE: entry(
    422,
    'The two would depend on each other.',
    'Remove the other dependency first; what depends on what must not be a circle.',
  ),
  RA_DEPENDENCY_INVALID: entry(
    422,
    'This dependency makes no sense.',
    'Name exactly one of site, system and check as what depends, and a system, or one of its checks, that it depends on.',
  ),
  RA_WINDOW_INVALID: entry(
    422,
    'This maintenance window makes no sense.',
    'The details name the field: a known time zone, times HH:MM, an end after the start and within a week.',
  ),
  RA_SILENCE_INVALID: entry(
    422,
    'This silence makes no sense.',
    'It has to end after it starts, within a year.',
  ),
  RA_ON_CALL_INVALID: entry(
    422,
    'This schedule makes no sense.',
    'The details name the problem: layers with people of this client or its provider, a turn, a first hand-over.',
  ),
  RA_ESCALATION_INVALID: entry(
    422,
    'This escalation chain makes no sense.',
    'The details name the problem: 1 to 20 steps, each with a person, a schedule or a channel that exists.',
  ),
  RA_SIMULATION_EMPTY: entry(
    422,
    'There is no history that this rule could be tried on.',
    'Only rules over measured values can be tried, once some have come in.',
  ),
  // Notify and settings
  RA_WEBHOOK_URL: entry(
    422,
    'This address cannot receive webhooks.',
    'Use a public https address, or allow the address explicitly.',
  ),
  RA_CHANNEL_INVALID: entry(
    422,
    'This channel cannot work as it is set up.',
    'The details say what is wrong: use a public https address, or allow the address explicitly; a gateway needs numbers.',
  ),
  RA_MAIL_NOT_CONFIGURED: entry(409, 'No mail server is set up.', 'Enter it under Settings, Mail.'),
  RA_MAIL_FAILED: entry(502, 'The mail server did not accept the message.', 'The details carry its answer.'),
  // Start and command line
  RA_CONFIG_INVALID: entry(
    500,
    'The configuration is not valid.',
    'The message names the key, the problem and an example.',
  ),
  RA_CONSOLE_BUILD: entry(
    500,
    'The console could not be built.',
    'Run npm ci and npm run build:web, or set console.dir to a built console.',
  ),
  RA_PORT_IN_USE: entry(
    500,
    'Another program listens on this port already.',
    'Stop that program, or choose another port: --http-port 8485 (http.port in the configuration file, RA_HTTP_PORT in the environment).',
  ),
  RA_PORT_FORBIDDEN: entry(
    500,
    'This account may not listen on this port.',
    'Choose a port from 1024 on (--http-port 8484) and let a reverse proxy serve 80 and 443; docs/en/operation.md shows one.',
  ),
  RA_HOST_UNKNOWN: entry(
    500,
    'This machine does not have the address to listen on.',
    'Set http.host to an address that "ip address" shows, to 127.0.0.1 for this machine only, or to 0.0.0.0 for all of them.',
  ),
  RA_DATABASE_VERSION: entry(
    500,
    'The database folder belongs to another major version.',
    'Restore a backup into a new folder.',
  ),
  RA_DATABASE_IN_USE: entry(500, 'Another running instance uses this data folder.', 'Stop it first.'),
  RA_DATABASE_FOLDER: entry(500, 'The database folder cannot be used.', 'The message names the reason.'),
  RA_DATABASE_START: entry(
    500,
    'The database did not start.',
    'The message carries the last lines of its log.',
  ),
  RA_DATABASE_NEWER: entry(
    500,
    'The database was made by a newer version of Rettungsanker.',
    'Start the newer version.',
  ),
  RA_DATABASE_MIGRATION: entry(
    500,
    'A migration that was applied has been changed.',
    'Restore the original files of this version.',
  ),
  RA_KEY_MISSING: entry(
    500,
    'The key that protects the secrets is missing or another one.',
    'Put the file keys/kek back from your backup.',
  ),
  RA_BACKUP_INVALID: entry(
    500,
    'The backup file cannot be used.',
    'The message names the reason; take another copy.',
  ),
  RA_BACKUP_PASSPHRASE: entry(
    500,
    'The passphrase is wrong or the file was changed.',
    'Try again, or take another copy.',
  ),
  RA_BACKUP_NEWER: entry(500, 'The backup was made by a newer version.', 'Restore it with that version.'),
  RA_RESTORE_NOT_EMPTY: entry(
    500,
    'The database is not empty.',
    'Restore into an empty data folder, or say --force.',
  ),
  RA_AUDIT_BROKEN: entry(
    500,
    'The audit log was changed.',
    'Compare with an exported copy; the message names the first entry that does not fit.',
  ),
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof CATALOGUE;

/** How pg and pg-pool say that there is no connection, or none any more; they give no code. */
const NO_CONNECTION: ReadonlySet<string> = new Set([
  'timeout exceeded when trying to connect',
  'Connection terminated',
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
]);
/** One of two that stood in each other's way (40P01, 40001), a lock that did not come free (55P03), too slow (57014). */
const BUSY: ReadonlySet<string> = new Set(['40P01', '40001', '55P03', '57014']);

/**
 * What "no space" or "not now" means: PostgreSQL's error codes (classes 53, 57P, 08), the socket's, or no free
 * connection in time. The caller may repeat later.
 */
export function databaseTrouble(error: unknown): 'full' | 'unavailable' | undefined {
  if (error instanceof Error && NO_CONNECTION.has(error.message)) return 'unavailable';
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string') return undefined;
  if (code === '53100' || code === 'ENOSPC') return 'full';
  if (
    BUSY.has(code) ||
    code.startsWith('53') ||
    code.startsWith('57P') ||
    code.startsWith('08') ||
    code === 'ECONNREFUSED' ||
    code === 'ENOENT' ||
    code === 'ECONNRESET' ||
    code === 'EPIPE'
  )
    return 'unavailable';
  return undefined;
}
