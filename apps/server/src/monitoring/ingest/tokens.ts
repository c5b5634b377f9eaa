import { createHash } from 'node:crypto';
import type { Context, ScopeContext } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';

/** Recognisable in a configuration file that leaked, and by scanners for secrets. */
export const INGEST_TOKEN_PREFIX = 'rai_';
/** 256 random bits; letters, digits, - and _ only, so that a token may be part of a path or a host's name. */
export const INGEST_TOKEN = /^rai_[A-Za-z0-9_-]{43}$/;
const HINT_LENGTH = INGEST_TOKEN_PREFIX.length + 4;
/** Live tokens of one client. */
const MAX_TOKENS = 100;

/** What is stored in place of a token. A plain hash is enough because there is nothing to guess. */
export const hashIngestToken = (token: string): Buffer => createHash('sha256').update(token).digest();

export interface IngestTokenView {
  id: string;
  name: string;
  hint: string;
  siteId: string | null;
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

/**
 * Makes a token with which a sender delivers to this client and can do nothing else. Its text is shown this once.
 * @throws AppError RA_NOT_FOUND, RA_CONFLICT
 */
export async function createIngestToken(
  ctx: Context,
  input: { name: string; siteId: string | null },
): Promise<{ id: string; token: string; hint: string }> {
  if (input.siteId !== null) {
    const site = await ctx.tx
      .selectFrom('site')
      .select('id')
      .where('clientId', '=', ctx.clientId)
      .where('id', '=', input.siteId)
      .where('archivedAt', 'is', null)
      .executeTakeFirst();
    if (!site) throw new AppError('RA_NOT_FOUND');
  }
  const { live } = await ctx.tx
    .selectFrom('ingestToken')
    .select((eb) => eb.fn.countAll<number>().as('live'))
    .where('clientId', '=', ctx.clientId)
    .where('revokedAt', 'is', null)
    .executeTakeFirstOrThrow();
  if (live >= MAX_TOKENS)
    throw new AppError('RA_CONFLICT', `There are ${MAX_TOKENS} tokens already; revoke some.`);
  const id = ctx.newId();
  const token = INGEST_TOKEN_PREFIX + ctx.randomBytes(32).toString('base64url');
  const hint = token.slice(0, HINT_LENGTH);
  await ctx.tx
    .insertInto('ingestToken')
    .values({
      ...input,
      clientId: ctx.clientId,
      id,
      tokenHash: hashIngestToken(token),
      hint,
      createdBy: ctx.actor.personId,
      createdAt: ctx.now,
      lastUsedAt: null,
      revokedAt: null,
      assetId: null,
    })
    .execute();
  await ctx.audit({
    action: 'ingest-token.created',
    objectKind: 'ingest-token',
    objectId: id,
    details: { ...input, hint },
  });
  return { id, token, hint };
}

/** Newest first, revoked ones too: they explain where series come from. */
export async function listIngestTokens(ctx: ScopeContext, clientId: string): Promise<IngestTokenView[]> {
  return ctx.tx
    .selectFrom('ingestToken')
    .select(['id', 'name', 'hint', 'siteId', 'createdAt', 'lastUsedAt', 'revokedAt'])
    .where('clientId', '=', clientId)
    .orderBy('id', 'desc')
    .execute();
}

/** @throws AppError RA_NOT_FOUND */
export async function revokeIngestToken(ctx: Context, tokenId: string): Promise<void> {
  const row = await ctx.tx
    .updateTable('ingestToken')
    .set({ revokedAt: ctx.now })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', tokenId)
    .where('revokedAt', 'is', null)
    .returning(['name', 'hint'])
    .executeTakeFirst();
  if (!row) throw new AppError('RA_NOT_FOUND');
  await ctx.audit({
    action: 'ingest-token.revoked',
    objectKind: 'ingest-token',
    objectId: tokenId,
    details: row,
  });
  await ctx.emit({ kind: 'ingest.changed', objectKind: 'ingest-token', objectId: tokenId });
}
