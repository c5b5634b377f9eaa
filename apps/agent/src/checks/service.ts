import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import type { CheckOutcome, ServiceCheck } from '@rettungsanker/protocol';
import { CheckError, outcomeOf } from './codes.ts';
import type { HostView } from './environment.ts';
import { isAlive } from './process.ts';

/** No path separators, no leading dash, no glob: the name is an argument and part of a path. */
const UNIX_NAME = /^[A-Za-z0-9_@:][A-Za-z0-9_.@:\\+-]*$/;
/** Service names on Windows may hold spaces and `$` (MSSQL$SQLEXPRESS); a leading `/` would be an option. */
const WINDOWS_NAME = /^[^/\\"\s][^/\\"]*$/;

/**
 * Is the service running, in the words of the host's own service manager: systemd, else an LSB init script, else
 * a pid file; `sc` on Windows, `launchctl` on macOS (by label, system domain).
 *
 * @throws CheckError
 */
export async function checkService(
  { service }: ServiceCheck,
  host: HostView,
  signal: AbortSignal,
): Promise<CheckOutcome> {
  const pattern = host.platform === 'win32' ? WINDOWS_NAME : UNIX_NAME;
  if (!pattern.test(service)) throw new CheckError('RA_CHECK_INVALID', 'this is no name of a service');
  switch (host.platform) {
    case 'linux':
      if (await exists(`${host.root}/run/systemd/system`)) return systemd(service, host, signal);
      return (
        (await initScript(service, host, signal)) ??
        (await pidFile(service, host)) ??
        outcomeOf(
          'RA_CHECK_NO_SERVICE_MANAGER',
          `this host has no systemd, and neither an init script nor a pid file of ${service}`,
        )
      );
    case 'win32': {
      const file = `${process.env.SystemRoot ?? 'C:\\Windows'}\\System32\\sc.exe`;
      const { exitCode, stdout } = await host.command(file, ['query', service], signal);
      return judgeWindows(service, exitCode, stdout);
    }
    case 'darwin': {
      const { exitCode, stdout } = await host.command(
        '/bin/launchctl',
        ['print', `system/${service}`],
        signal,
      );
      return judgeLaunchd(service, exitCode, stdout);
    }
    default:
      return outcomeOf('RA_CHECK_UNSUPPORTED', `services cannot be checked on ${host.platform}`);
  }
}

async function systemd(service: string, host: HostView, signal: AbortSignal): Promise<CheckOutcome> {
  const { exitCode, stdout } = await host.command(
    'systemctl',
    ['show', '--no-pager', '--property=LoadState,ActiveState,SubState', '--', service],
    signal,
  );
  if (exitCode !== 0) throw new CheckError('RA_CHECK_LOCAL', `systemctl ended with ${exitCode}`);
  return judgeSystemd(service, stdout);
}

/** @param text output of `systemctl show`, one `Property=value` a line; see org.freedesktop.systemd1(5). */
export function judgeSystemd(service: string, text: string): CheckOutcome {
  const properties = new Map(
    text.split('\n').map((line): [string, string] => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
  const load = properties.get('LoadState');
  const active = properties.get('ActiveState');
  const sub = properties.get('SubState');
  if (load === 'not-found') return noService(service);
  switch (active) {
    case 'active':
    case 'reloading':
    case 'refreshing':
      return running(service);
    case 'activating':
      // The process has died and systemd waits to start it again: for its users it is down.
      if (sub === 'auto-restart' || sub === 'auto-restart-queued')
        return notRunning(service, `${active}, ${sub}`);
      return outcomeOf('RA_CHECK_SERVICE_STARTING', `${service} is starting`, { running: 0 });
    case undefined:
      throw new CheckError('RA_CHECK_LOCAL', 'systemctl gave no state');
    default:
      return notRunning(service, `${active}, ${sub}`);
  }
}

/** Exit codes of `status`: Linux Standard Base, 22.2 "Init Script Actions". */
async function initScript(
  service: string,
  host: HostView,
  signal: AbortSignal,
): Promise<CheckOutcome | undefined> {
  const path = `${host.root}/etc/init.d/${service}`;
  if (!(await exists(path, constants.X_OK))) return undefined;
  // Other actions may be all that an old script knows; asking one for its status could do anything.
  if (!/\bstatus\b/.test(await readFile(path, 'utf8'))) return undefined;
  const { exitCode } = await host.command(path, ['status'], signal);
  if (exitCode === 0) return running(service);
  // OpenRC, whose scripts stand in the same folder, says 32 for "crashed".
  if ([1, 2, 3, 32].includes(exitCode)) return notRunning(service, `init script says ${exitCode}`);
  throw new CheckError('RA_CHECK_LOCAL', `the init script of ${service} ended with ${exitCode}`);
}

async function pidFile(service: string, { root }: HostView): Promise<CheckOutcome | undefined> {
  for (const path of [`${root}/run/${service}.pid`, `${root}/run/${service}/${service}.pid`]) {
    const pid = Number.parseInt(await readFile(path, 'utf8').catch(() => ''), 10);
    if (!Number.isInteger(pid)) continue;
    return isAlive(pid, root) ? running(service) : notRunning(service, `process ${pid} is gone`);
  }
  return undefined;
}

/** @param text output of `sc query`; labels are translated, numbers and the names of states are not. */
export function judgeWindows(service: string, exitCode: number, text: string): CheckOutcome {
  // ERROR_SERVICE_DOES_NOT_EXIST
  if (exitCode === 1060) return noService(service);
  const state = /:\s+[1-7]\s+([A-Z_]+)/.exec(text)?.[1];
  if (exitCode !== 0 || state === undefined) {
    throw new CheckError('RA_CHECK_LOCAL', `sc ended with ${exitCode}`);
  }
  if (state === 'RUNNING') return running(service);
  if (state === 'START_PENDING' || state === 'CONTINUE_PENDING') {
    return outcomeOf('RA_CHECK_SERVICE_STARTING', `${service} is starting`, { running: 0 });
  }
  return notRunning(service, state);
}

/** @param text output of `launchctl print`. */
export function judgeLaunchd(service: string, exitCode: number, text: string): CheckOutcome {
  // "Could not find service"
  if (exitCode === 113) return noService(service);
  const state = /^\s*state = (.+)$/m.exec(text)?.[1];
  if (exitCode !== 0 || state === undefined) {
    throw new CheckError('RA_CHECK_LOCAL', `launchctl ended with ${exitCode}`);
  }
  return state === 'running' ? running(service) : notRunning(service, state);
}

function running(service: string): CheckOutcome {
  return { status: 'ok', message: `${service} is running`, values: { running: 1 } };
}

function notRunning(service: string, state: string): CheckOutcome {
  return outcomeOf('RA_CHECK_NOT_RUNNING', `${service} is not running (${state})`, { running: 0 });
}

function noService(service: string): CheckOutcome {
  return outcomeOf('RA_CHECK_NO_SERVICE', `this host has no service ${service}`, { running: 0 });
}

async function exists(path: string, mode: number = constants.F_OK): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}
