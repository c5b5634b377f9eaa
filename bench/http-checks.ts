import { blackbox, checkHttp, type Exporter, prometheus, type Rate, wrk } from './checks/http-peers.ts';
import { HTTP_PORT, HTTPS_PORT, Lab, option } from './checks/lab.ts';
import { type Measured, measure } from './checks/measure.ts';

/*
 * HTTP checks: scheduled, on a new connection each, timed by phase, judged by status and text, results recorded. Beside
 * Debian's peers on the same target in the same run. The target (nginx) has core 0, whoever is measured has core 1.
 *
 * "Per core" is work per second of the program's own processor time, kernel included. The ceiling is wrk: a connection
 * for each request, nothing judged or kept. Like is compared with like: ours with more checks than it can carry against
 * wrk, both of which keep the core busy. By wall clock (checks a second of the one core) and by processor time, which
 * other work on the machine disturbs less; the rounds of the two take turns.
 *
 * --seconds N  length of each measurement (8)   --rounds N  of ours and wrk, in turns (3)
 */

const seconds = option('seconds', 8);
const rounds = option('rounds', 3);
const url = `http://127.0.0.#:${HTTP_PORT}/`;
const contains = 'all systems are fine';
const MORE_THAN_ENOUGH = 25_000;
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

/** The median. */
function middle<T>(list: readonly T[], by: (item: T) => number): T | undefined {
  return [...list].sort((a, b) => by(a) - by(b))[Math.floor(list.length / 2)];
}

function rounded(value: number | undefined): number | string {
  if (value === undefined) return 'not installed';
  return Number.isNaN(value) ? 'lost its targets' : Math.round(value);
}

try {
  const root = await lab.target();
  const run = (checks: number, more: { url?: string; root?: string } = {}) =>
    measure(lab, { checks, intervalMs: 1000, url, contains, ...more }, { seconds });
  const light = await run(4000);
  row('4,000 checks at 1 s', light, 4000);
  const full = await run(8000);
  row('8,000 checks at 1 s', full, 8000);
  const peaks: Measured[] = [];
  const ceilings: Rate[] = [];
  for (let round = 0; round < rounds; round++) {
    peaks.push(await run(MORE_THAN_ENOUGH));
    const ceiling = await wrk(lab, `http://127.0.0.1:${HTTP_PORT}/`, seconds);
    if (ceiling) ceilings.push(ceiling);
  }
  const peak = middle(peaks, ({ perSecond }) => perSecond)!;
  row('more than can be carried', peak, MORE_THAN_ENOUGH);
  const twice = Math.round((2 * peak.perSecond) / 100) * 100;
  const over = await run(twice);
  row('twice what can be carried', over, twice);
  const httpsUrl = `https://127.0.0.1:${HTTPS_PORT}/`;
  const secures: Measured[] = [];
  const exporters: Exporter[] = [];
  for (let round = 0; round < rounds; round++) {
    secures.push(await run(600, { url: httpsUrl, root }));
    const exporter = await blackbox(lab, contains, seconds);
    if (exporter) exporters.push(exporter);
  }
  const secure = middle(secures, ({ perCore }) => perCore)!;
  row('600 HTTPS checks at 1 s', secure, 600);
  const perCore = (list: readonly number[]): number | undefined => middle(list, (value) => value);
  const http = perCore(exporters.map((exporter) => exporter.http));
  const https = perCore(exporters.map((exporter) => exporter.https));
  const server = await prometheus(lab, contains, seconds);
  const plugin = await checkHttp(contains);
  const wall = perCore(ceilings.map(({ perSecond }) => perSecond));
  const busy = perCore(ceilings.map((ceiling) => ceiling.perCore));
  const peers: Record<string, number | string> = {
    'wrk, by wall clock': rounded(wall),
    'wrk, by processor time': rounded(busy),
    'wrk https': rounded((await wrk(lab, httpsUrl, seconds))?.perCore),
    blackbox_exporter: rounded(http),
    'blackbox_exporter https': rounded(https),
    'prometheus with it': rounded(server),
    'check_http alone (Icinga 2 adds to it)': rounded(plugin),
    'Zabbix, Icinga 2': 'not installed',
  };
  console.log('HTTP checks (a connection each, status and text judged, phases timed, results recorded)');
  console.table(rows);
  console.log('Peers, per core:', peers);
  const ratioOf = (ours: number, theirs: number | undefined) =>
    theirs === undefined ? 'not installed' : Math.round((ours / theirs) * 100) / 100;
  const ratio = {
    'peak to wrk by wall clock (goal 0.6)': ratioOf(perCore(peaks.map(({ perSecond }) => perSecond))!, wall),
    'peak to wrk by processor time (goal 0.6)': ratioOf(perCore(peaks.map((p) => p.perCore))!, busy),
    'http to blackbox_exporter (goal 3.5)': ratioOf(full.perCore, http),
    'https to blackbox_exporter (goal 1.2)': ratioOf(secure.perCore, https),
    'http to prometheus with it (goal 8)': ratioOf(full.perCore, server),
    'http to check_http (goal 25)': ratioOf(full.perCore, plugin),
    'twice the load, of the peak (goal 0.8)': ratioOf(over.perSecond, peak.perSecond),
  };
  console.table(ratio);
  if (process.argv.includes('--json')) {
    const met =
      full.rss <= 150 &&
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
