import type { Context } from '../../platform/context.ts';
import { maskSecrets } from '../kinds/secrets.ts';
import { changeCheck } from './checks.ts';

/**
 * Lets checks of a system follow it to another address. Only settings that are exactly the old address change, as a
 * host or as the host of a URL.
 * @throws AppError RA_CHECK_TARGET_FORBIDDEN
 */
export async function moveChecks(
  ctx: Context,
  checkIds: readonly string[],
  from: string,
  to: string,
): Promise<number> {
  if (checkIds.length === 0) return 0;
  const checks = await ctx.tx
    .selectFrom('check')
    .select(['id', 'assetId', 'config'])
    .where('clientId', '=', ctx.clientId)
    .where('id', 'in', [...checkIds])
    .execute();
  let moved = 0;
  for (const { id, assetId, config } of checks) {
    const before = maskSecrets(config as Record<string, unknown>);
    const after = Object.fromEntries(
      Object.entries(before).map(([key, value]) => [key, movedValue(key, value, from, to)]),
    );
    if (JSON.stringify(after) === JSON.stringify(before)) continue;
    await changeCheck(ctx, assetId, id, { config: after });
    moved++;
  }
  return moved;
}

function movedValue(key: string, value: unknown, from: string, to: string): unknown {
  if (key === 'host') return value === from ? to : value;
  if (key !== 'url' || typeof value !== 'string') return value;
  const url = URL.parse(value);
  // Not through URL.hostname: it does not change the host of schemes that it does not know, such as opc.tcp.
  return url?.hostname === from ? value.replace(from, to) : value;
}
