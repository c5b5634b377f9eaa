import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@rettungsanker/e2e/story/processes';

const PROMETHEUS = '/usr/bin/prometheus';
const ALERTMANAGER = '/usr/bin/prometheus-alertmanager';
const BLACKBOX = '/usr/bin/prometheus-blackbox-exporter';
const LONGEST_MS = 300_000;

interface AlertmanagerMessage {
  alerts: { status: string; labels: { instance?: string } }[];
}

/**
 * Debian's Prometheus, blackbox exporter and Alertmanager, watching web servers on loopback, with a webhook at the end.
 * Intervals as in Debian's /etc/prometheus/prometheus.yml and alertmanager.yml. Every target is a group of its own:
 * the second alert of a group would wait for group_interval (5 minutes), which is not what is measured here.
 */
export class PrometheusPeer {
  readonly #children: ChildProcess[] = [];
  readonly #hook: Server;
  readonly #toldAt = new Map<string, number>();
  readonly #ports: readonly number[];
  #url = '';

  private constructor(ports: readonly number[]) {
    this.#ports = ports;
    this.#hook = createServer((request, response) => {
      const at = Date.now();
      let text = '';
      request.on('data', (piece) => {
        text += piece;
      });
      request.on('end', () => {
        for (const { status, labels } of (JSON.parse(text) as AlertmanagerMessage).alerts)
          if (status === 'firing' && labels.instance && !this.#toldAt.has(labels.instance))
            this.#toldAt.set(labels.instance, at);
        response.end();
      });
    });
  }

  /** @returns undefined when one of the three is not installed */
  static async start(folder: string, ports: readonly number[]): Promise<PrometheusPeer | undefined> {
    if (![PROMETHEUS, ALERTMANAGER, BLACKBOX].every((file) => existsSync(file))) return undefined;
    mkdirSync(folder, { recursive: true });
    const peer = new PrometheusPeer(ports);
    await new Promise<void>((done) => peer.#hook.listen(0, '127.0.0.1', done));
    await peer.#launch(folder, (peer.#hook.address() as AddressInfo).port);
    return peer;
  }

  async #launch(folder: string, hookPort: number): Promise<void> {
    const [prometheus, alertmanager, blackbox] = [await freePort(), await freePort(), await freePort()];
    const file = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const run = (program: string, words: readonly string[]): void => {
      this.#children.push(spawn(program, words, { stdio: 'ignore' }));
    };
    run(BLACKBOX, [
      // Debian's module http_2xx.
      `--config.file=${file('blackbox.yml', 'modules: {http_2xx: {prober: http}}\n')}`,
      `--web.listen-address=127.0.0.1:${blackbox}`,
    ]);
    const routes = `
route: {group_by: [alertname, cluster, service], group_wait: 30s, group_interval: 5m, repeat_interval: 3h, receiver: hook}
receivers: [{name: hook, webhook_configs: [{url: "http://127.0.0.1:${hookPort}/"}]}]
`;
    run(ALERTMANAGER, [
      `--config.file=${file('alertmanager.yml', routes)}`,
      `--storage.path=${join(folder, 'alertmanager')}`,
      `--web.listen-address=127.0.0.1:${alertmanager}`,
      '--cluster.listen-address=',
    ]);
    file(
      'rules.yml',
      `
groups: [{name: sites, rules: [{alert: SiteDown, expr: probe_success == 0, for: 1m}]}]
`,
    );
    const groups = this.#ports.map(
      (port) => `{targets: ["http://127.0.0.1:${port}/"], labels: {service: "site-${port}"}}`,
    );
    const config = `
global: {scrape_interval: 15s, evaluation_interval: 15s}
rule_files: [rules.yml]
alerting: {alertmanagers: [{static_configs: [{targets: ["127.0.0.1:${alertmanager}"]}]}]}
scrape_configs:
  - job_name: sites
    metrics_path: /probe
    params: {module: [http_2xx]}
    static_configs: [${groups.join(', ')}]
    relabel_configs:
      - {source_labels: [__address__], target_label: __param_target}
      - {source_labels: [__param_target], target_label: instance}
      - {target_label: __address__, replacement: "127.0.0.1:${blackbox}"}
`;
    run(PROMETHEUS, [
      `--config.file=${file('prometheus.yml', config)}`,
      `--storage.tsdb.path=${join(folder, 'tsdb')}`,
      `--web.listen-address=127.0.0.1:${prometheus}`,
    ]);
    this.#url = `http://127.0.0.1:${prometheus}`;
  }

  /** Waits until every target has been fine once. */
  async seesAll(): Promise<void> {
    const query = encodeURIComponent('count(probe_success == 1)');
    for (const until = Date.now() + LONGEST_MS; Date.now() < until; await sleep(500)) {
      const text = await fetch(`${this.#url}/api/v1/query?query=${query}`).then(
        (answer) => answer.text(),
        () => '',
      );
      if (text.includes(`"${this.#ports.length}"]`)) return;
    }
    throw new Error('Prometheus does not see all targets.');
  }

  /** @returns when the webhook told of this target, Unix ms */
  async toldOf(port: number): Promise<number> {
    const instance = `http://127.0.0.1:${port}/`;
    for (const until = Date.now() + LONGEST_MS; Date.now() < until; await sleep(200)) {
      const at = this.#toldAt.get(instance);
      if (at !== undefined) return at;
    }
    throw new Error('Alertmanager did not tell of a killed web server.');
  }

  async stop(): Promise<void> {
    for (const child of this.#children) child.kill('SIGKILL');
    await new Promise((done) => this.#hook.close(done).closeAllConnections() ?? done(undefined));
  }
}
