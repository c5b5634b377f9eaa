import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cpuOf, HTTP_PORT, HTTPS_PORT, hits, installed, Lab, option, rssMegabytes } from './checks/lab.ts';
import { type Measured, measure } from './checks/measure.ts';

/*
 * HTTP checks: scheduled, on a new connection each, timed by phase, judged by status and text, results recorded.
 * Beside wrk (what the kernel allows at all) and prometheus-blackbox-exporter (results thrown away), on the same
 * target in the same run. "Per core" is work per second of the program's own processor time.
 *
 * --seconds N  length of each measurement (8)
 */

const seconds = option('seconds', 8);
const url = `http://127.0.0.#:${HTTP_PORT}/`;
const contains = 'all systems are fine';
const lab = new Lab();
const rows: Record<string, Record<string, number | string>> = {};

function row(name: string, m: Measured, due: number): void {
  rows[name] = {
    'due /s': due,
    'done /s': Math.round(m.perSecond),
    'per core': Math.round(m.perCore),
    'late p99 ms': m.lateP99,
    failed: m.failed,
    unknown: m.unknown,
    'RSS MB': m.rss,
  };
}

/** wrk on one thread, a connection per request. @returns requests per second of its processor time */
async function wrk(target: string, core: number): Promise<number> {
  const child = lab.start(
    installed('wrk')!,
    ['-t1', '-c32', `-d${seconds}s`, '-H', 'Connection: close', target],
    core,
  );
  let text = '';
  child.stdout!.on('data', (data) => {
    text += data;
  });
  let cpu = 0;
  const watch = setInterval(() => {
    try {
      cpu = cpuOf(child.pid!);
    } catch {
      // Ended since.
    }
  }, 50);
  await once(child, 'exit');
  clearInterval(watch);
  return Number(/(\d+) requests in/.exec(text)?.[1]) / cpu;
}

async function blackbox(): Promise<{ http: number; https: number; rss: number } | undefined> {
  const file = installed('prometheus-blackbox-exporter');
  if (file === undefined || installed('wrk') === undefined) return undefined;
  const config = join(lab.folder, 'blackbox.yml');
  writeFileSync(
    config,
    `modules:
  http: {prober: http, http: {fail_if_body_not_matches_regexp: ["${contains}"], preferred_ip_protocol: ip4}}
  https: {prober: http, http: {fail_if_body_not_matches_regexp: ["${contains}"], preferred_ip_protocol: ip4, tls_config: {ca_file: ${join(lab.folder, 'cert.pem')}}}}
`,
  );
  const child = lab.start(
    file,
    [`--config.file=${config}`, '--web.listen-address=127.0.0.1:18115', '--log.level=error'],
    1,
    { GOMAXPROCS: '1' },
  );
  const probe = (module: string, target: string) =>
    `http://127.0.0.1:18115/probe?module=${module}&target=${encodeURIComponent(target)}`;
  const urls = {
    http: probe('http', `http://127.0.0.1:${HTTP_PORT}/`),
    https: probe('https', `https://127.0.0.1:${HTTPS_PORT}/`),
  };
  for (;;) {
    const text = await fetch(urls.https).then(
      (answer) => answer.text(),
      () => '',
    );
    if (/^probe_success 1$/m.test(text)) break;
    await new Promise((again) => setTimeout(again, 100));
  }
  const perCore = async (target: string) => {
    const [before, cpu] = [await hits(), cpuOf(child.pid!)];
    execFileSync(installed('wrk')!, ['-t1', '-c16', `-d${seconds}s`, target], { stdio: 'ignore' });
    return ((await hits()) - before) / (cpuOf(child.pid!) - cpu);
  };
  const [http, https] = [await perCore(urls.http), await perCore(urls.https)];
  const rss = rssMegabytes(child.pid!);
  child.kill('SIGTERM');
  return { http, https, rss };
}

try {
  const root = await lab.target();
  const light = await measure(lab, { checks: 4000, intervalMs: 1000, url, contains }, { seconds });
  row('4,000 checks at 1 s', light, 4000);
  const full = await measure(lab, { checks: 8000, intervalMs: 1000, url, contains }, { seconds });
  row('8,000 checks at 1 s', full, 8000);
  // V8 lets garbage grow to several times what is alive, unless told otherwise.
  const flags = ['--heap-growing-percent=30', '--max-semi-space-size=8'];
  const small = await measure(lab, { checks: 8000, intervalMs: 1000, url, contains }, { seconds, flags });
  row('8,000 checks at 1 s, small heap', small, 8000);
  const peak = await measure(lab, { checks: 16_000, intervalMs: 1000, url, contains }, { seconds });
  row('more than can be carried', peak, 16_000);
  const twice = Math.round((2 * peak.perSecond) / 100) * 100;
  const over = await measure(lab, { checks: twice, intervalMs: 1000, url, contains }, { seconds });
  row('twice what can be carried', over, twice);
  const secure = await measure(
    lab,
    { checks: 600, intervalMs: 1000, url: `https://127.0.0.1:${HTTPS_PORT}/`, contains, root },
    { seconds },
  );
  row('600 HTTPS checks at 1 s', secure, 600);
  const peers: Record<string, number> = {};
  const wrkThere = installed('wrk') !== undefined;
  const wrkHttp = wrkThere ? await wrk(`http://127.0.0.1:${HTTP_PORT}/`, 1) : undefined;
  const wrkHttps = wrkThere ? await wrk(`https://127.0.0.1:${HTTPS_PORT}/`, 1) : undefined;
  if (wrkHttp) peers.wrk = Math.round(wrkHttp);
  if (wrkHttps) peers['wrk https'] = Math.round(wrkHttps);
  const exporter = await blackbox();
  if (exporter) {
    peers.blackbox_exporter = Math.round(exporter.http);
    peers['blackbox_exporter https'] = Math.round(exporter.https);
  }
  console.log('HTTP checks (a connection each, status and text judged, phases timed, results recorded)');
  console.table(rows);
  console.log('Peers, per core:', Object.keys(peers).length === 0 ? 'not installed' : peers);
  const ratioOf = (ours: number, theirs: number | undefined) =>
    theirs === undefined ? 'not installed' : Math.round((ours / theirs) * 100) / 100;
  const ratio = {
    'http to wrk (goal 0.6)': ratioOf(full.perCore, wrkHttp),
    'http to blackbox_exporter (goal 3.5)': ratioOf(full.perCore, exporter?.http),
    'https to blackbox_exporter (goal 1.2)': ratioOf(secure.perCore, exporter?.https),
    'twice the load, of the peak (goal 0.8)': ratioOf(over.perSecond, peak.perSecond),
  };
  console.table(ratio);
  if (process.argv.includes('--json')) {
    const met =
      small.rss <= 150 &&
      over.failed === 0 &&
      over.perSecond >= 0.8 * peak.perSecond &&
      full.perSecond >= 7900;
    const figure = Math.round(full.perCore);
    const goal = '3.5x blackbox_exporter, 60 % of wrk, 8,000 at 1 s in 150 MB, 0 false at twice the load';
    console.log(
      JSON.stringify({ name: 'http-checks', figure, unit: 'checks/s/core', peers, ratio, goal, met }),
    );
  }
} finally {
  lab.stop();
}
