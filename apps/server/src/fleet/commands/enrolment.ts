import { createHash, createPublicKey, verify } from 'node:crypto';
import {
  type EnrolRequest,
  encodeEnrolmentCode,
  enrolmentMessage,
  PROTOCOL_VERSION,
} from '@rettungsanker/protocol';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import type { AssetKind } from '../schema.ts';

export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();

/** What an agent pins at enrolment. */
export interface ServerIdentity {
  publicUrl: string;
  /** Raw Ed25519 public key. */
  publicKey: Uint8Array;
  /** SHA-256 of the certificate's SubjectPublicKeyInfo when no public CA signed it. */
  tlsPin?: string | undefined;
}

/** Makes a single-use code for one system at one site. Only its hash is stored. */
export async function createEnrolmentCode(
  ctx: Context,
  server: ServerIdentity,
  input: { siteId: string; assetKind: AssetKind; validMinutes: number },
): Promise<{ id: string; code: string; expiresAt: Date }> {
  const site = await ctx.tx
    .selectFrom('site')
    .select(['id', 'name'])
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', input.siteId)
    .where('archivedAt', 'is', null)
    .executeTakeFirst();
  if (!site) throw new AppError('RA_NOT_FOUND');
  const id = ctx.newId();
  const token = ctx.randomBytes(32).toString('base64url');
  const expiresAt = new Date(ctx.now.getTime() + input.validMinutes * 60_000);
  await ctx.tx
    .insertInto('enrolmentCode')
    .values({
      clientId: ctx.clientId,
      id,
      siteId: site.id,
      tokenHash: hashToken(token),
      assetKind: input.assetKind,
      createdBy: ctx.actor.personId,
      createdAt: ctx.now,
      expiresAt,
      usedAt: null,
      revokedAt: null,
      agentId: null,
    })
    .execute();
  await ctx.audit({
    action: 'enrolment-code.created',
    objectKind: 'site',
    objectId: site.id,
    details: { expiresAt: expiresAt.toISOString() },
  });
  const code = encodeEnrolmentCode({
    url: server.publicUrl,
    token,
    serverKey: Buffer.from(server.publicKey).toString('base64url'),
    ...(server.tlsPin ? { tlsPin: server.tlsPin } : {}),
  });
  return { id, code, expiresAt };
}

/**
 * Turns a code into an agent: the code is used up in the same statement that checks it, so two hosts with one code
 * cannot both succeed.
 * @throws AppError RA_ENROLMENT_CODE, RA_ENROLMENT_PROOF, RA_PROTOCOL_VERSION
 */
export async function enrolAgent(
  ctx: Context,
  codeId: string,
  request: EnrolRequest,
): Promise<{ agentId: string; assetId: string; clientName: string; siteName: string }> {
  if (request.protocol !== PROTOCOL_VERSION)
    throw new AppError('RA_PROTOCOL_VERSION', undefined, {
      server: PROTOCOL_VERSION,
      agent: request.protocol,
    });
  const publicKey = Buffer.from(request.publicKey, 'base64url');
  if (!provesKey(publicKey, request)) throw new AppError('RA_ENROLMENT_PROOF');
  const agentId = ctx.newId();
  const code = await ctx.tx
    .updateTable('enrolmentCode')
    .set({ usedAt: ctx.now, agentId })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', codeId)
    .where('tokenHash', '=', hashToken(request.token))
    .where('usedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', ctx.now)
    .returning(['siteId', 'assetKind', 'createdBy'])
    .executeTakeFirst();
  if (!code) throw new AppError('RA_ENROLMENT_CODE');
  const assetId = ctx.newId();
  await ctx.tx
    .insertInto('asset')
    .values({
      clientId: ctx.clientId,
      id: assetId,
      siteId: code.siteId,
      kind: code.assetKind,
      name: request.host.hostname,
      os: request.host.os,
      address: null,
      createdAt: ctx.now,
      updatedAt: ctx.now,
      archivedAt: null,
    })
    .execute();
  await ctx.tx
    .insertInto('agent')
    .values({
      clientId: ctx.clientId,
      id: agentId,
      assetId,
      publicKey,
      machine: request.host.machine,
      version: request.host.agentVersion,
      platform: `${request.host.platform}-${request.host.arch}`,
      enrolledAt: ctx.now,
      revokedAt: null,
      lastSeenAt: null,
      connectedAt: null,
      disconnectedAt: null,
      skewMs: null,
    })
    .execute();
  const names = await ctx.tx
    .selectFrom('site')
    .innerJoin('client', 'client.id', 'site.clientId')
    .select(['client.name as clientName', 'site.name as siteName'])
    .where('site.clientId', '=', ctx.clientId)
    .where('site.id', '=', code.siteId)
    .executeTakeFirstOrThrow();
  await ctx.audit({
    action: 'agent.enrolled',
    objectKind: 'asset',
    objectId: assetId,
    details: { agentId, hostname: request.host.hostname, os: request.host.os },
  });
  await ctx.emit({
    kind: 'asset.enrolled',
    objectKind: 'asset',
    objectId: assetId,
    payload: { agentId, kind: code.assetKind },
  });
  return { agentId, assetId, ...names };
}

/** SubjectPublicKeyInfo head of an Ed25519 key (RFC 8410); the raw key follows. */
const SPKI_ED25519 = Buffer.from('302a300506032b6570032100', 'hex');

export function ed25519PublicKey(raw: Uint8Array) {
  return createPublicKey({ key: Buffer.concat([SPKI_ED25519, raw]), format: 'der', type: 'spki' });
}

function provesKey(publicKey: Buffer, request: EnrolRequest): boolean {
  if (publicKey.length !== 32) return false;
  try {
    return verify(
      null,
      enrolmentMessage(request.token, request.publicKey),
      ed25519PublicKey(publicKey),
      Buffer.from(request.proof, 'base64url'),
    );
  } catch {
    return false;
  }
}
