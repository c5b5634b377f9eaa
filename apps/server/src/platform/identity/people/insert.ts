import type { Context, Locale } from '../../context.ts';

export interface NewPerson {
  id: string;
  name: string;
  /** Lower case. */
  email: string;
  locale: Locale;
}

/**
 * The rows that the sign-in library expects of a person, in the caller's transaction.
 * @param passwordHash null for somebody who signs in by passkey; a password can be added later
 */
export async function insertPerson(
  ctx: Context,
  person: NewPerson,
  passwordHash: string | null,
): Promise<void> {
  const times = { createdAt: ctx.now, updatedAt: ctx.now };
  await ctx.tx
    .insertInto('person')
    // The address was proved: by the terminal of the server, or by a link that was sent to it.
    .values({ ...person, ...times, emailVerified: true })
    .execute();
  await ctx.tx
    .insertInto('account')
    .values({
      ...times,
      id: ctx.newId(),
      personId: person.id,
      accountId: person.id,
      providerId: 'credential',
      password: passwordHash,
    })
    .execute();
}
