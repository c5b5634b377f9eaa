import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { until } from '../../testing/index.ts';
import { freePort, type IngestWorld, ingestWorld, WEBHOOK, WRITE } from './testing/world.ts';

/* The programs that fleets have, as Debian packages them, with nothing changed but addresses and tokens. */

const run = promisify(execFile);
const PATHS = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/bin'];
function missing(...programs: string[]): string | false {
  const absent = programs.filter(
    (program) =>
      !PATHS.some((folder) => {
        try {
          accessSync(join(folder, program), constants.X_OK);
          return true;
        } catch {
          return false;
        }
      }),
  );
  return absent.length > 0 && `not installed: ${absent.join(', ')}`;
}

describe('real senders', { timeout: 60_000, concurrency: true }, () => {
  let world: IngestWorld;
  let folder: string;
  const children: ChildProcess[] = [];
  before(async () => {
    world = await ingestWorld();
    folder = await mkdtemp(join(tmpdir(), 'rettungsanker-senders-'));
  });
  after(async () => {
    for (const child of children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await world.close();
    await rm(folder, { recursive: true });
  });
  const start = (program: string, ...parameters: string[]): void => {
    const path = `${process.env.PATH}${delimiter}/usr/sbin`;
    children.push(
      spawn(program, parameters, { stdio: 'ignore', cwd: folder, env: { ...process.env, PATH: path } }),
    );
  };
  const file = async (name: string, content: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };

  test('Prometheus scrapes node_exporter, writes to us, and its alert comes through Alertmanager', {
    skip: missing('prometheus', 'prometheus-node-exporter', 'prometheus-alertmanager'),
  }, async () => {
    const [exporter, prometheus, alertmanager] = [await freePort(), await freePort(), await freePort()];
    start('prometheus-node-exporter', `--web.listen-address=127.0.0.1:${exporter}`);
    const credentials = `authorization: { credentials: '${world.token}' }`;
    start(
      'prometheus-alertmanager',
      `--config.file=${await file(
        'alertmanager.yml',
        `route: { receiver: ra, group_wait: 0s, group_interval: 1s }
receivers:
  - name: ra
    webhook_configs: [{ url: '${world.program.url}${WEBHOOK}', http_config: { ${credentials} } }]
`,
      )}`,
      `--storage.path=${join(folder, 'am')}`,
      `--web.listen-address=127.0.0.1:${alertmanager}`,
      '--cluster.listen-address=',
    );
    await file(
      'rules.yml',
      `groups: [{ name: g, rules: [{ alert: ExporterUp, expr: 'up{job="node"} == 1', labels: { severity: critical } }] }]`,
    );
    start(
      'prometheus',
      `--config.file=${await file(
        'prometheus.yml',
        `global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: [rules.yml]
alerting: { alertmanagers: [{ static_configs: [{ targets: ['127.0.0.1:${alertmanager}'] }] }] }
scrape_configs: [{ job_name: node, static_configs: [{ targets: ['127.0.0.1:${exporter}'] }] }]
remote_write:
  - url: ${world.program.url}${WRITE}
    basic_auth: { username: client, password: '${world.token}' }
    queue_config: { batch_send_deadline: 1s }
`,
      )}`,
      `--storage.tsdb.path=${join(folder, 'tsdb')}`,
      `--web.listen-address=127.0.0.1:${prometheus}`,
    );
    const [load] = await until(async () => {
      const found = await world.stored('node_load1');
      return (found[0]?.values.length ?? 0) >= 2 && found;
    }, 30_000);
    assert.deepEqual(load!.key.labels, { instance: `127.0.0.1:${exporter}`, job: 'node' });
    assert.ok((await world.stored('node_cpu_seconds_total')).length >= 8);
    const alert = await until(async () => {
      const { body } = await world.owner.get<{ items: { message: string; severity: string }[] }>(
        `/alerts?state=raised&client=${world.clientId}`,
      );
      return body.items.find((item) => item.message === 'ExporterUp');
    }, 30_000);
    assert.equal(alert.severity, 'critical');
    const metrics = await (await fetch(`http://127.0.0.1:${prometheus}/metrics`)).text();
    for (const counter of ['failed', 'dropped'])
      assert.match(metrics, new RegExp(`prometheus_remote_storage_samples_${counter}_total\\{[^}]*\\} 0\\n`));
  });

  test('zabbix_sender delivers and reads our answer', { skip: missing('zabbix_sender') }, async () => {
    const values = await file(
      'values.txt',
      `${world.token}.web1 trap.value ${Math.floor(Date.now() / 1000)} 42\n${world.token}.web1 trap.text ${Math.floor(Date.now() / 1000)} word\n`,
    );
    // Exit code 2 says that some values were not taken.
    const { stdout } = await run('zabbix_sender', [
      '-z',
      '127.0.0.1',
      '-p',
      String(world.zabbixPort),
      '-T',
      '-i',
      values,
    ]).catch((error: { stdout: string }) => error);
    assert.match(stdout, /processed: 1; failed: 1; total: 2/);
    assert.deepEqual([...(await world.stored('trap_value'))[0]!.values], [42]);
  });

  test('collectd writes through write_graphite', { skip: missing('collectd') }, async () => {
    const config = await file(
      'collectd.conf',
      `Hostname "web1"
FQDNLookup false
Interval 1
BaseDir "${folder}"
PIDFile "${join(folder, 'collectd.pid')}"
LoadPlugin load
LoadPlugin write_graphite
<Plugin write_graphite>
  <Node "ra">
    Host "127.0.0.1"
    Port "${world.graphitePort}"
    Protocol "tcp"
    Prefix "${world.token}."
  </Node>
</Plugin>
`,
    );
    start('collectd', '-f', '-C', config);
    const [stored] = await until(async () => {
      const found = await world.stored('web1_load_load_shortterm');
      return found.length > 0 && found;
    }, 20_000);
    assert.equal(stored!.key.labels.path, 'web1.load.load.shortterm');
  });
});
