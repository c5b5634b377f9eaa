import { uuid7 } from '../clock.ts';
import type { Locale } from '../context.ts';
import { AppError } from '../errors.ts';
import { type Caller, providerClientId } from '../tenancy/transactions.ts';
import type { Core } from './core.ts';
import { checkPassword } from './passwords/policy.ts';
import { insertPerson } from './people/insert.ts';
import { asPerson, recordForPerson } from './record.ts';
import { onLink } from './throttle.ts';
import { hashToken, newToken } from './tokens.ts';

/**
 * Makes the one-time set-up token, once a start; that of an earlier start is dead. Null when the first owner exists.
 * The installation and its provider must exist already.
 */
export async function openSetup(core: Core): Promise<string | null> {
  const token = newToken(core.clock);
  const updated = await core.db
    .updateTable('installation')
    .set({ setupTokenHash: hashToken(token) })
    .where('setupAt', 'is', null)
    .executeTakeFirst();
  return updated.numUpdatedRows === 0n ? null : token;
}

export async function setupIsOpen(core: Core): Promise<boolean> {
  const row = await core.db.selectFrom('installation').select('setupAt').executeTakeFirst();
  return row !== undefined && row.setupAt === null;
}

export interface SetupInput {
  token: string;
  providerName: string;
  ownerName: string;
  email: string;
  password: string;
  locale: Locale;
}

/**
 * Names the provider and makes its first owner. Of several at the same time one wins: the row of the installation is
 * locked by the first and no longer matches for the others.
 * @throws AppError RA_SETUP_CLOSED, RA_SETUP_TOKEN, RA_PASSWORD_WEAK, RA_SIGN_IN_LOCKED
 */
export async function setUp(core: Core, caller: Caller, input: SetupInput): Promise<void> {
  if (!(await setupIsOpen(core))) throw new AppError('RA_SETUP_CLOSED');
  const attempt = await core.throttle.begin(onLink(caller.address));
  const tokenHash = hashToken(input.token);
  const valid = await core.db
    .selectFrom('installation')
    .select('id')
    .where('setupTokenHash', '=', tokenHash)
    .executeTakeFirst();
  if (!valid) {
    await recordForPerson(core, caller, null, {
      action: 'installation.set-up-refused',
      objectKind: 'installation',
    });
    throw new AppError('RA_SETUP_TOKEN');
  }
  await attempt.succeeded();
  checkPassword(input.password, [input.providerName, input.ownerName, input.email]);
  const password = await core.hasher.hash(input.password);
  const owner = { id: uuid7(core.clock), name: input.ownerName, email: input.email, locale: input.locale };

  const provider = await providerClientId(core.db);
  await core.tenancy.withClient(asPerson(caller, owner), provider, async (ctx) => {
    const taken = await ctx.tx
      .updateTable('installation')
      .set({ setupTokenHash: null, setupAt: ctx.now })
      .where('setupTokenHash', '=', tokenHash)
      .where('setupAt', 'is', null)
      .executeTakeFirst();
    if (taken.numUpdatedRows === 0n) throw new AppError('RA_SETUP_CLOSED');
    await ctx.tx
      .updateTable('client')
      .set({ name: input.providerName, locale: input.locale })
      .where('id', '=', provider)
      .execute();
    await insertPerson(ctx, owner, password);
    await ctx.tx
      .insertInto('membership')
      .values({ clientId: provider, personId: owner.id, role: 'owner', createdAt: ctx.now })
      .execute();
    await ctx.audit({
      action: 'installation.set-up',
      objectKind: 'person',
      objectId: owner.id,
      details: { provider: input.providerName },
    });
    await ctx.emit({ kind: 'person.joined', objectKind: 'person', objectId: owner.id });
  });
}
