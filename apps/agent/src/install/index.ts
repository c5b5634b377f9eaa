import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { isSea } from 'node:sea';
import { AgentError } from '../errors.ts';
import { run } from '../inventory/command.ts';
import { selfCommand } from '../self.ts';
import { launchdInstall, launchdRemoval } from './launchd.ts';
import { describeStep, type RemovalOptions, type ServiceOptions, type Step } from './plan.ts';
import { systemdInstall, systemdRemoval } from './systemd.ts';
import { windowsInstall, windowsRemoval } from './windows.ts';

/** Where the data of an installed agent is; on Windows the folder of all users, because a service has no own. */
export function serviceDataFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (process.platform === 'win32')
    return join(env.ProgramData ?? 'C:\\ProgramData', 'Rettungsanker', 'Agent');
  if (process.platform === 'darwin') return '/Library/Application Support/rettungsanker-agent';
  return '/var/lib/rettungsanker-agent';
}

/** @throws AgentError RA_NO_SYSTEMD */
export function installSteps(dataFolder: string, seeAll: boolean): Step[] {
  const options: ServiceOptions = { dataFolder, command: selfCommand(), standalone: isSea(), seeAll };
  if (process.platform === 'win32') return windowsInstall(options);
  if (process.platform === 'darwin') return launchdInstall(options);
  requireSystemd(dataFolder);
  return systemdInstall(options);
}

/** @throws AgentError RA_NO_SYSTEMD */
export function removalSteps(options: RemovalOptions): Step[] {
  if (process.platform === 'win32') return windowsRemoval(options);
  if (process.platform === 'darwin') return launchdRemoval(options);
  requireSystemd(options.dataFolder);
  return systemdRemoval(options);
}

/** @throws AgentError RA_NOT_ROOT */
export function requireAdministrator(): void {
  if (process.platform === 'win32' || process.getuid?.() === 0) return;
  throw new AgentError(
    'RA_NOT_ROOT',
    'Only root can install or remove a service.',
    'Run the same command with sudo.',
  );
}

function requireSystemd(dataFolder: string): void {
  if (existsSync('/run/systemd/system')) return;
  throw new AgentError(
    'RA_NO_SYSTEMD',
    'This host does not run systemd, so there is no service to install.',
    `Let your own supervisor keep this running: rettungsanker-agent run --data ${dataFolder}`,
  );
}

/**
 * Carries the steps out, in order.
 * @throws AgentError RA_INSTALL_STEP with the step that failed; what was done before stays
 */
export async function carryOut(steps: readonly Step[], say: (line: string) => void): Promise<void> {
  for (const step of steps) {
    say(describeStep(step));
    try {
      await carryOutStep(step);
    } catch (error) {
      throw new AgentError(
        'RA_INSTALL_STEP',
        `Could not ${describeStep(step)}: ${error instanceof Error ? error.message : String(error)}`,
        'Mend the cause and run the command again; every step can be repeated.',
      );
    }
  }
}

async function carryOutStep(step: Step): Promise<void> {
  switch (step.do) {
    case 'folder':
      mkdirSync(step.path, { recursive: true, mode: step.mode });
      return;
    case 'write':
      mkdirSync(dirname(step.path), { recursive: true });
      writeFileSync(step.path, step.content, {
        mode: step.mode,
        encoding: step.content.startsWith('\ufeff') ? 'utf16le' : 'utf8',
      });
      return;
    case 'copy': {
      if (step.from === step.to) return;
      // A program that runs can be replaced, but not written to.
      const temporary = `${step.to}.new`;
      copyFileSync(step.from, temporary);
      chmodSync(temporary, step.mode);
      const file = openSync(temporary, 'r+');
      fsyncSync(file);
      closeSync(file);
      renameSync(temporary, step.to);
      return;
    }
    case 'remove':
      rmSync(step.path, { recursive: true, force: true });
      return;
    case 'run': {
      const output = await run(step.file, step.args);
      if (!output) throw new Error(`there is no ${step.file} on this host`);
      if (output.exitCode !== 0 && !step.accept?.includes(output.exitCode))
        throw new Error(`it ended with ${output.exitCode}`);
    }
  }
}
