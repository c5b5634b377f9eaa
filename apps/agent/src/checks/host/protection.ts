import { readdirSync, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { AntivirusCheck, CheckOutcome, FirewallCheck } from '@rettungsanker/protocol';
import * as z from 'zod/mini';
import { CheckError } from '../codes.ts';
import type { Run } from '../environment.ts';
import { ask, powershell, requirePlatform } from '../programs.ts';
import { parseJson, shown, Verdict } from '../verdict.ts';

const HOUR_MS = 3_600_000;

/* ----------------------------------------------------------------------------------------- antivirus */

/** Programs of virus protection on Linux, by the name of their process. Only ClamAV tells how old its definitions are. */
const PROGRAMS: Readonly<Record<string, string>> = {
  clamd: 'ClamAV',
  clamonacc: 'ClamAV',
  wdavdaemon: 'Microsoft Defender',
  'falcon-sensor': 'CrowdStrike Falcon',
  's1-agent': 'SentinelOne',
  bdsecd: 'Bitdefender',
  sophos_threat_d: 'Sophos',
  savd: 'Sophos',
  oaeventd: 'ESET',
  ds_agent: 'Trend Micro',
};

/** @throws CheckError */
export async function checkAntivirus(check: AntivirusCheck, run: Run): Promise<CheckOutcome> {
  requirePlatform(run, 'linux', 'win32');
  if (run.host.platform === 'win32') {
    return judgeWindowsAntivirus(check, await powershell(run, ANTIVIRUS_SCRIPT), run.now());
  }
  const running = runningProducts(run.host.root);
  const updated = await clamDefinitions(run.host.root);
  if (running.size === 0 && updated === undefined) {
    throw new CheckError('RA_CHECK_MISSING', 'no virus protection that is known here is on this host');
  }
  const verdict = new Verdict();
  verdict.value('running', running.size > 0 ? 1 : 0);
  if (running.size === 0)
    verdict.problem('RA_CHECK_NOT_RUNNING', 'ClamAV is installed, but clamd does not run');
  if (updated !== undefined && (running.size === 0 || running.has('ClamAV')))
    judgeAge(check, updated, run.now(), verdict);
  return verdict.outcome(`${[...running].join(', ')} is running`);
}

function runningProducts(root: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const entry of readdirSync(`${root}/proc`)) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const product = PROGRAMS[readFileSync(`${root}/proc/${entry}/comm`, 'utf8').trim()];
      if (product !== undefined) found.add(product);
    } catch {
      // Ended in the meantime.
    }
  }
  return found;
}

/** When the definitions of ClamAV were last updated, Unix ms. */
async function clamDefinitions(root: string): Promise<number | undefined> {
  const files = ['daily.cld', 'daily.cvd', 'main.cld', 'main.cvd'].map(
    (name) => `${root}/var/lib/clamav/${name}`,
  );
  const times = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  const newest = Math.max(...times);
  return newest === 0 ? undefined : newest;
}

function judgeAge(check: AntivirusCheck, updated: number, now: number, verdict: Verdict): void {
  const hours = (now - updated) / HOUR_MS;
  verdict.value('definitions_hours', hours);
  const text = `the virus definitions are ${Math.round(hours)} hours old`;
  if (hours > check.criticalHours) verdict.problem('RA_CHECK_STALE', text);
  else if (hours > check.warnHours) verdict.problem('RA_CHECK_STALE', text, 'warning');
}

const antivirusSchema = z.object({
  defender: z.nullable(
    z.object({ enabled: z.boolean(), realTime: z.boolean(), updated: z.nullable(z.number()) }),
  ),
  /** Products that the Security Center of a workstation knows; servers have none. */
  products: z.array(z.object({ name: z.string(), state: z.number() })),
});
const ANTIVIRUS_SCRIPT = `
$defender = $null
try {
  $s = Get-MpComputerStatus
  $at = if ($s.AntivirusSignatureLastUpdated) { ([DateTimeOffset]$s.AntivirusSignatureLastUpdated).ToUnixTimeMilliseconds() } else { $null }
  $defender = @{ enabled = [bool]$s.AntivirusEnabled; realTime = [bool]$s.RealTimeProtectionEnabled; updated = $at }
} catch { }
$products = @()
try {
  $products = @(Get-CimInstance -Namespace root/SecurityCenter2 -ClassName AntiVirusProduct | ForEach-Object {
    @{ name = "$($_.displayName)"; state = [long]$_.productState }
  })
} catch { }
ConvertTo-Json -Compress -Depth 4 -InputObject @{ defender = $defender; products = $products }`;
/** Bits of productState: switched on, and definitions out of date. */
const [ON, OLD] = [0x1000, 0x10];

/** @param json what the script prints */
export function judgeWindowsAntivirus(check: AntivirusCheck, json: string, now: number): CheckOutcome {
  const { defender, products } = parseJson(antivirusSchema, json, 'PowerShell');
  const verdict = new Verdict();
  const other = products.find(({ name, state }) => !/Defender/i.test(name) && (state & ON) !== 0);
  const on = other !== undefined || (defender?.enabled === true && defender.realTime);
  verdict.value('running', on ? 1 : 0);
  if (other !== undefined) {
    if ((other.state & OLD) !== 0)
      verdict.problem('RA_CHECK_STALE', `the definitions of ${shown(other.name)} are out of date`);
    return verdict.outcome(`${shown(other.name)} is running`);
  }
  if (!on) verdict.problem('RA_CHECK_STATE', 'real-time protection is switched off');
  if (defender?.updated != null) judgeAge(check, defender.updated, now, verdict);
  return verdict.outcome('Windows Defender is running');
}

/* ------------------------------------------------------------------------------------------ firewall */

/** Does the host filter what comes in? A set of rules that lets everything pass is no firewall. @throws CheckError */
export async function checkFirewall(_check: FirewallCheck, run: Run): Promise<CheckOutcome> {
  requirePlatform(run, 'linux', 'win32', 'darwin');
  switch (run.host.platform) {
    case 'win32':
      return judgeWindowsFirewall(await powershell(run, FIREWALL_SCRIPT));
    case 'darwin': {
      const program = '/usr/libexec/ApplicationFirewall/socketfilterfw';
      const { stdout } = await ask(run, program, ['--getglobalstate']);
      return firewall(/State = [12]/.test(stdout), 'the application firewall');
    }
    default:
      return linuxFirewall(run);
  }
}

function firewall(on: boolean, name: string): CheckOutcome {
  const verdict = new Verdict();
  verdict.value('filtering', on ? 1 : 0);
  if (!on) verdict.problem('RA_CHECK_STATE', 'nothing filters incoming connections');
  return verdict.outcome(`incoming connections are filtered by ${name}`);
}

async function linuxFirewall(run: Run): Promise<CheckOutcome> {
  let asked = false;
  try {
    // ufw, firewalld and the iptables of today all end as rules of nftables.
    const { exitCode, stdout } = await ask(run, 'nft', ['--json', 'list', 'ruleset']);
    if (exitCode === 0) {
      asked = true;
      if (filtersInput(stdout)) return firewall(true, 'nftables');
    }
  } catch (error) {
    if (!(error instanceof CheckError && error.code === 'RA_CHECK_MISSING')) throw error;
  }
  for (const program of ['iptables-legacy', 'iptables']) {
    const answer = await ask(run, program, ['-S', 'INPUT']).catch(() => undefined);
    if (answer?.exitCode !== 0) continue;
    asked = true;
    if (/^-P INPUT DROP|-j (DROP|REJECT)\b/m.test(answer.stdout)) return firewall(true, 'iptables');
  }
  if (asked) return firewall(false, '');
  throw new CheckError('RA_CHECK_LOCAL', 'the rules cannot be read (they need root, and nft or iptables)');
}

const nftSchema = z.object({
  nftables: z.array(
    z.object({
      chain: z.optional(
        z.object({
          family: z.string(),
          table: z.string(),
          name: z.string(),
          hook: z.optional(z.string()),
          policy: z.optional(z.string()),
        }),
      ),
      rule: z.optional(
        z.object({
          family: z.string(),
          table: z.string(),
          chain: z.string(),
          expr: z.array(z.record(z.string(), z.unknown())),
        }),
      ),
    }),
  ),
});

/** @param json `nft --json list ruleset`; see libnftables-json(5) */
export function filtersInput(json: string): boolean {
  const { nftables } = parseJson(nftSchema, json, 'nft');
  const chains = nftables.flatMap(({ chain }) => chain ?? []);
  const rules = nftables.flatMap(({ rule }) => rule ?? []);
  const reached = chains.filter(({ hook }) => hook === 'input').map((chain) => ({ ...chain }));
  const seen = new Set<string>();
  for (const { family, table, name, policy } of reached) {
    const key = `${family} ${table} ${name}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (policy === 'drop') return true;
    for (const rule of rules) {
      if (rule.family !== family || rule.table !== table || rule.chain !== name) continue;
      for (const expression of rule.expr) {
        if ('drop' in expression || 'reject' in expression) return true;
        const target = (expression.jump ?? expression.goto) as { target?: string } | undefined;
        if (target?.target !== undefined)
          reached.push({ family, table, name: target.target, hook: undefined, policy: undefined });
      }
    }
  }
  return false;
}

const profilesSchema = z.array(z.object({ name: z.string(), enabled: z.boolean(), inbound: z.number() }));
const FIREWALL_SCRIPT = `
ConvertTo-Json -Compress -InputObject @(Get-NetFirewallProfile -PolicyStore ActiveStore | ForEach-Object {
  @{ name = "$($_.Name)"; enabled = ([int]$_.Enabled -eq 1); inbound = [int]$_.DefaultInboundAction }
})`;
/** Allow, of NetSecurity.Action. */
const ALLOW = 2;

/** @param json what the script prints */
export function judgeWindowsFirewall(json: string): CheckOutcome {
  const verdict = new Verdict();
  const profiles = parseJson(profilesSchema, json, 'PowerShell');
  for (const { name, enabled, inbound } of profiles) {
    verdict.value('filtering', enabled && inbound !== ALLOW ? 1 : 0, name);
    if (!enabled) verdict.problem('RA_CHECK_STATE', `the firewall is off in the profile ${shown(name)}`);
    else if (inbound === ALLOW)
      verdict.problem('RA_CHECK_STATE', `the profile ${shown(name)} lets everything in`);
  }
  if (profiles.length === 0) verdict.problem('RA_CHECK_STATE', 'nothing filters incoming connections');
  return verdict.outcome('the firewall is on in every profile');
}
