import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../errors.ts';
import type { Core } from '../core.ts';

const PERIOD_MS = 30_000;
const DIGITS = 6;

/**
 * Takes the code of one time step out of circulation, before the library checks it: a code works once (RFC 6238, 5.2;
 * ASVS 6.5.1), also for two requests at the same time, because the row moves forward only.
 * @throws AppError RA_SECOND_FACTOR_FAILED for a wrong code, and for one that was used
 */
export async function claimTotpStep(core: Core, personId: string, code: string): Promise<void> {
  const row = await core.db
    .selectFrom('twoFactor')
    .select('secret')
    .where('personId', '=', personId)
    .executeTakeFirst();
  if (!row) throw new AppError('RA_SECOND_FACTOR_FAILED');
  const secret = await (await core.library()).openTotpSecret(row.secret);
  const step = totpStep(Buffer.from(secret), code, core.clock.now());
  if (step === undefined) throw new AppError('RA_SECOND_FACTOR_FAILED');
  const claimed = await core.db
    .updateTable('twoFactor')
    .set({ lastStep: step })
    .where('personId', '=', personId)
    .where((eb) => eb.or([eb('lastStep', 'is', null), eb('lastStep', '<', step)]))
    .executeTakeFirst();
  if (claimed.numUpdatedRows === 0n) throw new AppError('RA_SECOND_FACTOR_FAILED');
}

/** The time step that a code belongs to: the present one, or a neighbour for clocks that are half a minute off. */
export function totpStep(secret: Uint8Array, code: string, now: Date): number | undefined {
  const present = Math.floor(now.getTime() / PERIOD_MS);
  return [present, present - 1, present + 1].find((step) => {
    const expected = Buffer.from(totpCode(secret, step));
    const given = Buffer.from(code);
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
}

/** RFC 4226, 5.3, with the time step as counter (RFC 6238). */
export function totpCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = mac[mac.length - 1]! & 0x0f;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}
