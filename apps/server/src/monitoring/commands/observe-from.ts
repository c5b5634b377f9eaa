import type { Context } from '../../platform/context.ts';
import { agreed, type Place, type Placement, placesOf, type Sight } from '../places.ts';
import type { Finding } from './observe.ts';

/** What one place saw; of a check that runs at two, together with what the other saw last. */
export async function findingsFrom(
  ctx: Context,
  check: { id: string; intervalMs: number } & Placement,
  place: Place,
  sights: readonly Sight[],
): Promise<Finding[]> {
  if (sights.length === 0) return [];
  const other = placesOf(check).find((candidate) => candidate !== place);
  const verdicts = other === undefined ? sights : await withOther(ctx, check, place, other, sights);
  return verdicts.map(({ at, status, message, code, values }) => ({
    instance: '',
    observation: { at, status },
    message,
    code,
    values,
  }));
}

async function withOther(
  ctx: Context,
  check: { id: string; intervalMs: number },
  place: Place,
  other: Place,
  sights: readonly Sight[],
): Promise<Sight[]> {
  // Two places may report in the same moment: one waits here, or each would see the other's former view.
  await ctx.tx
    .selectFrom('check')
    .select('id')
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', check.id)
    .forNoKeyUpdate()
    .execute();
  const newest = sights.reduce((a, b) => (b.at > a.at ? b : a));
  const at = new Date(newest.at);
  const stored = {
    at,
    status: newest.status,
    message: newest.message.slice(0, 2000),
    code: newest.code,
    values: JSON.stringify(newest.values),
  };
  await ctx.tx
    .insertInto('checkPlace')
    .values({ clientId: ctx.clientId, checkId: check.id, place, ...stored })
    .onConflict((conflict) =>
      conflict.columns(['clientId', 'checkId', 'place']).doUpdateSet(stored).where('checkPlace.at', '<', at),
    )
    .execute();
  const theirs = await ctx.tx
    .selectFrom('checkPlace')
    .select(['at', 'status', 'message', 'code', 'values'])
    .where('clientId', '=', ctx.clientId)
    .where('checkId', '=', check.id)
    .where('place', '=', other)
    .executeTakeFirst();
  const sight = theirs && {
    ...theirs,
    at: theirs.at.getTime(),
    values: theirs.values as Record<string, number>,
  };
  return sights.map((mine) => agreed(mine, sight, check.intervalMs));
}
