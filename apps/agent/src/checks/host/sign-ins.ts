import { access, open, stat } from 'node:fs/promises';
import type { CheckOutcome, SignInsCheck } from '@rettungsanker/protocol';
import * as z from 'zod/mini';
import { CheckError } from '../codes.ts';
import type { Run } from '../environment.ts';
import { SlidingCount } from '../events.ts';
import { compilePattern } from '../pattern.ts';
import { powershell, requirePlatform } from '../programs.ts';
import { parseJson, shown, Verdict } from '../verdict.ts';
import { readJournal } from './log.ts';
import { type LogPosition, readNewLines } from './log-file.ts';

const HOUR_MS = 3_600_000;
/** Each failure matches once: PAM and the program write about the same one. */
const FAILURE =
  'Failed (password|publickey|none|keyboard-interactive/pam) for |FAILED LOGIN|FAILED SU |incorrect password attempt';
const LOGS = ['/var/log/auth.log', '/var/log/secure'];
const BTMP = '/var/log/btmp';
/** struct utmp of glibc, see utmp(5): 384 bytes, the remote host at 76. */
const RECORD = { bytes: 384, host: 76, hostLength: 256 } as const;
const MOST_RECORDS = 10_000;

/** Failed sign-ins that are new, by where they came from ('' when unknown). */
type Failures = ReadonlyMap<string, number>;
type Position = LogPosition | { cursor: string } | { record: number };

/**
 * Failed sign-ins of the last hour. The first source that the host has is read, because the same failure stands in
 * several: the log of sign-ins, the journal, btmp; the security log on Windows.
 *
 * @throws CheckError
 */
export async function checkSignIns(check: SignInsCheck, run: Run): Promise<CheckOutcome> {
  requirePlatform(run, 'linux', 'win32');
  const before = run.memory.load() as Position | undefined;
  const { failures, position } =
    run.host.platform === 'win32' ? await fromWindows(run, before) : await fromLinux(run, before);
  if (JSON.stringify(before) !== JSON.stringify(position)) run.memory.save(position);

  const now = run.now();
  const hour = (run.memory.volatile.get('hour') as SlidingCount | undefined) ?? new SlidingCount(HOUR_MS);
  run.memory.volatile.set('hour', hour);
  const fresh = [...failures.values()].reduce((sum, count) => sum + count, 0);
  if (fresh > 0) hour.add(fresh, now);
  const total = hour.total(now);
  const [[source] = []] = [...failures].sort((a, b) => b[1] - a[1]);
  const verdict = new Verdict();
  verdict.value('failures', fresh);
  verdict.value('per_hour', total);
  const text = `${total} failed sign-ins within an hour${source ? `, now most from ${shown(source, 60)}` : ''}`;
  if (total > check.criticalPerHour) verdict.problem('RA_CHECK_LIMIT', text, 'failed');
  else if (total > check.warnPerHour) verdict.problem('RA_CHECK_LIMIT', text);
  return verdict.outcome(text);
}

interface Found {
  failures: Failures;
  position: Position;
}

async function fromLinux(run: Run, before: Position | undefined): Promise<Found> {
  const { root } = run.host;
  for (const path of LOGS) {
    if (!(await exists(root + path))) continue;
    const { lines, position } = await readNewLines(
      root + path,
      before !== undefined && 'offset' in before ? before : undefined,
    );
    return { failures: failuresIn(lines), position };
  }
  if (await exists(`${root}/run/systemd/journal`)) {
    const cursor = before !== undefined && 'cursor' in before ? before.cursor : undefined;
    // auth and authpriv (RFC 5424, table 1).
    const { lines, position } = await readJournal(run, ['SYSLOG_FACILITY=4', 'SYSLOG_FACILITY=10'], cursor);
    return { failures: failuresIn(lines), position };
  }
  return fromBtmp(root + BTMP, before !== undefined && 'record' in before ? before.record : undefined);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** @param lines of the log of sign-ins */
export function failuresIn(lines: readonly string[]): Failures {
  const pattern = compilePattern(FAILURE);
  const failures = new Map<string, number>();
  for (const line of lines) {
    if (!pattern.test(line)) continue;
    const source = / from ([0-9A-Fa-f.:]+)(?: |$)/.exec(line)?.[1] ?? '';
    const count = Number(/ (\d+) incorrect password attempt/.exec(line)?.[1] ?? 1);
    failures.set(source, (failures.get(source) ?? 0) + count);
  }
  return failures;
}

async function fromBtmp(path: string, record: number | undefined): Promise<Found> {
  const size = await stat(path).then(
    (facts) => Math.floor(facts.size / RECORD.bytes),
    () => {
      throw new CheckError('RA_CHECK_MISSING', 'this host keeps no log of sign-ins');
    },
  );
  const failures = new Map<string, number>();
  // A shorter file was rotated.
  const from = record === undefined ? size : record > size ? 0 : record;
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new CheckError('RA_CHECK_LOCAL', `this agent may not read ${path} (${error.code})`);
  });
  try {
    const buffer = Buffer.alloc(Math.min(MOST_RECORDS, size - from) * RECORD.bytes);
    await handle.read(buffer, 0, buffer.length, from * RECORD.bytes);
    for (let at = 0; at < buffer.length; at += RECORD.bytes) {
      const host = buffer
        .toString('latin1', at + RECORD.host, at + RECORD.host + RECORD.hostLength)
        .split('\0')[0]!;
      failures.set(host, (failures.get(host) ?? 0) + 1);
    }
  } finally {
    await handle.close();
  }
  return { failures, position: { record: size } };
}

const windowsSchema = z.object({
  last: z.number(),
  sources: z.array(z.object({ address: z._default(z.string(), ''), count: z.number() })),
});
const WINDOWS_SCRIPT = `
$newest = Get-WinEvent -LogName Security -MaxEvents 1
$found = @()
if ($null -ne $in.record) {
  $query = "*[System[EventID=4625 and EventRecordID>$([long]$in.record)]]"
  $found = Get-WinEvent -LogName Security -FilterXPath $query -MaxEvents 10000 -ErrorAction SilentlyContinue
}
$groups = @($found | ForEach-Object { "$($_.Properties[19].Value)" } | Group-Object)
ConvertTo-Json -Compress -Depth 3 -InputObject @{ last = $newest.RecordId; sources = @($groups | ForEach-Object {
  @{ address = $_.Name; count = $_.Count }
}) }`;

async function fromWindows(run: Run, before: Position | undefined): Promise<Found> {
  const record = before !== undefined && 'record' in before ? before.record : null;
  const { last, sources } = parseJson(
    windowsSchema,
    await powershell(run, WINDOWS_SCRIPT, { record }),
    'PowerShell',
  );
  return {
    failures: new Map(sources.map(({ address, count }) => [address, count])),
    position: { record: last },
  };
}
