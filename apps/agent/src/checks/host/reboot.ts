import { access, readdir, readFile, stat } from 'node:fs/promises';
import type { CheckOutcome, RebootCheck } from '@rettungsanker/protocol';
import * as z from 'zod/mini';
import { CheckError } from '../codes.ts';
import type { Run } from '../environment.ts';
import { ask, powershell, requirePlatform } from '../programs.ts';
import { parseJson, shown, Verdict } from '../verdict.ts';

const DAY_MS = 86_400_000;

/** Why the host should be restarted, and since when if it tells. */
interface Pending {
  reasons: readonly string[];
  since: number | undefined;
}

/** @throws CheckError */
export async function checkReboot(check: RebootCheck, run: Run): Promise<CheckOutcome> {
  requirePlatform(run, 'linux', 'win32');
  const pending = run.host.platform === 'win32' ? await onWindows(run) : await onLinux(run);
  const verdict = new Verdict();
  verdict.value('pending', pending.reasons.length > 0 ? 1 : 0);
  if (pending.reasons.length === 0) {
    if (firstSeen(run) !== undefined) run.memory.save(null);
    return verdict.outcome('no restart is due');
  }
  const since = pending.since ?? firstSeen(run) ?? run.now();
  if (pending.since === undefined && firstSeen(run) === undefined) run.memory.save({ since });
  const days = Math.max(0, (run.now() - since) / DAY_MS);
  verdict.value('days', days);
  const text = `a restart is due for ${Math.floor(days)} days: ${shown(pending.reasons.join(', '))}`;
  if (days > check.criticalDays) verdict.problem('RA_CHECK_STALE', text);
  else if (days > check.warnDays) verdict.problem('RA_CHECK_STALE', text, 'warning');
  return verdict.outcome(text);
}

function firstSeen(run: Run): number | undefined {
  const saved = run.memory.load() as { since?: unknown } | null | undefined;
  return typeof saved?.since === 'number' ? saved.since : undefined;
}

async function onLinux(run: Run): Promise<Pending> {
  const { root } = run.host;
  // Debian and its kin write a file (update-notifier-common, unattended-upgrades).
  for (const file of ['/run/reboot-required', '/var/run/reboot-required']) {
    const facts = await stat(`${root}${file}`).catch(() => undefined);
    if (facts === undefined) continue;
    const packages = await readFile(`${root}${file}.pkgs`, 'utf8').catch(() => '');
    const names = [...new Set(packages.split('\n').filter(Boolean))].slice(0, 10);
    return { reasons: names.length > 0 ? names : ['the system asks for it'], since: facts.mtimeMs };
  }
  return { reasons: [...(await redHat(run)), ...(await oldKernel(root))], since: undefined };
}

/** needs-restarting (dnf-utils) ends with 1 when core libraries or the kernel were updated. */
async function redHat(run: Run): Promise<string[]> {
  const asked = await ask(run, 'needs-restarting', ['--reboothint']).catch((error: unknown) => {
    if (error instanceof CheckError && error.code === 'RA_CHECK_MISSING') return undefined;
    throw error;
  });
  if (asked?.exitCode !== 1) return [];
  const names = [...asked.stdout.matchAll(/^\s*\* (\S+)/gm)].map((match) => match[1]!);
  return names.length > 0 ? names : ['updated packages'];
}

/** A running kernel whose modules are gone was replaced; where there are no modules at all, nothing is known. */
async function oldKernel(root: string): Promise<string[]> {
  const release = (await readFile(`${root}/proc/sys/kernel/osrelease`, 'utf8').catch(() => '')).trim();
  const installed = await readdir(`${root}/lib/modules`).catch(() => []);
  if (release === '' || installed.length === 0) return [];
  const there = await access(`${root}/lib/modules/${release}`).then(
    () => true,
    () => false,
  );
  return there ? [] : [`the kernel ${release} was replaced`];
}

const windowsSchema = z.array(z.string());
const WINDOWS_SCRIPT = `
$reasons = @()
$base = 'HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion'
if (Test-Path "$base\\Component Based Servicing\\RebootPending") { $reasons += 'components' }
if (Test-Path "$base\\WindowsUpdate\\Auto Update\\RebootRequired") { $reasons += 'updates' }
$session = Get-ItemProperty 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Session Manager'
if ($session.PendingFileRenameOperations) { $reasons += 'files to be replaced' }
$names = 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\ComputerName'
if ((Get-ItemProperty "$names\\ActiveComputerName").ComputerName -ne (Get-ItemProperty "$names\\ComputerName").ComputerName) { $reasons += 'new name' }
ConvertTo-Json -Compress -InputObject @($reasons)`;

async function onWindows(run: Run): Promise<Pending> {
  return {
    reasons: parseJson(windowsSchema, await powershell(run, WINDOWS_SCRIPT), 'PowerShell'),
    since: undefined,
  };
}
