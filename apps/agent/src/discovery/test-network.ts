import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findProgram } from '../checks/test-program.ts';
import type { HostSettings } from './test-host.ts';

const HOST = fileURLToPath(new URL('./test-host.ts', import.meta.url));
const BRIDGE = fileURLToPath(new URL('./test-bridge.ts', import.meta.url));

/** Names of our own: `ra-PROCESS-WHAT`. Those of processes that are gone were left behind by a kill. */
const OWN = /^ra-(\d+)-[a-z0-9]+$/;
const ip = (...args: string[]): string => execFileSync('ip', args, { encoding: 'utf8', stdio: 'pipe' });

/** Why this machine cannot have networks of its own for a test; false when it can. */
export function networksMissing(): string | false {
  if (process.platform !== 'linux') return 'network namespaces are a feature of Linux';
  if (process.getuid?.() !== 0) return 'needs root for network namespaces';
  const missing = ['ip', 'bridge', 'snmpd', 'fping', 'nft'].filter((name) => findProgram(name) === undefined);
  if (missing.length > 0) return `not installed: ${missing.join(', ')}`;
  const name = `ra-${process.pid}-try`;
  try {
    ip('netns', 'add', name);
    try {
      ip('link', 'add', 'a0', 'netns', name, 'type', 'bridge');
    } finally {
      ip('netns', 'del', name);
    }
    return false;
  } catch (error) {
    return `network namespaces are not permitted here: ${(error as Error).message.split('\n')[1] ?? error}`;
  }
}

/**
 * A switch with hosts, each in a namespace: a real bridge with real cables. Nothing of it reaches the network of the
 * machine. The switch is 10.77.0.2/24.
 */
export class TestNetwork {
  readonly folder = mkdtempSync(join(tmpdir(), 'ra-net-'));
  readonly #children: ChildProcess[] = [];
  readonly #namespaces: string[] = [];

  static open(): TestNetwork {
    removeLeftovers();
    const network = new TestNetwork();
    // lldpd does its work as a user of its own.
    chmodSync(network.folder, 0o777);
    const name = network.#namespace('switch');
    ip('-n', name, 'link', 'add', 'br0', 'type', 'bridge', 'forward_delay', '0');
    ip('-n', name, 'addr', 'add', '10.77.0.2/24', 'dev', 'br0');
    ip('-n', name, 'link', 'set', 'br0', 'up');
    return network;
  }

  /** Processes first, then what they lived in; also after a test has failed half-way. */
  async close(): Promise<void> {
    for (const child of this.#children) {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
    for (const name of this.#namespaces) removeNamespace(name);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A host with this address, on a port of the switch named after it. @returns its hardware address */
  host(what: string, address: string): string {
    const name = this.#namespace(what);
    const port = `p-${what}`;
    const hub = this.#name('switch');
    ip('link', 'add', 'eth0', 'netns', name, 'type', 'veth', 'peer', 'name', port, 'netns', hub);
    ip('-n', name, 'addr', 'add', address, 'dev', 'eth0');
    ip('-n', name, 'link', 'set', 'eth0', 'up');
    ip('-n', hub, 'link', 'set', port, 'master', 'br0', 'up');
    const [link] = JSON.parse(ip('-n', name, '-j', 'link', 'show', 'eth0')) as { address: string }[];
    return link!.address;
  }

  /** Words that run a program on this host. */
  on(what: string): string[] {
    return ['ip', 'netns', 'exec', this.#name(what)];
  }

  run(what: string, ...command: string[]): string {
    const [file = '', ...args] = [...this.on(what), ...command];
    return execFileSync(file, args, { encoding: 'utf8', stdio: 'pipe' });
  }

  /** From now on this host answers nothing but ARP, which no firewall of its own can see. */
  deaf(what: string): void {
    this.run(
      what,
      'nft',
      'add table inet t; add chain inet t c { type filter hook input priority 0; policy drop; }',
    );
  }

  /** Runs until the network is closed. */
  start(what: string, ...command: string[]): ChildProcess {
    const [file = '', ...args] = [...this.on(what), ...command];
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    this.#children.push(child);
    return child;
  }

  async serve(what: string, settings: HostSettings): Promise<void> {
    const child = this.start(what, process.execPath, HOST, JSON.stringify(settings));
    const [line] = (await once(child.stdout!, 'data', { signal: AbortSignal.timeout(20_000) })) as [Buffer];
    if (!line.toString().startsWith('ready')) throw new Error(`${what}: ${line}`);
  }

  /** Name servers that programs on this host find. */
  resolver(what: string, address: string): void {
    const folder = `/etc/netns/${this.#name(what)}`;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'resolv.conf'), `nameserver ${address}\n`);
  }

  /** A real net-snmp on the switch, community `secret-ro`; with the tables of its bridge, and of lldpd where that runs. */
  async snmp(what: string): Promise<void> {
    const folder = join(this.folder, `snmp-${what}`);
    mkdirSync(folder);
    const lines = [
      'rocommunity secret-ro',
      `sysName ${what}`,
      'sysDescr Test switch, 24 ports',
      'master agentx',
      `agentXSocket unix:${this.agentX}`,
      'agentXPerms 0777 0777',
      `pass_persist .1.3.6.1.2.1.17 ${process.execPath} ${BRIDGE} br0`,
    ];
    writeFileSync(join(folder, 'snmpd.conf'), `${lines.join('\n')}\n`);
    const child = this.start(
      what,
      'env',
      'MIBS=',
      `SNMP_PERSISTENT_DIR=${folder}`,
      findProgram('snmpd')!,
      '-f',
      '-Lo',
      '-C',
      '-c',
      join(folder, 'snmpd.conf'),
      '-I',
      '-smux',
      'udp:161',
    );
    const ended = once(child, 'exit').then(() => {
      throw new Error('snmpd has ended');
    });
    ended.catch(() => {});
    await Promise.race([ended, this.#until(() => this.run(what, 'ss', '-lun').includes(':161 '))]);
  }

  get agentX(): string {
    return join(this.folder, 'agentx');
  }

  /** lldpd on this host; on the switch it feeds the SNMP daemon. */
  lldp(what: string, pattern: string): void {
    const more = what === 'switch' ? ['-x', '-X', this.agentX] : [];
    const socket = join(this.folder, `lldp-${what}`);
    const settings = `${socket}.conf`;
    writeFileSync(settings, `configure system hostname ${what}\nconfigure lldp tx-interval 1\n`);
    const words = ['-d', '-S', `${what} of a test`, '-u', socket, '-O', settings, '-I', pattern, ...more];
    this.start(what, findProgram('lldpd')!, ...words);
  }

  /** Waits until the switch has heard by LLDP from as many. */
  async heardByLldp(count: number): Promise<void> {
    const socket = join(this.folder, 'lldp-switch');
    await this.#until(() => {
      const text = this.run('switch', 'lldpcli', '-u', socket, '-f', 'keyvalue', 'show', 'neighbors');
      return (text.match(/\.chassis\.mac=/g) ?? []).length >= count;
    });
  }

  async #until(condition: () => boolean): Promise<void> {
    const signal = AbortSignal.timeout(30_000);
    for (;;) {
      try {
        if (condition()) return;
      } catch {
        // Not up yet.
      }
      await pause(50, undefined, { signal });
    }
  }

  #name(what: string): string {
    return `ra-${process.pid}-${what}`;
  }

  #namespace(what: string): string {
    const name = this.#name(what);
    ip('netns', 'add', name);
    this.#namespaces.push(name);
    ip('-n', name, 'link', 'set', 'lo', 'up');
    return name;
  }
}

function removeLeftovers(): void {
  for (const line of ip('netns', 'list').split('\n')) {
    const [name = ''] = line.split(' ');
    const pid = Number(OWN.exec(name)?.[1] ?? process.pid);
    if (pid !== process.pid && !isRunning(pid)) removeNamespace(name);
  }
}

function removeNamespace(name: string): void {
  try {
    // What a daemon has forked, and what a killed test has left.
    for (const pid of ip('netns', 'pids', name).split('\n').filter(Boolean))
      process.kill(Number(pid), 'SIGKILL');
    ip('netns', 'del', name);
  } catch {
    // Another test file was faster.
  }
  rmSync(`/etc/netns/${name}`, { recursive: true, force: true });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
