import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/* A target and programs for the figures about checks: everything on loopback, each program measured by its own CPU time. */

export const HTTP_PORT = 18_080;
export const HTTPS_PORT = 18_443;
const TICKS_PER_SECOND = 100;

/** @param name of a program, or its path */
export function installed(name: string): string | undefined {
  if (name.startsWith('/')) return existsSync(name) ? name : undefined;
  return ['/usr/bin', '/usr/sbin', '/bin', '/sbin'].map((folder) => join(folder, name)).find(existsSync);
}

export class Lab {
  readonly folder = mkdtempSync(join(tmpdir(), 'ra-bench-'));
  readonly #children: ChildProcess[] = [];

  /** @param core the program is kept on that one, where `taskset` is there */
  start(file: string, args: readonly string[], core?: number, env: NodeJS.ProcessEnv = {}): ChildProcess {
    const pinned = core !== undefined && installed('taskset') !== undefined;
    const child = spawn(pinned ? 'taskset' : file, pinned ? ['-c', `${core}`, file, ...args] : args, {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      env: { ...process.env, ...env },
    });
    this.#children.push(child);
    return child;
  }

  /** nginx that closes after each answer: every check needs a connection of its own. @returns the root of its certificate */
  async target(): Promise<string> {
    const file = (name: string) => join(this.folder, name);
    chmodSync(this.folder, 0o755);
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '90'],
        ...['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'],
        ...['-keyout', file('key.pem'), '-out', file('cert.pem')],
      ],
      { stdio: 'ignore' },
    );
    writeFileSync(
      file('nginx.conf'),
      `worker_processes 1; daemon off; pid ${file('pid')}; error_log ${file('error.log')};
events { worker_connections 8192; multi_accept on; }
http {
  access_log off; keepalive_timeout 0; client_body_temp_path ${file('b')}; proxy_temp_path ${file('p')};
  fastcgi_temp_path ${file('f')}; uwsgi_temp_path ${file('u')}; scgi_temp_path ${file('s')};
  ssl_certificate ${file('cert.pem')}; ssl_certificate_key ${file('key.pem')};
  ssl_session_cache off; ssl_session_tickets off;
  server { listen ${HTTP_PORT} backlog=16384 reuseport; listen ${HTTPS_PORT} ssl backlog=16384;
    location /count { stub_status; } location / { return 200 "all systems are fine, thank you\\n"; } }
}`,
    );
    this.start(installed('nginx')!, ['-c', file('nginx.conf'), '-e', file('error.log')], 0);
    while (!(await answers())) await sleep(20);
    return readFileSync(file('cert.pem'), 'utf8');
  }

  stop(): void {
    for (const child of this.#children) child.kill('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function answers(): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${HTTP_PORT}/`)).ok;
  } catch {
    return false;
  }
}

/** Requests that the target has answered so far, so that nobody can overstate. */
export async function hits(): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${HTTP_PORT}/count`)).text();
  return Number(/^\s*\d+ \d+ (\d+)/m.exec(text)?.[1]);
}

/** CPU seconds of a process, without its children. */
export function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** CPU seconds of this process's children that have ended. */
export function cpuOfChildren(): number {
  const stat = readFileSync('/proc/self/stat', 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
}

export function rssMegabytes(pid: number): number {
  const [, pages = '0'] = readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ');
  return Math.round((Number(pages) * 4096) / 1e5) / 10;
}

export function option(name: string, fallback: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
}
