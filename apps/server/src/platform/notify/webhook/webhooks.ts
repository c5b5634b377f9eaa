import { changesOf } from '../../audit/index.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import type { SecretPlace } from '../../secrets/secrets.ts';
import { urlProblem } from '../outgoing-http.ts';

export interface WebhookInput {
  name: string;
  url: string;
  kinds: string[];
  enabled: boolean;
  allowPrivate: boolean;
}

const secretPlace = (clientId: string, id: string): SecretPlace => ({
  clientId,
  table: 'webhook',
  column: 'sealed_secret',
  rowId: id,
});

/** The secret is shown here and never again. @throws AppError RA_WEBHOOK_URL */
export async function addWebhook(ctx: Context, input: WebhookInput): Promise<{ id: string; secret: string }> {
  checkUrl(input.url, input.allowPrivate);
  const id = ctx.newId();
  const secret = newSecret(ctx);
  await ctx.tx
    .insertInto('webhook')
    .values({
      ...input,
      clientId: ctx.clientId,
      id,
      sealedSecret: await ctx.secrets.seal(ctx.tx, secretPlace(ctx.clientId, id), secret),
      createdAt: ctx.now,
      updatedAt: ctx.now,
    })
    .execute();
  await tell(ctx, 'webhook.added', id, { ...input });
  return { id, secret };
}

/** @throws AppError RA_NOT_FOUND, RA_WEBHOOK_URL */
export async function changeWebhook(ctx: Context, id: string, change: Partial<WebhookInput>): Promise<void> {
  const before = await findWebhook(ctx, id);
  const next = { ...before, ...change };
  checkUrl(next.url, next.allowPrivate);
  await ctx.tx
    .updateTable('webhook')
    .set({ ...change, updatedAt: ctx.now, ...(change.enabled ? { goneAt: null } : {}) })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .execute();
  await tell(ctx, 'webhook.changed', id, { name: before.name, ...changesOf(before, { ...change }) });
}

export async function removeWebhook(ctx: Context, id: string): Promise<void> {
  const { name } = await findWebhook(ctx, id);
  await ctx.tx.deleteFrom('webhook').where('clientId', '=', ctx.clientId).where('id', '=', id).execute();
  await tell(ctx, 'webhook.removed', id, { name });
}

/** A new secret, valid at once; the old one is forgotten. */
export async function renewWebhookSecret(ctx: Context, id: string): Promise<{ secret: string }> {
  await findWebhook(ctx, id);
  const secret = newSecret(ctx);
  await ctx.tx
    .updateTable('webhook')
    .set({
      sealedSecret: await ctx.secrets.seal(ctx.tx, secretPlace(ctx.clientId, id), secret),
      updatedAt: ctx.now,
    })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .execute();
  await tell(ctx, 'webhook.secret-renewed', id, {});
  return { secret };
}

/** Switches a webhook off whose receiver said that it is gone, and lets the outbox tell so. */
export async function disableGoneWebhook(ctx: Context, id: string): Promise<void> {
  const row = await ctx.tx
    .updateTable('webhook')
    .set({ enabled: false, goneAt: ctx.now })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .where('enabled', '=', true)
    .returning('name')
    .executeTakeFirst();
  if (!row) return;
  await ctx.audit({
    action: 'webhook.disabled',
    objectKind: 'webhook',
    objectId: id,
    details: { status: 410 },
  });
  await ctx.emit({
    kind: 'webhook.disabled',
    objectKind: 'webhook',
    objectId: id,
    payload: { name: row.name },
  });
}

/** What a call needs; undefined when it was removed or switched off. */
export async function openWebhook(
  ctx: Context,
  id: string,
): Promise<{ url: string; allowPrivate: boolean; secret: string; enabled: boolean } | undefined> {
  const row = await ctx.tx
    .selectFrom('webhook')
    .select(['url', 'allowPrivate', 'sealedSecret', 'enabled'])
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return undefined;
  const { sealedSecret, ...rest } = row;
  const secret = await ctx.secrets.open(ctx.tx, secretPlace(ctx.clientId, id), sealedSecret);
  return { ...rest, secret: secret.toString() };
}

export async function findWebhook(ctx: Context, id: string) {
  const row = await ctx.tx
    .selectFrom('webhook')
    .select(['id', 'name', 'url', 'kinds', 'enabled', 'goneAt', 'allowPrivate', 'createdAt', 'updatedAt'])
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw new AppError('RA_NOT_FOUND');
  return row;
}

/** With what came of the last call. */
export async function listWebhooks(ctx: Context) {
  return ctx.tx
    .selectFrom('webhook')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('webhookDelivery')
          .select(['at as lastAt', 'status as lastStatus', 'error as lastError'])
          .whereRef('webhookDelivery.clientId', '=', 'webhook.clientId')
          .whereRef('webhookDelivery.webhookId', '=', 'webhook.id')
          .orderBy('webhookDelivery.id', 'desc')
          .limit(1)
          .as('last'),
      (join) => join.onTrue(),
    )
    .select([
      'webhook.id',
      'webhook.name',
      'webhook.url',
      'webhook.kinds',
      'webhook.enabled',
      'webhook.goneAt',
      'webhook.allowPrivate',
      'webhook.createdAt',
      'webhook.updatedAt',
      'last.lastAt',
      'last.lastStatus',
      'last.lastError',
    ])
    .where('webhook.clientId', '=', ctx.clientId)
    .orderBy('webhook.name')
    .orderBy('webhook.id')
    .execute();
}

export async function listDeliveries(ctx: Context, id: string, limit: number) {
  return ctx.tx
    .selectFrom('webhookDelivery')
    .select(['id', 'deliveryId', 'kind', 'at', 'attempt', 'durationMs', 'status', 'error'])
    .where('clientId', '=', ctx.clientId)
    .where('webhookId', '=', id)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

const newSecret = (ctx: Context): string => `rawhs_${ctx.randomBytes(32).toString('base64url')}`;

async function tell(
  ctx: Context,
  action: string,
  id: string,
  details: Record<string, unknown>,
): Promise<void> {
  await ctx.audit({ action, objectKind: 'webhook', objectId: id, details });
  await ctx.emit({
    kind: 'settings.changed',
    objectKind: 'webhook',
    objectId: id,
    payload: { key: 'webhook' },
  });
}

function checkUrl(text: string, allowPrivate: boolean): void {
  const problem = urlProblem(text, allowPrivate);
  if (problem !== undefined) throw new AppError('RA_WEBHOOK_URL', undefined, { problem });
}
