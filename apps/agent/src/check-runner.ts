import type { AgentConfig, CheckResult, RunnableCheck } from '@rettungsanker/protocol';
import type { CheckEnvironment, CheckMemories, CheckScheduler } from './checks/index.ts';
import { allowedChecks, type Policy, restrict } from './policy.ts';

/** Gives the assigned checks to the scheduler, as far as the owner of the host allows them. */
export class CheckRunner {
  private readonly policy: Policy;
  private readonly onResult: (result: CheckResult) => void;
  private readonly folder: string | undefined;
  private readonly ids = new WeakMap<RunnableCheck, string>();
  private memories: CheckMemories | undefined;
  private scheduler: Promise<CheckScheduler> | undefined;
  private environment: CheckEnvironment | undefined;
  private allowed: ReadonlySet<RunnableCheck> = new Set();

  /** @param folder of the agent, where checks remember positions; without one they forget them with the process */
  constructor(policy: Policy, onResult: (result: CheckResult) => void, folder?: string) {
    this.policy = policy;
    this.onResult = onResult;
    this.folder = folder;
  }

  /** @returns how many of the assigned checks are forbidden; they report that at their times */
  assign(config: AgentConfig): number {
    const { checks, networks, allowLoopback } = restrict(config, this.policy);
    this.allowed = allowedChecks({ ...config, checks }, this.policy);
    for (const { id, check } of checks) this.ids.set(check, id);
    this.environment = {
      pluginFolders: this.policy.pluginFolders,
      logFolders: this.policy.logFolders,
      ...(this.folder === undefined ? {} : { folder: this.folder }),
      guard: { mode: 'networks', networks, allowLoopback },
      // Loaded with the first TLS check only.
      roots: () => process.getBuiltinModule('node:tls').getCACertificates('system'),
    };
    // A host without checks does without their code, too.
    if (checks.length > 0) this.scheduler ??= this.load();
    const kept = new Set(checks.map(({ id }) => id));
    void this.scheduler?.then((scheduler) => {
      this.memories?.keep(kept);
      scheduler.assign(checks);
    });
    return checks.length - this.allowed.size;
  }

  stop(): void {
    void this.scheduler?.then((scheduler) => scheduler.stop());
  }

  private async load(): Promise<CheckScheduler> {
    const { CheckMemories, CheckScheduler, keepHeapSmall, runCheck } = await import('./checks/index.ts');
    keepHeapSmall();
    this.memories = new CheckMemories(this.folder);
    return new CheckScheduler({
      run: (check, signal) => {
        const memory = this.memories!.of(this.ids.get(check)!, check);
        return runCheck(check, { ...this.environment!, signal, memory });
      },
      allowed: (check) => this.allowed.has(check),
      onResult: this.onResult,
    });
  }
}
