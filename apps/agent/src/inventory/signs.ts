import { existsSync, readdirSync, statSync } from 'node:fs';
import { hostname, networkInterfaces, totalmem } from 'node:os';
import type { InventorySection } from '@rettungsanker/protocol';
import { parseMounts } from '../sample/proc.ts';
import { readText } from './command.ts';
import { APK_DATABASE, DPKG_STATUS, RPM_DATABASES } from './linux/packages.ts';

export type Signs = Partial<Record<InventorySection, string>>;

/**
 * What a look of a millisecond can tell: each text changes when its section has probably changed. Services of systemd
 * are seen by their control groups, programs without systemd by their pid files.
 */
export function readSigns(): Signs {
  if (process.platform !== 'linux') return {};
  const packages = [
    DPKG_STATUS,
    APK_DATABASE,
    ...RPM_DATABASES,
    ...RPM_DATABASES.map((f) => `${f}/rpmdb.sqlite`),
  ]
    .map(stamp)
    .join();
  const services = [
    names('/sys/fs/cgroup/system.slice') || names('/sys/fs/cgroup/systemd/system.slice') || names('/run'),
    stamp('/etc/systemd/system'),
    stamp('/etc/systemd/system/multi-user.target.wants'),
    stamp('/etc/init.d'),
  ].join();
  return {
    packages,
    updates: [packages, stamp('/var/lib/apt/lists'), stamp('/var/cache/dnf'), stamp('/var/cache/apk')].join(),
    services,
    ports: services,
    sessions: [stamp('/run/utmp'), names('/run/systemd/sessions')].join(),
    interfaces: interfaceSign(),
    disks: parseMounts(readText('/proc/self/mountinfo') ?? '')
      .map(({ mount, device }) => `${mount} ${device}`)
      .join(),
    system: [
      hostname(),
      totalmem(),
      stamp('/etc/os-release'),
      stamp('/boot'),
      existsSync('/run/reboot-required'),
    ].join(),
  };
}

function interfaceSign(): string {
  return Object.entries(networkInterfaces())
    .filter(([name]) => !/^(lo|veth|cali)/.test(name))
    .flatMap(([name, addresses]) => (addresses ?? []).map(({ cidr }) => `${name} ${cidr}`))
    .sort()
    .join();
}

function stamp(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats ? `${stats.mtimeMs} ${stats.size}` : '';
}

function names(folder: string): string {
  try {
    return readdirSync(folder)
      .filter((name) => /\.(service|pid)$/.test(name) || /^\d+$/.test(name))
      .sort()
      .join();
  } catch {
    return '';
  }
}
