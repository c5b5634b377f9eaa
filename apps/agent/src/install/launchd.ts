import type { RemovalOptions, ServiceOptions, Step } from './plan.ts';
import { xml } from './xml.ts';

const LABEL = 'de.rettungsanker.agent';
const PLIST = `/Library/LaunchDaemons/${LABEL}.plist`;
const PROGRAM_FOLDER = '/usr/local/libexec/rettungsanker-agent';
const PROGRAM = `${PROGRAM_FOLDER}/rettungsanker-agent`;

/** launchd.plist(5). */
export function launchdPlist({ dataFolder, command }: ServiceOptions): string {
  const words = [command.file, ...command.args, 'run', '--data', dataFolder];
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key><string>${LABEL}</string>
  <key>ProgramArguments</key>
  <array>
${words.map((word) => `    <string>${xml(word)}</string>`).join('\n')}
  </array>
  <key>RunAtLoad</key><true/>
  <key>KeepAlive</key><true/>
  <key>ThrottleInterval</key><integer>10</integer>
  <key>ProcessType</key><string>Background</string>
  <key>Umask</key><integer>63</integer>
  <key>StandardErrorPath</key><string>${xml(dataFolder)}/agent.log</string>
</dict>
</plist>
`;
}

export function launchdInstall(options: ServiceOptions): Step[] {
  const { standalone, command, dataFolder } = options;
  const installed = standalone ? { ...options, command: { file: PROGRAM, args: [] } } : options;
  const program: Step[] = [
    { do: 'folder', path: PROGRAM_FOLDER, mode: 0o755 },
    { do: 'copy', from: command.file, to: PROGRAM, mode: 0o755 },
  ];
  return [
    ...(standalone ? program : []),
    { do: 'folder', path: dataFolder, mode: 0o700 },
    { do: 'write', path: PLIST, content: launchdPlist(installed), mode: 0o644 },
    // 3 and 113: it was not loaded before.
    { do: 'run', file: 'launchctl', args: ['bootout', `system/${LABEL}`], accept: [3, 5, 113] },
    { do: 'run', file: 'launchctl', args: ['bootstrap', 'system', PLIST] },
  ];
}

export function launchdRemoval({ dataFolder, purge }: RemovalOptions): Step[] {
  return [
    { do: 'run', file: 'launchctl', args: ['bootout', `system/${LABEL}`], accept: [3, 5, 113] },
    { do: 'remove', path: PLIST },
    { do: 'remove', path: PROGRAM_FOLDER },
    ...(purge ? ([{ do: 'remove', path: dataFolder }] satisfies Step[]) : []),
  ];
}
