import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { AppError } from '../../errors.ts';

const ROOT = fileURLToPath(new URL('../../../../../../', import.meta.url));
/** What the console is made of, from the root on. The lock file stands for the libraries. */
const SOURCES = [
  'apps/web/src',
  'apps/web/public',
  'apps/web/index.html',
  'apps/web/vite.config.ts',
  'package-lock.json',
];
const LAST_LINES = 30;

export interface ConsoleOptions {
  log: Logger;
  /** Called before a build: `console` for the first one, `console-again` when the sources have changed since. */
  progress(step: string): void;
  /** console.dir; empty for the one that is built here. */
  dir: string;
  /** For tests: another repository than this one. */
  root?: string;
}

/**
 * Makes sure that there is a built console, and builds it when it is missing or older than its sources.
 * @returns its folder
 * @throws AppError RA_CONSOLE_BUILD, RA_CONFIG_INVALID
 */
export async function ensureConsole({ log, progress, dir, root = ROOT }: ConsoleOptions): Promise<string> {
  if (dir !== '') {
    if (existsSync(join(dir, 'index.html'))) return dir;
    throw new AppError('RA_CONFIG_INVALID', `console.dir: ${dir} holds no console (there is no index.html)`);
  }
  const web = join(root, 'apps/web');
  const target = join(web, 'dist');
  if (await isCurrent(target, root)) return target;
  const tool = findVite(web);
  if (!tool) {
    if (!existsSync(join(target, 'index.html')))
      throw new AppError('RA_CONSOLE_BUILD', 'The console is not built and its build tool is not installed.');
    log.warn('The console is older than its sources and its build tool is not installed.');
    return target;
  }
  progress(existsSync(join(target, 'index.html')) ? 'console-again' : 'console');
  // Under another name first: what is served is never half a console.
  const draft = join(root, 'build', `console-${process.pid}`);
  try {
    await mkdir(dirname(draft), { recursive: true });
    await build(tool, web, draft, log);
    await rm(target, { recursive: true, force: true });
    await rename(draft, target);
  } catch (error) {
    // Another process of this installation was faster.
    if ((error as NodeJS.ErrnoException).code === 'ENOTEMPTY') return target;
    if (error instanceof AppError) throw error;
    throw new AppError('RA_CONSOLE_BUILD', `The console could not be built: ${(error as Error).message}`);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return target;
}

async function isCurrent(target: string, root: string): Promise<boolean> {
  const built = await stat(join(target, 'index.html')).catch(() => undefined);
  if (!built) return false;
  const newest = await Promise.all(SOURCES.map((source) => newestChange(join(root, source))));
  return Math.max(...newest) <= built.mtimeMs;
}

/** Latest change at or below a path; folders count, for they tell of removed files. Missing: 0. */
async function newestChange(path: string): Promise<number> {
  const stats = await stat(path).catch(() => undefined);
  if (!stats?.isDirectory()) return stats?.mtimeMs ?? 0;
  const children = await readdir(path);
  const changes = await Promise.all(children.map((name) => newestChange(join(path, name))));
  return Math.max(stats.mtimeMs, ...changes);
}

/** In a process of its own: the bundler needs several hundred MB that the server would keep. */
async function build(vite: string, web: string, outDir: string, log: Logger): Promise<void> {
  const child = spawn(
    process.execPath,
    [vite, 'build', web, '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'],
    {
      cwd: web,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1', FORCE_COLOR: '0' },
    },
  );
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output.push(...text.split('\n').filter((line) => !/^\s*$|^ +at /.test(line)));
      output.splice(0, output.length - LAST_LINES);
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0)
    throw new AppError('RA_CONSOLE_BUILD', `The console could not be built:\n${output.join('\n')}`);
  log.debug({ output }, 'The console was built.');
}

function findVite(web: string): string | undefined {
  try {
    const manifest = createRequire(join(web, 'package.json')).resolve('vite/package.json');
    return join(dirname(manifest), 'bin', 'vite.js');
  } catch {
    return undefined;
  }
}
