import { join } from 'node:path';
import { OWNER, until, Visitor } from '@rettungsanker/server/testing';
import type { Fault } from './faults.ts';
import { Observer } from './observer.ts';
import { enrolAgent, freePort, launchAgent, launchServer, type Running } from './processes.ts';
import { type ReceivedCall, startWebhookReceiver } from './receivers.ts';

/** A real server with one client, one agent and one webhook, for measurements. */
export class Lab {
  readonly observer: Observer;
  readonly owner: Visitor;
  readonly #server: Running;
  readonly #agent: Running;
  readonly #hook: Awaited<ReturnType<typeof startWebhookReceiver>>;
  readonly #assetPath: string;

  private constructor(parts: {
    observer: Observer;
    owner: Visitor;
    server: Running;
    agent: Running;
    hook: Awaited<ReturnType<typeof startWebhookReceiver>>;
    assetPath: string;
  }) {
    this.observer = parts.observer;
    this.owner = parts.owner;
    this.#server = parts.server;
    this.#agent = parts.agent;
    this.#hook = parts.hook;
    this.#assetPath = parts.assetPath;
  }

  static async start(folder: string): Promise<Lab> {
    const port = await freePort();
    const server = launchServer(join(folder, 'data'), port, ['--agent-local', 'false']);
    const [, token] = await server.says(/\/setup#(\S+)/, 60_000);
    const owner = new Visitor(`http://localhost:${port}`);
    const post = async <T>(path: string, body: unknown): Promise<T> => {
      const answer = await owner.post<T>(path, body);
      if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    };
    await post('/setup', {
      token,
      providerName: 'Lab',
      ownerName: OWNER.name,
      email: OWNER.email,
      password: OWNER.password,
      locale: 'en',
    });
    if (!(await owner.get<{ person: unknown }>('/session')).body.person)
      await post('/session/sign-in', { email: OWNER.email, password: OWNER.password });
    const observer = new Observer();
    await observer.connect(owner);
    const hook = await startWebhookReceiver({ refuseFirst: false });
    const provider = (await owner.get<{ items: { id: string }[] }>('/clients')).body.items[0]!.id;
    hook.secret = (
      await post<{ secret: string }>(`/clients/${provider}/webhooks`, {
        name: 'lab',
        url: hook.url,
        kinds: ['alert.*'],
        allowPrivate: true,
      })
    ).secret;
    const { id: clientId } = await post<{ id: string }>('/clients', { name: 'Lab client' });
    const { id: siteId } = await post<{ id: string }>(`/clients/${clientId}/sites`, {
      name: 'Lab site',
      networks: ['127.0.0.0/8'],
      allowLoopback: true,
    });
    const { code } = await post<{ code: string }>(`/clients/${clientId}/sites/${siteId}/enrolment-codes`, {});
    const data = join(folder, 'agent');
    await enrolAgent(data, code);
    const agent = launchAgent(data);
    const connected = await observer.wait('the agent', (event) => event.kind === 'agent.connected', 20_000);
    return new Lab({
      observer,
      owner,
      server,
      agent,
      hook,
      assetPath: `/clients/${clientId}/assets/${connected.objectId}`,
    });
  }

  /** Adds the fault's check and waits until it has been fine once. */
  async watch(fault: Pick<Fault, 'name' | 'check'>): Promise<void> {
    const { body } = await this.owner.post<{ id: string }>(`${this.#assetPath}/checks`, {
      ...fault.check,
      name: fault.name,
    });
    await until(async () => {
      const list = await this.owner.get<{ items: { id: string; states: { status: string }[] }[] }>(
        `${this.#assetPath}/checks`,
      );
      return list.body.items.find((check) => check.id === body.id)?.states[0]?.status === 'ok';
    }, 60_000);
  }

  webhookOf(alertId: string, kind: string): Promise<ReceivedCall> {
    return until(
      () =>
        this.#hook.calls.find((call) => call.kind === kind && JSON.stringify(call.body).includes(alertId)),
      60_000,
    );
  }

  /** One message for every alert, however many come; otherwise the client's default collects them from the eleventh on. */
  async tellEachAlone(): Promise<void> {
    const clientPath = this.#assetPath.replace(/\/assets\/.*/, '');
    await this.owner.call('PUT', `${clientPath}/alarm-settings`, { groupAfter: 1000 });
  }

  async stop(): Promise<void> {
    this.observer.stop();
    await this.#agent.stop();
    await this.#server.stop();
    await this.#hook.stop();
  }
}
