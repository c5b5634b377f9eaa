import { sql } from 'kysely';
import { uuid7 } from '../../clock.ts';
import type { Context, Locale } from '../../context.ts';
import { AppError } from '../../errors.ts';
import type { SignedIn } from '../../http/authenticate.ts';
import type { Role } from '../../tenancy/permissions.ts';
import { type Caller, providerClientId } from '../../tenancy/transactions.ts';
import type { Core } from '../core.ts';
import { checkPassword } from '../passwords/policy.ts';
import { insertPerson } from '../people/insert.ts';
import { asPerson, membershipsOf, recordForPerson } from '../record.ts';
import { onLink } from '../throttle.ts';
import { hashToken } from '../tokens.ts';
import type { LinkKind } from './links.ts';

/** How the holder of an invitation goes on. */
export type NextStep = 'register' | 'sign-in' | 'join' | 'sign-out';

export interface InvitationLookup {
  email: string;
  name: string;
  role: Role;
  clientName: string;
  invitedBy: string | null;
  expiresAt: Date;
  next: NextStep;
}

/**
 * What an invitation is about. It tells whether its address has an account, to the one who holds a link that was
 * sent to that address.
 * @throws AppError RA_INVITATION_INVALID, RA_SIGN_IN_LOCKED
 */
export async function lookUpInvitation(
  core: Core,
  caller: Caller,
  signedIn: SignedIn | null,
  token: string,
): Promise<InvitationLookup> {
  return redeem(core, caller, 'invitation', token, async (ctx, row) => {
    const client = await ctx.tx
      .selectFrom('client')
      .select('name')
      .where('id', '=', ctx.clientId)
      .executeTakeFirstOrThrow();
    const [inviter, account] = await Promise.all([
      row.invitedBy
        ? ctx.tx.selectFrom('person').select('name').where('id', '=', row.invitedBy).executeTakeFirst()
        : undefined,
      accountOf(ctx, row.email),
    ]);
    const { email, name, role, expiresAt } = row;
    const next = nextStep(signedIn, email, account?.inUse === true);
    return { email, name, role, clientName: client.name, invitedBy: inviter?.name ?? null, expiresAt, next };
  });
}

function nextStep(signedIn: SignedIn | null, email: string, inUse: boolean): NextStep {
  if (signedIn) return signedIn.email === email ? 'join' : 'sign-out';
  return inUse ? 'sign-in' : 'register';
}

/**
 * Makes the invited person with a password of its own choice. Somebody whose account opens nothing any more (who left
 * everywhere) begins again in the same way, under the old identity and with the old second factor.
 * @returns the address to sign in with
 * @throws AppError RA_INVITATION_INVALID, RA_INVITATION_SIGN_IN, RA_PASSWORD_WEAK, RA_SIGN_IN_LOCKED
 */
export async function acceptAsNew(
  core: Core,
  caller: Caller,
  token: string,
  input: { name: string; password: string; locale: Locale },
): Promise<{ email: string }> {
  const { email, clientNames } = await redeem(core, caller, 'invitation', token, async (ctx, row) => {
    await freeAccount(ctx, row.email);
    const clients = await ctx.tx.selectFrom('client').select('name').execute();
    return { email: row.email, clientNames: clients.map((client) => client.name) };
  });
  checkPassword(input.password, [...clientNames, ...(await providerNames(core)), input.name, email]);
  // Before the transaction: it takes a while and would keep the row locked.
  const password = await core.hasher.hash(input.password);
  const person = { id: uuid7(core.clock), name: input.name, email, locale: input.locale };
  await redeem(core, asPerson(caller, person), 'invitation', token, async (ctx, row) => {
    const known = await freeAccount(ctx, row.email);
    if (known) await setPassword(ctx, known, password);
    else await insertPerson(ctx, person, password);
    await join(ctx, row, known ?? person.id);
  });
  return { email };
}

/**
 * Adds the membership to whoever is signed in with the invited address.
 * @throws AppError RA_INVITATION_INVALID, RA_INVITATION_OTHER_PERSON, RA_MEMBER_ALREADY
 */
export async function acceptAsMember(
  core: Core,
  caller: Caller,
  signedIn: SignedIn,
  token: string,
): Promise<void> {
  await redeem(core, caller, 'invitation', token, async (ctx, row) => {
    if (signedIn.email !== row.email) throw new AppError('RA_INVITATION_OTHER_PERSON');
    // Staff that serves the client would lose its own role there to the one of the invitation.
    if (signedIn.access.clients.has(ctx.clientId)) throw new AppError('RA_MEMBER_ALREADY');
    await join(ctx, row, signedIn.personId);
  });
}

/** @throws AppError RA_RESET_INVALID, RA_SIGN_IN_LOCKED */
export async function lookUpReset(core: Core, caller: Caller, token: string): Promise<{ email: string }> {
  return redeem(core, caller, 'password-reset', token, async (_ctx, row) => ({ email: row.email }));
}

/**
 * Sets a new password and ends all sessions. The second factor stays (ASVS 6.4.3), and nobody is signed in by it.
 * @throws AppError RA_RESET_INVALID, RA_PASSWORD_WEAK, RA_SIGN_IN_LOCKED
 */
export async function resetPassword(
  core: Core,
  caller: Caller,
  token: string,
  password: string,
): Promise<void> {
  const { email, name } = await redeem(core, caller, 'password-reset', token, async (_ctx, row) => row);
  checkPassword(password, [email, name, ...(await providerNames(core))]);
  const hash = await core.hasher.hash(password);
  const done = await redeem(core, caller, 'password-reset', token, async (ctx, row) => {
    const personId = row.personId!;
    await setPassword(ctx, personId, hash, row.createdAt);
    await ctx.tx.deleteFrom('session').where('personId', '=', personId).execute();
    await finish(ctx, row);
    return { personId, name: row.name };
  });
  await recordForPerson(
    core,
    asPerson(caller, { id: done.personId, name: done.name }),
    done.personId,
    { action: 'password.reset', objectKind: 'person', objectId: done.personId },
    {
      event: {
        kind: 'person.credentials-changed',
        objectKind: 'person',
        objectId: done.personId,
        payload: { what: 'password.reset' },
      },
    },
  );
}

interface LinkRow {
  id: string;
  kind: LinkKind;
  personId: string | null;
  email: string;
  name: string;
  role: Role;
  serves: 'all' | 'granted';
  invitedBy: string | null;
  createdAt: Date;
  expiresAt: Date;
}

/** Opens the client of a valid token, with its row locked: of two at the same time the second finds it used. */
async function redeem<T>(
  core: Core,
  caller: Caller,
  kind: LinkKind,
  token: string,
  work: (ctx: Context, row: LinkRow) => Promise<T>,
): Promise<T> {
  const invalid = kind === 'invitation' ? 'RA_INVITATION_INVALID' : 'RA_RESET_INVALID';
  const attempt = await core.throttle.begin(onLink(caller.address));
  const { rows } = await sql<{
    clientId: string;
    id: string;
  }>`select * from invitation_by_token(${hashToken(token)})`.execute(core.db);
  const found = rows[0];
  if (!found) throw new AppError(invalid);
  await attempt.succeeded();
  return core.tenancy.withClient(caller, found.clientId, async (ctx) => {
    const row = await ctx.tx
      .selectFrom('invitation')
      .selectAll()
      .where('clientId', '=', ctx.clientId)
      .where('id', '=', found.id)
      .where('kind', '=', kind)
      .where('tokenHash', '=', hashToken(token))
      .where('acceptedAt', 'is', null)
      .where('revokedAt', 'is', null)
      .where('expiresAt', '>', ctx.now)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw new AppError(invalid);
    return work(ctx, row);
  });
}

async function accountOf(ctx: Context, email: string): Promise<{ id: string; inUse: boolean } | undefined> {
  const person = await ctx.tx.selectFrom('person').select('id').where('email', '=', email).executeTakeFirst();
  return person && { id: person.id, inUse: (await membershipsOf(ctx.tx, person.id)).length > 0 };
}

/** The account of this address that opens nothing, if there is one. @throws AppError RA_INVITATION_SIGN_IN */
async function freeAccount(ctx: Context, email: string): Promise<string | undefined> {
  const account = await accountOf(ctx, email);
  if (account?.inUse) throw new AppError('RA_INVITATION_SIGN_IN');
  return account?.id;
}

/**
 * @param linkMadeAt a link that is older than the password belongs to a reset that is settled
 * @throws AppError RA_RESET_INVALID
 */
async function setPassword(
  ctx: Context,
  personId: string,
  hash: string,
  linkMadeAt = ctx.now,
): Promise<void> {
  const changed = await ctx.tx
    .updateTable('account')
    .set({ password: hash, updatedAt: ctx.now })
    .where('personId', '=', personId)
    .where('providerId', '=', 'credential')
    .where('updatedAt', '<=', linkMadeAt)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) throw new AppError('RA_RESET_INVALID');
}

async function join(ctx: Context, row: LinkRow, personId: string): Promise<void> {
  const { role, serves } = row;
  const added = await ctx.tx
    .insertInto('membership')
    .values({ clientId: ctx.clientId, personId, role, serves, createdAt: ctx.now })
    .onConflict((conflict) => conflict.columns(['clientId', 'personId']).doNothing())
    .executeTakeFirst();
  if (added.numInsertedOrUpdatedRows === 0n) throw new AppError('RA_MEMBER_ALREADY');
  await finish(ctx, row);
  await ctx.audit({
    action: 'invitation.accepted',
    objectKind: 'person',
    objectId: personId,
    details: { invitation: row.id, role, serves },
  });
  await ctx.emit({ kind: 'person.joined', objectKind: 'person', objectId: personId, payload: { role } });
}

async function finish(ctx: Context, row: LinkRow): Promise<void> {
  await ctx.tx
    .updateTable('invitation')
    .set({ acceptedAt: ctx.now })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', row.id)
    .execute();
}

async function providerNames(core: Core): Promise<string[]> {
  const provider = await providerClientId(core.db);
  return core.tenancy.asSystem(provider, async (ctx) =>
    (await ctx.tx.selectFrom('client').select('name').execute()).map((client) => client.name),
  );
}
