import { readFileSync } from 'node:fs';
import { DATA, EXIT, guarded, parseOptions, UsageError } from './args.ts';
import { defaultDataFolder } from './data/folder.ts';
import { enrol } from './enrol.ts';
import { reasonOf } from './errors.ts';
import {
  carryOut,
  installSteps,
  removalSteps,
  requireAdministrator,
  serviceDataFolder,
} from './install/index.ts';
import { describeStep } from './install/plan.ts';
import { printInventory } from './inventory/child.ts';
import { agentReport, describeReport } from './status.ts';

const COMMANDS = { enroll, install, uninstall, status, inventory } as const;

/**
 * What the agent does once and ends; see cli.ts for what each command takes. In a bundle this is a file of its own with
 * its own error classes, so errors end here.
 * @returns exit code
 */
export function runCommand(command: keyof typeof COMMANDS, args: readonly string[]): Promise<number> {
  return guarded(() => COMMANDS[command](args));
}

const CODE = {
  code: { type: 'string' },
  'code-file': { type: 'string' },
  force: { type: 'boolean' },
} as const;
const MAX_CODE_BYTES = 8 * 1024;

async function inventory(args: readonly string[]): Promise<number> {
  await printInventory(args);
  return 0;
}

async function enroll(args: readonly string[]): Promise<number> {
  const values = parseOptions(args, { ...DATA, ...CODE });
  const dataFolder = values.data ?? defaultDataFolder();
  await enrolWith(await readCode(values.code, values['code-file']), dataFolder, values.force ?? false);
  process.stdout.write(`Start it with: rettungsanker-agent run --data ${dataFolder}\n`);
  return 0;
}

async function enrolWith(code: string, dataFolder: string, force: boolean): Promise<void> {
  const identity = await enrol({ dataFolder, code, force });
  process.stdout.write(
    `Enrolled with ${identity.serverUrl} for ${identity.clientName}, ${identity.siteName} (agent ${identity.agentId}).\n`,
  );
}

async function install(args: readonly string[]): Promise<number> {
  const values = parseOptions(args, {
    ...DATA,
    ...CODE,
    'see-all': { type: 'boolean' },
    'dry-run': { type: 'boolean' },
  });
  const dataFolder = values.data ?? serviceDataFolder();
  const steps = installSteps(dataFolder, values['see-all'] ?? false);
  if (values['dry-run']) {
    for (const step of steps) process.stdout.write(`${describeStep(step)}\n`);
    return 0;
  }
  requireAdministrator();
  if (values.code !== undefined || values['code-file'] !== undefined)
    await enrolWith(await readCode(values.code, values['code-file']), dataFolder, values.force ?? false);
  await carryOut(steps, say);
  process.stdout.write(
    `The service is running. Look at it with: rettungsanker-agent status --data ${dataFolder}\n`,
  );
  return 0;
}

async function uninstall(args: readonly string[]): Promise<number> {
  const values = parseOptions(args, { ...DATA, purge: { type: 'boolean' }, 'dry-run': { type: 'boolean' } });
  const dataFolder = values.data ?? serviceDataFolder();
  const steps = removalSteps({ dataFolder, purge: values.purge ?? false });
  if (values['dry-run']) {
    for (const step of steps) process.stdout.write(`${describeStep(step)}\n`);
    return 0;
  }
  requireAdministrator();
  await carryOut(steps, say);
  process.stdout.write(
    values.purge
      ? 'The agent is gone.\n'
      : `The service is gone; ${dataFolder} was kept (--purge removes it).\n`,
  );
  return 0;
}

async function status(args: readonly string[]): Promise<number> {
  const values = parseOptions(args, { ...DATA, json: { type: 'boolean' } });
  const dataFolder = values.data ?? defaultDataFolder();
  const report = await agentReport(dataFolder);
  process.stdout.write(
    values.json ? `${JSON.stringify(report)}\n` : describeReport(report, dataFolder, Date.now()),
  );
  return report.running ? 0 : EXIT.failed;
}

/** The code from the argument, a file, or standard input. */
async function readCode(code: string | undefined, file: string | undefined): Promise<string> {
  if (code !== undefined && file !== undefined) throw new UsageError('Give --code or --code-file, not both.');
  if (code !== undefined && code !== '-') return code;
  if (file !== undefined) {
    try {
      return readFileSync(file, 'utf8').slice(0, MAX_CODE_BYTES);
    } catch (error) {
      throw new UsageError(`The code cannot be read from ${file}: ${reasonOf(error)}`);
    }
  }
  if (process.stdin.isTTY) process.stderr.write('Enrolment code: ');
  let text = '';
  for await (const chunk of process.stdin) {
    text += String(chunk);
    // At a terminal the code ends with its line.
    if (text.length > MAX_CODE_BYTES || (process.stdin.isTTY && text.includes('\n'))) break;
  }
  return text;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
