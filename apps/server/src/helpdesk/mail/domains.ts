import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';

/** Where everybody has an address: such a domain says nothing about whose mail it is. */
const PUBLIC = new Set(
  `gmail.com googlemail.com outlook.com outlook.de hotmail.com hotmail.de live.com live.de msn.com gmx.de gmx.net gmx.at
  gmx.ch gmx.com web.de t-online.de freenet.de arcor.de online.de vodafone.de yahoo.com yahoo.de icloud.com me.com mac.com
  aol.com aol.de mail.de posteo.de mailbox.org proton.me protonmail.com bluewin.ch a1.net aon.at kabelmail.de email.de
  mail.com mail.ru unitybox.de 1und1.de o2online.de`
    .split(/\s+/)
    .filter(Boolean),
);

export async function listDomains(ctx: Context): Promise<string[]> {
  const rows = await ctx.tx
    .selectFrom('clientMailDomain')
    .select('domain')
    .where('clientId', '=', ctx.clientId)
    .orderBy('domain')
    .execute();
  return rows.map(({ domain }) => domain);
}

/** Replaces the list. @throws AppError RA_MAIL_DOMAIN */
export async function setDomains(ctx: Context, wanted: readonly string[]): Promise<string[]> {
  const next = [...new Set(wanted.map((domain) => domain.toLowerCase()))].sort();
  const open = next.find((domain) => PUBLIC.has(domain));
  if (open) throw new AppError('RA_MAIL_DOMAIN', undefined, { domain: open });
  const before = await listDomains(ctx);
  const added = next.filter((domain) => !before.includes(domain));
  const removed = before.filter((domain) => !next.includes(domain));
  if (added.length + removed.length === 0) return next;
  if (removed.length > 0)
    await ctx.tx
      .deleteFrom('clientMailDomain')
      .where('clientId', '=', ctx.clientId)
      .where('domain', 'in', removed)
      .execute();
  if (added.length > 0)
    await ctx.tx
      .insertInto('clientMailDomain')
      .values(
        added.map((domain) => ({
          clientId: ctx.clientId,
          domain,
          createdAt: ctx.now,
          createdByName: ctx.actor.name,
        })),
      )
      .execute();
  await ctx.audit({
    action: 'client.mail-domains',
    objectKind: 'client',
    objectId: ctx.clientId,
    details: { mailDomains: { from: before.join(', ') || null, to: next.join(', ') || null } },
  });
  return next;
}
