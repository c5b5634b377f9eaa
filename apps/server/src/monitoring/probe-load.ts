import type { AddressGuard } from '@rettungsanker/agent/checks';
import type { Rule } from '@rettungsanker/alert-rules';
import { type AssignedCheck, runnableCheckSchema } from '@rettungsanker/protocol';
import type { Tenancy } from '../platform/tenancy/transactions.ts';
import type { JudgedCheck } from './commands/observe.ts';
import { holdsSecrets, openSecrets } from './kinds/secrets.ts';

/** A check that the server itself runs. */
export interface ServerCheck {
  clientId: string;
  judged: JudgedCheck;
  assigned: AssignedCheck;
  guard: AddressGuard;
}

/** @param only systems whose checks are wanted; nothing: all */
export async function loadServerChecks(tenancy: Tenancy, only?: ReadonlySet<string>): Promise<ServerCheck[]> {
  const rows = await tenancy.asSystemEverywhere(({ tx }) => {
    const query = tx
      .selectFrom('check')
      .innerJoin('asset', (join) =>
        join.onRef('asset.clientId', '=', 'check.clientId').onRef('asset.id', '=', 'check.assetId'),
      )
      .innerJoin('site', (join) =>
        join.onRef('site.clientId', '=', 'asset.clientId').onRef('site.id', '=', 'asset.siteId'),
      )
      .select([
        'check.clientId',
        'check.id',
        'check.assetId',
        'check.kind',
        'check.name',
        'check.config',
        'check.rule',
        'check.intervalMs',
        'site.serverNetworks',
      ])
      .where('check.enabled', '=', true)
      .where((eb) => eb.or([eb('check.runsOn', '=', 'server'), eb('check.secondRunsOn', '=', 'server')]))
      .where('asset.archivedAt', 'is', null);
    return (only ? query.where('check.assetId', 'in', [...only]) : query).execute();
  });
  const checks: ServerCheck[] = [];
  for (const { clientId, id, assetId, kind, name, rule, intervalMs, serverNetworks, config } of rows) {
    const sealed = config as Record<string, unknown>;
    const opened = holdsSecrets(sealed)
      ? await tenancy.asSystem(clientId, (ctx) => openSecrets(ctx, id, sealed))
      : sealed;
    checks.push({
      clientId,
      judged: { id, assetId, kind, name, rule: rule as Rule },
      assigned: { id, intervalMs, check: runnableCheckSchema.parse({ ...opened, kind }) },
      guard: { mode: 'public', allow: serverNetworks },
    });
  }
  return checks;
}
