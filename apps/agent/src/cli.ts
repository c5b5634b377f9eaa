import { DATA, EXIT, guarded, parseOptions, UsageError } from './args.ts';
import { defaultDataFolder } from './data/folder.ts';
import { createLog, LOG_LEVELS, type LogLevel } from './log.ts';
import { loadCommands } from './parts.ts';
import { runUntilSignal } from './run.ts';
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

/** The command line; `argv` without node and script. @returns exit code */
export function runCli(argv: readonly string[]): Promise<number> {
  return guarded(() => dispatch(argv));
}

async function dispatch(argv: readonly string[]): Promise<number> {
  const [command, ...rest] = argv;
  switch (command) {
    case 'run':
      return run(rest);
    case 'enroll':
    case 'install':
    case 'uninstall':
    case 'status':
    case 'inventory':
      return (await loadCommands()).runCommand(command, rest);
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

async function run(args: readonly string[]): Promise<number> {
  const values = parseOptions(args, {
    ...DATA,
    log: { type: 'string', default: 'text' },
    'log-level': { type: 'string', default: 'info' },
  });
  const level = LOG_LEVELS.find((name): name is LogLevel => name === values['log-level']);
  if (!level) throw new UsageError(`--log-level is one of ${LOG_LEVELS.join(', ')}.`);
  const format = values.log;
  if (format !== 'text' && format !== 'json') throw new UsageError('--log is text or json.');
  const log = createLog({ level, format, write: (line) => process.stderr.write(line) });
  return runUntilSignal({ dataFolder: values.data ?? defaultDataFolder(), log });
}
