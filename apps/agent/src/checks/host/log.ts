import { realpath } from 'node:fs/promises';
import { dirname, sep } from 'node:path';
import type { CheckOutcome, LogCheck } from '@rettungsanker/protocol';
import * as z from 'zod/mini';
import { CheckError } from '../codes.ts';
import type { Run } from '../environment.ts';
import { EventWatch } from '../events.ts';
import { ask, powershell, requirePlatform } from '../programs.ts';
import { askFileSystem } from '../storage/file-system.ts';
import { parseJson } from '../verdict.ts';
import { type LogPosition, readNewLines } from './log-file.ts';

/** Positions are written to disk that often at most: after a crash some lines are looked at twice. */
const SAVE_EVERY_MS = 30_000;
/** Lines of the journal in one run; of more only the newest are looked at. */
const JOURNAL_LINES = 5000;

type Position = LogPosition | { cursor: string } | { record: number };
interface State {
  watch: EventWatch;
  position: Position | undefined;
  savedAt: number;
}

/** New lines of the log against the rules. @throws CheckError */
export async function checkLog(check: LogCheck, run: Run): Promise<CheckOutcome> {
  const state = stateOf(check, run);
  const { lines, position, skipped } = await newLines(check, state.position, run);
  state.position = position;
  const now = run.now();
  for (const line of lines) state.watch.feed(line, now);
  if (now - state.savedAt >= SAVE_EVERY_MS || now < state.savedAt) {
    state.savedAt = now;
    run.memory.save({ position, watch: state.watch.save() });
  }
  const outcome = state.watch.outcome(now, 'nothing in the log matches');
  return skipped === 0 ? outcome : { ...outcome, values: { ...outcome.values, skipped_bytes: skipped } };
}

function stateOf(check: LogCheck, run: Run): State {
  const known = run.memory.volatile.get('log') as State | undefined;
  if (known !== undefined) return known;
  const saved = run.memory.load() as { position?: Position; watch?: unknown } | undefined;
  const state: State = {
    watch: new EventWatch(check.rules, check.quietMinutes),
    position: saved?.position,
    savedAt: 0,
  };
  state.watch.restore(saved?.watch);
  run.memory.volatile.set('log', state);
  return state;
}

interface NewLines {
  lines: string[];
  position: Position;
  skipped: number;
}

async function newLines({ source }: LogCheck, position: Position | undefined, run: Run): Promise<NewLines> {
  switch (source.type) {
    case 'file': {
      const path = `${run.host.root}${source.path}`;
      await askFileSystem(dirname(path), run);
      await requireLog(path, run);
      return readNewLines(path, position !== undefined && 'offset' in position ? position : undefined);
    }
    case 'journal': {
      requirePlatform(run, 'linux');
      const matches = [
        `--priority=${source.priority}`,
        ...(source.unit === undefined ? [] : [`--unit=${source.unit}`]),
      ];
      return readJournal(
        run,
        matches,
        position !== undefined && 'cursor' in position ? position.cursor : undefined,
      );
    }
    case 'windows':
      requirePlatform(run, 'win32');
      return readWindows(
        run,
        source,
        position !== undefined && 'record' in position ? position.record : undefined,
      );
  }
}

/** Links are followed first: a link in a folder of logs opens no other file. */
async function requireLog(path: string, run: Run): Promise<void> {
  const [file, ...folders] = await Promise.all(
    [path, ...run.logFolders].map((each) => realpath(each).catch(() => undefined)),
  );
  if (file === undefined) throw new CheckError('RA_CHECK_MISSING', `there is no file ${path}`);
  if (folders.some((folder) => folder !== undefined && file.startsWith(folder === sep ? sep : folder + sep)))
    return;
  throw new CheckError(
    'RA_CHECK_NOT_ALLOWED',
    `the owner of this host allows no logs to be read there (agent.toml)`,
  );
}

/** Lines of the systemd journal after the cursor; without one, none but the cursor of its end. @throws CheckError */
export async function readJournal(
  run: Run,
  matches: readonly string[],
  cursor: string | undefined,
): Promise<{ lines: string[]; position: { cursor: string }; skipped: number }> {
  const place =
    cursor === undefined ? ['--lines=0'] : [`--after-cursor=${cursor}`, `--lines=${JOURNAL_LINES}`];
  const args = ['--quiet', '--no-pager', '--show-cursor', '--output=short', ...place, ...matches];
  const { exitCode, stdout } = await ask(run, 'journalctl', args);
  if (exitCode !== 0) throw new CheckError('RA_CHECK_LOCAL', `journalctl ended with ${exitCode}`);
  const lines = stdout.split('\n').filter((line) => line !== '');
  // Without new lines there is no new cursor either.
  const last = /^-- cursor: (.+)$/.exec(lines.at(-1) ?? '')?.[1];
  if (last !== undefined) lines.pop();
  return { lines, position: { cursor: last ?? cursor ?? '' }, skipped: 0 };
}

const eventsSchema = z.object({
  last: z.number(),
  events: z.array(
    z.object({ id: z.number(), source: z._default(z.string(), ''), text: z._default(z.string(), '') }),
  ),
});
const EVENTS_SCRIPT = `
$newest = Get-WinEvent -LogName $in.channel -MaxEvents 1 -ErrorAction SilentlyContinue
$last = if ($newest) { $newest.RecordId } else { 0 }
$found = @()
if ($null -ne $in.record) {
  $query = "*[System[EventRecordID>$([long]$in.record) and Level>0 and Level<=$([int]$in.level)]]"
  $found = Get-WinEvent -LogName $in.channel -FilterXPath $query -MaxEvents 1000 -ErrorAction SilentlyContinue
}
ConvertTo-Json -Compress -Depth 3 -InputObject @{ last = $last; events = @($found | ForEach-Object {
  @{ id = $_.Id; source = "$($_.ProviderName)"; text = "$($_.Message)" }
}) }`;

async function readWindows(
  run: Run,
  source: { channel: string; level: number },
  record: number | undefined,
): Promise<NewLines> {
  const json = await powershell(run, EVENTS_SCRIPT, { ...source, record: record ?? null });
  const { last, events } = parseJson(eventsSchema, json, 'PowerShell');
  // The newest come first; a log that was cleared counts from 1 again.
  const lines = events.reverse().map(({ id, source: provider, text }) => `${provider} ${id}: ${text}`);
  return { lines, position: { record: last }, skipped: 0 };
}
