import { win32 } from 'node:path';
import type { RemovalOptions, ServiceOptions, Step } from './plan.ts';
import { xml } from './xml.ts';

const TASK = 'Rettungsanker Agent';
/** LOCAL SERVICE: an account of the system with hardly any rights. */
const LOCAL_SERVICE = 'S-1-5-19';
const SYSTEM = 'S-1-5-18';
const ADMINISTRATORS = 'S-1-5-32-544';

const programFolder = (env: NodeJS.ProcessEnv): string =>
  win32.join(env.ProgramFiles ?? 'C:\\Program Files', 'Rettungsanker');

/**
 * A task that starts with the machine and is restarted when it ends. A Windows service would have to talk to the
 * service manager in a way that a Node program cannot; the task scheduler takes any program.
 */
export function taskXml({ dataFolder, command }: ServiceOptions): string {
  const words = [...command.args, 'run', '--data', dataFolder].map(quote).join(' ');
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.3" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>Rettungsanker agent</Description></RegistrationInfo>
  <Triggers><BootTrigger><Enabled>true</Enabled></BootTrigger></Triggers>
  <Principals><Principal id="Author"><UserId>${LOCAL_SERVICE}</UserId><RunLevel>LeastPrivilege</RunLevel></Principal></Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <RestartOnFailure><Interval>PT1M</Interval><Count>999</Count></RestartOnFailure>
    <Hidden>true</Hidden>
  </Settings>
  <Actions Context="Author">
    <Exec><Command>${xml(command.file)}</Command><Arguments>${xml(words)}</Arguments></Exec>
  </Actions>
</Task>
`;
}

/** Rules of CommandLineToArgvW: quotes around blanks, backslashes before a quote doubled. */
function quote(text: string): string {
  if (!/[\s"]/.test(text)) return text;
  return `"${text.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`;
}

export function windowsInstall(options: ServiceOptions, env: NodeJS.ProcessEnv = process.env): Step[] {
  const { standalone, command, dataFolder } = options;
  const folder = programFolder(env);
  const program = win32.join(folder, 'rettungsanker-agent.exe');
  const installed = standalone ? { ...options, command: { file: program, args: [] } } : options;
  const definition = win32.join(dataFolder, 'task.xml');
  const mayUse = [SYSTEM, ADMINISTRATORS, LOCAL_SERVICE].map((sid) => `*${sid}:(OI)(CI)F`);
  return [
    ...(standalone
      ? ([
          // 1: there was no such task; a running program could not be replaced.
          { do: 'run', file: 'schtasks.exe', args: ['/End', '/TN', TASK], accept: [1] },
          { do: 'folder', path: folder, mode: 0o755 },
          { do: 'copy', from: command.file, to: program, mode: 0o755 },
        ] satisfies Step[])
      : []),
    { do: 'folder', path: dataFolder, mode: 0o700 },
    { do: 'run', file: 'icacls.exe', args: [dataFolder, '/inheritance:r', '/grant:r', ...mayUse, '/T'] },
    { do: 'write', path: definition, content: `\ufeff${taskXml(installed)}`, mode: 0o600 },
    { do: 'run', file: 'schtasks.exe', args: ['/Create', '/TN', TASK, '/XML', definition, '/F'] },
    { do: 'run', file: 'schtasks.exe', args: ['/Run', '/TN', TASK] },
  ];
}

export function windowsRemoval(
  { dataFolder, purge }: RemovalOptions,
  env: NodeJS.ProcessEnv = process.env,
): Step[] {
  return [
    { do: 'run', file: 'schtasks.exe', args: ['/End', '/TN', TASK], accept: [1] },
    { do: 'run', file: 'schtasks.exe', args: ['/Delete', '/TN', TASK, '/F'], accept: [1] },
    { do: 'remove', path: programFolder(env) },
    ...(purge ? ([{ do: 'remove', path: dataFolder }] satisfies Step[]) : []),
  ];
}
