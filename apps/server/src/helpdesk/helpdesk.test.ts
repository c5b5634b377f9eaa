import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setUpOwner, type TestProgram, testClient, testProgram, until, Visitor } from '../testing/index.ts';
import { tellClock } from './jobs.ts';
import { priorityOf } from './priority.ts';
import { LEVELS } from './schema.ts';

interface Ticket {
  id: string;
  number: number;
  state: string;
  priority: number;
  clocks: {
    kind: string;
    state: string;
    targetMs: number;
    dueAt: string | null;
    answeredAt: string | null;
  }[];
  messages: { kind: string; body: string; authorSide: string }[];
  history: { kind: string; details: Record<string, unknown> }[];
  error: { code: string };
}

describe('tickets over HTTP', () => {
  let program: TestProgram;
  let owner: Visitor;
  let clientId: string;
  before(async () => {
    program = await testProgram();
    owner = await setUpOwner(program);
    ({ clientId } = await testClient(program, 'Bäckerei Korn', 'KORN'));
  });
  after(() => program.close());

  const open = async (change: object = {}) => {
    const { body } = await owner.post<{ id: string; number: number }>(`/clients/${clientId}/tickets`, {
      title: 'Drucker druckt nicht',
      ...change,
    });
    return body;
  };
  const get = async (id: string) => (await owner.get<Ticket>(`/clients/${clientId}/tickets/${id}`)).body;
  const patch = (id: string, change: object) =>
    owner.patch<Ticket>(`/clients/${clientId}/tickets/${id}`, change);
  /** A person of the client, through the invitation that a real one would get. */
  const invite = async (email: string, role: string): Promise<Visitor> => {
    const { body } = await owner.post<{ link: string }>(`/clients/${clientId}/invitations`, {
      email,
      name: 'Erika',
      role,
    });
    const visitor = new Visitor(program.url);
    const accepted = await visitor.post('/invitations/accept', {
      token: body.link.split('#')[1],
      name: 'Erika Muster',
      password: 'Sonnenblume-Fahrrad-12',
      locale: 'de',
    });
    assert.equal(accepted.status, 201, JSON.stringify(accepted.body));
    await visitor.post('/session/sign-in', { email, password: 'Sonnenblume-Fahrrad-12' });
    return visitor;
  };

  it('numbers count per client, without gaps also when opened at the same time', async () => {
    const numbers = (await Promise.all([open(), open(), open()])).map((ticket) => ticket.number).sort();
    assert.deepEqual(numbers, [1, 2, 3]);
  });

  it('the first answer of the provider stops the clock and takes the ticket up; an internal note does neither', async () => {
    const { id } = await open();
    await owner.post(`/clients/${clientId}/tickets/${id}/messages`, { kind: 'internal', body: 'Toner?' });
    let ticket = await get(id);
    assert.deepEqual(
      [ticket.state, ticket.clocks.find((clock) => clock.kind === 'first-response')!.answeredAt],
      ['new', null],
    );
    await owner.post(`/clients/${clientId}/tickets/${id}/messages`, { body: 'Ich sehe nach.' });
    ticket = await get(id);
    const first = ticket.clocks.find((clock) => clock.kind === 'first-response')!;
    assert.deepEqual([ticket.state, first.state], ['open', 'met']);
    assert.ok(first.answeredAt);
  });

  it('a change of priority changes what is promised and says so', async () => {
    const { id } = await open();
    const before = (await get(id)).clocks.find((clock) => clock.kind === 'first-response')!.targetMs;
    const { body } = await patch(id, { impact: 'high', urgency: 'high' });
    assert.equal(body.priority, 1);
    assert.ok(body.clocks.find((clock) => clock.kind === 'first-response')!.targetMs < before);
    assert.ok(body.history.some((event) => event.kind === 'priority' && event.details.to === '1'));
  });

  it('waiting pauses the clocks, a closed ticket stays closed', async () => {
    const { id } = await open();
    const { body } = await patch(id, { state: 'waiting', reason: 'Kunde' });
    for (const clock of body.clocks) assert.equal(clock.state, 'paused');
    await patch(id, { state: 'closed' });
    assert.equal((await patch(id, { state: 'open' })).body.error.code, 'RA_TICKET_CLOSED');
    const answer = await owner.post<Ticket>(`/clients/${clientId}/tickets/${id}/messages`, { body: 'x' });
    assert.deepEqual([answer.status, answer.body.error.code], [409, 'RA_TICKET_CLOSED']);
  });

  it('ASVS 2.3.1: a step that does not follow is refused', async () => {
    const { id } = await open();
    await patch(id, { state: 'solved' });
    assert.equal((await patch(id, { state: 'waiting' })).body.error.code, 'RA_TICKET_TRANSITION');
  });

  it('ASVS 8.2.2: an employee sees own requests only, and no internal notes', async () => {
    const others = await open();
    const erika = await invite('erika@korn.example', 'employee');
    const list = async () => (await erika.get<{ items: { id: string }[] }>('/tickets?state=any')).body.items;
    assert.deepEqual(await list(), []);
    assert.equal((await erika.get(`/clients/${clientId}/tickets/${others.id}`)).status, 404);
    assert.equal(
      (await erika.post(`/clients/${clientId}/tickets/${others.id}/messages`, { body: 'x' })).status,
      404,
    );
    const own = (
      await erika.post<{ id: string }>(`/clients/${clientId}/tickets`, {
        title: 'Ich komme nicht in mein Postfach',
      })
    ).body;
    assert.deepEqual(
      (await list()).map((ticket) => ticket.id),
      [own.id],
    );
    await owner.post(`/clients/${clientId}/tickets/${own.id}/messages`, {
      kind: 'internal',
      body: 'Geheimer Verdacht',
    });
    const seen = (await erika.get<Ticket>(`/clients/${clientId}/tickets/${own.id}`)).body;
    assert.ok(!JSON.stringify(seen.messages).includes('Geheimer Verdacht'));
    assert.equal(
      (await erika.post(`/clients/${clientId}/tickets/${own.id}/messages`, { kind: 'internal', body: 'x' }))
        .status,
      403,
    );
    assert.equal(
      (await erika.patch(`/clients/${clientId}/tickets/${own.id}`, { state: 'closed' })).status,
      403,
    );
  });

  it('business hours and targets are kept as versions; what was opened before is replanned', async () => {
    const { id } = await open();
    const path = `/clients/${clientId}/service-level`;
    const current = (await owner.get<Record<string, unknown>>(path)).body;
    assert.equal(current.isDefault, true);
    const hours = [{ from: 8 * 60, to: 17 * 60 }];
    const weekly = {
      monday: hours,
      tuesday: hours,
      wednesday: hours,
      thursday: hours,
      friday: hours,
      saturday: hours,
      sunday: hours,
    };
    const all = { from: 0, to: 1440 };
    const put = (change: object) =>
      owner.call<Ticket & { version: number }>('PUT', path, {
        ...current,
        name: 'Premium',
        weekly,
        ...change,
      });
    assert.equal((await put({ weekly: {} })).body.error.code, 'RA_CALENDAR_INVALID');
    assert.equal((await put({ timeZone: 'Mars/Base' })).body.error.code, 'RA_CALENDAR_INVALID');
    const always = Object.fromEntries(Object.keys(weekly).map((day) => [day, [all]]));
    const changed = await put({ weekly: always });
    assert.equal(changed.body.version, 1);
    const due = () =>
      get(id).then((ticket) =>
        Date.parse(ticket.clocks.find((clock) => clock.kind === 'first-response')!.dueAt!),
      );
    await until(async () => {
      const row = await program.tenancy.asSystem(clientId, ({ tx }) =>
        tx.selectFrom('ticket').select('firstResponseDueAt').where('id', '=', id).executeTakeFirst(),
      );
      return row?.firstResponseDueAt?.getTime() === (await due());
    });
    const created = await program.tenancy.asSystem(clientId, ({ tx }) =>
      tx.selectFrom('ticket').select('createdAt').where('id', '=', id).executeTakeFirstOrThrow(),
    );
    assert.equal(
      (await due()) - created.createdAt.getTime(),
      240 * 60_000,
      'round the clock, working time is wall clock',
    );
  });

  it('a response that is due is told once, one that was missed once more', async () => {
    const { id } = await open();
    const at = (iso: number) =>
      program.tenancy.asSystem(clientId, (ctx) => tellClock({ ...ctx, now: new Date(iso) }, id));
    const due = Date.parse((await get(id)).clocks.find((clock) => clock.kind === 'first-response')!.dueAt!);
    for (const time of [due - 20 * 60_000, due - 10 * 60_000, due + 1000, due + 2000]) await at(time);
    const events = await program.tenancy.asSystem(clientId, ({ tx }) =>
      tx
        .selectFrom('event')
        .select('kind')
        .where('objectId', '=', id)
        .where('kind', 'like', 'ticket.response-%')
        .orderBy('id')
        .execute(),
    );
    assert.deepEqual(
      events.map((event) => event.kind),
      ['ticket.response-due', 'ticket.response-missed'],
    );
  });

  it("a number finds its ticket, with and without the client's code", async () => {
    for (const q of ['2', 'korn-2', 'KORN-2']) {
      const { body } = await owner.get<{ items: { number: number }[] }>(`/tickets?state=any&q=${q}`);
      assert.deepEqual(
        body.items.map((ticket) => ticket.number),
        [2],
        q,
      );
    }
    assert.deepEqual((await owner.get<{ items: unknown[] }>('/tickets?state=any&q=XYZ-2')).body.items, []);
  });
});

it('priority never falls when impact or urgency rise', () => {
  for (const [i, impact] of LEVELS.entries()) {
    for (const [u, urgency] of LEVELS.entries()) {
      const here = priorityOf(impact, urgency);
      if (i > 0) assert.ok(here <= priorityOf(LEVELS[i - 1]!, urgency));
      if (u > 0) assert.ok(here <= priorityOf(impact, LEVELS[u - 1]!));
    }
  }
  assert.deepEqual([priorityOf('high', 'high'), priorityOf('low', 'low')], [1, 4]);
});
