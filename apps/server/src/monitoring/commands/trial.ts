import { runCheck } from '@rettungsanker/agent/checks';
import { type RunnableCheck, runnableCheckSchema } from '@rettungsanker/protocol';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type CheckKind, kindOf } from '../kinds/index.ts';
import { restoreSecrets } from '../kinds/secrets.ts';
import { requireReachable } from '../target.ts';
import { checkedConfig } from './checks.ts';
import { requirePlaces } from './places.ts';

/** Longest time for one trial, whatever its settings say. */
const LONGEST_MS = 20_000;
/** Trials at once, of everybody; one person has one at a time. */
const MOST = 4;

interface Trial {
  status: 'ok' | 'warning' | 'failed' | 'unknown';
  message: string;
  code: string | null;
  values: Record<string, number>;
  durationMs: number;
}

/**
 * Runs what is to be checked once, from the server, with the runners and the guard of the checks that are saved.
 *
 * @returns what does it, for after the transaction
 * @throws AppError RA_CHECK_INVALID, RA_CHECK_TARGET_FORBIDDEN, RA_NOT_FOUND, RA_RATE_LIMITED
 */
export function createTrials() {
  const running = new Set<string>();

  return async (
    ctx: Context,
    assetId: string,
    input: { kind: CheckKind; config: Record<string, unknown>; checkId?: string | undefined },
  ): Promise<() => Promise<Trial>> => {
    const site = await ctx.tx
      .selectFrom('asset')
      .innerJoin('site', (join) =>
        join.onRef('site.clientId', '=', 'asset.clientId').onRef('site.id', '=', 'asset.siteId'),
      )
      .select('site.serverNetworks')
      .where('asset.clientId', '=', ctx.clientId)
      .where('asset.id', '=', assetId)
      .where('asset.archivedAt', 'is', null)
      .executeTakeFirst();
    if (!site) throw new AppError('RA_NOT_FOUND');
    if (!kindOf(input.kind).addable) throw new AppError('RA_CHECK_INVALID', undefined, { field: 'kind' });
    const place = {
      assetId,
      runsOn: 'server' as const,
      probeId: null,
      secondRunsOn: null,
      secondProbeId: null,
    };
    await requirePlaces(ctx, input.kind, place);
    const config = checkedConfig(input.kind, await withSecrets(ctx, assetId, input));
    await requireReachable(ctx, { kind: input.kind, config, ...place });
    const who = ctx.actor.id ?? '';
    const refuse = (): void => {
      if (running.has(who) || running.size >= MOST)
        throw new AppError('RA_RATE_LIMITED', undefined, { retryAfterSeconds: 5 });
    };
    refuse();
    await ctx.audit({
      action: 'check.tried',
      objectKind: 'asset',
      objectId: assetId,
      details: { kind: input.kind },
    });
    return async () => {
      // Others may have begun while this transaction was committed.
      refuse();
      running.add(who);
      try {
        return await run(runnableCheckSchema.parse({ ...config, kind: input.kind }), site.serverNetworks);
      } finally {
        running.delete(who);
      }
    };
  };
}

async function run(check: RunnableCheck, allow: readonly string[]): Promise<Trial> {
  const started = performance.now();
  const { status, message, code, values } = await runCheck(check, {
    guard: { mode: 'public', allow },
    signal: AbortSignal.timeout(LONGEST_MS),
  });
  return { status, message, code: code ?? null, values, durationMs: Math.round(performance.now() - started) };
}

async function withSecrets(
  ctx: Context,
  assetId: string,
  {
    kind,
    config,
    checkId,
  }: { kind: CheckKind; config: Record<string, unknown>; checkId?: string | undefined },
): Promise<Record<string, unknown>> {
  if (!checkId) return config;
  const known = await ctx.tx
    .selectFrom('check')
    .select('config')
    .where('clientId', '=', ctx.clientId)
    .where('assetId', '=', assetId)
    .where('id', '=', checkId)
    .where('kind', '=', kind)
    .executeTakeFirst();
  if (!known) throw new AppError('RA_NOT_FOUND');
  return restoreSecrets(ctx, checkId, config, known.config as Record<string, unknown>);
}
