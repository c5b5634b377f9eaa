import type { Context } from '../../platform/context.ts';

/** Writes a change of the alarms' settings to the log and asks for a look at what is up. */
export async function noteChange(
  ctx: Context,
  action: string,
  objectKind: string,
  objectId: string,
  details: Record<string, unknown>,
): Promise<void> {
  await ctx.audit({ action, objectKind, objectId, details });
  await ctx.emit({ kind: 'alarms.changed', objectKind, objectId, payload: { action } });
}
