import type { CheckOutcome } from '@rettungsanker/protocol';
import { compileGuard } from '../address-guard.ts';
import { CheckError, outcomeOf } from '../codes.ts';
import { runCommand } from '../command.ts';
import type { CheckEnvironment, HostView, Phase, Resolve, Resource, Run } from '../environment.ts';
import { type CheckMemory, volatileMemory } from '../memory.ts';
import { systemResolve } from '../resolve.ts';
import { lostMs, noteDelay } from './own-delay.ts';

/** Own delay that is not worth a longer deadline: what the timers of a quiet process are late by. */
const USUAL_DELAY_MS = 20;

/**
 * One running check. It ends once: with the outcome of its work, at its deadline, or when it is cancelled; then
 * everything it opened is closed. Tens of thousands run a second, so it is one object with plain callbacks; the
 * AbortSignal that child processes want is made for those who ask.
 *
 * The deadline counts time in which this process could listen. What was lost is granted again, up to the length of
 * the deadline; a process that loses even that calls nothing an outage (RA_CHECK_OVERLOAD).
 */
export class Running implements Run {
  readonly permits: (address: string) => boolean;
  readonly resolve: Resolve;
  readonly now: () => number;
  readonly roots: (() => readonly string[]) | undefined;
  readonly rdapBootstrap: string | undefined;
  readonly #env: CheckEnvironment;
  readonly #timeoutMs: number;
  readonly #settle: (outcome: CheckOutcome) => void;
  readonly #cancel = () => this.#stop(new CheckError('RA_CHECK_CANCELLED', 'the check was stopped'));
  readonly #resources: Resource[] = [];
  readonly #lostBefore = lostMs();
  #granted = 0;
  #dueAt: number;
  #timer: NodeJS.Timeout;
  #phase: Phase;
  #over = false;
  #controller: AbortController | undefined;

  private constructor(
    env: CheckEnvironment,
    timeoutMs: number,
    phase: Phase,
    settle: (outcome: CheckOutcome) => void,
  ) {
    this.#env = env;
    this.permits = compileGuard(env.guard);
    this.resolve = env.resolve ?? systemResolve;
    this.now = env.now ?? Date.now;
    this.roots = env.roots;
    this.rdapBootstrap = env.rdapBootstrap;
    this.#timeoutMs = timeoutMs;
    this.#phase = phase;
    this.#settle = settle;
    this.#dueAt = performance.now() + timeoutMs;
    this.#timer = setTimeout(deadline, timeoutMs, this);
  }

  /** Does the work within its time. Never rejects: whatever is thrown becomes an outcome. */
  static work(
    env: CheckEnvironment,
    timeoutMs: number,
    phase: Phase,
    work: (run: Run) => Promise<CheckOutcome>,
  ): Promise<CheckOutcome> {
    return new Promise((settle) => {
      const run = new Running(env, timeoutMs, phase, settle);
      if (env.signal?.aborted) return run.#cancel();
      env.signal?.addEventListener('abort', run.#cancel);
      try {
        work(run).then(
          (outcome) => run.#end(outcome),
          (error: unknown) => run.#end(asOutcome(error)),
        );
      } catch (error) {
        run.#end(asOutcome(error));
      }
    });
  }

  get over(): boolean {
    return this.#over;
  }

  get host(): HostView {
    return { platform: process.platform, root: '', command: runCommand, ...this.#env.host };
  }

  get pluginFolders(): readonly string[] {
    return this.#env.pluginFolders ?? [];
  }

  get logFolders(): readonly string[] {
    return this.#env.logFolders ?? [];
  }

  get folder(): string | undefined {
    return this.#env.folder;
  }

  get memory(): CheckMemory {
    return this.#env.memory ?? volatileMemory();
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#over) this.#controller.abort();
    return this.#controller.signal;
  }

  owns(resource: Resource): void {
    if (this.#over) resource.destroy();
    else this.#resources.push(resource);
  }

  enter(phase: Phase): void {
    this.#phase = phase;
  }

  onDeadline(): void {
    const now = performance.now();
    noteDelay(now - this.#dueAt, now);
    const owed = lostMs() - this.#lostBefore - this.#granted;
    if (owed <= USUAL_DELAY_MS) return this.#stop(timeUp(this.#phase, this.#timeoutMs));
    const grant = Math.min(owed, this.#timeoutMs - this.#granted);
    if (grant <= 0) {
      const busy = Math.round(owed + this.#granted);
      return this.#stop(
        new CheckError('RA_CHECK_OVERLOAD', `this process was busy or suspended for ${busy} ms`),
      );
    }
    this.#granted += grant;
    this.#dueAt = now + grant;
    this.#timer = setTimeout(deadline, grant, this);
  }

  #stop(reason: CheckError): void {
    if (this.#over) return;
    this.#controller?.abort(reason);
    this.#end(asOutcome(reason));
  }

  #end(outcome: CheckOutcome): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    this.#env.signal?.removeEventListener('abort', this.#cancel);
    for (const resource of this.#resources) resource.destroy();
    this.#settle(outcome);
  }
}

function deadline(run: Running): void {
  run.onDeadline();
}

function asOutcome(error: unknown): CheckOutcome {
  if (error instanceof CheckError) return outcomeOf(error.code, error.message);
  return outcomeOf('RA_CHECK_INTERNAL', `unexpected: ${error instanceof Error ? error.message : error}`);
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
