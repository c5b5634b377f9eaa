import type { Rule } from '@rettungsanker/alert-rules';
import type { CheckResult } from '@rettungsanker/protocol';
import pLimit from 'p-limit';
import type { Logger } from 'pino';
import type { Context } from '../platform/context.ts';
import { storable } from '../platform/storable.ts';
import type { Tenancy } from '../platform/tenancy/transactions.ts';
import { type JudgedCheck, type Judgement, observeAll } from './commands/observe.ts';
import { findingsFrom } from './commands/observe-from.ts';
import { checkPoint } from './commands/samples.ts';
import { PLACEMENT_COLUMNS } from './places.ts';
import type { SeriesStore } from './series/index.ts';

export interface ServerResult extends Omit<CheckResult, 'checkId'> {
  judged: JudgedCheck;
}

/** Results in one transaction: it holds the locks of their checks, and people wait for them. */
const TOGETHER = 100;
/** Database connections for results, of all clients together. */
const WRITES_AT_ONCE = 3;

/**
 * Stores what the server's own checks found. What comes while one client's results are written goes into its next
 * transaction: a result alone is stored at once, and five thousand cost little more than their numbers.
 */
export class ResultWriter {
  private readonly options: { tenancy: Tenancy; series: SeriesStore; log: Logger };
  private readonly waiting = new Map<string, ServerResult[]>();
  private readonly writing = new Map<string, Promise<void>>();
  private readonly places = pLimit(WRITES_AT_ONCE);

  constructor(options: { tenancy: Tenancy; series: SeriesStore; log: Logger }) {
    this.options = options;
  }

  add(clientId: string, found: ServerResult): void {
    const result = { ...found, outcome: storable(found.outcome) };
    const list = this.waiting.get(clientId);
    if (list) list.push(result);
    else this.waiting.set(clientId, [result]);
    if (!this.writing.has(clientId)) this.writing.set(clientId, this.write(clientId));
  }

  /** Resolves when everything that was added is stored. */
  async drained(): Promise<void> {
    while (this.writing.size > 0) await Promise.all(this.writing.values());
  }

  private async write(clientId: string): Promise<void> {
    for (;;) {
      const list = this.waiting.get(clientId);
      if (!list) break;
      const group = list.splice(0, TOGETHER);
      if (list.length === 0) this.waiting.delete(clientId);
      await this.places(() => this.store(clientId, group));
    }
    this.writing.delete(clientId);
  }

  /** Never rejects. What cannot be stored together is stored one by one, so that one of them spoils no other. */
  private async store(clientId: string, group: readonly ServerResult[]): Promise<void> {
    const { tenancy, log } = this.options;
    try {
      await tenancy.asSystem(clientId, (ctx) => this.judge(ctx, group));
    } catch (error) {
      if (group.length > 1) for (const result of group) await this.store(clientId, [result]);
      else
        log.warn({ err: error, checkId: group[0]?.judged.id }, 'The result of a check could not be stored.');
    }
  }

  private async judge(ctx: Context, group: readonly ServerResult[]): Promise<void> {
    // They may have been removed or switched off while they ran.
    const rows = await ctx.tx
      .selectFrom('check')
      .select(['id', 'rule', 'intervalMs', ...PLACEMENT_COLUMNS])
      .where('clientId', '=', ctx.clientId)
      .where('id', 'in', [...new Set(group.map(({ judged }) => judged.id))])
      .where('enabled', '=', true)
      .execute();
    const current = new Map(rows.map((row) => [row.id, row]));
    const points = group.flatMap(({ judged, at, outcome }) =>
      current.get(judged.id)?.runsOn === 'server'
        ? Object.entries(outcome.values).map(([metric, value]) =>
            checkPoint(judged.assetId, judged.id, metric, value, new Date(at)),
          )
        : [],
    );
    const judgements: Judgement[] = [];
    for (const [id, results] of Map.groupBy(group, ({ judged }) => judged.id)) {
      const row = current.get(id);
      if (!row) continue;
      const check = { ...results[0]!.judged, ...row, rule: row.rule as Rule };
      const sights = results.map(({ at, outcome }) => ({ ...outcome, at, code: outcome.code ?? null }));
      judgements.push({ check, findings: await findingsFrom(ctx, check, 'server', sights) });
    }
    await observeAll(ctx, judgements);
    if (points.length > 0) await this.options.series.record(ctx, points);
  }
}
