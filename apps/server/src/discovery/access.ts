import type { SnmpAccess } from '@rettungsanker/protocol';
import type { Context } from '../platform/context.ts';
import { plainText } from './model/plain-text.ts';

const place = (ctx: Context, siteId: string) => ({
  ...{ clientId: ctx.clientId, table: 'discovery_rule', column: 'sealed_snmp' },
  rowId: siteId,
});

export const sealAccess = (ctx: Context, siteId: string, access: readonly SnmpAccess[]): Promise<Buffer> =>
  ctx.secrets.seal(ctx.tx, place(ctx, siteId), JSON.stringify(access));

/** How devices of the site may be asked by SNMP, with the secrets: for agents and checks only. */
export async function openAccess(ctx: Context, siteId: string, sealed: Buffer | null): Promise<SnmpAccess[]> {
  if (!sealed) return [];
  return JSON.parse((await ctx.secrets.open(ctx.tx, place(ctx, siteId), sealed)).toString()) as SnmpAccess[];
}

/** What people may read of it. */
export const shownAccess = (access: SnmpAccess): string =>
  access.version === '3' ? plainText(`v3 ${access.user}`, 260) : `v${access.version}`;
