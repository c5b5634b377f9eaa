import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { cpuOf, cpuOfChildren, HTTP_PORT, HTTPS_PORT, hits, installed, type Lab } from './lab.ts';

/* Peers of the HTTP checks, each on core 1; undefined where one is not installed. */

const BLACKBOX_PORT = 18_115;
const PROMETHEUS_PORT = 18_090;
/** Of wrk at the target, at the same time. */
const CONNECTIONS = 32;
/** Beyond some 1,500 a second Prometheus with the exporter loses all of them. */
const SCRAPED = 500;
const PLUGIN = '/usr/lib/nagios/plugins/check_http';
const PLUGIN_RUNS = 800;

export interface Rate {
  /** By the clock. */
  perSecond: number;
  /** By its own processor time. */
  perCore: number;
}
export interface Exporter {
  http: number;
  https: number;
}

/** wrk on one thread, a connection for each request. */
export async function wrk(lab: Lab, target: string, seconds: number): Promise<Rate | undefined> {
  const file = installed('wrk');
  if (file === undefined) return undefined;
  const words = ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '-H', 'Connection: close', target];
  const before = cpuOfChildren();
  const child = lab.start(file, words, 1);
  let text = '';
  child.stdout!.on('data', (data) => {
    text += data;
  });
  await once(child, 'exit');
  const requests = Number(/(\d+) requests in/.exec(text)?.[1]);
  const took = Number(/requests in ([\d.]+)s/.exec(text)?.[1]);
  return { perSecond: requests / took, perCore: requests / (cpuOfChildren() - before) };
}

function startBlackbox(lab: Lab, contains: string) {
  const config = join(lab.folder, 'blackbox.yml');
  writeFileSync(
    config,
    `modules:
  http: {prober: http, http: {fail_if_body_not_matches_regexp: ["${contains}"], preferred_ip_protocol: ip4}}
  https: {prober: http, http: {fail_if_body_not_matches_regexp: ["${contains}"], preferred_ip_protocol: ip4, tls_config: {ca_file: ${join(lab.folder, 'cert.pem')}}}}
`,
  );
  const words = [
    `--config.file=${config}`,
    `--web.listen-address=127.0.0.1:${BLACKBOX_PORT}`,
    '--log.level=error',
  ];
  return lab.start(installed('prometheus-blackbox-exporter')!, words, 1, { GOMAXPROCS: '1' });
}

const probe = (module: string, target: string): string =>
  `http://127.0.0.1:${BLACKBOX_PORT}/probe?module=${module}&target=${encodeURIComponent(target)}`;

async function until(url: string, right: RegExp, seconds = 60): Promise<boolean> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    const text = await fetch(url).then(
      (answer) => answer.text(),
      () => '',
    );
    if (right.test(text)) return true;
    await sleep(100);
  }
  return false;
}

/** The exporter alone, driven by wrk on the target's core; its results are thrown away. Per core. */
export async function blackbox(lab: Lab, contains: string, seconds: number): Promise<Exporter | undefined> {
  const driver = installed('wrk');
  if (installed('prometheus-blackbox-exporter') === undefined || driver === undefined) return undefined;
  const child = startBlackbox(lab, contains);
  const urls = {
    http: probe('http', `http://127.0.0.1:${HTTP_PORT}/`),
    https: probe('https', `https://127.0.0.1:${HTTPS_PORT}/`),
  };
  if (!(await until(urls.https, /^probe_success 1$/m))) throw new Error('The exporter does not answer.');
  const perCore = async (target: string): Promise<number> => {
    const [before, cpu] = [await hits(), cpuOf(child.pid!)];
    execFileSync(driver, ['-t1', '-c16', `-d${seconds}s`, target], { stdio: 'ignore' });
    return ((await hits()) - before) / (cpuOf(child.pid!) - cpu);
  };
  const rates = { http: await perCore(urls.http), https: await perCore(urls.https) };
  child.kill('SIGTERM');
  await once(child, 'exit');
  return rates;
}

/** Prometheus that scrapes the exporter for 500 targets at 1 s and keeps the results. Per core of both; NaN when it cannot. */
export async function prometheus(lab: Lab, contains: string, seconds: number): Promise<number | undefined> {
  const file = installed('prometheus');
  if (file === undefined || installed('prometheus-blackbox-exporter') === undefined) return undefined;
  const exporter = startBlackbox(lab, contains);
  const targets = Array.from(
    { length: SCRAPED },
    (_, n) => `"http://127.0.0.${(n % 20) + 1}:${HTTP_PORT}/?${n}"`,
  );
  const config = join(lab.folder, 'prometheus.yml');
  writeFileSync(
    config,
    `global: {scrape_interval: 1s, scrape_timeout: 1s}
scrape_configs:
  - job_name: checks
    metrics_path: /probe
    params: {module: [http]}
    static_configs: [{targets: [${targets.join(',')}]}]
    relabel_configs:
      - {source_labels: [__address__], target_label: __param_target}
      - {source_labels: [__param_target], target_label: instance}
      - {target_label: __address__, replacement: "127.0.0.1:${BLACKBOX_PORT}"}
`,
  );
  const words = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(lab.folder, 'tsdb')}`,
    `--web.listen-address=127.0.0.1:${PROMETHEUS_PORT}`,
    '--log.level=error',
  ];
  const server = lab.start(file, words, 1, { GOMAXPROCS: '1' });
  const count = encodeURIComponent('count(probe_success)');
  const query = `http://127.0.0.1:${PROMETHEUS_PORT}/api/v1/query?query=${count}`;
  const seesAll = await until(query, new RegExp(`"${SCRAPED}"\\]`), 20);
  const cpu = (): number => cpuOf(server.pid!) + cpuOf(exporter.pid!);
  const [before, used] = [await hits(), cpu()];
  await sleep(seconds * 1000);
  const rate = ((await hits()) - before) / (cpu() - used);
  for (const child of [server, exporter]) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  return seesAll ? rate : Number.NaN;
}

/** A process for each check, as Icinga 2 and Nagios do, without what those add. Per core. */
export async function checkHttp(contains: string): Promise<number | undefined> {
  if (installed(PLUGIN) === undefined) return undefined;
  const words = ['-I', '127.0.0.1', '-p', String(HTTP_PORT), '-s', contains];
  const before = cpuOfChildren();
  let left = PLUGIN_RUNS;
  const lane = async (): Promise<void> => {
    while (left-- > 0) await promisify(execFile)(PLUGIN, words);
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  return PLUGIN_RUNS / (cpuOfChildren() - before);
}
