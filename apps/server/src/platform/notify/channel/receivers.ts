import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import { reaches } from '../preferences.ts';
import { type Audience, takesKind } from '../receivers.ts';
import type { Severity } from '../schema.ts';

/** A messenger, or one number behind a gateway. */
export interface ChannelReceiver {
  clientId: string;
  id: string;
  to?: string;
}

/** What stands in a notification's address. */
export const channelAddress = (id: string, to?: string): string => (to === undefined ? id : `${id}#${to}`);

export function splitAddress(address: string): { id: string; to: string | undefined } {
  const [id, to] = address.split('#');
  return { id: id!, to };
}

/** Messengers that take this kind; like webhooks, one of the client hears only what its side is meant to hear. */
export async function chooseChannels(
  ctx: Context,
  kind: string,
  severity: Severity,
  audience: Audience,
): Promise<ChannelReceiver[]> {
  const { rows } = await sql<{
    clientId: string;
    id: string;
    kinds: string[];
    minimum: Severity;
    receivers: string[];
    ofProvider: boolean;
  }>`select * from channels_for(${ctx.clientId})`.execute(ctx.tx);
  const forClient = (audience.clientRoles?.length ?? 0) > 0;
  return rows
    .filter((row) => row.ofProvider || forClient)
    .filter((row) => row.kinds.length > 0 && takesKind(row.kinds, kind) && reaches(severity, row.minimum))
    .flatMap(({ clientId, id, receivers }) =>
      receivers.length === 0 ? [{ clientId, id }] : receivers.map((to) => ({ clientId, id, to })),
    );
}
