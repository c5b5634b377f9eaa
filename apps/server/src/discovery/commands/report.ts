import { LIMITS, type SweepReport } from '@rettungsanker/protocol';
import type { BatchOrigin, BatchSink } from '../../fleet/index.ts';
import type { Context } from '../../platform/context.ts';
import { plainText, plainTexts } from '../model/plain-text.ts';
import { isWithin } from '../networks.ts';
import { storeLinks } from './links.ts';
import { storeNeighbours } from './neighbours.ts';
import { lockRule } from './require.ts';
import { tell } from './sweeps.ts';

/**
 * Keeps what a sweep found, with the acknowledgement of the batch. What comes from a sweep that was not this agent's,
 * has ended or was withdrawn is left out, and so are addresses outside of the networks that it was to look at: the
 * rest of the batch counts all the same.
 */
export const discoverySink: BatchSink = {
  async accept(ctx, origin, { discovery }) {
    if (discovery) await takeReport(ctx, origin, discovery);
  },
};

async function takeReport(ctx: Context, origin: BatchOrigin, report: SweepReport): Promise<void> {
  const place = await ctx.tx
    .selectFrom('discoverySweep')
    .innerJoin('site', (join) =>
      join
        .onRef('site.clientId', '=', 'discoverySweep.clientId')
        .onRef('site.id', '=', 'discoverySweep.siteId'),
    )
    .select(['discoverySweep.siteId', 'site.networks as declared'])
    .where('discoverySweep.clientId', '=', ctx.clientId)
    .where('discoverySweep.id', '=', report.sweepId)
    .where('discoverySweep.probeId', '=', origin.assetId)
    .executeTakeFirst();
  if (!place) return noted(ctx, origin, report, 'unknown');
  // Before the sweep, as everything else does that writes here: nobody waits in a circle.
  const rule = await lockRule(ctx, place.siteId);
  const sweep = await ctx.tx
    .selectFrom('discoverySweep')
    .selectAll()
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', report.sweepId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (!rule.allowed || (sweep.state !== 'ordered' && sweep.state !== 'running'))
    return noted(ctx, origin, report, sweep.state);
  const asked = sweep.networks.length > 0 ? sweep.networks : place.declared;
  const mayBe = (address: string): boolean => isWithin(address, place.declared) && isWithin(address, asked);

  const stored = await storeNeighbours(
    ctx,
    sweep,
    report.neighbours.filter(({ address }) => mayBe(address)),
  );
  await storeLinks(
    ctx,
    sweep,
    report.links.filter(({ from }) => mayBe(from)),
  );
  const ended = report.state !== 'running';
  await ctx.tx
    .updateTable('discoverySweep')
    .set({
      state: report.state,
      code: report.code ?? null,
      message: plainText(report.message ?? '', LIMITS.text),
      percent: report.state === 'done' ? 100 : Math.max(sweep.percent, report.percent),
      lookedAt: plainTexts(report.networks, 50, 64),
      found: sweep.found + stored.found,
      fresh: sweep.fresh + stored.fresh,
      heardAt: ctx.now,
      endedAt: ended ? ctx.now : null,
    })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', sweep.id)
    .execute();
  for (const { id, from, to } of stored.moved)
    await ctx.emit({
      kind: 'discovery.moved',
      objectKind: 'neighbour',
      objectId: id,
      payload: { from, to },
    });
  if (ended) {
    await ctx.emit({
      kind: 'discovery.ended',
      objectKind: 'sweep',
      objectId: sweep.id,
      payload: { state: report.state, found: sweep.found + stored.found },
    });
    await tell(ctx, sweep.siteId, sweep.probeId);
  } else await ctx.emit({ kind: 'discovery.changed', objectKind: 'site', objectId: sweep.siteId });
}

function noted(ctx: Context, { agentId }: BatchOrigin, { sweepId }: SweepReport, state: string): void {
  ctx.log.debug({ agentId, sweepId, state }, 'A report of a sweep that is not wanted was left out.');
}
