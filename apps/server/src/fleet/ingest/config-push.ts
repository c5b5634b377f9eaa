import type { LiveEvent } from '../../platform/outbox/live.ts';

/** Events after which the agent of the system they are about needs a fresh configuration. */
const OF_ONE: ReadonlySet<string> = new Set([
  'check.changed',
  'asset.updated',
  'agent.settings',
  'discovery.ordered',
]);
/** Events after which any agent of the client may need one. */
const OF_ALL: ReadonlySet<string> = new Set(['site.changed', 'asset.archived']);

/**
 * Collects whose configuration changed. Changes that come while one client's agents are told are told together
 * afterwards: a hundred changes to one system are two messages, not a hundred.
 */
export class ConfigPush {
  private readonly tell: (clientId: string, wanted: (assetId: string) => boolean) => Promise<void>;
  private readonly waiting = new Map<string, Set<string> | 'all'>();
  private readonly telling = new Set<string>();

  /** @param tell sends their configuration to the connected agents that are wanted; never rejects */
  constructor(tell: (clientId: string, wanted: (assetId: string) => boolean) => Promise<void>) {
    this.tell = tell;
  }

  on(event: Pick<LiveEvent, 'clientId' | 'kind' | 'objectId'>): void {
    if (OF_ALL.has(event.kind)) this.waiting.set(event.clientId, 'all');
    else if (OF_ONE.has(event.kind)) {
      const known = this.waiting.get(event.clientId);
      if (known === 'all') return;
      this.waiting.set(event.clientId, (known ?? new Set()).add(event.objectId));
    } else return;
    void this.work(event.clientId);
  }

  private async work(clientId: string): Promise<void> {
    if (this.telling.has(clientId)) return;
    this.telling.add(clientId);
    for (;;) {
      const wanted = this.waiting.get(clientId);
      if (!wanted) break;
      this.waiting.delete(clientId);
      await this.tell(clientId, (assetId) => wanted === 'all' || wanted.has(assetId));
    }
    this.telling.delete(clientId);
  }
}
