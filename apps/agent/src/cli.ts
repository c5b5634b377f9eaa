import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { defaultDataFolder } from './data/folder.ts';
import { AgentError, reasonOf } from './errors.ts';
import { createLog, LOG_LEVELS, type LogLevel } from './log.ts';
import { AGENT_VERSION } from './version.ts';

const HELP = `rettungsanker-agent ${AGENT_VERSION}: watches this host for a Rettungsanker server.

  rettungsanker-agent enroll [--code CODE | --code-file FILE] [--force]
      Make this host an agent. Without --code the code is read from standard input, so that it stays out of
      the list of processes and the history of the shell.
  rettungsanker-agent run [--log text|json] [--log-level debug|info|warn|error]
      Run in the foreground until SIGTERM.
  rettungsanker-agent install [--code CODE | --code-file FILE] [--see-all] [--dry-run]
      Enrol (when a code is given) and run as a service of this system from now on.
      --see-all (Linux) also shows the programs of other users behind ports; it needs strong capabilities.
  rettungsanker-agent uninstall [--purge] [--dry-run]
      Remove the service; --purge also removes identity, key and buffer.
  rettungsanker-agent status [--json]
      Connection, buffer, clock and the rules of the owner of this host.
  rettungsanker-agent inventory [SECTION ...]
      Print what the agent would report about this host.
  rettungsanker-agent --version | --help

  --data FOLDER   where key, identity and buffer are (default: ${defaultDataFolder()})

The owner of the host can forbid kinds of work in /etc/rettungsanker/agent.toml or agent.toml in the data folder.
`;

/** Exit codes: 0 done, 1 failed, 2 wrong usage, 3 another agent holds the folder. */
const EXIT = { failed: 1, usage: 2, running: 3 } as const;
const MAX_CODE_BYTES = 8 * 1024;

class UsageError extends Error {}

/** The command line; `argv` without node and script. @returns exit code */
export async function runCli(argv: readonly string[]): Promise<number> {
  try {
    return await dispatch(argv);
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\nTry: rettungsanker-agent --help\n`);
      return EXIT.usage;
    }
    if (error instanceof AgentError) {
      process.stderr.write(`${error.code}: ${error.message}\n${error.hint ? `${error.hint}\n` : ''}`);
      return error.code === 'RA_AGENT_RUNNING' ? EXIT.running : EXIT.failed;
    }
    process.stderr.write(`RA_INTERNAL: ${error instanceof Error ? error.stack : reasonOf(error)}\n`);
    return EXIT.failed;
  }
}

async function dispatch(argv: readonly string[]): Promise<number> {
  const [command, ...rest] = argv;
  switch (command) {
    case 'run':
      return run(rest);
    case 'enroll':
    case 'enrol':
      return enroll(rest);
    case 'install':
      return install(rest);
    case 'uninstall':
      return uninstall(rest);
    case 'status':
      return status(rest);
    case 'inventory': {
      const { printInventory } = await import('./inventory/child.ts');
      await printInventory(rest);
      return 0;
    }
    case '--version':
    case '-V':
      process.stdout.write(`${AGENT_VERSION}\n`);
      return 0;
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      process.stdout.write(HELP);
      return command === undefined ? EXIT.usage : 0;
    default:
      throw new UsageError(`There is no command "${command}".`);
  }
}

const DATA = { data: { type: 'string' } } as const;
const CODE = {
  code: { type: 'string' },
  'code-file': { type: 'string' },
  force: { type: 'boolean' },
} as const;

function parse<T extends NonNullable<Parameters<typeof parseArgs>[0]>['options']>(
  args: readonly string[],
  options: NonNullable<T>,
) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(reasonOf(error));
  }
}

async function run(args: readonly string[]): Promise<number> {
  const values = parse(args, {
    ...DATA,
    log: { type: 'string', default: 'text' },
    'log-level': { type: 'string', default: 'info' },
  });
  const level = LOG_LEVELS.find((name): name is LogLevel => name === values['log-level']);
  if (!level) throw new UsageError(`--log-level is one of ${LOG_LEVELS.join(', ')}.`);
  const format = values.log;
  if (format !== 'text' && format !== 'json') throw new UsageError('--log is text or json.');
  const log = createLog({ level, format, write: (line) => process.stderr.write(line) });
  const { runUntilSignal } = await import('./run.ts');
  await runUntilSignal({ dataFolder: values.data ?? defaultDataFolder(), log });
  return 0;
}

async function enroll(args: readonly string[]): Promise<number> {
  const values = parse(args, { ...DATA, ...CODE });
  const dataFolder = values.data ?? defaultDataFolder();
  await enrolWith(await readCode(values.code, values['code-file']), dataFolder, values.force ?? false);
  process.stdout.write(`Start it with: rettungsanker-agent run --data ${dataFolder}\n`);
  return 0;
}

async function enrolWith(code: string, dataFolder: string, force: boolean): Promise<void> {
  const { enrol } = await import('./enrol.ts');
  const identity = await enrol({ dataFolder, code, force });
  process.stdout.write(
    `Enrolled with ${identity.serverUrl} for ${identity.clientName}, ${identity.siteName} (agent ${identity.agentId}).\n`,
  );
}

async function install(args: readonly string[]): Promise<number> {
  const values = parse(args, {
    ...DATA,
    ...CODE,
    'see-all': { type: 'boolean' },
    'dry-run': { type: 'boolean' },
  });
  const { carryOut, installSteps, requireAdministrator, serviceDataFolder } = await import(
    './install/index.ts'
  );
  const { describeStep } = await import('./install/plan.ts');
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
  const values = parse(args, { ...DATA, purge: { type: 'boolean' }, 'dry-run': { type: 'boolean' } });
  const { carryOut, removalSteps, requireAdministrator, serviceDataFolder } = await import(
    './install/index.ts'
  );
  const { describeStep } = await import('./install/plan.ts');
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
  const values = parse(args, { ...DATA, json: { type: 'boolean' } });
  const { agentReport, describeReport } = await import('./status.ts');
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
