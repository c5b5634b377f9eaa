import { randomBytes } from 'node:crypto';
import type { CheckStatus, Rule } from '@rettungsanker/alert-rules';
import { pino } from 'pino';
import type { Context } from '../../../platform/context.ts';
import { createSecrets } from '../../../platform/secrets/secrets.ts';
import { createTenancy } from '../../../platform/tenancy/transactions.ts';
import { type TestProgram, testClient } from '../../../testing/index.ts';
import { observe } from '../../commands/observe.ts';
import { loadChecks } from '../../queries/checks.ts';
import { evaluate } from '../evaluate.ts';

const RULE: Rule = { condition: { kind: 'status', failed: 'critical' }, forMs: 0, recoverForMs: 0 };

export interface Watched {
  assetId: string;
  checkId: string;
  name: string;
}

/** A client with systems, each with one check that says whether it can be reached; the test says what it finds. */
export async function watchedClient(program: TestProgram, name: string, code: string) {
  const { clientId, siteId } = await testClient(program, name, code);
  const within = <T>(work: (ctx: Context) => Promise<T>): Promise<T> =>
    program.tenancy.asSystem(clientId, work);

  const addSystems = (count: number, prefix: string, kind: 'tcp' | 'http' = 'tcp'): Promise<Watched[]> =>
    within(async (ctx) => {
      const systems = Array.from({ length: count }, (_, n) => ({
        assetId: ctx.newId(),
        checkId: ctx.newId(),
        name: count === 1 ? prefix : `${prefix}-${n + 1}`,
      }));
      await ctx.tx
        .insertInto('asset')
        .values(
          systems.map((system) => ({
            clientId,
            id: system.assetId,
            siteId,
            kind: 'network' as const,
            name: system.name,
            os: null,
            address: null,
            createdAt: ctx.now,
            updatedAt: ctx.now,
            archivedAt: null,
          })),
        )
        .execute();
      await ctx.tx
        .insertInto('check')
        .values(
          systems.map((system) => ({
            clientId,
            id: system.checkId,
            assetId: system.assetId,
            kind,
            name: `${kind} ${system.name}`,
            config: '{}',
            rule: JSON.stringify(RULE),
            intervalMs: 1_000,
            runsOn: 'server' as const,
            origin: 'person' as const,
            createdAt: ctx.now,
            updatedAt: ctx.now,
          })),
        )
        .execute();
      return systems;
    });

  /** What the server's probe would hand in. @param rule the usual one, or what is stored of each check */
  const find = async (
    systems: readonly Watched[],
    status: CheckStatus,
    at = Date.now(),
    rule: 'usual' | 'stored' = 'usual',
  ): Promise<void> => {
    await within(async (ctx) => {
      for (const { assetId, checkId, name: check } of systems) {
        const stored =
          rule === 'stored' ? (await loadChecks(ctx, assetId)).find(({ id }) => id === checkId)!.rule : RULE;
        await observe(ctx, { id: checkId, assetId, kind: 'tcp', name: check, rule: stored }, [
          {
            instance: '',
            observation: { at, status },
            message: `${check} ${status}`,
            code: null,
            values: {},
          },
        ]);
      }
    });
  };

  const alerts = () =>
    within(({ tx }) =>
      tx.selectFrom('alert').selectAll().where('clientId', '=', clientId).orderBy('id').execute(),
    );
  const tickets = () =>
    within(({ tx }) =>
      tx.selectFrom('ticket').selectAll().where('clientId', '=', clientId).orderBy('number').execute(),
    );
  const events = (kind: string) =>
    within(({ tx }) =>
      tx
        .selectFrom('event')
        .selectAll()
        .where('clientId', '=', clientId)
        .where('kind', '=', kind)
        .orderBy('id')
        .execute(),
    );
  /** One look at the alarms, as if it were so much later. */
  const lookLater = (ms: number): Promise<void> => {
    const { db } = program.database;
    const clock = { now: () => new Date(Date.now() + ms), randomBytes };
    const tenancy = createTenancy({
      db,
      clock,
      secrets: createSecrets(randomBytes(32)),
      log: pino({ level: 'silent' }),
    });
    return evaluate({ db, tenancy }, clientId);
  };
  return { clientId, siteId, within, addSystems, find, alerts, tickets, events, lookLater };
}
export type WatchedClient = Awaited<ReturnType<typeof watchedClient>>;
