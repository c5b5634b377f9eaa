import type { CheckOutcome } from '@rettungsanker/protocol';

type Bad = Exclude<CheckOutcome['status'], 'ok'>;

/**
 * Every reason a check can give. `failed` and `warning` are statements about the target; `unknown` says that
 * nothing could be judged, so that neither our own trouble nor a forbidden target is ever shown as an outage.
 */
export const CHECK_CODES = {
  RA_CHECK_TIMEOUT: {
    status: 'failed',
    meaning: 'The target did not finish its answer within the time of the check.',
  },
  RA_CHECK_REFUSED: {
    status: 'failed',
    meaning: 'The target refuses connections: nothing listens on this port.',
  },
  RA_CHECK_UNREACHABLE: {
    status: 'failed',
    meaning: 'A router or the own neighbour table reports that the target cannot be reached.',
  },
  RA_CHECK_CONNECTION: {
    status: 'failed',
    meaning: 'The connection was cut off before the answer was complete.',
  },
  RA_CHECK_PROTOCOL: {
    status: 'failed',
    meaning: 'The answer is not what the protocol asks for, or is larger than it may be.',
  },
  RA_CHECK_DNS: { status: 'failed', meaning: 'The name does not exist or has no address.' },
  RA_CHECK_STATUS: { status: 'failed', meaning: 'The HTTP status is none of the accepted ones.' },
  RA_CHECK_ONE_PLACE: {
    status: 'warning',
    meaning: 'Of the two places that look only one cannot reach it.',
  },
  RA_CHECK_UNSEEN: {
    status: 'unknown',
    meaning: 'Nobody looks at present: the agent or probe that does is silent.',
  },
  RA_CHECK_OVERDUE: {
    status: 'unknown',
    meaning: 'Whoever looks is there, but has brought no result for ten intervals, and at least an hour.',
  },
  RA_CHECK_HEADER: { status: 'failed', meaning: 'A header of the answer is missing or not as expected.' },
  RA_CHECK_CONTENT: {
    status: 'failed',
    meaning: 'The answer lacks an expected text (in its first megabyte), or has one that must not be there.',
  },
  RA_CHECK_JSON: {
    status: 'failed',
    meaning: 'The answer is not JSON, or a value in it is not as expected.',
  },
  RA_CHECK_PROXY: { status: 'unknown', meaning: 'The proxy does not pass the request on.' },
  RA_CHECK_NOT_READY: {
    status: 'failed',
    meaning: 'The service answers that it cannot work now (starting, stopping, full, disturbed).',
  },
  RA_CHECK_NO_STARTTLS: { status: 'failed', meaning: 'The server does not offer to encrypt the connection.' },
  RA_CHECK_LOSS: {
    status: 'failed',
    meaning: 'Too many echo requests were not answered; the status is warning below the critical limit.',
  },
  RA_CHECK_DNS_ANSWER: {
    status: 'failed',
    meaning: 'The name server answers with an error, without the record, or with other values.',
  },
  RA_CHECK_DNSSEC: { status: 'failed', meaning: 'The resolver does not vouch for the answer (DNSSEC).' },
  RA_CHECK_TIME: {
    status: 'failed',
    meaning: 'The time server is not synchronised, or its time and that of the checking host differ.',
  },
  RA_CHECK_DOMAIN: {
    status: 'failed',
    meaning: 'The domain is not registered, has expired, or expires soon (first as a warning).',
  },
  RA_CHECK_NO_REGISTRY: {
    status: 'unknown',
    meaning: 'The registry of this domain does not publish when the registration ends.',
  },
  RA_CHECK_SLOW: { status: 'warning', meaning: 'The answer is right but took longer than allowed.' },
  RA_CHECK_REDIRECT: { status: 'failed', meaning: 'Too many redirects, or a redirect that leads nowhere.' },
  RA_CHECK_TLS_HANDSHAKE: {
    status: 'failed',
    meaning: 'No TLS connection came about (no TLS on this port, or no version or cipher in common).',
  },
  RA_CHECK_TLS_EXPIRED: { status: 'failed', meaning: 'The certificate has expired.' },
  RA_CHECK_TLS_NOT_YET_VALID: { status: 'failed', meaning: 'The certificate is not valid yet.' },
  RA_CHECK_TLS_NAME: { status: 'failed', meaning: 'The certificate is for another name.' },
  RA_CHECK_TLS_UNTRUSTED: {
    status: 'failed',
    meaning:
      'The certificate does not lead to a trusted root (self-signed, intermediate missing, chain expired).',
  },
  RA_CHECK_TLS_EXPIRES_SOON: {
    status: 'warning',
    meaning: 'The certificate expires soon; the status is failed below the critical number of days.',
  },
  RA_CHECK_TLS_WEAK: {
    status: 'warning',
    meaning: 'The server also accepts outdated versions or ciphers of TLS, or has a weak key.',
  },
  RA_CHECK_NOT_RUNNING: {
    status: 'failed',
    meaning: 'The service is not running, or fewer processes run than required.',
  },
  RA_CHECK_SERVICE_STARTING: {
    status: 'warning',
    meaning: 'The service is starting or reloading and not ready yet.',
  },
  RA_CHECK_NO_SERVICE: { status: 'failed', meaning: 'The host has no service of this name.' },
  RA_CHECK_LIMIT: {
    status: 'warning',
    meaning: 'A measured value is beyond its limit; the status is failed beyond the critical limit.',
  },
  RA_CHECK_STATE: {
    status: 'failed',
    meaning: 'The device or one of its parts reports a bad state of its own.',
  },
  RA_CHECK_STALE: {
    status: 'failed',
    meaning: 'What should happen regularly (backup, task, scrub, update) did not happen for too long.',
  },
  RA_CHECK_MATCH: { status: 'failed', meaning: 'Messages match a pattern that should not occur.' },
  RA_CHECK_PLUGIN: {
    status: 'failed',
    meaning: 'The plugin reports a problem; its exit code is the status.',
  },
  RA_CHECK_MISSING: {
    status: 'unknown',
    meaning: 'The target answers, but has not what is asked for (object, table, program, log).',
  },
  RA_CHECK_CREDENTIALS: {
    status: 'unknown',
    meaning: 'The target refuses the name or the secret of the check.',
  },
  RA_CHECK_NO_SERVICE_MANAGER: {
    status: 'unknown',
    meaning: 'The host has no service manager that knows this service.',
  },
  RA_CHECK_DNS_UNAVAILABLE: {
    status: 'unknown',
    meaning: 'The own name resolution does not answer; nothing is known about the target.',
  },
  RA_CHECK_NO_ROUTE: { status: 'unknown', meaning: 'The checking host itself has no route to the target.' },
  RA_CHECK_FORBIDDEN_ADDRESS: {
    status: 'unknown',
    meaning: 'The address of the target is outside the networks that may be checked from here.',
  },
  RA_CHECK_URL_CREDENTIALS: {
    status: 'unknown',
    meaning: 'The address contains a user name or password; such an address is never called.',
  },
  RA_CHECK_INVALID: { status: 'unknown', meaning: 'The check is not well defined.' },
  RA_CHECK_UNSUPPORTED: {
    status: 'unknown',
    meaning: 'This kind of check does not exist on this operating system.',
  },
  RA_CHECK_NOT_ALLOWED: {
    status: 'unknown',
    meaning:
      'The owner of the host has forbidden this kind of check (agent.toml), or it may not run on the server.',
  },
  RA_CHECK_LOCAL: {
    status: 'unknown',
    meaning: 'The checking host could not do its part (no free socket, command failed or hung).',
  },
  RA_CHECK_OVERLOAD: {
    status: 'unknown',
    meaning: 'The checking process was too busy or suspended to judge the time of the answer.',
  },
  RA_CHECK_CANCELLED: { status: 'unknown', meaning: 'The check was stopped before it had a result.' },
  RA_CHECK_INTERNAL: { status: 'unknown', meaning: 'The check itself is faulty; please report it.' },
} as const satisfies Record<string, { status: Bad; meaning: string }>;
export type CheckCode = keyof typeof CHECK_CODES;

/** Ends a check with a coded outcome; never leaves `runCheck`. */
export class CheckError extends Error {
  readonly code: CheckCode;
  constructor(code: CheckCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** An outcome with the status that belongs to the code, unless another is given. */
export function outcomeOf(
  code: CheckCode,
  message: string,
  values: Record<string, number> = {},
  status: Bad = CHECK_CODES[code].status,
): CheckOutcome {
  return { status, code, message: message.slice(0, 1000), values };
}

/** What went wrong with a socket, as a statement about the target or about ourselves. */
export function socketError(error: unknown, where: string): CheckError {
  if (error instanceof CheckError) return error;
  const { code = '', message = String(error) } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ECONNREFUSED':
      return new CheckError('RA_CHECK_REFUSED', `${where} refuses connections`);
    case 'EHOSTUNREACH':
    case 'EHOSTDOWN':
    case 'ETIMEDOUT':
      return new CheckError('RA_CHECK_UNREACHABLE', `${where} cannot be reached (${code})`);
    case 'ENETUNREACH':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    // A link-local address without its interface.
    case 'EINVAL':
      return new CheckError('RA_CHECK_NO_ROUTE', `this host has no route to ${where} (${code})`);
    case 'EMFILE':
    case 'ENFILE':
    case 'ENOBUFS':
    case 'ENOMEM':
    case 'EACCES':
    case 'EPERM':
      return new CheckError('RA_CHECK_LOCAL', `this host could not open a connection (${code})`);
    default:
      return new CheckError(
        'RA_CHECK_CONNECTION',
        `the connection to ${where} was cut off (${code || message})`,
      );
  }
}
