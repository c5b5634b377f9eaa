import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { createServer } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runCheck } from '@rettungsanker/agent/checks';
import { type RunnableCheck, runnableCheckSchema } from '@rettungsanker/protocol';

/*
 * How many SNMP checks does one core do? Real net-snmp daemon, version 2c. Ours: the whole check `snmp-value` (guard,
 * session, request, judgement, outcome), 64 at a time. Peer: Debian's prometheus-snmp-exporter, asked over its HTTP
 * interface for the same object, 32 connections kept open. Counted is the processor time of the checking process
 * alone: neither the daemon's nor, for the peer, that of whoever asks it.
 */

const SNMPD = '/usr/sbin/snmpd';
const EXPORTER = '/usr/bin/prometheus-snmp-exporter';
const OID = '1.3.6.1.2.1.1.7.0';
const SECONDS = 4;
const GOAL = 3;
/** USER_HZ, fixed on every Linux. */
const TICKS = 100;

if (!existsSync(SNMPD)) {
  console.log('snmpd is not installed');
  process.exit(0);
}
const folder = mkdtempSync(join(tmpdir(), 'ra-bench-snmp-'));
const started: { kill(signal: 'SIGKILL'): boolean }[] = [];
const guard = { mode: 'networks', networks: ['127.0.0.0/8'], allowLoopback: true } as const;
const peers: Record<string, number | string> = {};
try {
  const port = await freePort();
  writeFileSync(join(folder, 'snmpd.conf'), 'rocommunity public\nsysServices 72\n');
  started.push(
    spawn(SNMPD, ['-f', '-LE', '0', '-C', '-c', join(folder, 'snmpd.conf'), `udp:127.0.0.1:${port}`], {
      stdio: 'ignore',
      env: { ...process.env, SNMP_PERSISTENT_DIR: folder, MIBS: '' },
    }),
  );
  const check = runnableCheckSchema.parse({ kind: 'snmp-value', host: '127.0.0.1', port, oid: OID });
  await ready(async () => (await ask(check)).status === 'ok');
  await ours(check, 1);
  const own = await ours(check, SECONDS);
  peers.snmp_exporter = existsSync(EXPORTER) ? await exporter(port) : 'not installed';
  report(own, peers.snmp_exporter);
} finally {
  for (const child of started) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

function ask(check: RunnableCheck) {
  return runCheck(check, { guard });
}

/** @returns checks per second of processor time */
async function ours(check: RunnableCheck, seconds: number): Promise<number> {
  let done = 0;
  const end = Date.now() + seconds * 1000;
  const before = process.cpuUsage();
  await Promise.all(
    Array.from({ length: 64 }, async () => {
      while (Date.now() < end) {
        const { status, message } = await ask(check);
        if (status !== 'ok') throw new Error(message);
        done++;
      }
    }),
  );
  const { user, system } = process.cpuUsage(before);
  return (done * 1e6) / (user + system);
}

async function exporter(snmpPort: number): Promise<number> {
  const port = await freePort();
  const file = join(folder, 'snmp.yml');
  writeFileSync(
    file,
    `bench:\n  get: [${OID}]\n  metrics:\n    - name: sysServices\n      oid: ${OID.slice(0, -2)}\n      type: gauge\n      help: x\n  version: 2\n  auth:\n    community: public\n`,
  );
  const child = spawn(
    EXPORTER,
    [`--config.file=${file}`, `--web.listen-address=127.0.0.1:${port}`, '--log.level=error'],
    {
      stdio: 'ignore',
      env: { ...process.env, GOMAXPROCS: '1' },
    },
  );
  started.push(child);
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const path = `/snmp?module=bench&target=127.0.0.1:${snmpPort}`;
  const scrape = () =>
    new Promise<boolean>((resolve) => {
      get({ host: '127.0.0.1', port, path, agent }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        response.on('end', () => resolve(response.statusCode === 200 && text.includes('sysServices')));
      }).on('error', () => resolve(false));
    });
  await ready(scrape);
  const run = async (seconds: number) => {
    let done = 0;
    const end = Date.now() + seconds * 1000;
    const before = ticksOf(child.pid!);
    await Promise.all(
      Array.from({ length: 32 }, async () => {
        while (Date.now() < end) {
          if (!(await scrape())) throw new Error('snmp_exporter failed');
          done++;
        }
      }),
    );
    return (done * TICKS) / (ticksOf(child.pid!) - before);
  };
  await run(1);
  const perSecond = await run(SECONDS);
  agent.destroy();
  return perSecond;
}

/** User and system time of a process, proc_pid_stat(5). */
function ticksOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

function report(own: number, peer: number | string | undefined): void {
  const ratio = typeof peer === 'number' ? own / peer : undefined;
  console.log(`SNMP v2c checks per second and core (${cpus()[0]?.model}, Node ${process.version})`);
  console.log(`  Rettungsanker            ${Math.round(own)}`);
  console.log(`  snmp_exporter            ${typeof peer === 'number' ? Math.round(peer) : peer}`);
  if (ratio !== undefined) console.log(`  ratio                    ${ratio.toFixed(2)} (goal ${GOAL})`);
  if (process.argv.includes('--json')) {
    console.log(
      JSON.stringify({
        name: 'snmp',
        figure: Math.round(own),
        unit: 'checks/s/core',
        peers: { snmp_exporter: peer },
        ratio: { snmp_exporter: ratio },
        goal: GOAL,
        met: ratio === undefined ? null : ratio >= GOAL,
      }),
    );
  }
}

async function ready(test: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (await test()) return;
    await pause(25);
  }
  throw new Error('it did not start');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}
