import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import { readSetting, writeSetting } from '../../platform/settings/settings.ts';

/** How patient the alarms of a client are; seconds. */
export const alarmSettings = z.object({
  /** Longest wait for a parent that may have failed as well before a failure counts as a cause. */
  holdSeconds: z.number().int().min(0).max(300).default(30),
  /** So many alerts within `groupSeconds` are told one by one; what follows is told together at its end. */
  groupAfter: z.number().int().min(1).max(1000).default(10),
  groupSeconds: z.number().int().min(5).max(3600).default(60),
});
export type AlarmSettings = z.output<typeof alarmSettings>;
const KEY = 'alarms';
const DEFAULTS = alarmSettings.parse({});

export const readAlarmSettings = async (ctx: Context): Promise<AlarmSettings> =>
  (await readSetting(ctx, KEY, alarmSettings))?.value ?? DEFAULTS;

export const writeAlarmSettings = (ctx: Context, settings: AlarmSettings): Promise<void> =>
  writeSetting(ctx, KEY, settings, { ...settings });
