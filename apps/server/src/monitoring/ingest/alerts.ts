import type { Rule } from '@rettungsanker/alert-rules';
import type { AlertmanagerAlert, AlertmanagerMessage } from '@rettungsanker/ingest-wire';
import { sql } from 'kysely';
import { addAsset } from '../../fleet/index.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Finding, type JudgedCheck, observe } from '../commands/observe.ts';
import { kindOf } from '../kinds/index.ts';
import type { Source } from './access.ts';

/**
 * Alerts of an Alertmanager become alerts here, through the same rule machine as every other: one check of kind
 * `alertmanager` on the system that an alert is about, one instance per fingerprint. So a repeated message changes
 * nothing, and a resolved one ends what was raised. The sender has judged already: nothing is waited for.
 */
export async function receiveAlerts(
  ctx: Context,
  source: Source,
  message: AlertmanagerMessage,
): Promise<void> {
  if (message.alerts.length === 0) return;
  // Two messages at once must not make two checks, nor see each other's half.
  await sql`select pg_advisory_xact_lock(hashtextextended('alertmanager ' || ${ctx.clientId}, 0))`.execute(
    ctx.tx,
  );
  const homes = await openAlerts(ctx, message.alerts);
  const newest = new Map<string, Map<string, number>>();
  const checks = new Map<string, JudgedCheck>();
  for (const alert of message.alerts) {
    // What nobody knows here cannot end.
    const known = homes.get(alert.fingerprint);
    if (alert.status === 'resolved' && !known) continue;
    const assetId = known ?? (await assetOf(ctx, source, alert));
    const check = checks.get(assetId) ?? (await checkOf(ctx, assetId));
    checks.set(assetId, check);
    homes.set(alert.fingerprint, assetId);
    const times = newest.get(check.id) ?? (await newestObservations(ctx, check.id));
    newest.set(check.id, times);
    // Times of arrival: an alert that comes back may carry its old start, and must not be taken for old news.
    const at = Math.max(ctx.now.getTime(), (times.get(alert.fingerprint) ?? 0) + 1);
    times.set(alert.fingerprint, at);
    await observe(ctx, check, [findingOf(alert, at)]);
  }
}

/** The systems on which the alerts of these fingerprints are raised. */
async function openAlerts(ctx: Context, alerts: readonly AlertmanagerAlert[]): Promise<Map<string, string>> {
  const rows = await ctx.tx
    .selectFrom('alert')
    .select(['instance', 'assetId'])
    .where('clientId', '=', ctx.clientId)
    .where('kind', '=', 'alertmanager')
    .where('state', '=', 'raised')
    .where(
      'instance',
      'in',
      alerts.map(({ fingerprint }) => fingerprint),
    )
    .execute();
  return new Map(rows.map((row) => [row.instance, row.assetId]));
}

async function newestObservations(ctx: Context, checkId: string): Promise<Map<string, number>> {
  const rows = await ctx.tx
    .selectFrom('checkState')
    .select(['instance', 'lastAt'])
    .where('clientId', '=', ctx.clientId)
    .where('checkId', '=', checkId)
    .execute();
  return new Map(rows.map((row) => [row.instance, row.lastAt?.getTime() ?? 0]));
}

/** The system whose name or address the labels say; else one that stands for the sender. */
async function assetOf(ctx: Context, source: Source, alert: AlertmanagerAlert): Promise<string> {
  const names = ['host', 'hostname', 'nodename', 'instance', 'node']
    .map((label) => alert.labels.get(label))
    .filter((value) => value !== undefined && value !== '')
    .map((value) => withoutPort(value!).toLowerCase());
  if (names.length > 0) {
    let query = ctx.tx
      .selectFrom('asset')
      .select('id')
      .where('clientId', '=', ctx.clientId)
      .where('archivedAt', 'is', null)
      .where((eb) => eb.or([eb(sql`lower(name)`, 'in', names), eb(sql`lower(address)`, 'in', names)]))
      .orderBy('id')
      .limit(2);
    if (source.siteId) query = query.where('siteId', '=', source.siteId);
    const found = await query.execute();
    // Two systems of one name: a guess would blame the wrong one half of the time.
    if (found.length === 1) return found[0]!.id;
  }
  return standIn(ctx, source);
}

function withoutPort(instance: string): string {
  const [, host] =
    /^\[?([^\]]*?)\]?(?::\d+)?$/.exec(instance.replace(/^[a-z]+:\/\//, '').replace(/\/.*$/, '')) ?? [];
  return host ?? instance;
}

/** @throws AppError RA_INGEST_SITE */
async function standIn(ctx: Context, source: Source): Promise<string> {
  const token = await ctx.tx
    .selectFrom('ingestToken')
    .leftJoin('asset', (join) =>
      join.onRef('asset.clientId', '=', 'ingestToken.clientId').onRef('asset.id', '=', 'ingestToken.assetId'),
    )
    .select(['asset.id', 'asset.archivedAt'])
    .where('ingestToken.clientId', '=', ctx.clientId)
    .where('ingestToken.id', '=', source.tokenId)
    .executeTakeFirstOrThrow();
  if (token.id && !token.archivedAt) return token.id;
  const site = await ctx.tx
    .selectFrom('site')
    .select('id')
    .where('clientId', '=', ctx.clientId)
    .where('archivedAt', 'is', null)
    .$if(source.siteId !== null, (query) => query.where('id', '=', source.siteId!))
    .orderBy('id')
    .executeTakeFirst();
  if (!site) throw new AppError('RA_INGEST_SITE');
  const { id } = await addAsset(ctx, {
    siteId: site.id,
    kind: 'application',
    name: source.tokenName,
    description: '',
    address: null,
  });
  await ctx.tx
    .updateTable('ingestToken')
    .set({ assetId: id })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', source.tokenId)
    .execute();
  return id;
}

async function checkOf(ctx: Context, assetId: string): Promise<JudgedCheck> {
  const present = await ctx.tx
    .selectFrom('check')
    .select(['id', 'assetId', 'kind', 'name', 'rule'])
    .where('clientId', '=', ctx.clientId)
    .where('assetId', '=', assetId)
    .where('kind', '=', 'alertmanager')
    .orderBy('id')
    .executeTakeFirst();
  if (present) return { ...present, rule: present.rule as Rule };
  const { defaultRule, defaultIntervalMs } = kindOf('alertmanager');
  const check = { id: ctx.newId(), assetId, kind: 'alertmanager' as const, name: 'Alertmanager' };
  await ctx.tx
    .insertInto('check')
    .values({
      ...check,
      clientId: ctx.clientId,
      config: JSON.stringify({}),
      rule: JSON.stringify(defaultRule),
      intervalMs: defaultIntervalMs,
      runsOn: 'samples',
      origin: 'default',
      createdAt: ctx.now,
      updatedAt: ctx.now,
    })
    .execute();
  return { ...check, rule: defaultRule };
}

const CRITICAL: ReadonlySet<string> = new Set([
  'critical',
  'page',
  'disaster',
  'emergency',
  'fatal',
  'error',
  'high',
]);
const INFO: ReadonlySet<string> = new Set(['info', 'information', 'none', 'notice', 'low', 'debug']);

/**
 * What the rule of the kind judges: 0 over, 1 info, 2 warning, 3 critical. `severity` is a habit, not a part of the
 * protocol; what nobody knows is a warning.
 */
function rankOf(alert: AlertmanagerAlert): number {
  if (alert.status === 'resolved') return 0;
  const said = alert.labels.get('severity')?.toLowerCase() ?? '';
  return CRITICAL.has(said) ? 3 : INFO.has(said) ? 1 : 2;
}

function findingOf(alert: AlertmanagerAlert, at: number): Finding {
  const { labels, annotations } = alert;
  const text = annotations.get('summary') ?? annotations.get('message') ?? annotations.get('description');
  const title = labels.get('alertname') ?? alert.fingerprint;
  return {
    instance: alert.fingerprint,
    observation: { at, value: rankOf(alert) },
    message: (text ? `${title}: ${text}` : title).slice(0, 2000),
    code: null,
    values: { startsAt: alert.startsAt.getTime() },
  };
}
