import type { KeyObject } from 'node:crypto';
import {
  type ChainPosition,
  chainStart,
  type SignedCheckpoint,
  signCheckpoint,
  verifyChain,
  verifyCheckpoint,
} from '@rettungsanker/hash-chain';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Context } from '../context.ts';
import type { Tables } from '../database/tables.ts';
import { defineJob, type JobDefinition, type RecurringJob } from '../jobs/jobs.ts';
import { allClientIds, type Tenancy } from '../tenancy/transactions.ts';
import type { AnchorStore } from './anchors.ts';
import { readChain, readCheckpoints, readHead } from './store.ts';
import { type AuditProblem, headProblem, verifyEvidence } from './verify.ts';

export interface AuditDependencies {
  db: Kysely<Tables>;
  tenancy: Tenancy;
  /** The server's Ed25519 key pair. */
  privateKey: KeyObject;
  publicKey: KeyObject;
  anchors: AnchorStore;
}

const CHECKPOINT_TASK = 'audit.checkpoint';
const VERIFY_TASK = 'audit.verify';
const DAY_MS = 86_400_000;

export const auditRecurring: readonly RecurringJob[] = [
  { name: CHECKPOINT_TASK, cron: '7 * * * *' },
  { name: VERIFY_TASK, cron: '37 2 * * *' },
];

export function auditJobs(dependencies: AuditDependencies): JobDefinition[] {
  return [
    defineJob({
      name: CHECKPOINT_TASK,
      payload: z.object({}),
      run: async () => {
        await signCheckpoints(dependencies);
      },
    }),
    defineJob({ name: VERIFY_TASK, payload: z.object({}), run: () => verifyNightly(dependencies) }),
  ];
}

/**
 * Signs the end of every chain that grew since its last checkpoint, after checking what grew: a signature must not
 * make good what was changed in the meantime. Call it at a clean shutdown, too.
 */
export async function signCheckpoints({
  db,
  tenancy,
  privateKey,
  publicKey,
  anchors,
}: AuditDependencies): Promise<SignedCheckpoint[]> {
  const { rows } = await sql<{ id: string }>`select id from audit_uncovered() as t(id)`.execute(db);
  const signed: SignedCheckpoint[] = [];
  for (const { id } of rows) {
    const checkpoint = await tenancy.asSystem(id, (ctx) => signChain(ctx, privateKey, publicKey));
    if (checkpoint) signed.push(checkpoint);
  }
  if (signed.length > 0) await anchors.keep(signed);
  return signed;
}

async function signChain(
  ctx: Context,
  privateKey: KeyObject,
  publicKey: KeyObject,
): Promise<SignedCheckpoint | undefined> {
  const head = await readHead(ctx.tx, ctx.clientId);
  if (!head) return undefined;
  const from = await lastSigned(ctx, publicKey);
  const report = await verifyChain(readChain(ctx.tx, ctx.clientId, { after: from.seq, upTo: head.seq }), {
    from,
  });
  const problem = report.break
    ? { kind: report.break.reason, seq: report.break.seq, detail: report.break.detail }
    : headProblem(head, report.last);
  if (problem) {
    await tellBroken(ctx, problem);
    return undefined;
  }
  const checkpoint = signCheckpoint(privateKey, {
    chainId: ctx.clientId,
    ...head,
    timeMs: ctx.now.getTime(),
  });
  await ctx.tx
    .insertInto('auditCheckpoint')
    .values({
      clientId: ctx.clientId,
      seq: head.seq,
      at: ctx.now,
      hash: Buffer.from(head.hash, 'hex'),
      signature: Buffer.from(checkpoint.signature, 'base64url'),
    })
    // Another worker signed the same position a moment ago.
    .onConflict((conflict) => conflict.columns(['clientId', 'seq']).doNothing())
    .execute();
  return checkpoint;
}

async function lastSigned(ctx: Context, publicKey: KeyObject): Promise<ChainPosition> {
  const checkpoints = await readCheckpoints(ctx.tx, ctx.clientId);
  return (
    checkpoints.findLast((c) => c.chainId === ctx.clientId && verifyCheckpoint(publicKey, c)) ??
    chainStart(ctx.clientId)
  );
}

/** Whole chains, also what was signed long ago. */
async function verifyNightly({ db, tenancy, publicKey, anchors }: AuditDependencies): Promise<void> {
  const anchorOf = new Map((await anchors.read()).map((anchor) => [anchor.chainId, anchor]));
  for (const clientId of await allClientIds(db)) {
    await tenancy.asSystem(clientId, async (ctx) => {
      const head = await readHead(ctx.tx, clientId);
      const { problems } = await verifyEvidence(
        {
          clientId,
          entries: readChain(ctx.tx, clientId, head ? { upTo: head.seq } : {}),
          checkpoints: await readCheckpoints(ctx.tx, clientId),
          head,
          anchor: anchorOf.get(clientId),
        },
        publicKey,
      );
      if (problems[0]) await tellBroken(ctx, problems[0]);
    });
  }
}

/** Once a day, for it cannot be mended and must not be forgotten. */
async function tellBroken(ctx: Context, problem: AuditProblem): Promise<void> {
  ctx.log.error({ clientId: ctx.clientId, ...problem }, 'The audit log was changed.');
  const told = await ctx.tx
    .selectFrom('event')
    .select('id')
    .where('clientId', '=', ctx.clientId)
    .where('kind', '=', 'audit.broken')
    .where('at', '>', new Date(ctx.now.getTime() - DAY_MS))
    .limit(1)
    .executeTakeFirst();
  if (told) return;
  await ctx.emit({
    kind: 'audit.broken',
    objectKind: 'client',
    objectId: ctx.clientId,
    payload: { seq: problem.seq, problem: problem.kind },
  });
}
