import type { BorgCheck, CheckOutcome, ResticCheck } from '@rettungsanker/protocol';
import * as z from 'zod/mini';
import { CheckError } from '../codes.ts';
import type { Run } from '../environment.ts';
import { parseJson, shown } from '../verdict.ts';
import { judgeAge } from './age.ts';

const OUTPUT_BYTES = 8 * 1024 * 1024;
const resticSchema = z.array(
  z.object({
    time: z.string(),
    hostname: z._default(z.string(), ''),
    tags: z._default(z.array(z.string()), []),
  }),
);
const borgSchema = z.object({
  archives: z.array(z.object({ name: z.string(), time: z.string() })),
});

/**
 * The age of the newest snapshot. The password travels in the environment of restic, never in its arguments, which
 * every user of the host could read. Nothing is written to the repository: it is not even locked.
 *
 * @throws CheckError
 */
export async function checkRestic(check: ResticCheck, run: Run): Promise<CheckOutcome> {
  const args = ['snapshots', '--json', '--no-lock', '--no-cache', '--latest', '1', '--quiet'];
  if (check.host !== undefined) args.push(`--host=${check.host}`);
  if (check.tag !== undefined) args.push(`--tag=${check.tag}`);
  const json = await tool('restic', args, run, {
    RESTIC_REPOSITORY: check.repository,
    ...(check.password === undefined ? {} : { RESTIC_PASSWORD: check.password }),
    ...(check.passwordFile === undefined ? {} : { RESTIC_PASSWORD_FILE: check.passwordFile }),
  });
  // Without a snapshot restic prints null.
  const snapshots = parseJson(z.nullable(resticSchema), json, 'restic') ?? [];
  return judgeAge(check, newestOf(snapshots), run.now(), 'snapshot');
}

/** The age of the newest archive; see `checkRestic` about secrets. @throws CheckError */
export async function checkBorg(check: BorgCheck, run: Run): Promise<CheckOutcome> {
  const args = ['list', '--json', '--last', '1', '--bypass-lock'];
  if (check.prefix !== undefined)
    args.push('--glob-archives', `${check.prefix.replace(/[*?[\]]/g, '[$&]')}*`);
  const json = await tool(
    'borg',
    args,
    run,
    {
      BORG_REPO: check.repository,
      // Without a question nobody would answer.
      BORG_RELOCATED_REPO_ACCESS_IS_OK: 'yes',
      BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK: 'yes',
      ...(check.password === undefined ? {} : { BORG_PASSPHRASE: check.password }),
      ...(check.passwordFile === undefined ? {} : { BORG_PASSPHRASE_FD: '3' }),
    },
    check.passwordFile,
  );
  const { archives } = parseJson(borgSchema, json, 'borg');
  return judgeAge(check, newestOf(archives), run.now(), 'archive');
}

function newestOf(entries: readonly { time: string }[]): number | undefined {
  const times = entries.map(({ time }) => Date.parse(time)).filter((time) => !Number.isNaN(time));
  return times.length === 0 ? undefined : Math.max(...times);
}

/** @param passphrase a file that the program reads as its descriptor 3 */
async function tool(
  program: string,
  args: readonly string[],
  run: Run,
  env: Record<string, string>,
  passphrase?: string,
): Promise<string> {
  const { spawn } = await import('node:child_process');
  const { open } = await import('node:fs/promises');
  const file =
    passphrase === undefined
      ? undefined
      : await open(passphrase).catch(() => {
          throw new CheckError('RA_CHECK_CREDENTIALS', `the file ${passphrase} cannot be read by this agent`);
        });
  try {
    return await new Promise((resolve, reject) => {
      const child = spawn(program, args, {
        stdio: ['ignore', 'pipe', 'pipe', ...(file === undefined ? [] : [file.fd])],
        detached: process.platform !== 'win32',
        windowsHide: true,
        env: {
          PATH: '/usr/local/bin:/usr/bin:/bin',
          LC_ALL: 'C.UTF-8',
          HOME: process.env.HOME ?? '/',
          ...(process.platform === 'win32' ? process.env : {}),
          ...env,
        },
      });
      run.owns({ destroy: () => endTree(child.pid, () => child.kill('SIGKILL')) });
      const chunks: Buffer[] = [];
      let bytes = 0;
      let words = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > OUTPUT_BYTES) child.kill('SIGKILL');
        else chunks.push(chunk);
      });
      child.stderr?.on('data', (chunk: Buffer) => {
        words = (words + chunk.toString()).slice(0, 4000);
      });
      child.once('error', ({ code }: NodeJS.ErrnoException) =>
        reject(
          code === 'ENOENT'
            ? new CheckError('RA_CHECK_MISSING', `this host has no ${program}`)
            : new CheckError('RA_CHECK_LOCAL', `${program} could not be started (${code})`),
        ),
      );
      child.once('close', (exitCode) => {
        if (exitCode === 0) resolve(Buffer.concat(chunks).toString('utf8'));
        else reject(failureOf(program, words, Object.values(env)));
      });
    });
  } finally {
    await file?.close();
  }
}

function failureOf(program: string, words: string, secrets: readonly string[]): CheckError {
  // The programs do not print passwords; should one ever do so, it goes no further.
  const safe = secrets.reduce(
    (text, secret) => (secret.length > 3 ? text.replaceAll(secret, '…') : text),
    words,
  );
  const text = shown(safe, 300) || 'no reason given';
  if (/wrong password|passphrase|password is incorrect|no key found|Permission denied/i.test(words)) {
    return new CheckError(
      'RA_CHECK_CREDENTIALS',
      `the repository refuses the password or the access (${text})`,
    );
  }
  return new CheckError('RA_CHECK_UNREACHABLE', `${program} cannot read the repository (${text})`);
}

function endTree(pid: number | undefined, otherwise: () => void): void {
  if (pid === undefined || process.platform === 'win32') return otherwise();
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
