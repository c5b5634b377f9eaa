import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  OWNER,
  setUpOwner,
  type TestProgram,
  testClient,
  testProgram,
  Visitor,
} from '../../testing/index.ts';
import { verifyExport } from './export.ts';

interface Entry {
  clientId: string;
  seq: number;
  at: string;
  actorName: string;
  actorId: string | null;
  action: string;
  objectId: string | null;
  address: string | null;
  requestId: string | null;
  details: Record<string, unknown>;
  fields: { name: string; label: string; from?: string | null; to: string | null }[];
}
interface List {
  items: Entry[];
  nextCursor?: string;
}

describe('the audit log over HTTP', { timeout: 30_000 }, () => {
  let program: TestProgram;
  let owner: Visitor;
  let clientId: string;
  let otherId: string;
  let siteId: string;
  before(async () => {
    program = await testProgram();
    owner = await setUpOwner(program);
    ({ clientId, siteId } = await testClient(program, 'Müller GmbH', 'MUE'));
    ({ clientId: otherId } = await testClient(program, 'Kern AG', 'KERN'));
    for (const name of ['eins', 'zwei', 'drei'])
      await owner.patch(`/clients/${clientId}/sites/${siteId}`, { name });
  });
  after(() => program.close());
  const list = async (query = '') => (await owner.get<List>(`/audit${query}`)).body;

  it('says who did what to what, when, from where and in which request (ASVS 16.2.1)', async () => {
    const change = await owner.patch(`/clients/${clientId}/sites/${siteId}`, { name: 'vier' });
    const [entry] = (await list(`?client=${clientId}`)).items;
    assert.equal(entry!.action, 'site.changed');
    assert.equal(entry!.actorName, OWNER.name);
    assert.equal(entry!.objectId, siteId);
    assert.deepEqual(entry!.details, { name: { from: 'drei', to: 'vier' } });
    assert.deepEqual(entry!.fields, [{ name: 'name', label: 'Name', from: 'drei', to: 'vier' }]);
    assert.equal(entry!.requestId, change.headers.get('x-request-id'));
    assert.equal(entry!.address, '127.0.0.1');
    assert.match(entry!.at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('is filtered by client, action, actor, object and time', async () => {
    assert.ok((await list()).items.some((entry) => entry.clientId === otherId));
    assert.ok((await list(`?client=${clientId}`)).items.every((entry) => entry.clientId === clientId));
    assert.deepEqual(
      (await list(`?client=${clientId}&action=site.changed`)).items.map((entry) => entry.fields[0]?.to),
      ['vier', 'drei', 'zwei', 'eins'],
    );
    const sites = (await list(`?client=${clientId}&action=site.*`)).items;
    assert.equal(sites.length, 5);
    const { actorId } = sites[0]!;
    assert.ok((await list(`?actor=${actorId}`)).items.every((entry) => entry.actorId === actorId));
    assert.equal((await list(`?object=${siteId}`)).items.length, 5);
    const { at } = sites[2]!;
    const after = (await list(`?object=${siteId}&from=${at}`)).items;
    const before = (await list(`?object=${siteId}&to=${at}`)).items;
    assert.deepEqual([after.length, before.length], [3, 2]);
  });

  it('comes in pages without gaps or repetitions', async () => {
    const whole = (await list()).items.map(({ clientId, seq }) => `${clientId} ${seq}`);
    const pages: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await list(`?limit=2${cursor ? `&cursor=${cursor}` : ''}`);
      pages.push(...page.items.map(({ clientId, seq }) => `${clientId} ${seq}`));
      cursor = page.nextCursor;
      if (!cursor) break;
    }
    assert.deepEqual(pages, whole);
    assert.equal(
      (await owner.get(`/audit?cursor=${Buffer.from('["x"]').toString('base64url')}`)).status,
      200,
    );
  });

  it('is exported as a file that proves itself, and the export is in the log', async () => {
    const answer = await owner.stream(`/clients/${clientId}/audit/export`, AbortSignal.timeout(5_000));
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'application/x-ndjson; charset=utf-8');
    assert.match(
      answer.headers.get('content-disposition')!,
      /^attachment; filename="audit-MUE-\d{4}-\d\d-\d\d\.ndjson"$/,
    );
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    const text = await answer.text();
    async function* lines() {
      yield* text.split('\n');
    }
    const verdict = await verifyExport(lines());
    assert.equal(verdict.ok, true, JSON.stringify(verdict.problems));
    assert.ok(text.includes('"action":"audit.exported"'));
    assert.ok(!text.includes(otherId));
  });

  it('is closed to small roles and to other clients (ASVS 8.2.1, 8.4.1)', async () => {
    const invite = async (role: string) => {
      const email = `${role}@mueller.example`;
      const invited = await owner.post<{ link: string }>(`/clients/${clientId}/invitations`, {
        email,
        name: 'x',
        role,
      });
      const visitor = new Visitor(program.url);
      const token = invited.body.link.split('#')[1];
      await visitor.post('/invitations/accept', {
        token,
        name: 'x',
        password: 'Sonnenblume-Fahrrad-12',
        locale: 'de',
      });
      return visitor;
    };
    const coordinator = await invite('it-coordinator');
    assert.equal((await coordinator.get('/audit')).status, 403);
    assert.equal((await coordinator.get(`/clients/${clientId}/audit/export`)).status, 403);
    const management = await invite('management');
    const seen = (await management.get<List>('/audit')).body.items;
    assert.ok(seen.length > 0 && seen.every((entry) => entry.clientId === clientId));
    assert.equal((await management.get<List>(`/audit?client=${otherId}`)).body.items.length, 0);
    assert.equal((await management.get(`/clients/${otherId}/audit/export`)).status, 404);
    assert.equal((await new Visitor(program.url).get('/audit')).status, 401);
  });
});
