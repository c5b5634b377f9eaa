import { existsSync, readdirSync, statSync } from 'node:fs';
import type { Inventory } from '@rettungsanker/protocol';
import { cut, defined, run } from '../command.ts';
import type { Finding } from '../facts.ts';

type Update = NonNullable<Inventory['updates']>['pending'][number];

const APT_LISTS = '/var/lib/apt/lists';

/** Asks what is already known on the host: nothing is locked, nothing is fetched. */
export async function readUpdates(): Promise<Finding<'updates'>> {
  if (existsSync('/var/lib/dpkg/status')) return readApt();
  if (existsSync('/lib/apk/db/installed')) return readApk();
  return readDnf();
}

async function readApt(): Promise<Finding<'updates'>> {
  if (!entries(APT_LISTS).some((name) => /_(Packages|InRelease|Release)/.test(name)))
    return { facts: { pending: [] }, problem: 'The package lists were never fetched: run "apt-get update".' };
  const output = await run(
    'apt-get',
    ['--simulate', '-o', 'Debug::NoLocking=true', '-q', 'dist-upgrade'],
    120_000,
  );
  if (!output) return { problem: 'dpkg without apt: pending updates are not known.' };
  if (output.exitCode !== 0) throw new Error(`apt-get ended with ${output.exitCode}`);
  const listsRefreshedAt = newest([
    APT_LISTS,
    `${APT_LISTS}/partial`,
    '/var/lib/apt/periodic/update-success-stamp',
  ]);
  return { facts: defined({ listsRefreshedAt, pending: parseAptSimulation(output.stdout) }) };
}

/** Lines such as `Inst bash [5.2.15-2+b8] (5.2.15-2+b13 Debian:12.15/oldstable [amd64])`. */
export function parseAptSimulation(text: string): Update[] {
  const updates: Update[] = [];
  for (const line of text.split('\n')) {
    const match = /^Inst (\S+)(?: \[([^\]]+)\])? \((\S+) ([^[)]*)/.exec(line);
    if (!match) continue;
    const [, name = '', current, available = '', rest = ''] = match;
    const origin = rest.trim().replace(/,$/, '');
    updates.push(
      defined({
        name: cut(name),
        current: current && cut(current),
        available: cut(available),
        // Debian-Security:12/stable-security, Ubuntu:22.04/jammy-security
        security: /security/i.test(origin),
        origin: origin ? cut(origin) : undefined,
      }),
    );
  }
  return updates;
}

async function readApk(): Promise<Finding<'updates'>> {
  const output = await run('apk', ['--no-network', 'version', '-l', '<']);
  if (output?.exitCode !== 0) throw new Error('apk does not answer');
  const indexes = entries('/var/cache/apk').filter((name) => name.startsWith('APKINDEX'));
  const listsRefreshedAt = newest(indexes.map((name) => `/var/cache/apk/${name}`));
  return {
    facts: defined({ listsRefreshedAt, pending: parseApkVersions(output.stdout) }),
    problem: listsRefreshedAt ? undefined : 'No package index on this host: pending updates are not known.',
  };
}

/** Lines such as `busybox-1.36.1-r5  < 1.36.1-r7`. Alpine does not mark security updates. */
export function parseApkVersions(text: string): Update[] {
  const updates: Update[] = [];
  for (const line of text.split('\n')) {
    const match = /^(\S+)-(\d\S*-r\d+)\s+<\s+(\S+)/.exec(line);
    if (match)
      updates.push({ name: cut(match[1]!), current: match[2]!, available: match[3]!, security: false });
  }
  return updates;
}

async function readDnf(): Promise<Finding<'updates'>> {
  const cacheOnly = ['--quiet', '--cacheonly'];
  const output = await run('dnf', [...cacheOnly, 'check-update'], 120_000);
  if (!output) return { problem: 'No known package manager (apt, dnf, apk) on this host.' };
  // 100 says that there are updates (dnf(8)).
  if (output.exitCode !== 0 && output.exitCode !== 100)
    return { facts: { pending: [] }, problem: 'dnf has no cached package lists: run "dnf makecache".' };
  const security = await run('dnf', [...cacheOnly, 'updateinfo', 'list', '--security', '--updates'], 120_000);
  const caches = entries('/var/cache/dnf').map((name) => `/var/cache/dnf/${name}`);
  return {
    facts: defined({
      listsRefreshedAt: newest(caches),
      pending: parseDnf(output.stdout, security?.stdout ?? ''),
    }),
  };
}

/**
 * @param updates lines of `name.arch version repository`, up to the list of obsoleted packages
 * @param advisories lines of `FEDORA-2026-1 Important/Sec. name-version.arch`
 */
export function parseDnf(updates: string, advisories: string): Update[] {
  const secure = new Set(advisories.split('\n').map((line) => line.trim().split(/\s+/).at(-1)));
  const pending: Update[] = [];
  for (const line of updates.split('\n')) {
    if (/^Obsoleting/.test(line)) break;
    const match = /^(\S+)\.([^\s.]+)\s+(\S+)\s+(\S+)\s*$/.exec(line);
    if (!match) continue;
    const [, name = '', arch = '', available = '', origin = ''] = match;
    const withoutEpoch = available.replace(/^\d+:/, '');
    pending.push({
      name: cut(name),
      available: cut(available),
      security: secure.has(`${name}-${withoutEpoch}.${arch}`) || secure.has(`${name}-${available}.${arch}`),
      origin: cut(origin),
    });
  }
  return pending;
}

/** The latest change of any of these files and folders. */
function newest(paths: readonly string[]): string | undefined {
  const times = paths.map((path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  const latest = Math.max(0, ...times);
  return latest > 0 ? new Date(latest).toISOString() : undefined;
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
