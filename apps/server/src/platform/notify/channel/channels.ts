import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import type { SecretPlace } from '../../secrets/secrets.ts';
import type { Severity } from '../schema.ts';
import { type ChannelConfig, channelConfig, configProblem, shownOf } from './kinds.ts';

export interface ChannelInput {
  name: string;
  config: ChannelConfig;
  /** Of what it is told by itself; none: only by escalation chains. */
  kinds: string[];
  minimum: Severity;
  /** Telephone numbers of a gateway, E.164. */
  receivers: string[];
  enabled: boolean;
  allowPrivate: boolean;
}

const secretPlace = (clientId: string, id: string): SecretPlace => ({
  clientId,
  table: 'notify_channel',
  column: 'sealed_config',
  rowId: id,
});

/** @throws AppError RA_CHANNEL_INVALID */
export async function addChannel(ctx: Context, input: ChannelInput): Promise<{ id: string }> {
  const { config, ...rest } = input;
  checkConfig(config, input);
  const id = ctx.newId();
  await ctx.tx
    .insertInto('notifyChannel')
    .values({
      ...rest,
      clientId: ctx.clientId,
      id,
      kind: config.kind,
      shown: shownOf(config),
      sealedConfig: await ctx.secrets.seal(ctx.tx, secretPlace(ctx.clientId, id), JSON.stringify(config)),
      createdAt: ctx.now,
      updatedAt: ctx.now,
    })
    .execute();
  await tell(ctx, 'channel.added', id, { ...rest, kind: config.kind, shown: shownOf(config) });
  return { id };
}

/** A configuration is replaced as a whole, as nothing of the old one is ever shown. @throws AppError RA_NOT_FOUND, RA_CHANNEL_INVALID */
export async function changeChannel(ctx: Context, id: string, change: Partial<ChannelInput>): Promise<void> {
  const before = await openChannel(ctx, id);
  if (!before) throw new AppError('RA_NOT_FOUND');
  const { config, ...rest } = change;
  const next = { ...before, ...change };
  if (next.config.kind !== before.config.kind)
    throw new AppError('RA_CHANNEL_INVALID', undefined, {
      problem: 'the kind of a channel cannot be changed',
    });
  checkConfig(next.config, next);
  await ctx.tx
    .updateTable('notifyChannel')
    .set({
      ...rest,
      updatedAt: ctx.now,
      ...(config
        ? {
            shown: shownOf(config),
            sealedConfig: await ctx.secrets.seal(
              ctx.tx,
              secretPlace(ctx.clientId, id),
              JSON.stringify(config),
            ),
          }
        : {}),
    })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .execute();
  await tell(ctx, 'channel.changed', id, { ...rest, ...(config ? { shown: shownOf(config) } : {}) });
}

/** @throws AppError RA_NOT_FOUND */
export async function removeChannel(ctx: Context, id: string): Promise<void> {
  const { name } = await findChannel(ctx, id);
  await ctx.tx
    .deleteFrom('notifyChannel')
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .execute();
  await tell(ctx, 'channel.removed', id, { name });
}

export interface OpenChannel extends ChannelInput {
  id: string;
}

/** With its secrets, for a call; undefined when it was removed. */
export async function openChannel(ctx: Context, id: string): Promise<OpenChannel | undefined> {
  const row = await ctx.tx
    .selectFrom('notifyChannel')
    .select(['id', 'name', 'sealedConfig', 'kinds', 'minimum', 'receivers', 'enabled', 'allowPrivate'])
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return undefined;
  const { sealedConfig, ...rest } = row;
  const opened = await ctx.secrets.open(ctx.tx, secretPlace(ctx.clientId, id), sealedConfig);
  return { ...rest, config: channelConfig.parse(JSON.parse(opened.toString())) };
}

const SHOWN = [
  'id',
  'kind',
  'name',
  'shown',
  'kinds',
  'minimum',
  'receivers',
  'enabled',
  'allowPrivate',
  'lastAt',
  'lastError',
  'createdAt',
  'updatedAt',
] as const;

export async function findChannel(ctx: Context, id: string) {
  const row = await ctx.tx
    .selectFrom('notifyChannel')
    .select(SHOWN)
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw new AppError('RA_NOT_FOUND');
  return row;
}

export function listChannels(ctx: Context) {
  return ctx.tx
    .selectFrom('notifyChannel')
    .select(SHOWN)
    .where('clientId', '=', ctx.clientId)
    .orderBy('name')
    .orderBy('id')
    .execute();
}

/** What came of the last call. */
export async function noteResult(ctx: Context, id: string, error: string | null): Promise<void> {
  await ctx.tx
    .updateTable('notifyChannel')
    .set({ lastAt: ctx.now, lastError: error })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .execute();
}

function checkConfig(
  config: ChannelConfig,
  { allowPrivate, receivers }: Pick<ChannelInput, 'allowPrivate' | 'receivers'>,
): void {
  const refuse = (problem: string): AppError => new AppError('RA_CHANNEL_INVALID', undefined, { problem });
  const problem = configProblem(config, allowPrivate);
  if (problem !== undefined) throw refuse(problem);
  if (config.kind !== 'sms' && receivers.length > 0) throw refuse('only a gateway has telephone numbers');
}

async function tell(
  ctx: Context,
  action: string,
  id: string,
  details: Record<string, unknown>,
): Promise<void> {
  await ctx.audit({ action, objectKind: 'channel', objectId: id, details });
  await ctx.emit({
    kind: 'settings.changed',
    objectKind: 'channel',
    objectId: id,
    payload: { key: 'channel' },
  });
}
