import { z } from 'zod';
import { defineJob, type JobDefinition } from '../../jobs/jobs.ts';
import { type MailSettings, openMailSettings } from '../../settings/mail.ts';
import { findProvider } from '../../settings/settings.ts';
import type { NotifyDependencies } from '../dependencies.ts';
import { MAIL_ATTEMPTS, MAIL_TASK } from '../notify.ts';
import { peopleOf } from '../receivers.ts';
import { type AttemptResult, attempt, type Outgoing } from '../state.ts';
import { composeMail } from './compose.ts';
import { MailError } from './mailer.ts';

/**
 * Delivers one mail. A crash between the server's acceptance and our record of it repeats the mail with the same
 * Message-ID; see docs/decisions/0003-mail-exactly-once.md.
 */
export function mailJob(dependencies: NotifyDependencies): JobDefinition {
  const { tenancy } = dependencies;
  const accepted = new Set<string>();
  return defineJob({
    name: MAIL_TASK,
    payload: z.object({ clientId: z.uuid(), id: z.uuid() }),
    maxAttempts: MAIL_ATTEMPTS,
    run: (job, info) =>
      attempt(tenancy, job, info.attempt >= info.maxAttempts, accepted, (message) =>
        deliver(dependencies, job.clientId, message),
      ),
  });
}

async function deliver(
  { db, tenancy, mailer, publicUrl }: NotifyDependencies,
  clientId: string,
  message: Outgoing,
): Promise<AttemptResult> {
  const settings = await loadSettings({ db, tenancy });
  if (!settings) return { outcome: 'failed', error: 'RA_MAIL_NOT_CONFIGURED' };
  // Access may have ended since the message was written; then it is nobody's to read any more.
  const people = await tenancy.asSystem(clientId, (ctx) => peopleOf(ctx));
  const person = people.find(({ id }) => id === message.personId);
  if (!person) return { outcome: 'failed', error: 'The person has no access any more.' };
  try {
    await mailer.send(settings, composeMail(message, person, settings, publicUrl()));
    return { outcome: 'sent' };
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    return { outcome: error.permanent ? 'failed' : 'retry', error: error.message };
  }
}

export async function loadSettings({
  db,
  tenancy,
}: Pick<NotifyDependencies, 'db' | 'tenancy'>): Promise<MailSettings | undefined> {
  const provider = await findProvider(db);
  return provider ? tenancy.asSystem(provider, (ctx) => openMailSettings(ctx)) : undefined;
}
