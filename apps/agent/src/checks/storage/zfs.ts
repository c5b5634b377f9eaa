import type { CheckOutcome, ZfsCheck } from '@rettungsanker/protocol';
import { CheckError } from '../codes.ts';
import type { Run } from '../environment.ts';
import { ask } from '../programs.ts';
import { shown, Verdict } from '../verdict.ts';

const DAY_MS = 86_400_000;
const UNITS = ' KMGTPE';

/** What `zpool status` says of one pool. The text form is read: OpenZFS has JSON only since 2.3 (2025). */
export interface ZfsPool {
  name: string;
  state: string;
  /** Devices that are not ONLINE, AVAIL (a spare) or INUSE. */
  bad: readonly { name: string; state: string }[];
  /** Read, write and checksum errors of all devices. */
  errors: number;
  dataErrors: boolean;
  /** End of the last scrub, Unix ms; `never` when none was requested, undefined while one runs or the line is unknown. */
  scrubbed: number | 'never' | undefined;
  /** resilver or scrub in progress. */
  work: string | undefined;
}

/** @throws CheckError RA_CHECK_MISSING without ZFS or without a pool */
export async function checkZfs(check: ZfsCheck, run: Run): Promise<CheckOutcome> {
  const status = await ask(run, 'zpool', ['status', '-p']);
  const list = await ask(run, 'zpool', ['list', '-H', '-p', '-o', 'name,capacity']);
  return judgeZfs(check, parseZpoolStatus(status.stdout), parseCapacities(list.stdout), run.now());
}

/** @param text `zpool list -H -p -o name,capacity`: used % by pool */
export function parseCapacities(text: string): ReadonlyMap<string, number> {
  return new Map(
    text.split('\n').flatMap((line): [string, number][] => {
      const [name, used] = line.split('\t');
      return name && /^\d+%?$/.test(used ?? '') ? [[name, Number.parseInt(used!, 10)]] : [];
    }),
  );
}

export function parseZpoolStatus(text: string): ZfsPool[] {
  return text
    .split(/^ *pool: /m)
    .slice(1)
    .map((part) => {
      const name = part.slice(0, part.indexOf('\n')).trim();
      const field = (key: string) => new RegExp(`^ *${key}: *(.*)$`, 'm').exec(part)?.[1]?.trim() ?? '';
      const scan = field('scan');
      const devices = devicesOf(part);
      return {
        name,
        state: field('state'),
        bad: devices.filter(({ state }) => !['ONLINE', 'AVAIL', 'INUSE'].includes(state)),
        errors: devices.reduce((sum, device) => sum + device.errors, 0),
        dataErrors: field('errors') !== '' && !field('errors').startsWith('No known data errors'),
        scrubbed: scrubOf(scan),
        work: /^(resilver|scrub) in progress/.exec(scan)?.[1],
      };
    });
}

/** Lines `NAME STATE READ WRITE CKSUM` below the head of the table; the pool itself is the first of them. */
function devicesOf(part: string): { name: string; state: string; errors: number }[] {
  const table = /^\s+NAME\s+STATE\s+READ\s+WRITE\s+CKSUM.*\n((?:[ \t]+\S.*\n?)*)/m.exec(part)?.[1] ?? '';
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, state]) => state !== undefined && /^[A-Z]+$/.test(state))
    .slice(1)
    .map(([name = '', state = '', ...counts]) => ({
      name,
      state,
      errors: counts.slice(0, 3).reduce((sum, count) => sum + countOf(count), 0),
    }));
}

/** Counts are plain with -p, shortened (1.2K) without it, and a dash where there is none. */
function countOf(text: string): number {
  const [, number, unit = ' '] = /^([\d.]+)([KMGTPE])?$/.exec(text) ?? [];
  return number === undefined ? 0 : Number(number) * 1024 ** UNITS.indexOf(unit);
}

function scrubOf(scan: string): ZfsPool['scrubbed'] {
  if (scan === '' || scan.startsWith('none requested')) return 'never';
  const end = Date.parse(/^scrub (?:repaired|canceled).* on (.+)$/.exec(scan)?.[1] ?? '');
  return Number.isNaN(end) ? undefined : end;
}

/** @param now Unix ms */
export function judgeZfs(
  check: ZfsCheck,
  pools: readonly ZfsPool[],
  used: ReadonlyMap<string, number>,
  now: number,
): CheckOutcome {
  if (pools.length === 0 && check.pools.length === 0)
    throw new CheckError('RA_CHECK_MISSING', 'this host has no ZFS pool');
  const verdict = new Verdict();
  for (const name of check.pools) {
    if (!pools.some((pool) => pool.name === name))
      verdict.problem('RA_CHECK_STATE', `the pool ${name} is not there`);
  }
  for (const pool of pools) {
    const { name, state, bad, errors, scrubbed } = pool;
    const parts = bad.map((device) => `${device.name} ${device.state}`).join(', ');
    if (state !== 'ONLINE')
      verdict.problem('RA_CHECK_STATE', `${name} is ${shown(`${state}${parts && ` (${parts})`}`)}`);
    else if (bad.length > 0) verdict.problem('RA_CHECK_STATE', `${name}: ${shown(parts)}`, 'warning');
    if (pool.dataErrors)
      verdict.problem('RA_CHECK_STATE', `${name} has lost data: some files cannot be read`);
    else if (errors > 0)
      verdict.problem('RA_CHECK_STATE', `${name}: ${errors} errors of its devices`, 'warning');
    if (pool.work === 'resilver') verdict.problem('RA_CHECK_STATE', `${name} is being resilvered`, 'warning');
    verdict.value('errors', errors, name);
    const percent = used.get(name);
    verdict.value('used', percent, name);
    if (percent !== undefined) {
      verdict.limit(
        percent,
        { warnAbove: check.warnUsed, criticalAbove: check.criticalUsed },
        `use of ${name}`,
        '%',
      );
    }
    if (scrubbed === 'never') verdict.problem('RA_CHECK_STALE', `${name} was never scrubbed`, 'warning');
    else if (scrubbed !== undefined) {
      const days = (now - scrubbed) / DAY_MS;
      verdict.value('scrub_days', days, name);
      if (days > check.warnScrubDays) {
        verdict.problem('RA_CHECK_STALE', `${name} was scrubbed ${Math.round(days)} days ago`, 'warning');
      }
    }
  }
  return verdict.outcome(`${pools.length} pools are online`);
}
