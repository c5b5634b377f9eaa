import { encode } from 'uqr';
import { AppError } from '../../errors.ts';
import type { Caller } from '../../tenancy/transactions.ts';
import type { Core } from '../core.ts';
import type { Browser } from '../library/library.ts';
import { hashRecoveryCode, newRecoveryCodes } from '../library/recovery-codes.ts';
import { recordForPerson } from '../record.ts';
import { guarded, requireOwnFactor } from '../sessions/confirm.ts';
import type { InSession } from '../sessions/sessions.ts';
import { onSecondFactor } from '../throttle.ts';
import { claimTotpStep } from './totp-step.ts';

export interface TotpSetup {
  /** otpauth://… for the app. */
  uri: string;
  /** The same secret for typing (base 32). */
  secret: string;
  /** A QR code as an SVG path over a square of `size` units, so that no markup has to be trusted. */
  qr: { size: number; path: string };
}

/**
 * Makes a secret that counts once a code of it was confirmed.
 * @throws AppError RA_PASSWORD_WRONG, RA_SIGN_IN_LOCKED, RA_SECOND_FACTOR_EXISTS, RA_SECOND_FACTOR_REQUIRED
 */
export async function startTotp(
  core: Core,
  me: InSession,
  browser: Browser,
  password: string,
): Promise<TotpSetup> {
  await requireOwnFactor(core, me);
  const library = await core.library();
  const { uri } = await guarded(core, me, () => library.startTotp(browser, password));
  return { uri, secret: new URL(uri).searchParams.get('secret') ?? '', qr: qrPath(uri) };
}

/**
 * Turns it on, in a new session. The recovery codes are shown this once.
 * @throws AppError RA_SECOND_FACTOR_FAILED, RA_SECOND_FACTOR_EXISTS, RA_SIGN_IN_LOCKED
 */
export async function confirmTotp(
  core: Core,
  caller: Caller,
  me: InSession,
  browser: Browser,
  code: string,
): Promise<{ recoveryCodes: string[] }> {
  const row = await core.db
    .selectFrom('twoFactor')
    .select('verified')
    .where('personId', '=', me.personId)
    .executeTakeFirst();
  if (!row) throw new AppError('RA_SECOND_FACTOR_FAILED');
  if (row.verified) throw new AppError('RA_SECOND_FACTOR_EXISTS');
  const attempt = await core.throttle.begin(onSecondFactor(me.personId));
  await claimTotpStep(core, me.personId, code);
  await (await core.library()).confirmTotp(browser, code);
  await attempt.succeeded();
  const recoveryCodes = await storeRecoveryCodes(core, me.personId);
  await changed(core, caller, me, 'second-factor.enabled', { kind: 'totp' });
  return { recoveryCodes };
}

/** Turns it off, in a new session. @throws AppError RA_PASSWORD_WRONG, RA_SIGN_IN_LOCKED, RA_SECOND_FACTOR_REQUIRED */
export async function stopTotp(
  core: Core,
  caller: Caller,
  me: InSession,
  browser: Browser,
  password: string,
): Promise<void> {
  await requireOwnFactor(core, me);
  const library = await core.library();
  await guarded(core, me, () => library.stopTotp(browser, password));
  await changed(core, caller, me, 'second-factor.disabled', { kind: 'totp' });
}

/** New recovery codes; the old ones are dead. The caller has confirmed who it is. @throws AppError RA_NOT_FOUND */
export async function renewRecoveryCodes(
  core: Core,
  caller: Caller,
  me: InSession,
): Promise<{ recoveryCodes: string[] }> {
  const recoveryCodes = await storeRecoveryCodes(core, me.personId);
  await changed(core, caller, me, 'second-factor.recovery-codes-renewed', {});
  return { recoveryCodes };
}

async function storeRecoveryCodes(core: Core, personId: string): Promise<string[]> {
  const codes = newRecoveryCodes(core.clock);
  const stored = await core.db
    .updateTable('twoFactor')
    .set({ backupCodes: JSON.stringify(codes.map(hashRecoveryCode)) })
    .where('personId', '=', personId)
    .where('verified', '=', true)
    .executeTakeFirst();
  if (stored.numUpdatedRows === 0n) throw new AppError('RA_NOT_FOUND');
  return codes;
}

function changed(
  core: Core,
  caller: Caller,
  me: InSession,
  action: string,
  details: Record<string, unknown>,
): Promise<void> {
  const object = { objectKind: 'person', objectId: me.personId };
  return recordForPerson(
    core,
    caller,
    me.personId,
    { action, ...object, details },
    {
      event: { kind: 'person.credentials-changed', ...object, payload: { what: action } },
    },
  );
}

/** Dark modules as one path of unit squares, joined in runs along each row. */
function qrPath(text: string): { size: number; path: string } {
  const { data, size } = encode(text, { ecc: 'M', border: 2 });
  const path = data
    .map((row, y) => {
      let out = '';
      for (let x = 0; x < size; x++) {
        if (!row[x]) continue;
        const from = x;
        while (row[x + 1]) x++;
        const length = x - from + 1;
        out += `M${from} ${y}h${length}v1h-${length}z`;
      }
      return out;
    })
    .join('');
  return { size, path };
}
