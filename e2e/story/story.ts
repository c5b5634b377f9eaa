import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OWNER, until, Visitor } from '@rettungsanker/server/testing';
import { diskFault, type Fault, httpFault, makeAuthority, processFault, tlsFault } from './faults.ts';
import { Observer } from './observer.ts';
import { enrolAgent, freePort, launchAgent, launchServer, type Running } from './processes.ts';
import { startMailServer, startWebhookReceiver } from './receivers.ts';

export interface Row {
  step: string;
  /** Milliseconds by what was measured; undefined where the step has none. */
  measured: Record<string, number>;
  promisedMs?: number;
  note?: string;
}

interface Alert {
  id: string;
  kind: string;
  assetId: string;
  checkId: string;
  title: string;
  state: string;
  ticketId: string | null;
  clientId: string;
}
interface Asset {
  id: string;
  name: string;
  connected: boolean;
  clientId: string;
  lastSeenAt: string | null;
}
interface Ticket {
  id: string;
  state: string;
  priority: number;
  firstResponseDueAt: string | null;
  messages: { body: string }[];
}

const SAMPLE_MS = 5_000;

/**
 * The main job, for real: a server is started as a person starts it, systems enrol, things break, and everybody who
 * should know does. Every delay is measured from the fault.
 */
export class Story {
  readonly rows: Row[] = [];
  readonly #say: (row: Row) => void;
  #folder = '';
  #port = 0;
  #server!: Running;
  #agent!: Running;
  #owner!: Visitor;
  #observer = new Observer();
  #mail!: Awaited<ReturnType<typeof startMailServer>>;
  #hook!: Awaited<ReturnType<typeof startWebhookReceiver>>;
  #authorityFile = '';
  #clientId = '';
  #assetId = '';
  readonly #faults: Fault[] = [];

  constructor(say: (row: Row) => void) {
    this.#say = say;
  }

  async run(): Promise<void> {
    try {
      await this.#firstStart();
      await this.#setUp();
      await this.#ownMachine();
      await this.#secondClient();
      await this.#prepareFaults();
      for (const fault of this.#faults) await this.#breakAndMend(fault);
      await this.#silentAgent();
      await this.#killedServer();
    } catch (error) {
      // What the server and the agent said last tells more than the missing event.
      const checks = this.#assetId
        ? await this.#owner.get(`/clients/${this.#clientId}/assets/${this.#assetId}/checks`).catch(() => null)
        : null;
      console.error(JSON.stringify(checks?.body, null, 1)?.slice(0, 6000));
      console.error(this.#server?.output().slice(-2000), this.#agent?.output().slice(-2000));
      throw error;
    } finally {
      await this.#cleanUp();
    }
  }

  #row(step: string, measured: Record<string, number>, more: Omit<Row, 'step' | 'measured'> = {}): void {
    const row = { step, measured, ...more };
    this.rows.push(row);
    this.#say(row);
  }

  async #firstStart(): Promise<void> {
    this.#folder = await mkdtemp(join(tmpdir(), 'anker-story-'));
    this.#port = await freePort();
    const started = Date.now();
    this.#server = launchServer(join(this.#folder, 'data'), this.#port);
    const [, link] = await this.#server.says(/(http:\S+\/setup#\S+)/, 60_000);
    const page = await fetch(link!, { headers: { accept: 'text/html' } });
    if (!page.ok) throw new Error(`The set-up page answers ${page.status}`);
    this.#row('first start to the set-up page', { ready: Date.now() - started }, { promisedMs: 15_000 });
    this.#setupToken = link!.split('#')[1]!;
  }
  #setupToken = '';

  async #setUp(): Promise<void> {
    const url = `http://localhost:${this.#port}`;
    this.#owner = new Visitor(url);
    const input = {
      token: this.#setupToken,
      providerName: 'Anker IT GmbH',
      ownerName: OWNER.name,
      email: OWNER.email,
      password: OWNER.password,
      locale: 'de',
    };
    const done = await this.#owner.post('/setup', input);
    if (done.status !== 201) throw new Error(`set-up: ${done.status} ${JSON.stringify(done.body)}`);
    await this.#signIn();
    const again = await new Visitor(url).post('/setup', { ...input, email: 'second@anker.example' });
    if (again.status < 400) throw new Error('The set-up link works twice.');
    this.#row('set-up, and the link is dead', {}, { note: `second use: ${again.status}` });
    await this.#observer.connect(this.#owner);
    this.#mail = await startMailServer();
    this.#hook = await startWebhookReceiver({ refuseFirst: true });
    const provider = (await this.#owner.get<{ items: { id: string }[] }>('/clients')).body.items[0]!.id;
    this.#providerId = provider;
    await this.#expect('PUT', `/clients/${provider}/settings/mail`, {
      host: '127.0.0.1',
      port: this.#mail.port,
      security: 'none-loopback-only',
      fromAddress: 'anker@anker.example',
    });
    const hook = await this.#expect<{ secret: string }>('POST', `/clients/${provider}/webhooks`, {
      name: 'story',
      url: this.#hook.url,
      kinds: ['alert.*'],
      allowPrivate: true,
    });
    this.#hook.secret = hook.secret;
  }
  #providerId = '';

  async #signIn(): Promise<void> {
    const session = await this.#owner.get<{ person: unknown }>('/session');
    if (!session.body.person)
      await this.#owner.post('/session/sign-in', { email: OWNER.email, password: OWNER.password });
  }

  async #ownMachine(): Promise<void> {
    const started = Date.now();
    const asset = await until(async () => (await this.#assets(this.#providerId))[0], 30_000);
    const path = `/clients/${this.#providerId}/assets/${asset.id}`;
    const sections = await until(async () => {
      const { body } = await this.#owner.get<{ sections: { section: string }[] }>(`${path}/inventory`);
      const names = body.sections.map(({ section }) => section);
      return (
        ['system', 'disks', 'interfaces', 'ports', 'packages'].every((name) => names.includes(name)) && names
      );
    }, 30_000);
    await until(
      async () =>
        (await this.#owner.get<{ items: { metric: string }[] }>(`${path}/latest`)).body.items.some(
          ({ metric }) => metric === 'memory.used',
        ),
      30_000,
    );
    this.#row(
      'this machine shows facts and live values',
      { shown: Date.now() - started },
      { promisedMs: 30_000, note: sections.join(', ') },
    );
  }

  async #secondClient(): Promise<void> {
    const client = await this.#expect<{ id: string }>('POST', '/clients', {
      name: 'Müller Maschinenbau GmbH',
    });
    this.#clientId = client.id;
    const site = await this.#expect<{ id: string }>('POST', `/clients/${client.id}/sites`, {
      name: 'Werk Augsburg',
      timeZone: 'Europe/Berlin',
      state: 'BY',
      municipality: 'by-augsburg',
      networks: ['127.0.0.0/8'],
      allowLoopback: true,
    });
    const { code } = await this.#expect<{ code: string }>(
      'POST',
      `/clients/${client.id}/sites/${site.id}/enrolment-codes`,
      { assetKind: 'server' },
    );
    const started = Date.now();
    const data = join(this.#folder, 'agent');
    await enrolAgent(data, code);
    const enrolled = await this.#observer.wait(
      'the enrolment',
      (event) => event.kind === 'asset.enrolled' && event.clientId === client.id,
      10_000,
      started,
    );
    const authority = await makeAuthority(this.#folder);
    this.#authorityFile = authority.file;
    this.#faults.push(processFault(this.#folder), await httpFault(), await tlsFault(authority));
    this.#startAgent();
    this.#assetId = enrolled.objectId;
    await this.#observer.wait(
      'the connection',
      (event) => event.kind === 'agent.connected' && event.objectId === this.#assetId,
      10_000,
      started,
    );
    await this.#expect('PATCH', `/clients/${client.id}/assets/${this.#assetId}`, {
      sampleIntervalMs: SAMPLE_MS,
    });
    this.#row(
      'a second system appears without a reload',
      { appeared: enrolled.at - started },
      { note: 'from the start of the copied command' },
    );
  }

  #startAgent(): void {
    this.#agent = launchAgent(join(this.#folder, 'agent'), { NODE_EXTRA_CA_CERTS: this.#authorityFile });
  }

  async #prepareFaults(): Promise<void> {
    const disk = diskFault(this.#folder, SAMPLE_MS);
    if (disk) this.#faults.push(disk);
    else
      this.#row(
        'a disk is nearly full',
        {},
        { note: 'skipped: no file system can be mounted here (not root)' },
      );
    for (const fault of this.#faults) {
      await fault.prepare();
      if (!fault.check) continue;
      const { id } = await this.#expect<{ id: string }>(
        'POST',
        `/clients/${this.#clientId}/assets/${this.#assetId}/checks`,
        { ...fault.check, name: fault.name },
      );
      await until(async () => {
        const { body } = await this.#owner.get<{
          items: { id: string; states: { status: string; message: string }[] }[];
        }>(`/clients/${this.#clientId}/assets/${this.#assetId}/checks`);
        return body.items.find((check) => check.id === id)?.states[0]?.status === 'ok';
      }, 15_000);
    }
  }

  async #breakAndMend(fault: Fault): Promise<void> {
    const broken = Date.now();
    await fault.breaks();
    const raised = await this.#observer.wait(
      `the alert: ${fault.name}`,
      (event) => event.kind === 'alert.raised' && this.#isAlertOf(event.objectId, fault.alertKind),
      fault.promisedMs + 10_000,
      broken,
    );
    const alert = await this.#alert(raised.objectId);
    const ticket = await until(async () => (await this.#alert(alert.id)).ticketId, 5000);
    const opened = this.#observer.events.find(
      (event) => event.kind === 'ticket.created' && event.objectId === ticket,
    );
    const detail = (await this.#owner.get<Ticket>(`/clients/${this.#clientId}/tickets/${ticket}`)).body;
    if (!detail.firstResponseDueAt || !detail.priority) throw new Error('The ticket has no clock.');
    const mail = await until(
      () =>
        this.#mail.mails.find(
          (candidate) => candidate.at >= broken && candidate.subject.includes(alert.title),
        ),
      10_000,
    );
    const call = await until(
      () =>
        this.#hook.calls.find(
          (candidate) =>
            candidate.at >= broken &&
            candidate.kind === 'alert.raised' &&
            JSON.stringify(candidate.body).includes(alert.id),
        ),
      30_000,
    );
    if (!call.valid) throw new Error('The signature of the webhook is wrong.');

    const mended = Date.now();
    await fault.mends();
    const resolved = await this.#observer.wait(
      `the end: ${fault.name}`,
      (event) => event.kind === 'alert.resolved' && event.objectId === alert.id,
      fault.promisedMs + 10_000,
      mended,
    );
    await until(
      async () =>
        (await this.#owner.get<Ticket>(`/clients/${this.#clientId}/tickets/${ticket}`)).body.messages.some(
          ({ body }) => body.startsWith('Behoben:'),
        ),
      5000,
    );
    this.#row(
      fault.name,
      {
        alert: raised.at - broken,
        ticket: (opened?.at ?? raised.at) - broken,
        mail: mail.at - broken,
        webhook: call.at - broken,
        over: resolved.at - mended,
      },
      { promisedMs: fault.promisedMs },
    );
  }

  async #silentAgent(): Promise<void> {
    const checks = (
      await this.#owner.get<{ items: { id: string; kind: string }[] }>(
        `/clients/${this.#clientId}/assets/${this.#assetId}/checks`,
      )
    ).body.items;
    const availability = checks.find((check) => check.kind === 'availability')!;
    await this.#expect(
      'PATCH',
      `/clients/${this.#clientId}/assets/${this.#assetId}/checks/${availability.id}`,
      { intervalMs: 3000 },
    );
    await this.#breakAndMend({
      name: 'availability',
      alertKind: 'availability',
      check: null,
      promisedMs: 4000,
      prepare: async () => {},
      breaks: () => this.#agent.kill9(),
      mends: async () => this.#startAgent(),
      cleanUp: async () => {},
    });
    this.rows.at(-1)!.step = 'an agent is silent (killed with -9)';
  }

  /** Killed in the middle of faults, three times; nothing that was acknowledged is lost, nothing comes twice. */
  async #killedServer(): Promise<void> {
    const [fault] = this.#faults;
    const restarts: number[] = [];
    const before = await this.#counts();
    for (const wait of [0, 15, 150]) {
      await fault!.breaks();
      const broken = Date.now();
      await this.#observer.wait(
        'an alert before the kill',
        (event) => event.kind === 'alert.raised',
        10_000,
        broken,
      );
      await new Promise((resolve) => setTimeout(resolve, wait));
      await this.#server.kill9();
      this.#observer.stop();
      await fault!.mends();
      const started = Date.now();
      this.#server = launchServer(join(this.#folder, 'data'), this.#port);
      await this.#server.says(/http:\/\/localhost:\d+/, 30_000);
      restarts.push(Date.now() - started);
      this.#observer = new Observer();
      await this.#observer.connect(this.#owner);
      await until(async () => (await this.#alerts('raised')).length === 0, 90_000);
    }
    const after = await this.#counts();
    const alerts = after.alerts - before.alerts;
    if (alerts !== 3) throw new Error(`3 faults made ${alerts} alerts.`);
    if (after.tickets !== before.tickets) throw new Error('The same fault opened another ticket.');
    await until(
      () => this.#told('alert.raised') >= after.alerts && this.#told('alert.resolved') >= after.alerts,
      60_000,
    );
    const twice = duplicates(this.#mail.mails.map((mail) => `${mail.messageId} ${mail.to}`));
    const gap = await this.#largestGap();
    if (gap > 2.5 * SAMPLE_MS) throw new Error(`Samples are missing: a gap of ${gap} ms.`);
    this.#row(
      'the server is killed with -9 three times',
      { restart: Math.max(...restarts), gap },
      {
        promisedMs: 3000,
        note: `3 faults, 3 alerts, 1 ticket, every mail and webhook arrived; repeated after a crash with the same Message-ID: ${twice}`,
      },
    );
  }

  #told(kind: string): number {
    return new Set(
      this.#hook.calls.filter((call) => call.kind === kind && call.valid).map((call) => call.delivery),
    ).size;
  }

  /** Longest pause between two samples of the second system, over all kills. */
  async #largestGap(): Promise<number> {
    const to = new Date();
    const from = new Date(to.getTime() - 10 * 60_000);
    const { body } = await this.#owner.get<{ series: { points: [number, number, number, number][] }[] }>(
      `/clients/${this.#clientId}/assets/${this.#assetId}/series?metrics=uptime&from=${from.toISOString()}&to=${to.toISOString()}&points=600`,
    );
    const times = body.series[0]!.points.map(([at]) => at);
    // The time in which the agent itself was dead is its own step.
    const dead = this.#observerGap;
    return Math.max(
      ...times.slice(1).map((at, i) => (dead && times[i]! < dead.to && at > dead.from ? 0 : at - times[i]!)),
    );
  }
  #observerGap: { from: number; to: number } | undefined;

  async #counts(): Promise<{ alerts: number; tickets: number }> {
    const alerts = (await this.#alerts('resolved')).length + (await this.#alerts('raised')).length;
    const tickets = (
      await this.#owner.get<{ items: unknown[] }>(`/tickets?state=any&client=${this.#clientId}&limit=500`)
    ).body.items.length;
    return { alerts, tickets };
  }

  async #alerts(state: string): Promise<Alert[]> {
    const { body } = await this.#owner.get<{ items?: Alert[] }>(
      `/alerts?client=${this.#clientId}&state=${state}&limit=500`,
    );
    return body.items ?? [];
  }
  async #alert(id: string): Promise<Alert> {
    return (await this.#owner.get<Alert>(`/clients/${this.#clientId}/alerts/${id}`)).body;
  }
  async #isAlertOf(id: string, kind: string): Promise<boolean> {
    const alert = await this.#alert(id);
    return alert.kind === kind && alert.assetId === this.#assetId;
  }
  async #assets(client: string): Promise<Asset[]> {
    return (await this.#owner.get<{ items: Asset[] }>(`/assets?client=${client}`)).body.items;
  }
  async #expect<T = unknown>(method: string, path: string, body: unknown): Promise<T> {
    const answer = await this.#owner.call<T>(method, path, body);
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async #cleanUp(): Promise<void> {
    this.#observer.stop();
    for (const fault of this.#faults) await fault.cleanUp().catch(() => {});
    await this.#agent?.stop();
    await this.#server?.stop();
    await this.#mail?.stop();
    await this.#hook?.stop();
    if (this.#folder) await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const duplicates = (values: readonly string[]): number => values.length - new Set(values).size;
