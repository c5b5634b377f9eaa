import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  enrolTestAgent,
  joinedBy,
  setUpOwner,
  TestAgent,
  type TestIdentity,
  type TestProgram,
  testClient,
  testProgram,
  until,
  type Visitor,
} from '../testing/index.ts';

interface Field {
  name: string;
  label: string;
  from?: string | null;
  to: string | null;
}
interface Ticket {
  id: string;
  title: string;
  state: string;
  assigneeName: string | null;
  raisedAlertIds: string[];
  notice: string | null;
  messages: { kind: string; body: string }[];
  alerts: { id: string; title: string }[];
  history: { kind: string; actorName: string; fields: Field[] }[];
}

const PUBLIC_URL = 'https://anker.example';

describe('a ticket and its alert', () => {
  let program: TestProgram;
  let owner: Visitor;
  let identity: TestIdentity;
  let agent: TestAgent;
  let path: string;
  let seq = 0;
  before(async () => {
    const started = await testProgram({ flags: { 'http-public-url': PUBLIC_URL } });
    // Nobody answers at the public address here.
    program = { ...started, url: started.localUrl };
    owner = await setUpOwner(program);
    const { clientId, siteId } = await testClient(program, 'Nordwind KG', 'NOR');
    identity = await enrolTestAgent(program, clientId, siteId);
    path = `/clients/${clientId}`;
    agent = new TestAgent(program.url, identity);
    await agent.connect();
    await until(
      async () =>
        (await owner.get<{ items: unknown[] }>(`${path}/assets/${identity.assetId}/checks`)).body.items
          .length >= 8,
    );
  });
  after(async () => {
    await agent?.close();
    await program.close();
  });

  const disk = (used: number, mount = '/srv') =>
    agent.batch(++seq, { measurements: [{ at: Date.now(), samples: [['disk.used', mount, used]] }] });
  const list = async () => (await owner.get<{ items: Ticket[] }>('/tickets?state=any')).body.items;
  const get = async (id: string) => (await owner.get<Ticket>(`${path}/tickets/${id}`)).body;
  const event = (ticket: Ticket, kind: string) => ticket.history.filter((one) => one.kind === kind).at(-1)!;

  it('says in plain words what is wrong and where, since when, by which rule, with a link', async () => {
    await disk(97);
    const { id } = await until(async () => (await list())[0]);
    const ticket = await get(id);
    const title = '/srv auf test-host ist zu 97 % voll';
    assert.equal(ticket.title, title);
    const alertId = ticket.raisedAlertIds[0]!;
    const { body } = ticket.messages[0]!;
    assert.ok(!body.includes(title), 'what the title says is not said again');
    assert.match(
      body,
      /^System: test-host\nKunde: Nordwind KG, Standort .+\nSeit: \d\d\.\d\d\.\d{4}, \d\d:\d\d\n/,
    );
    assert.match(body, /Prüfung: Speicherplatz: gemessen 97 %, Schwelle über 93 % \(kritisch\)/);
    assert.ok(body.endsWith(`Alarm: ${PUBLIC_URL}${path}/alerts/${alertId}`), body);
    assert.deepEqual(
      ticket.alerts.map((alert) => [alert.id, alert.title]),
      [[alertId, title]],
    );
    const alert = await owner.get<{ title: string }>(`${path}/alerts/${alertId}`);
    assert.equal(alert.body.title, title);
  });

  it('is one need: the list of tickets names the alerts that are raised', async () => {
    const alerts = await owner.get<{ items: { id: string; ticketId: string }[] }>('/alerts?state=raised');
    const [ticket] = await list();
    assert.deepEqual(
      ticket!.raisedAlertIds,
      alerts.body.items.map(({ id }) => id),
    );
    assert.deepEqual(
      alerts.body.items.map(({ ticketId }) => ticketId),
      [ticket!.id],
    );
  });

  it('whoever answers first has it; the history says so with names', async () => {
    const [{ id }] = (await list()) as [Ticket];
    await owner.post(`${path}/tickets/${id}/messages`, { kind: 'internal', body: 'Logs?' });
    assert.equal((await get(id)).assigneeName, null, 'a note is no answer');
    await owner.post(`${path}/tickets/${id}/messages`, { body: 'Ich räume auf.' });
    const ticket = await get(id);
    assert.equal(ticket.assigneeName, 'Olga Owner');
    assert.deepEqual(event(ticket, 'assigned').fields, [
      { name: 'assignee', label: 'Zuständig', from: null, to: 'Olga Owner' },
      { name: 'reason', label: 'Grund', to: 'hat geantwortet' },
    ]);
    const technician = await joinedBy(owner, program, program.providerId, 'technician', 'tim@anker.example');
    const { id: timId } = (await technician.get<{ person: { id: string } }>('/session')).body.person;
    await owner.call('PUT', `${path}/staff/${timId}`);
    await technician.post(`${path}/tickets/${id}/messages`, { body: 'Ich auch.' });
    assert.equal((await get(id)).assigneeName, 'Olga Owner', 'it is not taken away');
  });

  it('an answer of the client assigns nobody', async () => {
    const { body } = await owner.post<{ id: string }>(`${path}/tickets`, { title: 'Frage' });
    const coordinator = await joinedBy(
      owner,
      program,
      identity.clientId,
      'it-coordinator',
      'ina@nor.example',
    );
    await coordinator.post(`${path}/tickets/${body.id}/messages`, { body: 'Noch etwas' });
    assert.equal((await get(body.id)).assigneeName, null);
  });

  it('solving it while the alert is raised is said, and gone when the alert ends', async () => {
    const id = (await list()).find((one) => one.raisedAlertIds.length > 0)!.id;
    const { body } = await owner.patch<Ticket>(`${path}/tickets/${id}`, { state: 'solved' });
    assert.equal(body.notice, 'Das Ticket gilt als gelöst, sein Alarm besteht aber noch.');
    assert.deepEqual(event(body, 'state').fields, [
      { name: 'state', label: 'Zustand', from: 'in Arbeit', to: 'gelöst' },
      { name: 'raisedAlerts', label: 'Alarme, die noch bestehen', to: '1' },
    ]);
    await disk(60);
    const ticket = await until(async () => {
      const now = await get(id);
      return now.messages.some((one) => one.body.startsWith('Behoben:')) ? now : undefined;
    });
    assert.equal(ticket.notice, null);
    assert.deepEqual(ticket.raisedAlertIds, []);
    assert.equal(ticket.messages.at(-1)!.body, 'Behoben: /srv auf test-host ist nur noch zu 60 % voll');
  });

  it('changes of a ticket are told from what to what, in the history and in the audit log', async () => {
    const { body } = await owner.post<{ id: string }>(`${path}/tickets`, { title: 'Drucker' });
    await owner.patch(`${path}/tickets/${body.id}`, { urgency: 'high', title: 'Drucker im Lager' });
    const ticket = await get(body.id);
    assert.deepEqual(event(ticket, 'changed').fields, [
      { name: 'title', label: 'Titel', from: 'Drucker', to: 'Drucker im Lager' },
    ]);
    assert.deepEqual(event(ticket, 'priority').fields, [
      { name: 'priority', label: 'Priorität', from: '3', to: '2' },
      { name: 'urgency', label: 'Dringlichkeit', from: 'mittel', to: 'hoch' },
    ]);
    const log = await owner.get<{ items: { fields: Field[] }[] }>(
      `/audit?object=${body.id}&action=ticket.changed`,
    );
    assert.deepEqual(
      log.body.items[0]!.fields.map(({ label, from, to }) => [label, from, to]),
      [
        ['Titel', 'Drucker', 'Drucker im Lager'],
        ['Dringlichkeit', 'mittel', 'hoch'],
        ['Priorität', '3', '2'],
      ],
    );
  });

  it('an employee who reports a suspicious mail learns its number and what happens next', async () => {
    const erika = await joinedBy(owner, program, identity.clientId, 'employee', 'erika@nor.example');
    const { body, status } = await erika.post<{
      id: string;
      reference: string;
      respondBy: string;
      next: string[];
    }>(`${path}/tickets`, { title: 'Verdächtige E-Mail', about: 'suspicious-mail', urgency: 'high' });
    assert.equal(status, 201);
    assert.match(body.reference, /^NOR-\d+$/);
    assert.ok(Date.parse(body.respondBy) > Date.now());
    assert.match(body.next[0]!, /melden uns spätestens am/);
    assert.ok(body.next.some((line) => line.includes('Löschen Sie die E-Mail noch nicht')));
    const { history } = await get(body.id);
    assert.ok(
      history[0]!.fields.some(({ label, to }) => label === 'Anliegen' && to === 'verdächtige E-Mail'),
    );
    await owner.post(`${path}/tickets/${body.id}/messages`, { kind: 'internal', body: 'Phishing' });
    const seen = (await erika.get<Ticket>(`${path}/tickets/${body.id}`)).body;
    assert.ok(!seen.history.some(({ kind }) => kind === 'message'), 'internal notes leave no trace');
  });
});
