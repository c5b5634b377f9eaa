import type { CheckOutcome, TimeSkewCheck } from '@rettungsanker/protocol';
import { CheckError } from '../codes.ts';
import type { Run } from '../environment.ts';
import { ask, requirePlatform } from '../programs.ts';
import { Verdict } from '../verdict.ts';

/** What the time service of the host says. */
interface Clock {
  service: string;
  synchronised: boolean;
  /** ms; undefined where the service does not tell. */
  offsetMs: number | undefined;
}

/**
 * Asks chrony, ntpd, or systemd. The clock itself is measured against the server by the kind `clock`, and against a
 * time server by `ntp`; this one sees that nobody keeps it right before it is wrong.
 *
 * @throws CheckError RA_CHECK_MISSING when the host has no time service that is known here
 */
export async function checkTimeSkew(check: TimeSkewCheck, run: Run): Promise<CheckOutcome> {
  requirePlatform(run, 'linux');
  const clock = (await chrony(run)) ?? (await ntpd(run)) ?? (await systemd(run));
  if (clock === undefined) throw new CheckError('RA_CHECK_MISSING', 'no time service runs on this host');
  const { service, synchronised, offsetMs } = clock;
  const verdict = new Verdict();
  verdict.value('synchronised', synchronised ? 1 : 0);
  verdict.value('offset_ms', offsetMs);
  if (!synchronised)
    verdict.problem('RA_CHECK_STATE', `${service} does not keep the clock synchronised`, 'warning');
  if (offsetMs !== undefined) {
    verdict.limit(
      Math.abs(offsetMs),
      { warnAbove: check.warnMs, criticalAbove: check.criticalMs },
      'offset of the clock',
      'ms',
    );
  }
  return verdict.outcome(`${service} keeps the clock synchronised`);
}

/** @returns undefined when the program is missing or its service does not answer */
async function answerOf(run: Run, program: string, args: string[]): Promise<string | undefined> {
  try {
    const { exitCode, stdout } = await ask(run, program, args);
    return exitCode === 0 ? stdout : undefined;
  } catch (error) {
    if (error instanceof CheckError && error.code === 'RA_CHECK_MISSING') return undefined;
    throw error;
  }
}

/** `chronyc -c tracking`: the fifth field is the offset in s, the last but one the leap status. */
async function chrony(run: Run): Promise<Clock | undefined> {
  const fields = (await answerOf(run, 'chronyc', ['-c', 'tracking']))?.trim().split(',');
  if (fields === undefined || fields.length < 14) return undefined;
  return {
    service: 'chrony',
    synchronised: fields[13] !== 'Not synchronised',
    offsetMs: Number(fields[4]) * 1000,
  };
}

async function ntpd(run: Run): Promise<Clock | undefined> {
  const text = await answerOf(run, 'ntpq', ['-c', 'rv 0 leap,offset']);
  const leap = /leap=(\w+)/.exec(text ?? '')?.[1];
  if (leap === undefined) return undefined;
  const offset = /offset=(-?[\d.]+)/.exec(text ?? '')?.[1];
  return {
    service: 'ntpd',
    synchronised: leap !== '11' && leap !== '3',
    offsetMs: offset === undefined ? undefined : Number(offset),
  };
}

async function systemd(run: Run): Promise<Clock | undefined> {
  const text = await answerOf(run, 'timedatectl', ['show', '--property=NTPSynchronized', '--value']);
  if (text === undefined) return undefined;
  return { service: 'systemd-timesyncd', synchronised: text.trim() === 'yes', offsetMs: undefined };
}
