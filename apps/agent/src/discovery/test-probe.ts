import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import type { SweepOrder, SweepReport } from '@rettungsanker/protocol';
import { type AgentBench, AgentLab } from '../testing/process.ts';
import { TestNetwork } from './test-network.ts';

export const SITE = '10.77.0.0/24';
/** Of the owner of the probe's host. An inventory says nothing here and costs time. */
const ALLOWED = '[deny]\ninventory = ["all"]\n[allow]\ndiscovery = true\n';
export const NOT_ALLOWED = '[deny]\ninventory = ["all"]\n';

export type Reports = (state?: SweepReport['state']) => SweepReport[];

export const order = (more: Partial<SweepOrder> = {}): SweepOrder => ({
  id: randomUUID(),
  networks: [],
  snmp: [],
  ...more,
});

/** A network with a host `probe` (10.77.0.1) on which agents run; their server stays in the namespace of the test. */
export class TestProbe {
  readonly network: TestNetwork;
  readonly lab: AgentLab;

  static async open(): Promise<TestProbe> {
    const network = TestNetwork.open();
    try {
      network.host('probe', '10.77.0.1/24');
      return new TestProbe(network, await AgentLab.open());
    } catch (error) {
      await network.close();
      throw error;
    }
  }

  private constructor(network: TestNetwork, lab: AgentLab) {
    this.network = network;
    this.lab = lab;
  }

  async close(): Promise<void> {
    this.lab.close();
    await this.network.close();
  }

  /** Starts the agent on the probe's host, as a process of its own. */
  start(b: AgentBench): ReturnType<AgentBench['start']> {
    return b.start(this.network.on('probe'));
  }

  /** An enrolled agent that is not started yet, and the way from there to its server. */
  with(use: (b: AgentBench, reports: Reports) => Promise<void>, policy = ALLOWED): Promise<void> {
    return this.lab.with(async (b) => {
      b.server.config.networks = [SITE];
      b.server.config.inventoryIntervalMs = 7 * 86_400_000;
      await b.enrol();
      b.policy(policy);
      const socket = join(this.network.folder, `server-${b.server.port}`);
      const relay = createServer((near) => {
        const far = connect(b.server.port, '127.0.0.1');
        for (const end of [near, far]) end.on('error', () => {});
        near.pipe(far).pipe(near);
        near.once('close', () => far.destroy());
        far.once('close', () => near.destroy());
      });
      await new Promise<void>((done) => relay.listen(socket, done));
      try {
        await this.network.serve('probe', { relay: { port: b.server.port, socket } });
        await use(b, (state) =>
          b.server.batches.flatMap(({ discovery }) =>
            discovery !== undefined && (state === undefined || discovery.state === state) ? [discovery] : [],
          ),
        );
        assert.deepEqual(b.server.problems, []);
      } finally {
        await b.agent?.end('SIGKILL');
        relay.close();
      }
    });
  }

  /** Runs a module on the probe's host. @param code prints JSON */
  evaluate(code: string): unknown {
    const words = [process.execPath, '--input-type=module', '-e', code];
    return JSON.parse(this.network.run('probe', ...words));
  }
}
