import type { RemovalOptions, ServiceOptions, Step } from './plan.ts';

export const SERVICE = 'rettungsanker-agent';
const UNIT = `/etc/systemd/system/${SERVICE}.service`;
const PROGRAM_FOLDER = `/usr/local/lib/${SERVICE}`;
const PROGRAM = `${PROGRAM_FOLDER}/${SERVICE}`;
const LINK = `/usr/local/bin/${SERVICE}`;

/** Read the memory maps and open files of other users' processes. Enough to read any file, so not by default. */
const SEE_ALL = 'CAP_SYS_PTRACE CAP_DAC_READ_SEARCH';

/**
 * The agent runs as a user of its own that may write its data folder and nothing else. It needs to see processes,
 * mounts and package lists; all of that is open to any user.
 */
export function systemdUnit({ dataFolder, command, seeAll }: ServiceOptions): string {
  const start = [command.file, ...command.args, 'run', '--data', dataFolder].map(quote).join(' ');
  const capabilities = seeAll
    ? `CapabilityBoundingSet=${SEE_ALL}\nAmbientCapabilities=${SEE_ALL}`
    : 'CapabilityBoundingSet=';
  return `# Written by "rettungsanker-agent install".
[Unit]
Description=Rettungsanker agent
Wants=network-online.target
After=network-online.target

[Service]
ExecStart=${start}
User=${SERVICE}
Restart=always
RestartSec=10
TimeoutStopSec=10
UMask=0077
Nice=5
TasksMax=64
MemoryMax=512M
# The agent gives the memory of its start-up back through its own control group (not into swap).
MemorySwapMax=0
Delegate=memory
${capabilities}
NoNewPrivileges=yes
ProtectSystem=strict
ReadWritePaths=${quote(dataFolder)}
# Not "yes": the fill level of file systems below /home is part of the job.
ProtectHome=read-only
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
LockPersonality=yes
MemoryDenyWriteExecute=${command.args.length === 0 ? 'yes' : 'no'}
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
`;
}

/** systemd.service(5), "Command lines": quotes for blanks, doubled percent signs and dollars. */
function quote(text: string): string {
  const escaped = text.replace(/[\\"]/g, '\\$&').replaceAll('%', '%%').replaceAll('$', '$$$$');
  return /\s/.test(text) ? `"${escaped}"` : escaped;
}

export function systemdInstall(options: ServiceOptions): Step[] {
  const { dataFolder, standalone, command } = options;
  const program: Step[] = standalone
    ? [
        { do: 'folder', path: PROGRAM_FOLDER, mode: 0o755 },
        { do: 'copy', from: command.file, to: PROGRAM, mode: 0o755 },
        // Out of the page cache: what the service itself loads is charged to it, so that it can give it back.
        { do: 'run', file: 'dd', args: [`if=${PROGRAM}`, 'iflag=nocache', 'count=0'] },
        { do: 'run', file: 'ln', args: ['-sfn', PROGRAM, LINK] },
      ]
    : [];
  const account = ['--system', '--user-group', '--no-create-home', '--home-dir', dataFolder];
  return [
    ...program,
    // 9: the account exists already.
    { do: 'run', file: 'useradd', args: [...account, '--shell', '/usr/sbin/nologin', SERVICE], accept: [9] },
    { do: 'folder', path: dataFolder, mode: 0o700 },
    { do: 'run', file: 'chown', args: ['-R', `${SERVICE}:${SERVICE}`, dataFolder] },
    {
      do: 'write',
      path: UNIT,
      content: systemdUnit(standalone ? { ...options, command: { file: PROGRAM, args: [] } } : options),
      mode: 0o644,
    },
    { do: 'run', file: 'systemctl', args: ['daemon-reload'] },
    { do: 'run', file: 'systemctl', args: ['enable', SERVICE] },
    // Not "start": a running one shall take over the new program.
    { do: 'run', file: 'systemctl', args: ['restart', SERVICE] },
  ];
}

export function systemdRemoval({ dataFolder, purge }: RemovalOptions): Step[] {
  return [
    // 5 and 1: there is no such unit.
    { do: 'run', file: 'systemctl', args: ['disable', '--now', SERVICE], accept: [1, 5] },
    { do: 'remove', path: UNIT },
    { do: 'run', file: 'systemctl', args: ['daemon-reload'] },
    { do: 'remove', path: LINK },
    { do: 'remove', path: PROGRAM_FOLDER },
    ...(purge ? ([{ do: 'remove', path: dataFolder }] satisfies Step[]) : []),
  ];
}
