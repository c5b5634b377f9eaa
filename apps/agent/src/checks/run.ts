import type { CheckOutcome, RunnableCheck } from '@rettungsanker/protocol';
import { outcomeOf } from './codes.ts';
import { Running } from './engine/running.ts';
import type { CheckEnvironment } from './environment.ts';
import { deadlineOf, runnerFor, runnerOf } from './runners.ts';

/**
 * Runs one check to its outcome, within its time. Whatever the target does, and whatever fails on our side, is
 * an outcome with a code from `CHECK_CODES`; the promise never rejects.
 */
export async function runCheck(check: RunnableCheck, env: CheckEnvironment): Promise<CheckOutcome> {
  const { where } = runnerOf(check.kind);
  if (where === 'host' && env.guard.mode === 'public') {
    return outcomeOf('RA_CHECK_NOT_ALLOWED', 'this kind of check runs on an agent only');
  }
  let runner = runnerFor(check.kind);
  if (runner instanceof Promise) {
    try {
      runner = await runner;
    } catch (error) {
      return outcomeOf('RA_CHECK_INTERNAL', `the code of ${check.kind} checks cannot be loaded: ${error}`);
    }
  }
  const execute = runner;
  return Running.work(env, deadlineOf(check), where === 'host' ? 'local' : 'resolving', (run) =>
    execute(check, run),
  );
}
