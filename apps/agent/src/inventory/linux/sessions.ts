import { existsSync, readFileSync } from 'node:fs';
import { endianness } from 'node:os';
import type { Inventory } from '@rettungsanker/protocol';
import { cut, defined, run } from '../command.ts';
import type { Finding } from '../facts.ts';

type Sessions = NonNullable<Inventory['sessions']>;

const USER_PROCESS = 7;

export async function readSessions(): Promise<Finding<'sessions'>> {
  for (const path of ['/run/utmp', '/var/run/utmp']) {
    if (!existsSync(path)) continue;
    const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}`);
    return { facts: parseUtmp(readFileSync(path), isAlive) };
  }
  // Systems that gave utmp up ask logind.
  const output = await run('loginctl', ['list-sessions', '--no-legend', '--no-pager']).catch(() => undefined);
  if (output?.exitCode === 0) return { facts: parseLoginctl(output.stdout) };
  return { problem: 'This host keeps no list of logged-in users (neither utmp nor logind).' };
}

/**
 * utmp(5). A record has 384 bytes where time is kept compatible with 32-bit programs (x86, ppc) and 400 elsewhere.
 * @param isAlive records of sessions that ended without a log-out stay behind
 */
export function parseUtmp(
  bytes: Buffer,
  isAlive: (pid: number) => boolean,
  recordBytes = process.arch === 'arm64' || process.arch === 'riscv64' ? 400 : 384,
): Sessions {
  const little = endianness() === 'LE';
  const text = (from: number, length: number): string =>
    bytes.toString('utf8', from, from + length).replace(/\0.*$/s, '');
  const sessions: Sessions = [];
  for (let at = 0; at + recordBytes <= bytes.length; at += recordBytes) {
    const type = little ? bytes.readInt16LE(at) : bytes.readInt16BE(at);
    const pid = little ? bytes.readInt32LE(at + 4) : bytes.readInt32BE(at + 4);
    if (type !== USER_PROCESS || !isAlive(pid)) continue;
    const timeAt = at + (recordBytes === 400 ? 344 : 340);
    const seconds = little ? bytes.readUInt32LE(timeAt) : bytes.readUInt32BE(timeAt);
    sessions.push(
      defined({
        user: cut(text(at + 44, 32)),
        terminal: text(at + 8, 32) || undefined,
        from: cut(text(at + 76, 256)) || undefined,
        since: new Date(seconds * 1000).toISOString(),
      }),
    );
  }
  return sessions;
}

/** Columns: session, uid, user, seat, (leader, class,) tty, ...; the terminal is the column that looks like one. */
export function parseLoginctl(text: string): Sessions {
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns.length >= 3)
    .map(([, , user = '', ...rest]) =>
      defined({ user: cut(user), terminal: rest.find((c) => /^(tty|pts\/)\d+$/.test(c)) }),
    );
}
