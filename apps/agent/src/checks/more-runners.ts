import type { RunnableKind } from '@rettungsanker/protocol';
import type { CheckOf, KindRunner } from './runners.ts';

const devices = 250;
const programs = 2;

/** Kinds that ask devices, and kinds that look at parts of the own host. */
type Kind = Extract<
  RunnableKind,
  | `snmp-${string}`
  | `backup-${string}`
  | 'syslog'
  | 'smart'
  | 'raid'
  | 'zfs'
  | 'thin-pool'
  | 'share'
  | 'fsync'
  | 'log'
  | 'scheduled-task'
  | 'pending-reboot'
  | 'time-skew'
  | 'antivirus'
  | 'firewall'
  | 'failed-sign-ins'
  | 'plugin'
  | 'exporter'
  | 'modbus'
  | 'opcua'
>;

const snmp = <K extends Kind>(load: KindRunner<K>['load']): KindRunner<K> => ({
  where: 'network',
  places: devices,
  load,
});
const host = <K extends Kind>(load: KindRunner<K>['load'], places = programs): KindRunner<K> => ({
  where: 'host',
  places,
  load,
});

export const MORE_RUNNERS: { readonly [K in Kind]: KindRunner<K> } = {
  'snmp-value': snmp(async () => (await import('./snmp/value.ts')).checkValue),
  'snmp-interfaces': snmp(async () => (await import('./snmp/interfaces.ts')).checkInterfaces),
  'snmp-cpu': snmp(async () => (await import('./snmp/system.ts')).checkCpu),
  'snmp-memory': snmp(async () => (await import('./snmp/system.ts')).checkMemory),
  'snmp-storage': snmp(async () => (await import('./snmp/system.ts')).checkStorage),
  'snmp-sensor': snmp(async () => (await import('./snmp/system.ts')).checkSensors),
  'snmp-ups': snmp(async () => (await import('./snmp/equipment.ts')).checkUps),
  'snmp-printer': snmp(async () => (await import('./snmp/equipment.ts')).checkPrinter),
  // Listening is the agent's own work; a run only looks at what has come in.
  'snmp-trap': host(async () => (await import('../receivers/traps.ts')).checkTraps, 50),
  syslog: host(async () => (await import('../receivers/syslog.ts')).checkSyslog, 50),

  // Disks that are asleep or dying take their time to answer.
  smart: { ...host(async () => (await import('./storage/smart.ts')).checkSmart), deadlineMs: () => 60_000 },
  raid: host(async () => (await import('./storage/raid.ts')).checkRaid),
  zfs: { ...host(async () => (await import('./storage/zfs.ts')).checkZfs), deadlineMs: () => 30_000 },
  'thin-pool': {
    ...host(async () => (await import('./storage/thin-pool.ts')).checkThinPools),
    deadlineMs: () => 30_000,
  },
  share: host(async () => (await import('./storage/share.ts')).checkShare, 8),
  fsync: host(async () => (await import('./storage/fsync.ts')).checkFsync),
  'backup-restic': host(async () => (await import('./storage/backup.ts')).checkRestic),
  'backup-borg': host(async () => (await import('./storage/backup.ts')).checkBorg),
  'backup-folder': host(async () => (await import('./storage/folder.ts')).checkFolder),
  'backup-windows': windows(host(async () => (await import('./storage/windows.ts')).checkWindowsBackup)),

  log: host(async () => (await import('./host/log.ts')).checkLog, 8),
  'scheduled-task': windows(host(async () => (await import('./host/task.ts')).checkTask)),
  'pending-reboot': windows(host(async () => (await import('./host/reboot.ts')).checkReboot)),
  'time-skew': host(async () => (await import('./host/time.ts')).checkTimeSkew),
  antivirus: windows(host(async () => (await import('./host/protection.ts')).checkAntivirus)),
  firewall: windows(host(async () => (await import('./host/protection.ts')).checkFirewall)),
  'failed-sign-ins': windows(host(async () => (await import('./host/sign-ins.ts')).checkSignIns)),
  // The owner's plugins do not hold up each other, but neither are they a load of their own.
  plugin: {
    ...host(async () => (await import('./plugin/run.ts')).checkPlugin, 8),
    // The plugin is ended a little before its check is, so that its own words are not lost.
    deadlineMs: ({ timeoutMs }) => timeoutMs + 2000,
  },
  exporter: {
    where: 'network',
    places: 50,
    load: async () => (await import('./scrape/exporter.ts')).checkExporter,
  },

  modbus: {
    where: 'network',
    places: 50,
    load: async () => (await import('./industry/modbus.ts')).checkModbus,
  },
  opcua: { where: 'network', places: 8, load: async () => (await import('./industry/opcua.ts')).checkOpcua },
};

/** PowerShell alone takes seconds to start. */
function windows<K extends Kind>(runner: KindRunner<K>): KindRunner<K> {
  return { ...runner, deadlineMs: (_check: CheckOf<K>) => 60_000 };
}
