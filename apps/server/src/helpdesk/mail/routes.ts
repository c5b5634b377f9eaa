import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type RawExchange, type Routes, requireSignedIn } from '../../platform/http/routes.ts';
import { empty, id, limit, page } from '../../platform/http/schemas.ts';
import { readProblem } from '../../platform/notify/index.ts';
import { isProvider } from '../../platform/settings/settings.ts';
import { mayIn } from '../../platform/tenancy/access.ts';
import { listDomains, setDomains } from './domains.ts';
import { tryAccount } from './imap/connect.ts';
import {
  addMailbox,
  changeMailbox,
  listMailboxes,
  mailboxInput,
  openAccount,
  removeMailbox,
} from './mailboxes.ts';
import { getAttachment, getTicketMail, rawTicketMail } from './queries.ts';
import { assignMail, discardMail, getIntake, listIntake, rawIntake, restoreMail } from './triage.ts';
import { intakeDetail, intakeView, mailboxView, mailView } from './views.ts';

/** Mailboxes and the queue are the provider's, so they are found there and nowhere else. */
async function requireProvider(ctx: Context): Promise<void> {
  if (!(await isProvider(ctx))) throw new AppError('RA_NOT_FOUND');
}

/** Nothing of a stranger's file is ever shown by the browser: it is saved, whatever it says it is. */
function download({ reply }: RawExchange, name: string, content: Buffer): Buffer {
  reply.header('content-type', 'application/octet-stream');
  reply.header('x-content-type-options', 'nosniff');
  reply.header('content-security-policy', "default-src 'none'; sandbox");
  // RFC 6266: the plain name for old programs, the real one for the others.
  const plain = name.replace(/[^A-Za-z0-9._-]/g, '_');
  const real = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  reply.header('content-disposition', `attachment; filename="${plain}"; filename*=UTF-8''${real}`);
  return content;
}

export function mailRoutes(routes: Routes): void {
  mailboxRoutes(routes);
  queueRoutes(routes);
  ticketRoutes(routes);
}

function mailboxRoutes(routes: Routes): void {
  const mailboxParams = z.object({ mailboxId: id });
  routes.client({
    method: 'GET',
    url: '/settings/mail/mailboxes',
    tag: 'settings',
    summary: 'Mailboxes that become tickets, without their passwords',
    permission: 'settings.read',
    response: z.object({ items: z.array(mailboxView) }),
    handler: async (ctx) => {
      await requireProvider(ctx);
      const rows = await listMailboxes(ctx);
      return {
        items: rows.map(({ lastError, ...row }) => ({ ...row, problem: readProblem(ctx.locale, lastError) })),
      };
    },
  });
  routes.client({
    method: 'POST',
    url: '/settings/mail/mailboxes',
    tag: 'settings',
    summary: 'Add a mailbox',
    permission: 'settings.manage',
    body: mailboxInput,
    response: z.object({ id }),
    handler: async (ctx, { body }) => {
      await requireProvider(ctx);
      return addMailbox(ctx, body);
    },
  });
  routes.client({
    method: 'PUT',
    url: '/settings/mail/mailboxes/:mailboxId',
    tag: 'settings',
    summary: 'Change a mailbox; without a password the stored one is kept for the same server',
    permission: 'settings.manage',
    params: mailboxParams,
    body: mailboxInput,
    response: empty,
    handler: async (ctx, { params, body }) => {
      await requireProvider(ctx);
      await changeMailbox(ctx, params.mailboxId, body);
      return {};
    },
  });
  routes.client({
    method: 'DELETE',
    url: '/settings/mail/mailboxes/:mailboxId',
    tag: 'settings',
    summary: 'Remove a mailbox; the mails that came from it stay',
    permission: 'settings.manage',
    params: mailboxParams,
    response: empty,
    handler: async (ctx, { params }) => {
      await requireProvider(ctx);
      await removeMailbox(ctx, params.mailboxId);
      return {};
    },
  });
  routes.client({
    method: 'POST',
    url: '/settings/mail/mailboxes/:mailboxId/test',
    tag: 'settings',
    summary: 'Sign in to a mailbox and open its folders, now',
    permission: 'settings.manage',
    params: mailboxParams,
    status: 200,
    response: z.object({ mails: z.number() }),
    handler: async (ctx, { params }) => {
      await requireProvider(ctx);
      const account = await openAccount(ctx, params.mailboxId);
      if (!account) throw new AppError('RA_NOT_FOUND');
      await ctx.audit({ action: 'mailbox.tested', objectKind: 'mailbox', objectId: params.mailboxId });
      try {
        return await tryAccount(account);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new AppError('RA_MAILBOX_FAILED', undefined, { ...readProblem(ctx.locale, reason) });
      }
    },
  });
}

function queueRoutes(routes: Routes): void {
  const mailParams = z.object({ mailId: id });
  routes.client({
    method: 'GET',
    url: '/waiting-mail',
    tag: 'mail',
    summary: 'Mails without a client, or put aside; newest first',
    permission: 'ticket.work',
    query: z.object({
      state: z.enum(['triage', 'discarded']).default('triage'),
      limit,
      cursor: id.optional(),
    }),
    response: page(intakeView),
    handler: async (ctx, { query }) => {
      await requireProvider(ctx);
      const rows = await listIntake(ctx, { ...query, after: query.cursor });
      const items = rows.slice(0, query.limit) as z.output<typeof intakeView>[];
      return { items, ...(rows.length > query.limit ? { nextCursor: items.at(-1)!.id } : {}) };
    },
  });
  routes.client({
    method: 'GET',
    url: '/waiting-mail/:mailId',
    tag: 'mail',
    summary: 'One of them, with its text',
    permission: 'ticket.work',
    params: mailParams,
    response: intakeDetail,
    handler: async (ctx, { params }) => {
      await requireProvider(ctx);
      return (await getIntake(ctx, params.mailId)) as z.output<typeof intakeDetail>;
    },
  });
  routes.client({
    method: 'GET',
    url: '/waiting-mail/:mailId/raw',
    tag: 'mail',
    summary: 'The raw mail, as it came',
    permission: 'ticket.work',
    params: mailParams,
    response: z.unknown(),
    handler: async (ctx, { params }, raw) => {
      await requireProvider(ctx);
      return download(raw, `mail-${params.mailId}.eml`, await rawIntake(ctx, params.mailId));
    },
  });
  routes.client({
    method: 'POST',
    url: '/waiting-mail/:mailId/assign',
    tag: 'mail',
    summary: 'Give a mail to a client: to one of its tickets, or as a new one',
    permission: 'ticket.work',
    params: mailParams,
    body: z.object({ client: id, ticketId: id.nullable().default(null) }),
    status: 202,
    response: empty,
    handler: async (ctx, { params, body }, { request }) => {
      await requireProvider(ctx);
      const { access } = requireSignedIn(request);
      if (!mayIn(access, body.client, 'ticket.work')) throw new AppError('RA_NOT_FOUND');
      await assignMail(ctx, params.mailId, { clientId: body.client, ticketId: body.ticketId });
      return {};
    },
  });
  routes.client({
    method: 'POST',
    url: '/waiting-mail/:mailId/discard',
    tag: 'mail',
    summary: 'Put a mail aside, with the reason',
    permission: 'ticket.work',
    params: mailParams,
    body: z.object({ reason: z.string().trim().min(1).max(500) }),
    status: 200,
    response: empty,
    handler: async (ctx, { params, body }) => {
      await requireProvider(ctx);
      await discardMail(ctx, params.mailId, body.reason);
      return {};
    },
  });
  routes.client({
    method: 'POST',
    url: '/waiting-mail/:mailId/restore',
    tag: 'mail',
    summary: 'Take a mail that was put aside back into the queue',
    permission: 'ticket.work',
    params: mailParams,
    status: 200,
    response: empty,
    handler: async (ctx, { params }) => {
      await requireProvider(ctx);
      await restoreMail(ctx, params.mailId);
      return {};
    },
  });
}

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'a domain like example.de is expected');

function ticketRoutes(routes: Routes): void {
  routes.client({
    method: 'GET',
    url: '/mail-domains',
    tag: 'mail',
    summary: 'Mail domains of the client: whoever writes from one belongs to it',
    permission: 'client.read',
    response: z.object({ domains: z.array(z.string()) }),
    handler: async (ctx) => ({ domains: await listDomains(ctx) }),
  });
  routes.client({
    method: 'PUT',
    url: '/mail-domains',
    tag: 'mail',
    summary: 'Set the mail domains of the client',
    permission: 'client.manage',
    body: z.object({ domains: z.array(domain).max(50) }),
    response: z.object({ domains: z.array(z.string()) }),
    handler: async (ctx, { body }) => ({ domains: await setDomains(ctx, body.domains) }),
  });
  const mailParams = z.object({ ticketId: id, mailId: id });
  routes.client({
    method: 'GET',
    url: '/tickets/:ticketId/mails/:mailId',
    tag: 'tickets',
    summary: 'A mail of a ticket as text, with what was quoted in it',
    permission: 'ticket.read',
    params: mailParams,
    response: mailView,
    handler: (ctx, { params }) => getTicketMail(ctx, params.ticketId, params.mailId),
  });
  routes.client({
    method: 'GET',
    url: '/tickets/:ticketId/mails/:mailId/raw',
    tag: 'tickets',
    summary: 'The raw mail, as it came',
    permission: 'ticket.read',
    params: mailParams,
    response: z.unknown(),
    handler: async (ctx, { params }, raw) =>
      download(raw, `mail-${params.mailId}.eml`, await rawTicketMail(ctx, params.ticketId, params.mailId)),
  });
  routes.client({
    method: 'GET',
    url: '/tickets/:ticketId/attachments/:attachmentId',
    tag: 'tickets',
    summary: 'An attachment, to be saved',
    permission: 'ticket.read',
    params: z.object({ ticketId: id, attachmentId: id }),
    response: z.unknown(),
    handler: async (ctx, { params }, raw) => {
      const { name, content } = await getAttachment(ctx, params.ticketId, params.attachmentId);
      return download(raw, name, content);
    },
  });
}
