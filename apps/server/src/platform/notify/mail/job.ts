import type { SendMailOptions } from 'nodemailer';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { openLink } from '../../identity/invitations/links.ts';
import type { JobDefinition } from '../../jobs/jobs.ts';
import { openMailSettings } from '../../settings/mail.ts';
import { findProvider } from '../../settings/settings.ts';
import { type AttemptResult, deliveryJob, type Outgoing } from '../delivery.ts';
import type { NotifyDependencies } from '../dependencies.ts';
import { peopleOf } from '../receivers.ts';
import { composeMail, type MailReceiver } from './compose.ts';
import { MAIL_CONNECTIONS, MailError } from './mailer.ts';

const GIVE_UP_MS = 3 * 86_400_000;

/**
 * Delivers mails. A crash between the server's acceptance and our record of it repeats the mail with the same
 * Message-ID; see docs/decisions/0003-mail-exactly-once.md.
 */
export const mailJob = (dependencies: NotifyDependencies): JobDefinition =>
  deliveryJob({
    channel: 'mail',
    tenancy: dependencies.tenancy,
    gate: { capacity: MAIL_CONNECTIONS, patienceMs: 1_000 },
    receiverOf: () => 'mail server',
    giveUpAfterMs: GIVE_UP_MS,
    deliver: (clientId, message) => deliver(dependencies, clientId, message),
  });

async function deliver(
  { db, tenancy, mailer, publicUrl, composer }: NotifyDependencies,
  clientId: string,
  message: Outgoing,
): Promise<AttemptResult> {
  const provider = await findProvider(db);
  const settings = provider && (await tenancy.asSystem(provider, (ctx) => openMailSettings(ctx)));
  if (!settings) return { outcome: 'failed', error: 'RA_MAIL_NOT_CONFIGURED' };
  const written = async (): Promise<SendMailOptions | undefined> => {
    if (composer && message.kind === composer.kind) return composer.compose(clientId, message, settings);
    const receiver = await tenancy.asSystem(clientId, (ctx) => findReceiver(ctx, message, publicUrl()));
    if (!receiver) return undefined;
    const links = { target: receiver.link, console: publicUrl() };
    const mail = composeMail(message, receiver, settings, links);
    const replyTo = message.ticketId ? await composer?.replyTo(clientId, message.ticketId) : undefined;
    return replyTo ? { ...mail, replyTo } : mail;
  };
  const mail = await written();
  if (!mail) return { outcome: 'failed', error: 'The receiver has no access any more.' };
  try {
    await mailer.send(settings, mail);
    return { outcome: 'sent' };
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    if (error.permanent) return { outcome: 'failed', error: error.message };
    return { outcome: 'retry', error: error.message, trouble: !error.aboutMail };
  }
}

/** Access may have ended since the message was written; then it is nobody's to read any more. */
async function findReceiver(
  ctx: Context,
  message: Outgoing,
  publicUrl: string,
): Promise<(MailReceiver & { link: string }) | undefined> {
  if (message.personId === null) return linkReceiver(ctx, message, publicUrl);
  const person = (await peopleOf(ctx)).find(({ id }) => id === message.personId);
  return person && { ...person, isPerson: true, link: new URL(message.path, publicUrl).href };
}

/** Mails with a link that lets somebody in: its token is sealed wherever it is stored. */
async function linkReceiver(
  ctx: Context,
  message: Outgoing,
  publicUrl: string,
): Promise<MailReceiver & { link: string }> {
  const { name, locale, sealedToken } = linkMail.parse(message.params);
  const kind = message.kind === 'invitation.created' ? 'invitation' : 'password-reset';
  const link = await openLink(ctx, publicUrl, kind, message.objectId, { sealedToken });
  return { name, locale, isPerson: false, link };
}

const linkMail = z.object({ name: z.string(), locale: z.enum(['de', 'en']), sealedToken: z.string() });
