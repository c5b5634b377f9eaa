import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import { defineJob, type JobDefinition } from '../../platform/jobs/jobs.ts';
import { applyMail } from './apply.ts';
import type { MailDependencies } from './dependencies.ts';
import { JUDGE_TASK } from './intake.ts';
import { judge, recentOf, type Verdict } from './judge.ts';
import { cleanLine } from './parse/names.ts';
import type { ReadMail } from './parse/read-mail.ts';

/** After so many failures a person looks at the mail; nothing is given up in silence. */
const ATTEMPTS = 6;

/**
 * Judges a mail that was taken in and brings it where it belongs. What it decides is written down before anything
 * is written to the client, so that a repetition after a crash ends the same way; the mail's id there is that of its
 * intake, so that it arrives once.
 */
export function judgeJob(dependencies: MailDependencies): JobDefinition {
  return defineJob({
    name: JUDGE_TASK,
    payload: z.object({ clientId: z.uuid(), intakeId: z.uuid() }),
    async run({ clientId, intakeId }, { attempt }) {
      try {
        await process(dependencies, clientId, intakeId);
      } catch (error) {
        if (attempt < ATTEMPTS) throw error;
        dependencies.log.error({ err: error, intakeId }, 'A mail could not be brought to a ticket.');
        await dependencies.tenancy.asSystem(clientId, (ctx) =>
          settle(ctx, intakeId, { state: 'triage', reason: 'failed', note: cleanLine(String(error), 1000) }),
        );
      }
    },
  });
}

async function process(
  { tenancy, reader, secret }: MailDependencies,
  providerId: string,
  intakeId: string,
): Promise<void> {
  const intake = await tenancy.asSystem(providerId, (ctx) => waiting(ctx, intakeId));
  if (!intake?.raw) return;
  const { raw } = intake;
  const mail = await reader.read(raw);
  const key = await secret();
  const verdict = await tenancy.asSystem(providerId, async (ctx) => {
    const noted = await note(ctx, intakeId, intake.truncated, mail);
    if (!noted) return undefined;
    const judged = await judge(
      ctx,
      {
        mail,
        envelopeFrom: intake.envelopeFrom,
        envelopeTo: intake.envelopeTo,
        authserv: intake.authserv,
        recent: mail.from ? await recentOf(ctx, mail.from.address) : 0,
        own: await ownAddresses(ctx),
      },
      key,
    );
    const decided = withDecision(judged, intake);
    if (decided.to === 'ticket') {
      await settle(ctx, intakeId, {
        targetClientId: decided.clientId,
        targetTicketId: decided.ticketId,
      });
      return decided;
    }
    await settle(ctx, intakeId, { state: decided.to, reason: decided.reason });
    await announce(ctx, intakeId);
    return undefined;
  });
  if (!verdict) return;
  const sender = cleanLine(`${mail.from?.address ?? ''} (Mail)`, 200);
  const actor = { kind: 'anonymous', id: null, name: sender, personId: null } as const;
  const { ticketId } = await tenancy.withClient(
    { actor, scope: [verdict.clientId], role: null, locale: 'de', requestId: null, address: null },
    verdict.clientId,
    (ctx) => applyMail(ctx, { ...intake, raw }, mail, verdict),
  );
  await tenancy.asSystem(providerId, (ctx) =>
    settle(ctx, intakeId, {
      state: 'ticket',
      reason: null,
      targetTicketId: ticketId,
      raw: null,
      // What the mail says is the client's now.
      body: null,
      attachments: '[]',
    }),
  );
}

const waiting = (ctx: Context, intakeId: string) =>
  ctx.tx
    .selectFrom('mailIntake')
    .leftJoin('mailbox', (join) =>
      join
        .onRef('mailbox.clientId', '=', 'mailIntake.clientId')
        .onRef('mailbox.id', '=', 'mailIntake.mailboxId'),
    )
    .select([
      'mailIntake.id',
      'mailIntake.raw',
      'mailIntake.size',
      'mailIntake.truncated',
      'mailIntake.envelopeFrom',
      'mailIntake.envelopeTo',
      'mailIntake.targetClientId',
      'mailIntake.targetTicketId',
      'mailIntake.decidedBy',
      'mailbox.authserv',
    ])
    .where('mailIntake.clientId', '=', ctx.clientId)
    .where('mailIntake.id', '=', intakeId)
    .where('mailIntake.state', '=', 'new')
    .executeTakeFirst();

/** What a person decided, or an earlier attempt, stands. */
function withDecision(
  judged: Verdict,
  {
    targetClientId,
    targetTicketId,
    decidedBy,
  }: { targetClientId: string | null; targetTicketId: string | null; decidedBy: string | null },
): Verdict {
  if (targetClientId === null) return judged;
  const same = judged.to === 'ticket' && judged.clientId === targetClientId;
  if (same && decidedBy === null) return { ...judged, ticketId: targetTicketId };
  return {
    to: 'ticket',
    clientId: targetClientId,
    ticketId: targetTicketId,
    related: same ? judged.related : null,
    as: same ? judged.as : 'message',
    // Whoever assigned it vouches for the address.
    sender: same
      ? judged.sender
      : { clientId: targetClientId, personId: null, name: null, locale: 'de', ofProvider: false },
    answer: same && judged.answer,
  };
}

/** What people see of it while it waits; false when it is settled already. */
async function note(ctx: Context, intakeId: string, truncated: boolean, mail: ReadMail): Promise<boolean> {
  const { numUpdatedRows } = await ctx.tx
    .updateTable('mailIntake')
    .set({
      fromAddress: mail.from?.address ?? null,
      fromName: mail.from?.name ?? null,
      subject: mail.subject,
      body: mail.text.slice(0, 20_000).toWellFormed(),
      attachments: JSON.stringify(
        mail.attachments.map(({ name, contentType, content }) => ({
          name,
          contentType,
          size: content.length,
        })),
      ),
      problems: truncated ? [...mail.problems, 'too-large'] : mail.problems,
    })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', intakeId)
    .where('state', '=', 'new')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

async function settle(ctx: Context, intakeId: string, set: Record<string, unknown>): Promise<void> {
  await ctx.tx
    .updateTable('mailIntake')
    .set(set)
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', intakeId)
    .where('state', '=', 'new')
    .execute();
}

async function ownAddresses(ctx: Context): Promise<string[]> {
  const rows = await ctx.tx
    .selectFrom('mailbox')
    .select('address')
    .where('clientId', '=', ctx.clientId)
    .execute();
  return rows.map(({ address }) => address);
}

/** Lets open consoles load the queue again. */
const announce = (ctx: Context, intakeId: string): Promise<void> =>
  ctx.emit({ kind: 'mail.waiting', objectKind: 'mail', objectId: intakeId });
