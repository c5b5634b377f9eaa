/** A server of its own with an owner and one client with one site, for the benches that need many systems. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, launchServer, type Running } from '@rettungsanker/e2e/story/processes';
import { type Answer, OWNER, Visitor } from '../../apps/server/src/testing/people.ts';

export class BenchServer {
  readonly folder: string;
  readonly port: number;
  readonly owner: Visitor;
  running: Running;
  clientId = '';
  siteId = '';

  private constructor(folder: string, port: number, running: Running) {
    this.folder = folder;
    this.port = port;
    this.running = running;
    this.owner = new Visitor(`http://localhost:${port}`);
  }

  static async start(folder: string): Promise<BenchServer> {
    const port = await freePort();
    const running = launchServer(join(folder, 'data'), port, FLAGS);
    const bench = new BenchServer(folder, port, running);
    const [, token] = await running.says(/\/setup#(\S+)/, START_MS);
    await bench.post('/setup', {
      token,
      providerName: 'Bench',
      ownerName: OWNER.name,
      email: OWNER.email,
      password: OWNER.password,
      locale: 'en',
    });
    if (!(await bench.owner.get<{ person: unknown }>('/session')).body.person)
      await bench.post('/session/sign-in', { email: OWNER.email, password: OWNER.password });
    bench.clientId = (await bench.post<{ id: string }>('/clients', { name: 'Bench client' })).id;
    bench.siteId = (
      await bench.post<{ id: string }>(`/clients/${bench.clientId}/sites`, {
        name: 'Bench site',
        networks: ['127.0.0.0/8'],
        serverNetworks: ['127.0.0.0/8'],
        allowLoopback: true,
      })
    ).id;
    return bench;
  }

  /** Killed in the middle of whatever it does, and started again on the same folder; ms until it answers. */
  async restart(): Promise<number> {
    await this.running.kill9();
    const began = performance.now();
    this.running = launchServer(join(this.folder, 'data'), this.port, FLAGS);
    await this.running.says(/Ready after/, START_MS);
    return performance.now() - began;
  }

  async post<T>(path: string, body: unknown): Promise<T> {
    const answer = await this.owner.post<T>(path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** Waits where the server says that it is enough for now. */
  async patiently<T>(ask: () => Promise<Answer<T>>): Promise<Answer<T>> {
    for (;;) {
      const answer = await ask();
      if (answer.status !== 429) return answer;
      await sleep(1000 * Number(answer.headers.get('retry-after') ?? 1));
    }
  }

  async postPatiently<T>(path: string, body: unknown): Promise<T> {
    const answer = await this.patiently(() => this.owner.post<T>(path, body));
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async enrolmentCode(): Promise<string> {
    const path = `/clients/${this.clientId}/sites/${this.siteId}/enrolment-codes`;
    return (await this.post<{ code: string }>(path, {})).code;
  }
}

const FLAGS = ['--agent-local', 'false'];
/** The console is built first where its sources have changed, beside other work. */
const START_MS = 300_000;

/** Runs `work` for each number below `count`, `width` at a time. */
export async function each(count: number, width: number, work: (i: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
