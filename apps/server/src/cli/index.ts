import { AppError, CATALOGUE } from '../platform/errors.ts';
import { VERSION } from '../platform/version.ts';

/** A command: gets the words after its name, returns the exit code. */
export type Command = (words: string[]) => Promise<number>;

/** Loaded when called: `agent status` must not cost the start of a server. */
const COMMANDS: Record<string, { help: string; load: () => Promise<Command> }> = {
  start: {
    help: 'start [--http-port 8484] [--data-dir ./data] …   start the server (all settings: docs/en/configuration.md)',
    load: async () => (await import('./start.ts')).start,
  },
  agent: {
    help: 'agent enroll|run|install|status|uninstall          the agent on this machine',
    load: async () => (await import('./agent.ts')).agent,
  },
  admin: {
    help: 'admin invite EMAIL [--role owner] | reset EMAIL    a way in when nobody can sign in',
    load: async () => (await import('./admin.ts')).admin,
  },
  audit: {
    help: 'audit verify [FILE] | export CLIENT FILE           check or export the audit log',
    load: async () => (await import('./audit.ts')).audit,
  },
  backup: {
    help: 'backup FILE [--passphrase-file PATH]               everything into one file',
    load: async () => (await import('./backup.ts')).backupCommand,
  },
  restore: {
    help: 'restore FILE [--passphrase-file PATH] [--force]    a backup into an empty data folder',
    load: async () => (await import('./backup.ts')).restoreCommand,
  },
  keys: {
    help: 'keys rotate                                        a new key for the sealed secrets; stop the server before',
    load: async () => (await import('./keys.ts')).keys,
  },
  doctor: {
    help: 'doctor                                             check database, disk, clock, mail, TLS, versions',
    load: async () => (await import('./doctor.ts')).doctor,
  },
};

const HELP = `Rettungsanker ${VERSION}

${Object.values(COMMANDS)
  .map(({ help }) => `  rettungsanker ${help}`)
  .join('\n')}
`;

/** @returns the exit code; 2 for wrong words, 1 for a failure that was explained. */
export async function runCli(words: string[]): Promise<number> {
  const [name, ...rest] = words;
  if (name === '--version' || name === '-v') {
    console.log(VERSION);
    return 0;
  }
  if (!name || name === 'help' || name === '--help' || name === '-h') {
    console.log(HELP);
    return name ? 0 : 2;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    console.error(`There is no command "${name}".\n\n${HELP}`);
    return 2;
  }
  try {
    return await (await command.load())(rest);
  } catch (error) {
    if (error instanceof AppError) {
      console.error(`${error.code}: ${error.message}\n${CATALOGUE[error.code].remedy}`);
      return 1;
    }
    if ((error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) {
      console.error(`${(error as Error).message}\n\n${HELP}`);
      return 2;
    }
    throw error;
  }
}
