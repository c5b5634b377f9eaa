import type { Rule } from '@rettungsanker/alert-rules';
import type { Context, Locale, ScopeContext } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { measuredOf } from '../measured.ts';
import type { Suppression } from '../schema.ts';
import { describeFinding, type Finding } from '../wording.ts';

export interface AlertFilter {
  state?: 'raised' | 'resolved' | undefined;
  client?: string | undefined;
  asset?: string | undefined;
  /** What keeps it from being told; `none`: nothing does. */
  suppression?: Suppression | 'none' | undefined;
  /** Consequences of this alert, or what this silence or window keeps quiet. */
  suppressedBy?: string | undefined;
  limit: number;
  /** Time raised and id of the last row of the page before. */
  after?: readonly [string, string] | undefined;
}

const base = (ctx: ScopeContext) =>
  ctx.tx
    .selectFrom('alert')
    .innerJoin('client', 'client.id', 'alert.clientId')
    .innerJoin('asset', (join) =>
      join.onRef('asset.clientId', '=', 'alert.clientId').onRef('asset.id', '=', 'alert.assetId'),
    )
    .innerJoin('check', (join) =>
      join.onRef('check.clientId', '=', 'alert.clientId').onRef('check.id', '=', 'alert.checkId'),
    )
    .leftJoin('ticketAlert', (join) =>
      join.onRef('ticketAlert.clientId', '=', 'alert.clientId').onRef('ticketAlert.alertId', '=', 'alert.id'),
    )
    .leftJoin('person', 'person.id', 'alert.acknowledgedBy')
    .selectAll('alert')
    .select([
      'client.name as clientName',
      'client.code as clientCode',
      'asset.name as assetName',
      'check.name as checkName',
      'check.config',
      'ticketAlert.ticketId as ticketId',
      'person.name as acknowledgedByName',
    ]);

export async function listAlerts(ctx: ScopeContext, filter: AlertFilter) {
  const rows = await base(ctx)
    .$if(filter.state !== undefined, (query) => query.where('alert.state', '=', filter.state!))
    .$if(filter.client !== undefined, (query) => query.where('alert.clientId', '=', filter.client!))
    .$if(filter.asset !== undefined, (query) => query.where('alert.assetId', '=', filter.asset!))
    .$if(filter.suppression === 'none', (query) => query.where('alert.suppression', 'is', null))
    .$if(filter.suppression !== undefined && filter.suppression !== 'none', (query) =>
      query.where('alert.suppression', '=', filter.suppression as Suppression),
    )
    .$if(filter.suppressedBy !== undefined, (query) =>
      query.where('alert.suppressedBy', '=', filter.suppressedBy!),
    )
    .$if(filter.after !== undefined, (query) =>
      query.where((eb) =>
        eb(
          eb.refTuple('alert.raisedAt', 'alert.id'),
          '<',
          eb.tuple(new Date(filter.after![0]), filter.after![1]),
        ),
      ),
    )
    .orderBy('alert.raisedAt', 'desc')
    .orderBy('alert.id', 'desc')
    .limit(filter.limit + 1)
    .execute();
  return rows.map((row) => present(ctx.locale, row));
}

const one = (ctx: Context, alertId: string) =>
  base(ctx).where('alert.clientId', '=', ctx.clientId).where('alert.id', '=', alertId);

/** @throws AppError RA_NOT_FOUND */
export async function getAlert(ctx: Context, alertId: string) {
  const row = await one(ctx, alertId).executeTakeFirst();
  if (!row) throw new AppError('RA_NOT_FOUND');
  return present(ctx.locale, row);
}

/** The alert with its rule as it is now, and what to look at. @throws AppError RA_NOT_FOUND */
export async function explainAlert(ctx: Context, alertId: string) {
  const row = await one(ctx, alertId)
    .innerJoin('site', (join) =>
      join.onRef('site.clientId', '=', 'asset.clientId').onRef('site.id', '=', 'asset.siteId'),
    )
    .select(['check.rule', 'site.timeZone'])
    .executeTakeFirst();
  if (!row) throw new AppError('RA_NOT_FOUND');
  const rule = row.rule as Rule;
  const config = row.config as Record<string, unknown>;
  const alert = present(ctx.locale, row);
  return { ...alert, rule, measured: measuredOf({ ...alert, config, rule }) };
}

const present = <
  R extends Omit<Finding, 'config' | 'values'> & { values: unknown; config: unknown; assetName: string },
>(
  locale: Locale,
  { config, ...row }: R,
) => {
  const finding = {
    ...row,
    values: row.values as Record<string, number>,
    config: config as Record<string, unknown>,
  };
  return { ...row, values: finding.values, title: describeFinding(locale, finding, row.assetName) };
};
