import type { CheckOutcome, WindowsBackupCheck } from '@rettungsanker/protocol';
import * as z from 'zod/mini';
import { CheckError } from '../codes.ts';
import type { Run } from '../environment.ts';
import { powershell, requirePlatform } from '../programs.ts';
import { parseJson, shown, Verdict } from '../verdict.ts';
import { judgeAge } from './age.ts';

const eventsSchema = z.array(
  z.object({ at: z.number(), id: z.number(), level: z.number(), text: z._default(z.string(), '') }),
);
type Event = z.infer<typeof eventsSchema>[number];

/**
 * Where the products write, and which events mean what. Windows Server Backup: 4 is a finished backup, the others
 * in the list are failures. Veeam: 190 ends a job of Backup & Replication or of the Agent; its level is the result.
 */
const PRODUCTS = {
  'windows-server-backup': {
    log: 'Microsoft-Windows-Backup',
    good: [4],
    bad: [
      5, 8, 9, 17, 18, 19, 20, 21, 22, 49, 50, 52, 100, 517, 518, 521, 527, 528, 544, 545, 546, 561, 564, 612,
    ],
  },
  veeam: { log: 'Veeam Backup,Veeam Agent', good: [190], bad: [] },
} as const;
const ERROR_LEVEL = 2;
const WARNING_LEVEL = 3;

const SCRIPT = `
$found = foreach ($log in $in.log.Split(',')) {
  try { Get-WinEvent -FilterHashtable @{ LogName = $log; Id = [int[]]$in.ids } -MaxEvents 100 } catch { }
}
ConvertTo-Json -Compress -InputObject @($found | ForEach-Object {
  @{ at = ([DateTimeOffset]$_.TimeCreated).ToUnixTimeMilliseconds(); id = $_.Id; level = [int]$_.Level; text = "$($_.Message)" }
})`;

/** @throws CheckError */
export async function checkWindowsBackup(check: WindowsBackupCheck, run: Run): Promise<CheckOutcome> {
  requirePlatform(run, 'win32');
  const { log, good, bad } = PRODUCTS[check.product];
  return judgeWindowsBackup(check, await powershell(run, SCRIPT, { log, ids: [...good, ...bad] }), run.now());
}

/** @param json events as the script prints them, in any order */
export function judgeWindowsBackup(check: WindowsBackupCheck, json: string, now: number): CheckOutcome {
  const part = check.job?.toLowerCase();
  const events = parseJson(eventsSchema, json, 'PowerShell')
    .filter(({ text }) => part === undefined || text.toLowerCase().includes(part))
    .sort((a, b) => b.at - a.at);
  if (events.length === 0) throw new CheckError('RA_CHECK_MISSING', 'the event log tells of no backup');
  const goods: readonly number[] = PRODUCTS[check.product].good;
  const isGood = ({ id, level }: Event) => goods.includes(id) && level !== ERROR_LEVEL;
  const last = events[0]!;
  if (!isGood(last)) {
    const verdict = new Verdict();
    verdict.problem('RA_CHECK_STATE', `the last backup failed: ${shown(last.text)}`);
    return verdict.outcome('');
  }
  const outcome = judgeAge(check, last.at, now, 'backup');
  if (outcome.status !== 'ok' || last.level !== WARNING_LEVEL) return outcome;
  return {
    ...outcome,
    status: 'warning',
    code: 'RA_CHECK_STATE',
    message: `the last backup ended with a warning: ${shown(last.text)}`,
  };
}
