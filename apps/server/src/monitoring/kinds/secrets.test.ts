import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  enrolTestAgent,
  setUpOwner,
  type TestIdentity,
  type TestProgram,
  testClient,
  testProgram,
  type Visitor,
} from '../../testing/index.ts';
import { agentChecks } from '../queries/checks.ts';
import { SECRET_MASK } from './secrets.ts';

/** ASVS 14.2.1, 16.2.5: what signs a check in is neither stored nor shown nor recorded as it is. */
describe('secrets of checks', () => {
  let program: TestProgram;
  let owner: Visitor;
  let identity: TestIdentity;
  let path: string;
  before(async () => {
    program = await testProgram();
    owner = await setUpOwner(program);
    const { clientId, siteId } = await testClient(program, 'Nordwind KG', 'NOR');
    await owner.patch(`/clients/${clientId}/sites/${siteId}`, { networks: ['10.0.0.0/8'] });
    identity = await enrolTestAgent(program, clientId, siteId);
    path = `/clients/${clientId}/assets/${identity.assetId}/checks`;
  });
  after(() => program.close());

  const access = (secret: string) => ({
    version: '3',
    user: 'watcher',
    auth: { protocol: 'sha256', secret },
  });
  const assigned = async (id: string) => {
    const checks = await program.tenancy.asSystem(identity.clientId, (ctx) =>
      agentChecks.checksFor(ctx, identity.assetId),
    );
    return checks.find((check) => check.id === id)?.check as { access?: unknown } | undefined;
  };
  const everything = async () => {
    const shown = await owner.get<unknown>(path);
    const stored = await program.tenancy.asSystem(identity.clientId, async ({ tx, clientId }) => [
      await tx.selectFrom('check').selectAll().where('clientId', '=', clientId).execute(),
      await tx.selectFrom('auditEntry').selectAll().where('clientId', '=', clientId).execute(),
      await tx.selectFrom('event').selectAll().where('clientId', '=', clientId).execute(),
    ]);
    return JSON.stringify([shown.body, stored]);
  };

  it('only who executes the check gets them', async () => {
    const config = { host: '10.0.0.1', oid: '1.3.6.1.2.1.1.3.0', access: access('swordfish-one') };
    const { body, status } = await owner.post<{ id: string }>(path, { kind: 'snmp-value', config });
    assert.equal(status, 201, JSON.stringify(body));
    assert.deepEqual((await assigned(body.id))?.access, { ...access('swordfish-one'), context: '' });

    // The console sends back what it was shown.
    const same = { ...config, timeoutMs: 5000, access: access(SECRET_MASK) };
    assert.equal((await owner.patch(`${path}/${body.id}`, { config: same })).status, 200);
    assert.deepEqual((await assigned(body.id))?.access, { ...access('swordfish-one'), context: '' });

    assert.equal(
      (await owner.patch(`${path}/${body.id}`, { config: { ...same, access: access('swordfish-two') } }))
        .status,
      200,
    );
    assert.deepEqual((await assigned(body.id))?.access, { ...access('swordfish-two'), context: '' });
    // Nobody has it sent to a host of their own: neither by another host nor by another port.
    for (const aside of [{ host: '10.0.0.66' }, { port: 1161 }]) {
      const theft = await owner.patch<{ error: { code: string; details: unknown } }>(`${path}/${body.id}`, {
        config: { ...same, ...aside },
      });
      assert.deepEqual(
        [theft.status, theft.body.error.code, theft.body.error.details],
        [422, 'RA_CHECK_SECRET_AGAIN', { fields: [{ path: 'config.access.auth.secret' }] }],
      );
    }
    const moved = { ...same, host: '10.0.0.2', access: access('swordfish-three') };
    assert.equal((await owner.patch(`${path}/${body.id}`, { config: moved })).status, 200);
    const all = await everything();
    assert.ok(all.includes(SECRET_MASK) && all.includes('watcher'));
    assert.doesNotMatch(all, /swordfish/);
  });
});
