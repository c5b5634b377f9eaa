import type { Rule } from '@rettungsanker/alert-rules';
import type { Context } from '../../platform/context.ts';

/** Everything that is told of an alert. @returns undefined when it was removed with its client */
export async function alertFacts(ctx: Context, alertId: string): Promise<AlertFacts | undefined> {
  return (await manyAlertFacts(ctx, [alertId]))[0];
}

/** In the order in which they were raised. */
export async function manyAlertFacts(ctx: Context, alertIds: readonly string[]) {
  if (alertIds.length === 0) return [];
  const rows = await ctx.tx
    .selectFrom('alert')
    .innerJoin('client', 'client.id', 'alert.clientId')
    .innerJoin('asset', (join) =>
      join.onRef('asset.clientId', '=', 'alert.clientId').onRef('asset.id', '=', 'alert.assetId'),
    )
    .innerJoin('site', (join) =>
      join.onRef('site.clientId', '=', 'asset.clientId').onRef('site.id', '=', 'asset.siteId'),
    )
    .innerJoin('check', (join) =>
      join.onRef('check.clientId', '=', 'alert.clientId').onRef('check.id', '=', 'alert.checkId'),
    )
    .leftJoin('ticketAlert', (join) =>
      join.onRef('ticketAlert.clientId', '=', 'alert.clientId').onRef('ticketAlert.alertId', '=', 'alert.id'),
    )
    .select([
      'alert.id',
      'alert.assetId',
      'alert.checkId',
      'alert.severity',
      'alert.state',
      'alert.code',
      'alert.message',
      'alert.observedAt',
      'alert.raisedAt',
      'alert.resolvedAt',
      'alert.resolvedReason',
      'alert.kind',
      'alert.instance',
      'alert.values',
      'client.name as client',
      'client.locale',
      'asset.name as asset',
      'asset.importance',
      'check.name as checkName',
      'check.config',
      'check.rule',
      'check.intervalMs',
      'site.name as site',
      'site.timeZone',
      'ticketAlert.ticketId',
    ])
    .where('alert.clientId', '=', ctx.clientId)
    .where('alert.id', 'in', alertIds)
    .orderBy('alert.raisedAt')
    .orderBy('alert.id')
    .execute();
  return rows.map((row) => ({
    ...row,
    values: row.values as Record<string, number>,
    config: row.config as Record<string, unknown>,
    rule: row.rule as Rule,
  }));
}
export type AlertFacts = Awaited<ReturnType<typeof manyAlertFacts>>[number];
