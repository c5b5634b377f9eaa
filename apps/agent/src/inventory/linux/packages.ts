import type { Inventory } from '@rettungsanker/protocol';
import { cut, defined, readText, run } from '../command.ts';
import type { Finding } from '../facts.ts';
import { purl } from '../purl.ts';
import { osRelease } from './os-release.ts';

type Packages = NonNullable<Inventory['packages']>;

export const DPKG_STATUS = '/var/lib/dpkg/status';
export const APK_DATABASE = '/lib/apk/db/installed';
export const RPM_DATABASES = ['/var/lib/rpm', '/usr/lib/sysimage/rpm'] as const;

export async function readPackages(): Promise<Finding<'packages'>> {
  const { id } = osRelease();
  const dpkg = readText(DPKG_STATUS);
  if (dpkg !== undefined) return { facts: parseDpkg(dpkg, id) };
  const apk = readText(APK_DATABASE);
  if (apk !== undefined) return { facts: parseApk(apk, id) };
  const format = '%{NAME}\\t%{EPOCHNUM}\\t%{VERSION}-%{RELEASE}\\t%{ARCH}\\t%{SOURCERPM}\\n';
  const rpm = await run('rpm', ['-qa', '--qf', format]);
  if (rpm?.exitCode === 0) return { facts: parseRpm(rpm.stdout, id) };
  return { problem: 'No known package manager (dpkg, rpm, apk) on this host.' };
}

/** Paragraphs of "Field: value" lines (deb-control(5), dpkg's status file). */
export function parseDpkg(status: string, distribution: string): Packages {
  const packages: Packages = [];
  for (const paragraph of status.split('\n\n')) {
    const field = (name: string): string | undefined =>
      new RegExp(`^${name}: (.+)$`, 'm').exec(paragraph)?.[1]?.trim();
    const name = field('Package');
    const version = field('Version');
    if (!name || !version || !field('Status')?.endsWith(' installed')) continue;
    const source = field('Source')?.split(' ')[0];
    packages.push(
      defined({
        purl: purl('deb', distribution, name, version, { arch: field('Architecture') }),
        name: cut(name),
        version: cut(version),
        source: source && cut(source),
      }),
    );
  }
  return packages;
}

/** @param text lines of name, epoch, version-release, architecture and source package, separated by tabs */
export function parseRpm(text: string, distribution: string): Packages {
  const packages: Packages = [];
  for (const line of text.split('\n')) {
    const [name, epoch, version, arch, sourceRpm] = line.split('\t');
    // Keys of signers stand in the same database.
    if (!name || !version || name === 'gpg-pubkey') continue;
    const source = sourceRpm ? /^(.+)-[^-]+-[^-]+\.src\.rpm$/.exec(sourceRpm)?.[1] : undefined;
    packages.push(
      defined({
        purl: purl('rpm', distribution, name, version, { arch, epoch: epoch === '0' ? undefined : epoch }),
        name: cut(name),
        version: cut(epoch && epoch !== '0' ? `${epoch}:${version}` : version),
        source: source && source !== name ? cut(source) : undefined,
      }),
    );
  }
  return packages;
}

/** Paragraphs of one-letter fields: P name, V version, A architecture, o origin. */
export function parseApk(database: string, distribution: string): Packages {
  const packages: Packages = [];
  for (const paragraph of database.split('\n\n')) {
    const field = (letter: string): string | undefined =>
      new RegExp(`^${letter}:(.+)$`, 'm').exec(paragraph)?.[1]?.trim();
    const name = field('P');
    const version = field('V');
    if (!name || !version) continue;
    const source = field('o');
    packages.push(
      defined({
        purl: purl('apk', distribution, name, version, { arch: field('A') }),
        name: cut(name),
        version: cut(version),
        source: source && source !== name ? cut(source) : undefined,
      }),
    );
  }
  return packages;
}
