import type { Context, Locale } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { openMailSettings } from '../../settings/mail.ts';
import { readProblem } from '../problem.ts';
import { composeMail } from './compose.ts';
import { MailError, type Mailer } from './mailer.ts';

/**
 * Sends a mail to whoever asks for it, now, and returns the server's answer.
 * @param ctx of the provider
 * @throws AppError RA_MAIL_NOT_CONFIGURED, RA_MAIL_FAILED with reason, problem, advice and the server's answer
 */
export async function sendTestMail(
  ctx: Context,
  mailer: Mailer,
  receiver: { name: string; email: string; locale: Locale },
  publicUrl: string,
): Promise<string> {
  const settings = await openMailSettings(ctx);
  if (!settings) throw new AppError('RA_MAIL_NOT_CONFIGURED');
  const source = {
    id: ctx.newId(),
    createdAt: ctx.now,
    address: receiver.email,
    messageKey: 'mail.test',
    params: { by: receiver.name },
    objectKind: 'client',
    objectId: ctx.clientId,
    ticketId: null,
  };
  const links = { target: new URL('/settings/mail', publicUrl).href, console: publicUrl };
  await ctx.audit({ action: 'mail.tested', objectKind: 'setting', details: { to: receiver.email } });
  try {
    return await mailer.send(settings, composeMail(source, { ...receiver, isPerson: true }, settings, links));
  } catch (error) {
    if (error instanceof MailError)
      throw new AppError('RA_MAIL_FAILED', undefined, { ...readProblem(ctx.locale, error.message) });
    throw error;
  }
}
