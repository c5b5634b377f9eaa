import { CheckError } from './codes.ts';
import type { Run } from './environment.ts';

/**
 * Runs a program of the host that may not be installed.
 *
 * @throws CheckError RA_CHECK_MISSING when there is no such program, RA_CHECK_LOCAL when it does not end well
 */
export async function ask(
  run: Run,
  program: string,
  args: readonly string[],
): Promise<{ exitCode: number; stdout: string }> {
  try {
    return await run.host.command(program, args, run.signal);
  } catch (error) {
    if (error instanceof CheckError && error.message.includes('(ENOENT)')) {
      throw new CheckError('RA_CHECK_MISSING', `this host has no ${program}`);
    }
    throw error;
  }
}

/** PowerShell of Windows itself; a newer one beside it may not have the modules of the system. */
const POWERSHELL = `${process.env.SystemRoot ?? 'C:\\Windows'}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`;

/**
 * Runs a fixed script and returns what it prints. Values never become part of a script's text: they are handed over
 * as JSON in Base64, which the script finds decoded in `$in`.
 *
 * @throws CheckError RA_CHECK_LOCAL when the script fails
 */
export async function powershell(
  run: Run,
  script: string,
  values: Record<string, unknown> = {},
): Promise<string> {
  const input = Buffer.from(JSON.stringify(values)).toString('base64');
  const text = [
    "$ErrorActionPreference = 'Stop'",
    '[Console]::OutputEncoding = [Text.Encoding]::UTF8',
    `$in = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('${input}')) | ConvertFrom-Json`,
    script,
  ].join('\n');
  const encoded = Buffer.from(text, 'utf16le').toString('base64');
  const { exitCode, stdout } = await ask(run, POWERSHELL, [
    '-NoLogo',
    '-NoProfile',
    '-NonInteractive',
    '-EncodedCommand',
    encoded,
  ]);
  if (exitCode !== 0) throw new CheckError('RA_CHECK_LOCAL', `PowerShell ended with ${exitCode}`);
  return stdout;
}

/** @throws CheckError RA_CHECK_UNSUPPORTED on every other operating system */
export function requirePlatform(run: Run, ...platforms: NodeJS.Platform[]): void {
  if (!platforms.includes(run.host.platform)) {
    throw new CheckError('RA_CHECK_UNSUPPORTED', `this check does not exist on ${run.host.platform}`);
  }
}
