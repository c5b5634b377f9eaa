import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Rule } from '@rettungsanker/alert-rules';
import { pino } from 'pino';
import { enrolTestAgent, type TestProgram, testClient, testProgram } from '../testing/index.ts';
import { kindOf } from './kinds/index.ts';
import { ResultWriter, type ServerResult } from './probe-results.ts';

const CHECKS = 150;

describe("the results of the server's own checks", () => {
  let program: TestProgram;
  let clientId: string;
  let assetId: string;
  const ids: string[] = [];
  before(async () => {
    program = await testProgram({ flags: { roles: 'api,ingest' } });
    const made = await testClient(program, 'Müller GmbH', 'MUE');
    clientId = made.clientId;
    ({ assetId } = await enrolTestAgent(program, clientId, made.siteId));
    await program.tenancy.asSystem(clientId, async (ctx) => {
      for (let i = 0; i < CHECKS; i++) ids.push(ctx.newId());
      await ctx.tx
        .insertInto('check')
        .values(
          ids.map((id, i) => ({
            clientId,
            id,
            assetId,
            kind: 'tcp' as const,
            name: `tcp ${i}`,
            config: JSON.stringify({ host: 'example.org', port: 1000 + i }),
            rule: JSON.stringify(kindOf('tcp').defaultRule),
            intervalMs: 60_000,
            runsOn: 'server' as const,
            origin: 'person' as const,
            createdAt: ctx.now,
            updatedAt: ctx.now,
          })),
        )
        .execute();
    });
  });
  after(() => program.close());

  const result = (id: string, message: string, at: number): ServerResult => ({
    at,
    judged: { id, assetId, kind: 'tcp', name: 'tcp', rule: kindOf('tcp').defaultRule as Rule },
    outcome: { status: 'ok', message, values: { total_ms: 1 } },
  });
  const states = () =>
    program.tenancy.asSystem(clientId, ({ tx }) =>
      tx.selectFrom('checkState').select(['checkId', 'status', 'message', 'lastAt']).execute(),
    );

  it('that come together are stored in a few transactions, none of them lost', async () => {
    let transactions = 0;
    const tenancy = {
      ...program.tenancy,
      asSystem: ((client, work) => {
        transactions++;
        return program.tenancy.asSystem(client, work);
      }) as TestProgram['tenancy']['asSystem'],
    };
    const writer = new ResultWriter({ tenancy, series: program.series, log: pino({ level: 'silent' }) });
    const at = Date.now();
    for (const id of ids) writer.add(clientId, result(id, 'first', at));
    // What comes while the others are written goes with the next.
    for (const id of ids) writer.add(clientId, result(id, 'second', at + 1));
    await writer.drained();
    const found = await states();
    assert.equal(found.length, CHECKS);
    assert.ok(found.every(({ message, status }) => message === 'second' && status === 'ok'));
    assert.ok(transactions <= 5, `${transactions} transactions`);
    const series = await program.tenancy.asSystem(clientId, (ctx) =>
      program.series.raw(ctx, clientId, { names: ['check.total_ms'], from: 0, to: 8e15 }),
    );
    assert.equal(
      series.reduce((sum, { times }) => sum + times.length, 0),
      2 * CHECKS,
    );
  });

  it('one that cannot be stored spoils no other', async () => {
    const writer = new ResultWriter({
      tenancy: program.tenancy,
      series: program.series,
      log: pino({ level: 'silent' }),
    });
    const at = Date.now() + 1000;
    for (const [i, id] of ids.entries())
      writer.add(clientId, result(id, 'third\0', i === 7 ? Number.NaN : at));
    await writer.drained();
    const found = await states();
    assert.equal(found.filter(({ message }) => message === 'third\uFFFD').length, CHECKS - 1);
  });
});
