import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';

/** @param until when it ends by itself; null: with the alert */
export async function acknowledgeAlert(
  ctx: Context,
  alertId: string,
  note: string | null,
  until: Date | null = null,
): Promise<void> {
  const result = await ctx.tx
    .updateTable('alert')
    .set({
      acknowledgedAt: ctx.now,
      acknowledgedBy: ctx.actor.personId,
      acknowledgedNote: note,
      acknowledgedUntil: until,
    })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', alertId)
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) throw new AppError('RA_NOT_FOUND');
  await ctx.audit({
    action: 'alert.acknowledged',
    objectKind: 'alert',
    objectId: alertId,
    details: { note, ...(until ? { until: until.toISOString() } : {}) },
  });
  await ctx.emit({ kind: 'alert.acknowledged', objectKind: 'alert', objectId: alertId });
}

/** Undo of an acknowledgement. */
export async function unacknowledgeAlert(ctx: Context, alertId: string): Promise<void> {
  const result = await ctx.tx
    .updateTable('alert')
    .set({ acknowledgedAt: null, acknowledgedBy: null, acknowledgedNote: null, acknowledgedUntil: null })
    .where('clientId', '=', ctx.clientId)
    .where('id', '=', alertId)
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) throw new AppError('RA_NOT_FOUND');
  await ctx.audit({ action: 'alert.unacknowledged', objectKind: 'alert', objectId: alertId });
  await ctx.emit({ kind: 'alert.acknowledged', objectKind: 'alert', objectId: alertId });
}
