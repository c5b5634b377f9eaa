import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setUpOwner, type TestProgram, testClient, testProgram, Visitor } from '../../../testing/index.ts';
import { notify } from '../notify.ts';
import type { Audience } from '../receivers.ts';

interface List {
  items: { id: string; clientId: string; subject: string; readAt: string | null; path: string }[];
  unread: number;
  nextCursor?: string;
}
interface Preferences {
  items: { topic: string; channel: string; minimum: string; default: string }[];
}

describe('my notifications', { timeout: 30_000 }, () => {
  let program: TestProgram;
  let owner: Visitor;
  let employee: Visitor;
  let employeeId: string;
  let first: string;
  let second: string;
  let events = 3_000_000;
  before(async () => {
    program = await testProgram();
    owner = await setUpOwner(program);
    ({ clientId: first } = await testClient(program, 'Müller GmbH', 'MUE'));
    ({ clientId: second } = await testClient(program, 'Kern AG', 'KERN'));
    const invited = await owner.post<{ link: string }>(`/clients/${first}/invitations`, {
      email: 'eva@mueller.example',
      name: 'Eva',
      role: 'employee',
    });
    employee = new Visitor(program.url);
    const token = invited.body.link.split('#')[1];
    const accepted = await employee.post('/invitations/accept', {
      token,
      name: 'Eva',
      password: 'Sonnenblume-Fahrrad-12',
      locale: 'en',
    });
    assert.equal(accepted.status, 201, JSON.stringify(accepted.body));
    employeeId = (await employee.get<{ person: { id: string } }>('/session')).body.person.id;
  });
  after(() => program.close());

  const tell = (clientId: string, title: string, audience: Audience = { staff: true }) =>
    program.tenancy.asSystem(clientId, (ctx) =>
      notify(ctx, {
        kind: 'ticket.created',
        eventId: ++events,
        subjectKey: 'ticket.created',
        params: { client: 'x', number: 'X-1', title, priority: 3 },
        objectKind: 'ticket',
        objectId: clientId,
        path: '/tickets/1',
        audience,
      }),
    );
  const list = async (visitor: Visitor, query = '') =>
    (await visitor.get<List>(`/me/notifications${query}`)).body;

  it('come from all clients, newest first, page by page', async () => {
    await tell(first, 'eins');
    await tell(second, 'zwei');
    await tell(first, 'drei');
    const page = await list(owner, '?limit=2');
    assert.deepEqual(
      page.items.map((item) => item.subject),
      ['Neues Ticket X-1: drei', 'Neues Ticket X-1: zwei'],
    );
    assert.ok(page.unread >= 3);
    const rest = await list(owner, `?limit=2&cursor=${page.nextCursor}`);
    assert.equal(rest.items[0]!.subject, 'Neues Ticket X-1: eins');
  });

  it('are read one by one, or all up to one', async () => {
    const before = await list(owner);
    const [newest, next] = before.items;
    const one = await owner.post('/me/notifications/read', {
      items: [{ clientId: newest!.clientId, id: newest!.id }],
    });
    assert.equal(one.status, 200, JSON.stringify(one.body));
    assert.equal((await list(owner)).unread, before.unread - 1);
    await tell(first, 'danach');
    await owner.post('/me/notifications/read', { upTo: next!.id });
    const after = await list(owner, '?unread=true');
    assert.deepEqual(
      after.items.map((item) => item.subject),
      ['Neues Ticket X-1: danach'],
    );
    assert.equal(after.unread, 1);
  });

  it('are nobody else’s: neither to see nor to mark (ASVS 8.2.2)', async () => {
    await tell(first, 'für Eva', { personIds: [employeeId] });
    const [hers] = (await list(employee)).items;
    assert.equal(hers!.subject, 'New ticket X-1: für Eva');
    assert.ok(!(await list(owner)).items.some((item) => item.id === hers!.id));
    await owner.post('/me/notifications/read', { items: [{ clientId: first, id: hers!.id }] });
    assert.equal((await list(employee)).unread, 1);
    const strange = await employee.post('/me/notifications/read', {
      items: [{ clientId: second, id: hers!.id }],
    });
    assert.equal(strange.status, 404);
  });

  it('follow what the person chose, and its role where it chose nothing', async () => {
    const get = async (visitor: Visitor) =>
      (await visitor.get<Preferences>('/me/notification-preferences')).body.items;
    assert.deepEqual([...new Set((await get(employee)).map((item) => item.topic))], ['ticket', 'own-ticket']);
    const choice = { topic: 'ticket', channel: 'console' };
    const set = async (minimum: string | null) => {
      const answer = await owner.call<Preferences>('PUT', '/me/notification-preferences', {
        items: [{ ...choice, minimum }],
      });
      return answer.body.items.find((item) => item.topic === 'ticket' && item.channel === 'console');
    };
    assert.deepEqual(await set('off'), { ...choice, minimum: 'off', default: 'info' });
    const before = (await list(owner)).unread;
    await tell(first, 'still');
    assert.equal((await list(owner)).unread, before);
    assert.deepEqual(await set(null), { ...choice, minimum: 'info', default: 'info' });
    await tell(first, 'laut');
    assert.equal((await list(owner)).unread, before + 1);
  });

  it('are for sessions, not for API keys', async () => {
    const made = await owner.post<{ key: string }>('/account/api-keys', {
      clientId: first,
      name: 'x',
      permissions: ['ticket.read'],
    });
    const headers = { authorization: `Bearer ${made.body.key}` };
    const bare = new Visitor(program.url);
    for (const path of ['/me/notifications', '/me/notification-preferences', '/live']) {
      const answer = await bare.call<{ error: { code: string } }>('GET', path, undefined, headers);
      assert.equal(answer.body.error.code, 'RA_SESSION_REQUIRED', path);
    }
  });
});
