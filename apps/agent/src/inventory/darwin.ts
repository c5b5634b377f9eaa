import type { Inventory } from '@rettungsanker/protocol';
import { parseJson } from '../data/identity.ts';
import { cut, run } from './command.ts';
import type { Finding, Readers } from './facts.ts';
import { portableReaders } from './portable.ts';
import { purl } from './purl.ts';

type Packages = NonNullable<Inventory['packages']>;
type Update = NonNullable<Inventory['updates']>['pending'][number];

async function readPackages(): Promise<Finding<'packages'>> {
  const output = await run('/usr/sbin/system_profiler', ['-json', 'SPApplicationsDataType'], 120_000);
  const facts = output?.exitCode === 0 ? parseApplications(output.stdout) : undefined;
  return facts ? { facts } : { problem: 'system_profiler did not answer.' };
}

/** @returns undefined when the text is not that of system_profiler */
export function parseApplications(text: string): Packages | undefined {
  const raw = parseJson(text);
  if (typeof raw !== 'object' || raw === null || !('SPApplicationsDataType' in raw)) return undefined;
  const applications = raw.SPApplicationsDataType;
  if (!Array.isArray(applications)) return undefined;
  const packages: Packages = [];
  for (const application of applications as Record<string, unknown>[]) {
    const { _name: name, version } = application;
    if (typeof name === 'string' && typeof version === 'string')
      packages.push({
        purl: cut(purl('generic', '', name, version), 2000),
        name: cut(name),
        version: cut(version),
      });
  }
  return packages;
}

async function readUpdates(): Promise<Finding<'updates'>> {
  // Without a scan: what the system found by itself.
  const output = await run('/usr/sbin/softwareupdate', ['--list', '--no-scan'], 120_000);
  if (output?.exitCode !== 0) return { problem: 'softwareupdate did not answer.' };
  return { facts: { pending: parseSoftwareUpdate(output.stdout) } };
}

/** Lines such as `Title: macOS Sonoma 14.5, Version: 14.5, Size: 1KiB, Recommended: YES, Action: restart,`. */
export function parseSoftwareUpdate(text: string): Update[] {
  return [...text.matchAll(/^\s*Title: (.+?), Version: ([^,]+),.*$/gm)].map(
    ([, name = '', version = '']) => ({
      name: cut(name),
      available: cut(version.trim()),
      security: /security|macos|safari/i.test(name),
      origin: 'Apple',
    }),
  );
}

export const darwinReaders: Readers = { ...portableReaders, packages: readPackages, updates: readUpdates };
