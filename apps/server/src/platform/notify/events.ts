import type { Context } from '../context.ts';
import type { MessageParams } from '../i18n/messages.ts';
import type { LinkEvent } from '../identity/invitations/links.ts';
import type { StoredEvent, Subscriber } from '../outbox/dispatch.ts';
import { mailTo, notify } from './notify.ts';

const HANDLERS: Readonly<Record<string, Subscriber['handle']>> = {
  'webhook.disabled': tellWebhookDisabled,
  'audit.broken': tellAuditBroken,
  'invitation.created': mailLink,
  'password-reset.created': mailLink,
  'person.credentials-changed': tellCredentialsChanged,
};

/** What the platform itself has to tell. */
export const platformSubscribers: readonly Subscriber[] = Object.entries(HANDLERS).map(([kind, handle]) => ({
  kinds: [kind],
  handle,
}));

const about = ({ kind, id, objectKind, objectId }: StoredEvent) => ({
  kind,
  eventId: id,
  objectKind,
  objectId,
});
const RESPONSIBLE = { staff: true, clientRoles: ['management'] } as const;

async function tellWebhookDisabled(ctx: Context, event: StoredEvent): Promise<void> {
  await notify(ctx, {
    ...about(event),
    severity: 'warning',
    subjectKey: 'webhook.disabled',
    params: { name: String(event.payload.name) },
    path: '/settings/webhooks',
    audience: RESPONSIBLE,
  });
}

async function tellAuditBroken(ctx: Context, event: StoredEvent): Promise<void> {
  const client = await ctx.tx
    .selectFrom('client')
    .select('name')
    .where('id', '=', ctx.clientId)
    .executeTakeFirstOrThrow();
  await notify(ctx, {
    ...about(event),
    severity: 'critical',
    subjectKey: 'audit.broken',
    params: { client: client.name, seq: Number(event.payload.seq), problem: String(event.payload.problem) },
    path: `/audit?client=${ctx.clientId}`,
    audience: RESPONSIBLE,
  });
}

async function mailLink(ctx: Context, event: StoredEvent): Promise<void> {
  // Written by announceLink in the same version of the program or an older one with the same fields.
  const link = event.payload as unknown as LinkEvent;
  const { name, locale, sealedToken, expiresAt, clientName: client, invitedBy: by } = link;
  await mailTo(ctx, link.email, {
    ...about(event),
    subjectKey: event.kind === 'invitation.created' ? 'invitation.created' : 'password-reset.created',
    // Beyond what the text needs: what the mail job needs to address it and to open the link.
    params: { name, client, by, expiresAt, locale, sealedToken } as MessageParams<'invitation.created'>,
    path: '/',
  });
}

async function tellCredentialsChanged(ctx: Context, event: StoredEvent): Promise<void> {
  await notify(ctx, {
    ...about(event),
    subjectKey: 'person.credentials-changed',
    params: { what: String(event.payload.what), at: event.at.toISOString() },
    path: '/account',
    audience: { personIds: [event.objectId] },
    aboutThem: true,
  });
}
