import type { AgentConfig, CheckResult, RunnableCheck } from '@rettungsanker/protocol';
import type { CheckEnvironment, CheckScheduler } from './checks/index.ts';
import { allowedChecks, type Policy, restrict } from './policy.ts';

/** Gives the assigned checks to the scheduler, as far as the owner of the host allows them. */
export class CheckRunner {
  private readonly policy: Policy;
  private readonly onResult: (result: CheckResult) => void;
  private scheduler: Promise<CheckScheduler> | undefined;
  private environment: CheckEnvironment | undefined;
  private allowed: ReadonlySet<RunnableCheck> = new Set();

  constructor(policy: Policy, onResult: (result: CheckResult) => void) {
    this.policy = policy;
    this.onResult = onResult;
  }

  /** @returns how many of the assigned checks are forbidden; they report that at their times */
  assign(config: AgentConfig): number {
    const { checks, networks, allowLoopback } = restrict(config, this.policy);
    this.allowed = allowedChecks({ ...config, checks }, this.policy);
    this.environment = {
      guard: { mode: 'networks', networks, allowLoopback },
      // Loaded with the first TLS check only.
      roots: () => process.getBuiltinModule('node:tls').getCACertificates('system'),
    };
    // A host without checks does without their code, too.
    if (checks.length > 0) this.scheduler ??= this.load();
    void this.scheduler?.then((scheduler) => scheduler.assign(checks));
    return checks.length - this.allowed.size;
  }

  stop(): void {
    void this.scheduler?.then((scheduler) => scheduler.stop());
  }

  private async load(): Promise<CheckScheduler> {
    const { CheckScheduler, runCheck } = await import('./checks/index.ts');
    return new CheckScheduler({
      run: (check, signal) => runCheck(check, { ...this.environment!, signal }),
      allowed: (check) => this.allowed.has(check),
      onResult: this.onResult,
    });
  }
}
