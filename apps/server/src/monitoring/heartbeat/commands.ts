import { createHash } from 'node:crypto';
import type { Rule } from '@rettungsanker/alert-rules';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Finding, observe } from '../commands/observe.ts';
import { dueAfter } from './due.ts';
import './schema.ts';
import type { Signal } from './schema.ts';
import { type HeartbeatSettings, heartbeatConfig } from './settings.ts';

/** Recognisable in a script that leaked, and by scanners for secrets. */
export const HEARTBEAT_TOKEN_PREFIX = 'rah_';
/** 192 random bits. */
export const HEARTBEAT_TOKEN = /^rah_[A-Za-z0-9_-]{32}$/;
/** Signs of one job that are taken in; more often is a loop in somebody's script. */
const LEAST_BETWEEN_MS = 1000;
/** A job that is still missing is looked at again after that long: rules may want to wait. */
const AGAIN_MS = 60_000;

export const hashHeartbeatToken = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * Makes the address of a heartbeat, or a new one in place of the old. The token is shown this once.
 * @throws AppError RA_NOT_FOUND when the system has no such heartbeat
 */
export async function createHeartbeatToken(
  ctx: Context,
  assetId: string,
  checkId: string,
): Promise<{ token: string; hint: string; dueAt: Date }> {
  const check = await ctx.tx
    .selectFrom('check')
    .select('config')
    .where('clientId', '=', ctx.clientId)
    .where('assetId', '=', assetId)
    .where('id', '=', checkId)
    .where('kind', '=', 'heartbeat')
    .executeTakeFirst();
  if (!check) throw new AppError('RA_NOT_FOUND');
  const settings = heartbeatConfig.parse(check.config);
  const token = HEARTBEAT_TOKEN_PREFIX + ctx.randomBytes(24).toString('base64url');
  const hint = token.slice(0, HEARTBEAT_TOKEN_PREFIX.length + 4);
  const dueAt = new Date(dueAfter(settings, ctx.now.getTime(), undefined));
  const row = { tokenHash: hashHeartbeatToken(token), hint, schedule: JSON.stringify(settings), dueAt };
  await ctx.tx
    .insertInto('heartbeat')
    .values({
      ...row,
      clientId: ctx.clientId,
      checkId,
      createdAt: ctx.now,
      lastAt: null,
      lastSignal: null,
      startedAt: null,
    })
    // The history of the job stays; only the address is another one.
    .onConflict((conflict) => conflict.columns(['clientId', 'checkId']).doUpdateSet(row))
    .execute();
  await ctx.audit({
    action: 'heartbeat.address-made',
    objectKind: 'asset',
    objectId: assetId,
    details: { checkId, hint },
  });
  return { token, hint, dueAt };
}

/** @throws AppError RA_NOT_FOUND */
export async function getHeartbeat(ctx: Context, assetId: string, checkId: string) {
  const row = await ctx.tx
    .selectFrom('heartbeat')
    .innerJoin('check', (join) =>
      join.onRef('check.clientId', '=', 'heartbeat.clientId').onRef('check.id', '=', 'heartbeat.checkId'),
    )
    .select([
      'heartbeat.hint',
      'heartbeat.lastAt',
      'heartbeat.lastSignal',
      'heartbeat.startedAt',
      'heartbeat.dueAt',
    ])
    .where('heartbeat.clientId', '=', ctx.clientId)
    .where('heartbeat.checkId', '=', checkId)
    .where('check.assetId', '=', assetId)
    .executeTakeFirst();
  if (!row) throw new AppError('RA_NOT_FOUND');
  return row;
}

/**
 * Takes in one sign of life, and judges it at once.
 * @returns false when it came too soon after the last one and was left out
 */
export async function beat(ctx: Context, checkId: string, signal: Signal): Promise<boolean> {
  const row = await loadForUpdate(ctx, checkId);
  if (!row) return true;
  const now = ctx.now.getTime();
  if (row.lastSignal === signal && row.lastAt !== null && now - row.lastAt.getTime() < LEAST_BETWEEN_MS)
    return false;
  const started = signal === 'start' ? now : undefined;
  const lastGood = signal === 'ok' ? now : (row.lastAt ?? row.createdAt).getTime();
  const startedMs = row.startedAt?.getTime();
  await ctx.tx
    .updateTable('heartbeat')
    .set({
      lastAt: ctx.now,
      lastSignal: signal,
      startedAt: started === undefined ? null : ctx.now,
      schedule: JSON.stringify(row.settings),
      dueAt: new Date(dueAfter(row.settings, signal === 'start' ? lastGood : now, started)),
    })
    .where('clientId', '=', ctx.clientId)
    .where('checkId', '=', checkId)
    .execute();
  if (signal === 'start' || !row.enabled) return true;
  const seconds = startedMs === undefined ? undefined : (now - startedMs) / 1000;
  const values: Record<string, number> = seconds === undefined ? {} : { run_seconds: seconds };
  await observe(ctx, row.check, [
    signal === 'ok'
      ? found(now, 'ok', 'The job has reported.', null, values)
      : found(now, 'failed', 'The job reports that it failed.', 'RA_HEARTBEAT_FAILED', values),
  ]);
  return true;
}

/** Judges a heartbeat whose time has come, or whose settings were changed. */
export async function judgeDue(ctx: Context, checkId: string): Promise<void> {
  const row = await loadForUpdate(ctx, checkId);
  if (!row) return;
  const now = ctx.now.getTime();
  const since = row.lastAt ?? row.createdAt;
  const dueAt = dueAfter(row.settings, since.getTime(), row.startedAt?.getTime());
  const missed = dueAt <= now;
  await ctx.tx
    .updateTable('heartbeat')
    .set({ schedule: JSON.stringify(row.settings), dueAt: new Date(missed ? now + AGAIN_MS : dueAt) })
    .where('clientId', '=', ctx.clientId)
    .where('checkId', '=', checkId)
    .execute();
  if (!missed || !row.enabled) return;
  const seconds = Math.round((now - since.getTime()) / 1000);
  const [message, code] =
    row.startedAt !== null && row.settings.maxRunSeconds !== undefined
      ? [
          `The job began ${Math.round((now - row.startedAt.getTime()) / 1000)} s ago and has not ended.`,
          'RA_HEARTBEAT_RUNNING',
        ]
      : row.lastAt === null
        ? ['The job has never reported.', 'RA_HEARTBEAT_MISSED']
        : [`The job reported ${seconds} s ago for the last time.`, 'RA_HEARTBEAT_MISSED'];
  await observe(ctx, row.check, [found(now, 'failed', message!, code!, { silent_seconds: seconds })]);
}

async function loadForUpdate(ctx: Context, checkId: string) {
  const row = await ctx.tx
    .selectFrom('heartbeat')
    .innerJoin('check', (join) =>
      join.onRef('check.clientId', '=', 'heartbeat.clientId').onRef('check.id', '=', 'heartbeat.checkId'),
    )
    .innerJoin('asset', (join) =>
      join.onRef('asset.clientId', '=', 'check.clientId').onRef('asset.id', '=', 'check.assetId'),
    )
    .select([
      'heartbeat.lastAt',
      'heartbeat.lastSignal',
      'heartbeat.startedAt',
      'heartbeat.createdAt',
      'check.assetId',
      'check.name',
      'check.rule',
      'check.config',
      'check.enabled',
      'asset.archivedAt',
    ])
    .where('heartbeat.clientId', '=', ctx.clientId)
    .where('heartbeat.checkId', '=', checkId)
    .forUpdate('heartbeat')
    .executeTakeFirst();
  if (!row) return undefined;
  const settings: HeartbeatSettings = heartbeatConfig.parse(row.config);
  return {
    ...row,
    settings,
    enabled: row.enabled && row.archivedAt === null,
    check: {
      id: checkId,
      assetId: row.assetId,
      kind: 'heartbeat' as const,
      name: row.name,
      rule: row.rule as Rule,
    },
  };
}

function found(
  at: number,
  status: 'ok' | 'failed',
  message: string,
  code: string | null,
  values: Record<string, number>,
): Finding {
  return { instance: '', observation: { at, status }, message, code, values };
}
