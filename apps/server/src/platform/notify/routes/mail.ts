import { z } from 'zod';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { type Routes, requireSignedIn } from '../../http/routes.ts';
import {
  getMailSettings,
  mailSettingsInput,
  mailSettingsView,
  putMailSettings,
} from '../../settings/mail.ts';
import { isProvider } from '../../settings/settings.ts';
import type { Mailer } from '../mail/mailer.ts';
import { sendTestMail } from '../mail/test-mail.ts';

/** Outgoing mail is the installation's, so it is found under the provider and nowhere else. */
async function requireProvider(ctx: Context): Promise<void> {
  if (!(await isProvider(ctx))) throw new AppError('RA_NOT_FOUND');
}

export function mailRoutes(
  routes: Routes,
  { mailer, publicUrl }: { mailer: Mailer; publicUrl(): string },
): void {
  routes.client({
    method: 'GET',
    url: '/settings/mail',
    tag: 'settings',
    summary: 'How mail is sent, without the password',
    permission: 'settings.read',
    response: z.object({ mail: mailSettingsView.nullable() }),
    handler: async (ctx) => {
      await requireProvider(ctx);
      return { mail: await getMailSettings(ctx) };
    },
  });
  routes.client({
    method: 'PUT',
    url: '/settings/mail',
    tag: 'settings',
    summary: 'Set how mail is sent; without a password the stored one is kept for the same server',
    permission: 'settings.manage',
    body: mailSettingsInput,
    response: z.object({ mail: mailSettingsView }),
    handler: async (ctx, { body }) => {
      await requireProvider(ctx);
      return { mail: await putMailSettings(ctx, body) };
    },
  });
  routes.client({
    method: 'POST',
    url: '/settings/mail/test',
    tag: 'settings',
    summary: 'Send a test mail to my own address',
    permission: 'settings.manage',
    status: 200,
    response: z.object({ to: z.string(), answer: z.string() }),
    handler: async (ctx, _input, { request }) => {
      await requireProvider(ctx);
      const me = requireSignedIn(request);
      return { to: me.email, answer: await sendTestMail(ctx, mailer, me, publicUrl()) };
    },
  });
}
