import type { Inventory } from '@rettungsanker/protocol';
import {
  enrolTestAgent,
  OWNER,
  receiveMail,
  setUpOwner,
  TestAgent,
  type TestProgram,
  until,
  Visitor,
} from '@rettungsanker/server/testing';
import { LINKS, NEIGHBOURS } from './found.ts';

/** Sample data, named as such; made through the real API and the real agent protocol, for pictures and page tests only. */
export interface Sample {
  readonly owner: Visitor;
  readonly clientId: string;
  readonly siteId: string;
  readonly assetId: string;
  readonly ticketId: string;
  /** Came by mail. */
  readonly mailTicketId: string;
  readonly alertId: string;
  readonly employee: { email: string; password: string };
  readonly management: { email: string; password: string };
  stop(): Promise<void>;
}

const PASSWORD = 'Hafenkran-Morgenrot-41';

export async function makeSample(program: TestProgram): Promise<Sample> {
  const owner = await setUpOwner(program);
  const post = async <T>(path: string, body: unknown = {}): Promise<T> => {
    const answer = await owner.post<T>(path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const client = await post<{ id: string }>('/clients', { name: 'Beispiel: Müller Maschinenbau GmbH' });
  const other = await post<{ id: string }>('/clients', { name: 'Beispiel: Praxis Dr. Sommer' });
  const site = await post<{ id: string }>(`/clients/${client.id}/sites`, {
    name: 'Werk Augsburg',
    timeZone: 'Europe/Berlin',
    state: 'BY',
    municipality: 'by-augsburg',
    networks: ['192.168.10.0/24'],
  });
  await post(`/clients/${other.id}/sites`, { name: 'Praxis', timeZone: 'Europe/Berlin', state: 'NW' });
  const identity = await enrolTestAgent(program, client.id, site.id);
  const path = `/clients/${client.id}/assets/${identity.assetId}`;
  const agent = new TestAgent(program.url, identity);
  await agent.connect();
  let seq = 0;
  const now = Date.now();
  await agent.batch(++seq, { inventory: { at: now, facts: inventory() } });
  const points = Array.from({ length: 240 }, (_, i) => ({
    at: now - (239 - i) * 15_000,
    samples: measurement(i),
  }));
  for (let i = 0; i < points.length; i += 60)
    await agent.batch(++seq, { measurements: points.slice(i, i + 60) as never });
  await until(async () => (await owner.get<{ items: unknown[] }>(`${path}/checks`)).body.items.length >= 8);
  await owner.patch(path, { name: 'srv-erp-01', importance: 'high', description: 'ERP und Dateiablage' });
  await post(`${path}/checks`, { kind: 'service', config: { service: 'nginx' }, name: 'Webserver' });
  await agent.batch(++seq, {
    measurements: [
      {
        at: Date.now(),
        samples: [
          ['disk.used', '/srv', 96.4],
          ['cpu.used', '', 22],
        ],
      },
    ],
  });
  const discovery = `/clients/${client.id}/sites/${site.id}/discovery`;
  await owner.patch(discovery, { allowed: true, snmp: [{ version: '2c', community: 'beispiel' }] });
  const sweep = await post<{ id: string }>(`${discovery}/sweeps`, { probeId: identity.assetId });
  await agent.batch(++seq, {
    discovery: {
      ...{ sweepId: sweep.id, at: Date.now(), state: 'done', networks: ['192.168.10.0/24'], percent: 100 },
      ...{ neighbours: [...NEIGHBOURS], links: [...LINKS] },
    },
  });
  const alert = await until(
    async () =>
      (
        await owner.get<{ items: { id: string; ticketId: string | null }[] }>('/alerts?state=raised')
      ).body.items.find((item) => item.ticketId),
    30_000,
  );
  await post(`/clients/${client.id}/tickets/${alert.ticketId}/messages`, {
    body: 'Wir räumen die alten Sicherungen von /srv und melden uns bis 15 Uhr.',
  });
  await post(`/clients/${client.id}/tickets`, {
    title: 'Neue Kollegin: Postfach und Zugang zum ERP',
    type: 'request',
    impact: 'low',
    urgency: 'medium',
    body: 'Frau Weber beginnt am Montag in der Buchhaltung.',
  });
  await post(`/clients/${other.id}/tickets`, {
    title: 'Drucker am Empfang druckt nur leere Seiten',
    body: 'Seit heute früh.',
  });
  const invite = async (
    email: string,
    name: string,
    role: string,
  ): Promise<{ email: string; password: string }> => {
    const { link } = await post<{ link: string }>(`/clients/${client.id}/invitations`, { email, name, role });
    const accepted = await new Visitor(program.url).post('/invitations/accept', {
      token: link.split('#')[1],
      name,
      password: PASSWORD,
      locale: 'de',
    });
    if (accepted.status >= 300) throw new Error(JSON.stringify(accepted.body));
    return { email, password: PASSWORD };
  };
  const employee = await invite('weber@beispiel-mueller.example', 'Wiebke Weber', 'employee');
  const management = await invite('mueller@beispiel-mueller.example', 'Martin Müller', 'management');
  return {
    owner,
    clientId: client.id,
    siteId: site.id,
    assetId: identity.assetId,
    ticketId: alert.ticketId!,
    mailTicketId: await sampleMails(program, owner, client.id),
    alertId: alert.id,
    employee,
    management,
    stop: () => agent.close(),
  };
}

/** A mail that became a ticket, and two that wait for a decision. @returns the ticket */
async function sampleMails(program: TestProgram, owner: Visitor, clientId: string): Promise<string> {
  const mailbox = await owner.post<{ id: string }>(`/clients/${program.providerId}/settings/mail/mailboxes`, {
    kind: 'door',
    address: 'support@anker.example',
  });
  await owner.call('PUT', `/clients/${clientId}/mail-domains`, { domains: ['beispiel-mueller.example'] });
  const receive = (from: string, subject: string, ...rest: string[]) =>
    receiveMail(
      program,
      mailbox.body.id,
      [
        `From: ${from}`,
        'To: support@anker.example',
        `Subject: ${subject}`,
        `Message-ID: <${subject.length}@mail.example>`,
        'MIME-Version: 1.0',
        ...rest,
      ].join('\r\n'),
    );
  await receive(
    'Karin Krug <krug@beispiel-mueller.example>',
    'Angebot wird als leere Datei angezeigt',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    'Guten Tag,\r\n\r\nseit heute früh öffnen sich PDF-Dateien vom ERP leer. Ein Beispiel hängt an.',
    '\r\n-- \r\nKarin Krug, Vertrieb',
    '--b',
    'Content-Type: application/pdf',
    'Content-Disposition: attachment; filename="Angebot 4711.pdf"',
    'Content-Transfer-Encoding: base64',
    '',
    'JVBERi0xLjcK',
    '--b--',
  );
  const text = ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', ''];
  await receive(
    'Dr. Anna Sommer <a.sommer@web.example>',
    'Praxis: Kartenleser wird nicht erkannt',
    ...text,
    'Ich schreibe von meiner privaten Adresse, weil in der Praxis auch die Mail nicht geht.',
  );
  await receive(
    'Messe-Team <news@messe.example>',
    'Ihre Einladung zur IT-Messe',
    'List-Id: <news.messe.example>',
    ...text,
    'Sichern Sie sich jetzt Ihr Ticket.',
  );
  await until(
    async () =>
      (await owner.get<{ items: unknown[] }>(`/clients/${program.providerId}/waiting-mail`)).body.items
        .length === 2,
    30_000,
  );
  const ticket = await until(
    async () =>
      (await owner.get<{ items: { id: string; source: string }[] }>('/tickets?state=any')).body.items.find(
        ({ source }) => source === 'mail',
      ),
    30_000,
  );
  return ticket.id;
}

export const SAMPLE_OWNER = OWNER;

function measurement(i: number): [string, string, number][] {
  const wave = Math.sin(i / 18);
  const noise = ((i * 7919) % 13) / 13;
  return [
    ['cpu.used', '', 18 + 9 * wave + 8 * noise],
    ['cpu.iowait', '', 1 + noise],
    ['load.1', '', 0.6 + 0.3 * wave + 0.2 * noise],
    ['load.5', '', 0.6 + 0.25 * wave],
    ['load.15', '', 0.6],
    ['memory.used', '', 61 + 2 * wave],
    ['memory.available', '', 6.2e9],
    ['swap.used', '', 2],
    ['disk.used', '/', 43.2],
    ['disk.used', '/srv', 71 + i * 0.05],
    ['disk.free', '/', 56e9],
    ['disk.free', '/srv', 250e9],
    ['inode.used', '/', 11],
    ['net.received', 'eth0', 2.1e6 * (1.4 + wave) + 3e5 * noise],
    ['net.sent', 'eth0', 8e5 * (1.4 + wave)],
    ['process.count', '', 184],
    ['uptime', '', 3_900_000 + i * 15],
  ];
}

function inventory(): Inventory {
  return {
    system: {
      hostname: 'srv-erp-01',
      fqdn: 'srv-erp-01.mueller.example',
      os: {
        id: 'debian',
        name: 'Debian GNU/Linux',
        version: '12 (bookworm)',
        kernel: '6.1.0-31-amd64',
        arch: 'x86_64',
      },
      virtualisation: 'kvm',
      maker: 'Dell Inc.',
      model: 'PowerEdge R450',
      serial: 'BEISPIEL1',
      cpu: { model: 'Intel Xeon Silver 4314', cores: 16, sockets: 1 },
      memoryBytes: 17_179_869_184,
      swapBytes: 4_294_967_296,
      bootedAt: new Date(Date.now() - 45 * 86_400_000).toISOString(),
      timeZone: 'Europe/Berlin',
      rebootRequired: true,
    },
    disks: [
      { device: '/dev/sda2', mount: '/', fsType: 'ext4', sizeBytes: 107e9, usedBytes: 46e9 },
      { device: '/dev/sdb1', mount: '/srv', fsType: 'xfs', sizeBytes: 900e9, usedBytes: 640e9 },
    ],
    interfaces: [
      {
        name: 'eth0',
        mac: '52:54:00:12:34:56',
        up: true,
        speedMbit: 1000,
        addresses: [{ address: '192.168.10.12', prefix: 24 }],
      },
    ],
    services: [
      { name: 'nginx.service', title: 'Web server', state: 'running', enabled: true },
      { name: 'postgresql.service', title: 'PostgreSQL', state: 'running', enabled: true },
      { name: 'cups.service', title: 'Printing', state: 'failed', enabled: true },
    ],
    sessions: [{ user: 'admin', terminal: 'pts/0', from: '192.168.10.50', since: new Date().toISOString() }],
    ports: [
      { protocol: 'tcp', address: '0.0.0.0', port: 443, process: 'nginx', pid: 812 },
      { protocol: 'tcp', address: '127.0.0.1', port: 5432, process: 'postgres', pid: 640 },
    ],
    packages: Array.from({ length: 240 }, (_, i) => ({
      purl: `pkg:deb/debian/paket-${i}@1.${i}.0-1`,
      name: `paket-${i}`,
      version: `1.${i}.0-1`,
    })),
    updates: {
      listsRefreshedAt: new Date().toISOString(),
      pending: [
        {
          name: 'openssl',
          current: '3.0.15-1',
          available: '3.0.17-1~deb12u2',
          security: true,
          origin: 'Debian-Security',
        },
      ],
    },
  };
}
