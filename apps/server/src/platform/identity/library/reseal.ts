import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import type pg from 'pg';
import { librarySecret } from './options.ts';

/**
 * Seals what the sign-in library keeps encrypted (secrets of second factors; recovery codes are hashes) with another
 * secret, inside the caller's transaction as owner.
 * @returns how many
 */
export async function resealIdentity(
  client: pg.ClientBase,
  from: Uint8Array,
  to: Uint8Array,
): Promise<number> {
  const { rows } = await client.query<{ id: string; secret: string }>(
    'select id, secret from two_factor order by id for update',
  );
  for (const { id, secret } of rows) {
    const plain = await symmetricDecrypt({ key: librarySecret(from), data: secret });
    const sealed = await symmetricEncrypt({ key: librarySecret(to), data: plain });
    await client.query('update two_factor set secret = $2 where id = $1', [id, sealed]);
  }
  return rows.length;
}
