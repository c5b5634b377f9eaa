import type { Role } from '../platform/tenancy/permissions.ts';
import { enrolTestAgent, TestAgent } from './agent.ts';
import { setUpOwner, Visitor } from './people.ts';
import { type TestProgram, testProgram } from './program.ts';
import { until } from './until.ts';

const PASSWORD = 'Hafenkran-Morgenrot-41';

/** A client with one of everything; whatever text belongs to it carries the marker. */
export interface Firm {
  readonly marker: string;
  readonly clientId: string;
  /** Ids by the name of the parameter that takes them: siteId, assetId, ticketId … */
  readonly ids: Readonly<Record<string, string>>;
  readonly management: Visitor;
  readonly coordinator: Visitor;
  readonly employee: Visitor;
}

/** Two firms that must not hear of each other, and the provider's people between them. */
export interface Cast {
  readonly program: TestProgram;
  readonly owner: Visitor;
  /** Serves A only. */
  readonly technician: Visitor;
  readonly auditor: Visitor;
  readonly a: Firm;
  readonly b: Firm;
  close(): Promise<void>;
}

export async function makeCast(): Promise<Cast> {
  const program = await testProgram();
  const owner = await setUpOwner(program);
  const a = await makeFirm(program, owner, 'Geheimnis-Anton');
  const b = await makeFirm(program, owner, 'Geheimnis-Berta');
  const technician = await invite(program, owner, program.providerId, 'technician', 'Tina', 'granted');
  const auditor = await invite(program, owner, program.providerId, 'auditor', 'Arno');
  const { body } = await technician.get<{ person: { id: string } }>('/session');
  await must(owner.call('PUT', `/clients/${a.clientId}/staff/${body.person.id}`));
  return { program, owner, technician, auditor, a, b, close: () => program.close() };
}

async function makeFirm(program: TestProgram, owner: Visitor, marker: string): Promise<Firm> {
  const post = async <T = { id: string }>(path: string, body: unknown = {}): Promise<T> =>
    (await must(owner.post<T>(path, body))).body;
  const { id: clientId } = await post('/clients', { name: marker, notes: marker });
  const path = `/clients/${clientId}`;
  const site = await post(`${path}/sites`, { name: marker, timeZone: 'Europe/Berlin', state: 'BY' });
  const codes = await post(`${path}/sites/${site.id}/enrolment-codes`, {});
  const identity = await enrolTestAgent(program, clientId, site.id);
  const asset = `${path}/assets/${identity.assetId}`;
  await must(owner.patch(asset, { name: marker, description: marker }));
  const agent = new TestAgent(program.url, identity);
  await agent.connect();
  await agent.batch(1, {
    measurements: [{ at: Date.now(), samples: [['disk.used', `/${marker}`, 99]] }],
    inventory: {
      at: Date.now(),
      facts: { packages: [{ purl: `pkg:deb/debian/${marker.toLowerCase()}@1`, name: marker, version: '1' }] },
    },
  });
  const alert = await until(async () =>
    (
      await owner.get<{ items: { id: string; clientId: string; ticketId: string | null }[] }>(
        '/alerts?state=raised',
      )
    ).body.items.find((item) => item.clientId === clientId && item.ticketId),
  );
  await agent.close();
  const check = await post(`${asset}/checks`, { kind: 'service', config: { service: marker }, name: marker });
  await post(`${path}/tickets/${alert.ticketId}/messages`, { body: marker });
  const webhook = await post(`${path}/webhooks`, {
    name: marker,
    url: `https://${marker.toLowerCase()}.example.de/`,
  });
  const invited = await post(`${path}/invitations`, {
    email: `later@${marker.toLowerCase()}.example`,
    name: marker,
    role: 'employee',
  });
  const management = await invite(program, owner, clientId, 'management', marker);
  const coordinator = await invite(program, owner, clientId, 'it-coordinator', marker);
  const employee = await invite(program, owner, clientId, 'employee', marker);
  const { body: session } = await management.get<{ person: { id: string } }>('/session');
  const { body: sessions } = await management.get<{ items: { id: string }[] }>('/account/sessions');
  const key = await must(
    management.post<{ id: string }>('/account/api-keys', {
      clientId,
      name: marker,
      permissions: ['ticket.read'],
      password: PASSWORD,
    }),
  );
  return {
    marker,
    clientId,
    ids: {
      clientId,
      siteId: site.id,
      codeId: codes.id,
      assetId: identity.assetId,
      alertId: alert.id,
      ticketId: alert.ticketId!,
      checkId: check.id,
      webhookId: webhook.id,
      invitationId: invited.id,
      personId: session.person.id,
      sessionId: sessions.items[0]!.id,
      keyId: key.body.id,
    },
    management,
    coordinator,
    employee,
  };
}

async function invite(
  program: TestProgram,
  owner: Visitor,
  clientId: string,
  role: Role,
  name: string,
  serves?: 'granted',
): Promise<Visitor> {
  const email = `${role}@${name.toLowerCase()}.example`;
  const { body } = await must(
    owner.post<{ link: string }>(`/clients/${clientId}/invitations`, {
      email,
      name,
      role,
      ...(serves ? { serves } : {}),
    }),
  );
  const visitor = new Visitor(program.url);
  const token = body.link.split('#')[1];
  await must(visitor.post('/invitations/accept', { token, name, password: PASSWORD, locale: 'de' }));
  return visitor;
}

async function must<A extends { status: number; body: unknown }>(answer: Promise<A>): Promise<A> {
  const given = await answer;
  if (given.status >= 300) throw new Error(`${given.status} ${JSON.stringify(given.body)}`);
  return given;
}
