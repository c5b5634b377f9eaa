import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { SecretPlace } from '../../platform/secrets/secrets.ts';
import type { Tenancy } from '../../platform/tenancy/transactions.ts';
import { providerClientId } from '../../platform/tenancy/transactions.ts';
import type { Database } from './dependencies.ts';

const KEY = 'mail-secret';

/** What the tokens in Reply-To and X-Loop are made with. It outlives a change of the installation's key. */
export interface MailSecret {
  key: Buffer;
  /** Value of X-Loop in our own mails. */
  installation: string;
}

/** Made when it is first wanted; the same in every process. */
export function createMailSecret(db: Database, tenancy: Tenancy): () => Promise<MailSecret> {
  let known: Promise<MailSecret> | undefined;
  const load = async (): Promise<MailSecret> => {
    const provider = await providerClientId(db);
    const key = await tenancy.asSystem(provider, loadOrMake);
    return { key, installation: provider };
  };
  return () => {
    known ??= load().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}

async function loadOrMake(ctx: Context): Promise<Buffer> {
  const place: SecretPlace = { clientId: ctx.clientId, table: 'setting', column: 'value', rowId: KEY };
  const made = await ctx.secrets.seal(ctx.tx, place, ctx.randomBytes(32));
  // Two processes may want it at once: the first one's stays.
  await ctx.tx
    .insertInto('setting')
    .values({
      clientId: ctx.clientId,
      key: KEY,
      value: JSON.stringify({ sealed: made.toString('base64') }),
      updatedAt: ctx.now,
      updatedBy: null,
    })
    .onConflict((conflict) => conflict.columns(['clientId', 'key']).doNothing())
    .execute();
  const { rows } = await sql<{ sealed: string }>`
    select value ->> 'sealed' as sealed from setting where client_id = ${ctx.clientId} and key = ${KEY}`.execute(
    ctx.tx,
  );
  return ctx.secrets.open(ctx.tx, place, Buffer.from(rows[0]!.sealed, 'base64'));
}
