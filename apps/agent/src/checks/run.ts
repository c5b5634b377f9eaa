import type { CheckOutcome, ProcessCheck, RunnableCheck, ServiceCheck } from '@rettungsanker/protocol';
import { compileGuard } from './address-guard.ts';
import { CheckError, outcomeOf } from './codes.ts';
import { runCommand } from './command.ts';
import { type CheckEnvironment, type HostView, type Phase, type Run, withDeadline } from './environment.ts';
import { checkHttp } from './http.ts';
import { checkProcess } from './process.ts';
import { systemResolve } from './resolve.ts';
import { checkService } from './service.ts';
import { checkTcp } from './tcp.ts';
import { checkTls } from './tls.ts';

/** Asking the own host: systemd answers in 10 ms, a slow init script in seconds. */
const LOCAL_TIMEOUT_MS = 10_000;

type LocalCheck = ServiceCheck | ProcessCheck;
type RemoteCheck = Exclude<RunnableCheck, LocalCheck>;

/** Does the check look at the machine it runs on, rather than at the network? */
export function isLocal(check: RunnableCheck): check is LocalCheck {
  return check.kind === 'service' || check.kind === 'process';
}

/**
 * Runs one check to its outcome, within its time. Whatever the target does, and whatever fails on our side, is
 * an outcome with a code from `CHECK_CODES`; the promise never rejects.
 */
export async function runCheck(check: RunnableCheck, env: CheckEnvironment): Promise<CheckOutcome> {
  try {
    return isLocal(check) ? await runLocal(check, env) : await runRemote(check, env);
  } catch (error) {
    if (error instanceof CheckError) return outcomeOf(error.code, error.message);
    return outcomeOf('RA_CHECK_INTERNAL', `unexpected: ${error instanceof Error ? error.message : error}`);
  }
}

async function runLocal(check: LocalCheck, env: CheckEnvironment): Promise<CheckOutcome> {
  if (env.guard.mode === 'public') {
    throw new CheckError('RA_CHECK_NOT_ALLOWED', 'this kind of check runs on an agent only');
  }
  const host: HostView = { platform: process.platform, root: '', command: runCommand, ...env.host };
  return withDeadline(
    LOCAL_TIMEOUT_MS,
    env.signal,
    () => 'local',
    (signal) =>
      check.kind === 'service' ? checkService(check, host, signal) : checkProcess(check, host, signal),
  );
}

async function runRemote(check: RemoteCheck, env: CheckEnvironment): Promise<CheckOutcome> {
  let phase: Phase = 'resolving';
  const permits = compileGuard(env.guard);
  return withDeadline(
    check.timeoutMs,
    env.signal,
    () => phase,
    (signal) => {
      const run: Run = {
        permits,
        resolve: env.resolve ?? systemResolve,
        now: env.now ?? Date.now,
        roots: env.roots,
        signal,
        enter: (next) => {
          phase = next;
        },
      };
      switch (check.kind) {
        case 'http':
          return checkHttp(check, run);
        case 'tcp':
          return checkTcp(check, run);
        case 'tls':
          return checkTls(check, run);
      }
    },
  );
}
