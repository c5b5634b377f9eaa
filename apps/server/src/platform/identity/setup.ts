import { uuid7 } from '../clock.ts';
import type { Locale } from '../context.ts';
import { AppError } from '../errors.ts';
import { type Caller, providerClientId } from '../tenancy/transactions.ts';
import type { Core } from './core.ts';
import type { Browser, PasskeyCeremony } from './library/library.ts';
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

interface Owner {
  providerName: string;
  ownerName: string;
  email: string;
  locale: Locale;
}

/**
 * Names the provider and makes its first owner with a password; nobody is signed in by it. Of several at the same time
 * one wins: the row of the installation is locked by the first and no longer matches for the others.
 * @throws AppError RA_SETUP_CLOSED, RA_SETUP_TOKEN, RA_PASSWORD_WEAK, RA_SIGN_IN_LOCKED
 */
export async function setUp(
  core: Core,
  caller: Caller,
  token: string,
  owner: Owner & { password: string },
): Promise<void> {
  await requireSetupToken(core, caller, token);
  checkPassword(owner.password, [owner.providerName, owner.ownerName, owner.email]);
  const password = await core.hasher.hash(owner.password);
  await storeOwner(core, caller, token, uuid7(core.clock), owner, password);
}

/**
 * Challenge for the first owner's passkey. Nothing is stored but the challenge.
 * @throws AppError RA_SETUP_CLOSED, RA_SETUP_TOKEN, RA_SIGN_IN_LOCKED
 */
export async function setUpChallenge(
  core: Core,
  caller: Caller,
  browser: Browser,
  input: { token: string; ownerName: string; email: string },
): Promise<PasskeyCeremony> {
  await requireSetupToken(core, caller, input.token);
  const newcomer = { id: uuid7(core.clock), name: input.email, displayName: input.ownerName };
  return (await core.library()).newcomerRegistration(browser, newcomer);
}

/**
 * As `setUp`, with a passkey instead of a password; the owner is signed in. The passkey is stored right after the
 * owner: should the server die between the two, `rettungsanker admin reset` gives the owner a password.
 * @throws AppError RA_SETUP_CLOSED, RA_SETUP_TOKEN, RA_PASSKEY_FAILED, RA_SIGN_IN_LOCKED
 */
export async function setUpWithPasskey(
  core: Core,
  caller: Caller,
  browser: Browser,
  token: string,
  owner: Owner & { passkey: PasskeyCeremony },
): Promise<void> {
  await requireSetupToken(core, caller, token);
  const library = await core.library();
  await library.registerNewcomer(browser, owner.passkey, (personId) =>
    storeOwner(core, caller, token, personId, owner, null),
  );
}

async function requireSetupToken(core: Core, caller: Caller, token: string): Promise<void> {
  if (!(await setupIsOpen(core))) throw new AppError('RA_SETUP_CLOSED');
  const attempt = await core.throttle.begin(onLink(caller.address));
  const valid = await core.db
    .selectFrom('installation')
    .select('id')
    .where('setupTokenHash', '=', hashToken(token))
    .executeTakeFirst();
  if (!valid) {
    await recordForPerson(core, caller, null, {
      action: 'installation.set-up-refused',
      objectKind: 'installation',
    });
    throw new AppError('RA_SETUP_TOKEN');
  }
  await attempt.succeeded();
}

async function storeOwner(
  core: Core,
  caller: Caller,
  token: string,
  id: string,
  { providerName, ownerName, email, locale }: Owner,
  passwordHash: string | null,
): Promise<void> {
  const owner = { id, name: ownerName, email, locale };
  const provider = await providerClientId(core.db);
  await core.tenancy.withClient(asPerson(caller, owner), provider, async (ctx) => {
    const taken = await ctx.tx
      .updateTable('installation')
      .set({ setupTokenHash: null, setupAt: ctx.now })
      .where('setupTokenHash', '=', hashToken(token))
      .where('setupAt', 'is', null)
      .executeTakeFirst();
    if (taken.numUpdatedRows === 0n) throw new AppError('RA_SETUP_CLOSED');
    await ctx.tx
      .updateTable('client')
      .set({ name: providerName, locale })
      .where('id', '=', provider)
      .execute();
    await insertPerson(ctx, owner, passwordHash);
    await ctx.tx
      .insertInto('membership')
      .values({ clientId: provider, personId: id, role: 'owner', createdAt: ctx.now })
      .execute();
    await ctx.audit({
      action: 'installation.set-up',
      objectKind: 'person',
      objectId: id,
      details: { provider: providerName, method: passwordHash === null ? 'passkey' : 'password' },
    });
    await ctx.emit({ kind: 'person.joined', objectKind: 'person', objectId: id });
  });
}
