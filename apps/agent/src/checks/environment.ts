import type { AddressGuard } from './address-guard.ts';
import { CheckError } from './codes.ts';
import type { RunCommand } from './command.ts';

/** Addresses of a name, in order of preference. Rejects like `dns.lookup` (ENOTFOUND, EAI_AGAIN ...). */
export type Resolve = (host: string) => Promise<readonly string[]>;

/** The machine on which service and process checks look; its parts are replaced in tests only. */
export interface HostView {
  platform: NodeJS.Platform;
  /** Prefix of /proc, /run and /etc. */
  root: string;
  command: RunCommand;
}

/** What a check may use and where it may go. */
export interface CheckEnvironment {
  /** With mode `public` (the server) service and process checks are refused: they would judge the server itself. */
  guard: AddressGuard;
  /** Stops the check; its outcome is then RA_CHECK_CANCELLED. */
  signal?: AbortSignal;
  /** Unix ms, for the validity of certificates; the system's clock when missing. */
  now?: () => number;
  /** The system's resolver (with /etc/hosts) when missing. */
  resolve?: Resolve;
  /**
   * More trusted roots (PEM) beside Node's own, e.g. the site's own authority. Asked once per function, at the
   * first TLS check; keep the function to keep the parsed result.
   */
  roots?: () => readonly string[];
  host?: Partial<HostView>;
}

/** How far a check has come; decides what its deadline means. */
export type Phase = 'resolving' | 'connecting' | 'handshaking' | 'answering' | 'local';

/** One running check. */
export interface Run {
  permits: (address: string) => boolean;
  resolve: Resolve;
  now: () => number;
  roots: (() => readonly string[]) | undefined;
  /** Aborted with a CheckError as its reason. */
  signal: AbortSignal;
  enter: (phase: Phase) => void;
}

/** Later than this, the deadline says more about our own event loop (or a suspended machine) than about the target. */
const OWN_DELAY_MS = 500;

/** Runs `work` with a signal that is aborted, with the fitting CheckError, after `timeoutMs` or with `outer`. */
export async function withDeadline<T>(
  timeoutMs: number,
  outer: AbortSignal | undefined,
  phase: () => Phase,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const started = performance.now();
  const timer = setTimeout(() => {
    const delay = performance.now() - started - timeoutMs;
    controller.abort(delay > OWN_DELAY_MS ? overload(delay) : timeUp(phase(), timeoutMs));
  }, timeoutMs);
  const cancel = () => controller.abort(new CheckError('RA_CHECK_CANCELLED', 'the check was stopped'));
  if (outer?.aborted) cancel();
  outer?.addEventListener('abort', cancel, { once: true });
  try {
    return await orAbort(work(controller.signal), controller.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', cancel);
  }
}

/** The promise, or the reason of the signal if that comes first; for work that cannot be stopped. */
export function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function overload(delay: number): CheckError {
  return new CheckError(
    'RA_CHECK_OVERLOAD',
    `this process was busy or suspended for ${Math.round(delay)} ms`,
  );
}

function timeUp(phase: Phase, timeoutMs: number): CheckError {
  switch (phase) {
    case 'resolving':
      return new CheckError('RA_CHECK_DNS_UNAVAILABLE', `the name was not resolved within ${timeoutMs} ms`);
    case 'local':
      return new CheckError('RA_CHECK_LOCAL', `this host did not answer the question within ${timeoutMs} ms`);
    default:
      return new CheckError('RA_CHECK_TIMEOUT', `no complete answer within ${timeoutMs} ms (while ${phase})`);
  }
}
