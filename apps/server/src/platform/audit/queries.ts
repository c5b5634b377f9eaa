import type { ScopeContext } from '../context.ts';

export interface AuditFilter {
  client?: string | undefined;
  /** An action like asset.added, or all of a subject: asset.* */
  action?: string | undefined;
  actor?: string | undefined;
  object?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  limit: number;
  /** Position of the last row that was seen. */
  after?: { at: Date; clientId: string; seq: number } | undefined;
}

/** Entries of all clients in scope, newest first. */
export async function listAudit(ctx: ScopeContext, filter: AuditFilter) {
  const { action, after } = filter;
  return ctx.tx
    .selectFrom('auditEntry')
    .innerJoin('client', 'client.id', 'auditEntry.clientId')
    .select([
      'auditEntry.clientId',
      'client.name as clientName',
      'auditEntry.seq',
      'auditEntry.at',
      'auditEntry.actorKind',
      'auditEntry.actorId',
      'auditEntry.actorName',
      'auditEntry.action',
      'auditEntry.objectKind',
      'auditEntry.objectId',
      'auditEntry.details',
      'auditEntry.requestId',
      'auditEntry.address',
    ])
    .where('auditEntry.clientId', 'in', [...ctx.scope])
    .$if(filter.client !== undefined, (query) => query.where('auditEntry.clientId', '=', filter.client!))
    .$if(action !== undefined, (query) =>
      action!.endsWith('.*')
        ? query.where('auditEntry.action', '^@', action!.slice(0, -1))
        : query.where('auditEntry.action', '=', action!),
    )
    .$if(filter.actor !== undefined, (query) => query.where('auditEntry.actorId', '=', filter.actor!))
    .$if(filter.object !== undefined, (query) => query.where('auditEntry.objectId', '=', filter.object!))
    .$if(filter.from !== undefined, (query) => query.where('auditEntry.at', '>=', filter.from!))
    .$if(filter.to !== undefined, (query) => query.where('auditEntry.at', '<', filter.to!))
    .$if(after !== undefined, (query) =>
      query.where((eb) =>
        eb(
          eb.refTuple('auditEntry.at', 'auditEntry.clientId', 'auditEntry.seq'),
          '<',
          eb.tuple(after!.at, after!.clientId, after!.seq),
        ),
      ),
    )
    .orderBy('auditEntry.at', 'desc')
    .orderBy('auditEntry.clientId', 'desc')
    .orderBy('auditEntry.seq', 'desc')
    .limit(filter.limit)
    .execute();
}
