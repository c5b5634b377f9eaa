import { nextTime, parseCron } from './cron.ts';
import type { HeartbeatSettings } from './settings.ts';

/**
 * When the next sign of life is missed. Unix ms.
 *
 * @param since the last good sign; for a job that never gave one, the moment its address was made
 * @param startedAt when it said that it begins, if it has not said yet how that ended
 */
export function dueAfter(settings: HeartbeatSettings, since: number, startedAt: number | undefined): number {
  const graceMs = settings.graceSeconds * 1000;
  const regular =
    settings.type === 'every'
      ? since + settings.periodSeconds * 1000 + graceMs
      : nextTime(parseCron(settings.expression)!, since, settings.timeZone) + graceMs;
  if (startedAt === undefined || settings.maxRunSeconds === undefined) return regular;
  // A job that begins late may still end in its time; one that began in time may not hang.
  return startedAt + settings.maxRunSeconds * 1000;
}
