import type { CheckOutcome, TaskCheck } from '@rettungsanker/protocol';
import * as z from 'zod/mini';
import { CheckError } from '../codes.ts';
import type { Run } from '../environment.ts';
import { ask, powershell, requirePlatform } from '../programs.ts';
import { parseJson, Verdict } from '../verdict.ts';

const HOUR_MS = 3_600_000;
/** No leading dash, no path: the name is an argument. */
const TIMER = /^[A-Za-z0-9_@:][A-Za-z0-9_.@:\\+-]*$/;

/** What both systems tell of a task. Times are Unix ms. */
export interface TaskFacts {
  enabled: boolean;
  running: boolean;
  lastRun: number | undefined;
  /** In the words of the system; undefined when the last run was a success, or there was none. */
  failure: string | undefined;
}

/** @throws CheckError */
export async function checkTask(check: TaskCheck, run: Run): Promise<CheckOutcome> {
  requirePlatform(run, 'linux', 'win32');
  const facts =
    run.host.platform === 'win32' ? await windowsTask(check.task, run) : await timer(check.task, run);
  return judgeTask(check, facts, run.now());
}

export function judgeTask(check: TaskCheck, facts: TaskFacts | undefined, now: number): CheckOutcome {
  const verdict = new Verdict();
  if (facts === undefined) {
    verdict.problem('RA_CHECK_STATE', `there is no task ${check.task} on this host`);
    return verdict.outcome('');
  }
  const hours = facts.lastRun === undefined ? undefined : (now - facts.lastRun) / HOUR_MS;
  verdict.value('age_hours', hours);
  verdict.value('running', facts.running ? 1 : 0);
  if (!facts.enabled) verdict.problem('RA_CHECK_STATE', `${check.task} is switched off`);
  if (facts.failure !== undefined)
    verdict.problem('RA_CHECK_STATE', `the last run of ${check.task} failed (${facts.failure})`);
  if (check.maxAgeHours !== undefined) {
    if (hours === undefined) verdict.problem('RA_CHECK_STALE', `${check.task} has never run`);
    else if (hours > check.maxAgeHours) {
      verdict.problem(
        'RA_CHECK_STALE',
        `${check.task} ran ${Math.round(hours * 10) / 10} hours ago for the last time`,
      );
    }
  }
  return verdict.outcome(
    hours === undefined ? `${check.task} waits for its first run` : `${check.task} ran well`,
  );
}

async function timer(task: string, run: Run): Promise<TaskFacts | undefined> {
  if (!TIMER.test(task)) throw new CheckError('RA_CHECK_INVALID', 'this is no name of a timer');
  const name = task.endsWith('.timer') ? task : `${task}.timer`;
  const facts = await show(run, name, 'LoadState,ActiveState,Unit,LastTriggerUSec');
  if (facts.get('LoadState') !== 'loaded') return undefined;
  const unit = facts.get('Unit') ?? '';
  const service = TIMER.test(unit) ? await show(run, unit, 'ActiveState,Result') : new Map<string, string>();
  const result = service.get('Result');
  return {
    enabled: facts.get('ActiveState') === 'active',
    running: ['activating', 'active'].includes(service.get('ActiveState') ?? ''),
    lastRun: unixMs(facts.get('LastTriggerUSec')),
    failure: result === undefined || result === 'success' ? undefined : result,
  };
}

async function show(run: Run, unit: string, properties: string): Promise<Map<string, string>> {
  const args = ['show', '--no-pager', '--timestamp=unix', `--property=${properties}`, '--', unit];
  const { exitCode, stdout } = await ask(run, 'systemctl', args);
  if (exitCode !== 0) throw new CheckError('RA_CHECK_LOCAL', `systemctl ended with ${exitCode}`);
  return new Map(
    stdout.split('\n').map((line): [string, string] => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}

/** `@1790000000` is a time, everything else is none. */
function unixMs(text: string | undefined): number | undefined {
  const seconds = /^@(\d+)$/.exec(text ?? '')?.[1];
  return seconds === undefined || seconds === '0' ? undefined : Number(seconds) * 1000;
}

const windowsSchema = z.nullable(
  z.object({ state: z.number(), result: z.number(), last: z.nullable(z.number()) }),
);
const WINDOWS_SCRIPT = `
$path = Split-Path -Parent $in.task
$name = Split-Path -Leaf $in.task
if ($path -eq '') { $path = '\\' } elseif (-not $path.EndsWith('\\')) { $path = "$path\\" }
$task = Get-ScheduledTask -TaskPath $path -TaskName $name -ErrorAction SilentlyContinue
if (-not $task) { 'null' } else {
  $info = $task | Get-ScheduledTaskInfo
  $last = if ($info.LastRunTime -and $info.LastRunTime.Year -gt 2000) { ([DateTimeOffset]$info.LastRunTime).ToUnixTimeMilliseconds() } else { $null }
  ConvertTo-Json -Compress @{ state = [int]$task.State; result = [long]$info.LastTaskResult; last = $last }
}`;
/** TASK_STATE of the Task Scheduler, and results that are no failure: running, ready, not yet run, terminated by its user. */
const [DISABLED, RUNNING] = [1, 4];
const FINE = new Set([0, 0x41300, 0x41301, 0x41303, 0x41325]);

async function windowsTask(task: string, run: Run): Promise<TaskFacts | undefined> {
  const facts = parseJson(windowsSchema, await powershell(run, WINDOWS_SCRIPT, { task }), 'PowerShell');
  if (facts === null) return undefined;
  const failed = !FINE.has(facts.result);
  return {
    enabled: facts.state !== DISABLED,
    running: facts.state === RUNNING,
    lastRun: facts.last ?? undefined,
    failure: failed ? `result 0x${(facts.result >>> 0).toString(16)}` : undefined,
  };
}
