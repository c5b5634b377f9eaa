import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from '../platform/config/settings.ts';
import { backup, readBackupHeader, restore, type TableReport } from '../platform/database/backup/index.ts';
import { SCHEMA } from '../platform/database/pool.ts';
import { JOB_SCHEMA } from '../platform/jobs/jobs.ts';
import { VERSION } from '../platform/version.ts';
import { commandConfig } from './configuration.ts';
import { openInstallation } from './installation.ts';

/** Kept beside the database. The anchors tell later whether the audit log of the backup was cut. */
const KEY_FILES = ['kek', 'server.pem', 'tls.key', 'tls.crt', 'audit-anchors.json'];
/** Filled by a first start, before anybody used the database. */
const SEEDED = [
  'installation',
  'client',
  'site',
  'audit_entry',
  'audit_head',
  'audit_checkpoint',
  'event',
].map((table) => `${SCHEMA}.${table}`);

/** Works beside a running server. The keys are inside only when a passphrase seals the file. */
export async function backupCommand(words: string[]): Promise<number> {
  const { config, extra, positionals } = commandConfig(words, { 'passphrase-file': { type: 'string' } });
  const [target] = positionals;
  if (!target) return usage('rettungsanker backup FILE [--passphrase-file PATH]');
  const passphrase = readPassphrase(extra['passphrase-file']);
  const { database } = await openInstallation(config);
  try {
    const report = await backup(database.owner, target, {
      version: VERSION,
      schemas: [SCHEMA, JOB_SCHEMA],
      extraFiles: passphrase ? await keyFiles(config) : [],
      ...(passphrase ? { passphrase } : {}),
      progress: showTable,
    });
    console.log(
      `${target}: ${report.rows} rows in ${report.tables.length} tables, ${(report.bytes / 1e6).toFixed(1)} MB.`,
    );
    if (!passphrase) {
      console.log(
        'Not sealed and without the keys: keep the folder keys/ of the data folder apart, or give --passphrase-file to put them inside.',
      );
    }
    return 0;
  } finally {
    await database.close();
  }
}

export async function restoreCommand(words: string[]): Promise<number> {
  const { config, extra, positionals } = commandConfig(words, {
    'passphrase-file': { type: 'string' },
    force: { type: 'boolean' },
  });
  const [source] = positionals;
  if (!source) return usage('rettungsanker restore FILE [--passphrase-file PATH] [--force]');
  const passphrase = readPassphrase(extra['passphrase-file']);
  const header = await readBackupHeader(source, passphrase);
  console.log(`Backup of ${header.createdAt}, version ${header.version}, ${header.tables} tables.`);
  const level = header.levels[SCHEMA];
  // A key that the restore itself makes for the empty database has sealed nothing that would be worth keeping.
  const hadKeys = existsSync(join(config['data.dir'], 'keys', 'kek'));
  const { database } = await openInstallation(config, level === undefined ? {} : { migrateTo: level });
  try {
    const report = await restore(source, database.owner, {
      ...(passphrase ? { passphrase } : {}),
      force: extra.force === true,
      seeded: SEEDED,
      progress: showTable,
    });
    await placeKeys(config, report.extraFiles, hadKeys);
    console.log(
      `${report.rows} rows restored.${report.extraFiles.length === 0 ? ' The backup holds no keys: put the folder keys/ back before the next start.' : ''}`,
    );
    return 0;
  } finally {
    await database.close();
  }
}

async function keyFiles(config: Config): Promise<{ name: string; content: Buffer }[]> {
  const folder = join(config['data.dir'], 'keys');
  const present = new Set(await readdir(folder));
  return Promise.all(
    KEY_FILES.filter((name) => present.has(name)).map(async (name) => ({
      name: `keys/${name}`,
      content: await readFile(join(folder, name)),
    })),
  );
}

/** Keys that were there before are kept aside: somebody may still need them. */
async function placeKeys(
  config: Config,
  files: readonly { name: string; content: Buffer }[],
  keep: boolean,
): Promise<void> {
  for (const { name, content } of files) {
    if (!KEY_FILES.some((known) => name === `keys/${known}`)) continue;
    const path = join(config['data.dir'], name);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    if (keep && existsSync(path) && !(await readFile(path)).equals(content))
      await rename(path, `${path}.before-restore`);
    await writeFile(path, content, { mode: 0o600, flush: true });
  }
}

function readPassphrase(path: string | boolean | undefined): string | undefined {
  return typeof path === 'string' ? readFileSync(path, 'utf8').replace(/\r?\n$/, '') : undefined;
}

function showTable(done: TableReport, number: number, of: number): void {
  if (process.stdout.isTTY)
    process.stdout.write(`\r\x1b[K${number}/${of} ${done.name}${number === of ? '\r\x1b[K' : ''}`);
}

function usage(text: string): number {
  console.error(text);
  return 2;
}
