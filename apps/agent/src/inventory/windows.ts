import type { Inventory } from '@rettungsanker/protocol';
import { parseJson } from '../data/identity.ts';
import { cut, defined, run } from './command.ts';
import type { Finding, Readers } from './facts.ts';
import { portableReaders } from './portable.ts';
import { purl } from './purl.ts';

type Packages = NonNullable<Inventory['packages']>;
type Updates = NonNullable<Inventory['updates']>;

/** Where installers register what they installed: 64-bit and 32-bit programs. */
const UNINSTALL_KEYS = [
  'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall',
  'HKLM\\SOFTWARE\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Uninstall',
];

async function readPackages(): Promise<Finding<'packages'>> {
  const facts: Packages = [];
  for (const key of UNINSTALL_KEYS) {
    const output = await run('reg.exe', ['query', key, '/s']);
    if (output?.exitCode === 0) facts.push(...parseUninstallKeys(output.stdout));
  }
  const unique = new Map(facts.map((entry) => [entry.purl, entry]));
  return { facts: [...unique.values()] };
}

/** @param text output of `reg query ... /s`: a line per key, then indented `name    type    value` */
export function parseUninstallKeys(text: string): Packages {
  const packages: Packages = [];
  for (const block of text.split(/\r?\n(?=HKEY_)/)) {
    const value = (name: string): string | undefined =>
      new RegExp(`^\\s+${name}\\s+REG_(?:SZ|EXPAND_SZ)\\s+(.+?)\\s*$`, 'm').exec(block)?.[1];
    const name = value('DisplayName');
    const version = value('DisplayVersion');
    // Parts and patches of other programs do not stand on their own.
    if (
      !name ||
      !version ||
      value('ParentKeyName') ||
      /^\s+SystemComponent\s+REG_DWORD\s+0x1\s*$/m.test(block)
    )
      continue;
    const publisher = value('Publisher');
    packages.push(
      defined({
        purl: cut(purl('generic', '', name, version), 2000),
        name: cut(name),
        version: cut(version),
        source: publisher && cut(publisher),
      }),
    );
  }
  return packages;
}

/** Asks the update agent for what it found at its last search; this does not start a search on the network. */
const UPDATE_SCRIPT = `
$ErrorActionPreference = 'Stop'
[Console]::OutputEncoding = [Text.Encoding]::UTF8
$session = New-Object -ComObject Microsoft.Update.Session
$searcher = $session.CreateUpdateSearcher()
$searcher.Online = $false
$found = $searcher.Search('IsInstalled=0 and IsHidden=0').Updates
$last = (New-Object -ComObject Microsoft.Update.AutoUpdate).Results.LastSearchSuccessDate
@{
  searchedAt = if ($last) { $last.ToString('yyyy-MM-ddTHH:mm:ssZ') } else { $null }
  pending = @($found | ForEach-Object { @{
    title = $_.Title
    kb = @($_.KBArticleIDs)[0]
    categories = @($_.Categories | ForEach-Object { $_.Name })
    severity = $_.MsrcSeverity
  } })
} | ConvertTo-Json -Depth 4 -Compress
`;

async function readUpdates(): Promise<Finding<'updates'>> {
  const args = ['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-Command', UPDATE_SCRIPT];
  const output = await run('powershell.exe', args, 120_000);
  const facts = output?.exitCode === 0 ? parseWindowsUpdates(output.stdout) : undefined;
  return facts ? { facts } : { problem: 'The update agent of Windows did not answer.' };
}

/** @returns undefined when the text is not what the script prints */
export function parseWindowsUpdates(text: string): Updates | undefined {
  const raw = parseJson(text);
  if (!isObject(raw) || !Array.isArray(raw.pending)) return undefined;
  const pending = raw.pending.filter(isObject).map((update) => {
    const categories = Array.isArray(update.categories) ? update.categories : [];
    return {
      name: cut(String(update.title ?? 'unnamed')),
      available: cut(update.kb ? `KB${update.kb}` : 'unknown'),
      security:
        Boolean(update.severity) || categories.some((name) => /security|sicherheit/i.test(String(name))),
      origin: 'Windows Update',
    };
  });
  const searched = typeof raw.searchedAt === 'string' ? new Date(raw.searchedAt) : undefined;
  return defined({
    listsRefreshedAt: searched && !Number.isNaN(searched.getTime()) ? searched.toISOString() : undefined,
    pending,
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

export const windowsReaders: Readers = { ...portableReaders, packages: readPackages, updates: readUpdates };
