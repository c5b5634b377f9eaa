import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import type { Inventory } from '@rettungsanker/protocol';
import { cut, defined, readText, run } from '../command.ts';
import type { Finding } from '../facts.ts';

type Services = NonNullable<Inventory['services']>;

export async function readServices(): Promise<Finding<'services'>> {
  if (existsSync('/run/systemd/system')) return { facts: await systemdServices() };
  return {
    facts: await scriptServices(),
    problem: 'No systemd on this host: services are init scripts and well-known programs.',
  };
}

async function systemdServices(): Promise<Services> {
  const properties = 'Id,Description,LoadState,ActiveState,SubState,UnitFileState';
  const args = ['show', '--no-pager', '--type=service', `--property=${properties}`, '*.service'];
  const output = await run('systemctl', args);
  if (output?.exitCode !== 0) throw new Error('systemctl does not answer');
  return parseSystemd(output.stdout);
}

/** @param text blocks of `Property=value` lines, one block a unit (org.freedesktop.systemd1(5)) */
export function parseSystemd(text: string): Services {
  const services: Services = [];
  for (const block of text.split('\n\n')) {
    const unit = new Map(
      block.split('\n').map((line): [string, string] => {
        const at = line.indexOf('=');
        return [line.slice(0, at), line.slice(at + 1)];
      }),
    );
    const id = unit.get('Id');
    if (!id?.endsWith('.service') || unit.get('LoadState') !== 'loaded') continue;
    const state = systemdState(unit.get('ActiveState'), unit.get('SubState'));
    const enabled = systemdEnabled(unit.get('UnitFileState'));
    // A stopped helper that nobody can switch on or off is no service that a person would look for.
    if (state === 'stopped' && enabled === undefined) continue;
    const title = unit.get('Description');
    services.push(
      defined({
        name: cut(id.slice(0, -'.service'.length)),
        title: title && cut(title, 2000),
        state,
        enabled,
      }),
    );
  }
  return services.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function systemdState(active = '', sub = ''): Services[number]['state'] {
  if (active === 'active' || active === 'reloading' || active === 'refreshing') return 'running';
  if (active === 'failed' || sub.startsWith('auto-restart')) return 'failed';
  if (active === 'inactive' || active === 'deactivating') return 'stopped';
  return 'unknown';
}

function systemdEnabled(state: string | undefined): boolean | undefined {
  if (state === 'enabled' || state === 'enabled-runtime' || state === 'alias') return true;
  if (state === 'disabled' || state === 'masked' || state === 'masked-runtime') return false;
  return undefined;
}

/** Programs that are a service wherever they run, by the name of their process. */
const DAEMONS = new Map([
  ...['nginx', 'apache2', 'httpd', 'caddy', 'haproxy', 'postgres', 'mysqld', 'mariadbd', 'mongod'].map(same),
  ...['redis-server', 'memcached', 'named', 'unbound', 'dnsmasq', 'dovecot', 'smbd', 'slapd'].map(same),
  ...['cron', 'crond', 'rsyslogd', 'sshd', 'dockerd', 'containerd', 'ntpd', 'chronyd', 'php-fpm'].map(same),
  ['master', 'postfix'] as const,
  ['exim4', 'exim4'] as const,
]);

function same(name: string): readonly [string, string] {
  return [name, name];
}

/**
 * Hosts without systemd (containers, old or small systems): init scripts that can tell their status (Linux Standard
 * Base, 22.2), and known programs that run without a script.
 */
async function scriptServices(): Promise<Services> {
  const services = new Map<string, Services[number]>();
  for (const name of initScripts()) {
    const output = await run(`/etc/init.d/${name}`, ['status'], 10_000).catch(() => undefined);
    services.set(name, { name, state: scriptState(output?.exitCode), enabled: startsAtBoot(name) });
  }
  for (const process of runningPrograms()) {
    const name = DAEMONS.get(process);
    if (name && !services.has(name)) services.set(name, { name, state: 'running' });
  }
  return [...services.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function initScripts(): string[] {
  return entries('/etc/init.d').filter((name) => {
    if (!/^[A-Za-z0-9_][A-Za-z0-9_.@+-]*$/.test(name)) return false;
    const path = `/etc/init.d/${name}`;
    try {
      accessSync(path, constants.X_OK);
    } catch {
      return false;
    }
    // Another action than "status" may be all that an old script knows; asking it could do anything.
    return /\bstatus\b/.test(readText(path) ?? '');
  });
}

function scriptState(exitCode: number | undefined): Services[number]['state'] {
  if (exitCode === 0) return 'running';
  if (exitCode === 1 || exitCode === 2 || exitCode === 32) return 'failed';
  return exitCode === 3 ? 'stopped' : 'unknown';
}

function startsAtBoot(name: string): boolean {
  const link = new RegExp(`^S\\d\\d${name.replace(/[.+]/g, '\\$&')}$`);
  return ['/etc/rc2.d', '/etc/rc3.d', '/etc/rcS.d', '/etc/runlevels/default'].some((folder) =>
    entries(folder).some((entry) => link.test(entry) || (folder.endsWith('default') && entry === name)),
  );
}

function runningPrograms(): Set<string> {
  const names = entries('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map((pid) => readText(`/proc/${pid}/comm`)?.trim());
  return new Set(names.filter((name) => name !== undefined));
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
