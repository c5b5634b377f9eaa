import { createHash } from 'node:crypto';
import { totalmem } from 'node:os';
import { AppError } from '../../errors.ts';
import { type Home, PORT } from './home.ts';

/** Settings that would lead the server away from where the supervisor looks. */
const RESERVED = new Set(['config_file', 'data_directory', 'external_pid_file', 'ident_file']);

/** Name of the setting by which a running server tells which configuration and version it was started with. */
export const FINGERPRINT = 'rettungsanker.fingerprint';

/** Only through the private socket, and only with the password. */
export const ACCESS = 'local all all scram-sha-256\n';

export interface Configuration {
  /** Content of postgresql.conf. */
  readonly text: string;
  readonly fingerprint: string;
}

/**
 * The whole configuration of the server, for a small machine that it shares with everything else.
 * @param overrides settings by name, values in PostgreSQL's notation without quotes, e.g. `{ work_mem: '32MB' }`
 * @throws AppError RA_CONFIG_INVALID for a name that is none or is the supervisor's
 */
export function configuration(
  home: Home,
  socket: string,
  version: string,
  overrides: Record<string, string>,
): Configuration {
  const own = fixed(home, socket);
  for (const [name, value] of Object.entries(overrides)) {
    if (name in own || RESERVED.has(name))
      throw new AppError('RA_CONFIG_INVALID', `database.settings: ${name} is set by Rettungsanker itself.`);
    if (!/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$/.test(name) || /\p{Cc}/u.test(value)) {
      throw new AppError(
        'RA_CONFIG_INVALID',
        `database.settings: ${JSON.stringify(name)} is no setting with a value, for example work_mem = "32MB".`,
      );
    }
  }
  const settings: Record<string, string> = { ...defaults(memoryMegabytes()), ...overrides, ...own };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${quote(value)}`);
  const fingerprint = createHash('sha256')
    .update([version, ...lines].join('\n'))
    .digest('hex');
  const text = [
    '# Written by Rettungsanker at every start. Your own settings belong into its configuration: database.settings.',
    ...lines,
    `${FINGERPRINT} = '${fingerprint}'`,
    '',
  ].join('\n');
  return { text, fingerprint };
}

function defaults(memory: number): Record<string, string> {
  return {
    max_connections: '60',
    shared_buffers: `${clamp(Math.floor(memory / 8), 32, 512)}MB`,
    effective_cache_size: `${clamp(Math.floor(memory / 2), 64, 16_384)}MB`,
    maintenance_work_mem: `${clamp(Math.floor(memory / 32), 16, 128)}MB`,
    work_mem: '8MB',
    random_page_cost: '1.1',
    // Compiling pays for queries of seconds; ours take milliseconds.
    jit: 'off',
    synchronous_commit: 'on',
    wal_compression: 'on',
    max_wal_size: '512MB',
    timezone: 'UTC',
    datestyle: 'ISO, DMY',
    lc_messages: 'C',
    cluster_name: 'rettungsanker',
    log_timezone: 'UTC',
    log_file_mode: '0600',
    log_filename: 'postgresql-%Y-%m-%d-%H%M%S.log',
    log_rotation_age: '1d',
    log_rotation_size: '10MB',
    log_line_prefix: '%m [%p] %q%u %a ',
    log_checkpoints: 'off',
    // Statements and the details of errors carry people's data; the program logs its own requests.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
  };
}

function fixed(home: Home, socket: string): Record<string, string> {
  return {
    hba_file: home.access,
    listen_addresses: '',
    port: String(PORT),
    // A list: quoted, or a comma in the path would split it.
    unix_socket_directories: `"${socket.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    logging_collector: 'on',
    log_destination: 'stderr',
    log_directory: home.log,
  };
}

/** The memory that this process may use: the machine's, or the limit of its control group. */
function memoryMegabytes(): number {
  const limit = process.constrainedMemory();
  return Math.floor((limit > 0 ? Math.min(limit, totalmem()) : totalmem()) / 2 ** 20);
}

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);
const quote = (value: string) => `'${value.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;
