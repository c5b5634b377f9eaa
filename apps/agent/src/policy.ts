import type { AgentConfig, InventorySection, RunnableCheck } from '@rettungsanker/protocol';
import { readSmallFile } from './data/files.ts';
import type { DataPaths } from './data/folder.ts';

/*
 * agent.toml belongs to the owner of the host. It can take away and it can limit; only `[allow]` gives the server
 * what it has not without the file: plugins to run, logs outside the usual folder, and looking for neighbours. The server cannot change it:
 * the agent only ever reads it.
 */

/** Every kind, or "all" would not forbid it; the compiler misses none. */
const KINDS: Readonly<Record<RunnableCheck['kind'], true>> = {
  service: true,
  process: true,
  http: true,
  tcp: true,
  tls: true,
  domain: true,
  udp: true,
  icmp: true,
  dns: true,
  ntp: true,
  smtp: true,
  imap: true,
  pop3: true,
  ftp: true,
  ssh: true,
  ldap: true,
  postgresql: true,
  mysql: true,
  redis: true,
  'snmp-value': true,
  'snmp-interfaces': true,
  'snmp-cpu': true,
  'snmp-memory': true,
  'snmp-storage': true,
  'snmp-ups': true,
  'snmp-printer': true,
  'snmp-sensor': true,
  syslog: true,
  'snmp-trap': true,
  smart: true,
  raid: true,
  zfs: true,
  'thin-pool': true,
  share: true,
  fsync: true,
  'backup-restic': true,
  'backup-borg': true,
  'backup-folder': true,
  'backup-windows': true,
  log: true,
  'scheduled-task': true,
  'pending-reboot': true,
  'time-skew': true,
  antivirus: true,
  firewall: true,
  'failed-sign-ins': true,
  plugin: true,
  exporter: true,
  modbus: true,
  opcua: true,
};
export const CHECK_KINDS = Object.keys(KINDS) as [RunnableCheck['kind'], ...RunnableCheck['kind'][]];
export const SECTIONS = [
  'system',
  'disks',
  'interfaces',
  'services',
  'sessions',
  'ports',
  'packages',
  'updates',
] as const satisfies readonly InventorySection[];
/** Work that later versions take over; an owner can forbid it before it exists. */
export const JOB_KINDS = ['all'] as const;

export interface Policy {
  /** Where it was read; undefined when the host has none. */
  source: string | undefined;
  deniedChecks: ReadonlySet<RunnableCheck['kind']>;
  deniedSections: ReadonlySet<InventorySection>;
  jobsDenied: boolean;
  minSampleIntervalMs: number;
  minCheckIntervalMs: number;
  maxChecks: number;
  bufferBytes: number;
  bufferAgeMs: number;
  /** Folders whose monitoring plugins may be run. */
  pluginFolders: readonly string[];
  /** Folders whose files the kind `log` may read: a pattern that matches shows the line to the server. */
  logFolders: readonly string[];
  /** The server may have the neighbours in the host's own networks looked for. */
  discovery: boolean;
}

export const MEGABYTE = 1024 * 1024;
export const DAY_MS = 86_400_000;

/** Policy of a host without agent.toml: the limits that hold for everybody. */
export const NO_POLICY: Policy = {
  source: undefined,
  deniedChecks: new Set(),
  deniedSections: new Set(),
  jobsDenied: false,
  minSampleIntervalMs: 5000,
  minCheckIntervalMs: 1000,
  maxChecks: 2000,
  bufferBytes: 256 * MEGABYTE,
  bufferAgeMs: 7 * DAY_MS,
  pluginFolders: [],
  logFolders: ['/var/log'],
  discovery: false,
};

/** Where an owner's agent.toml is looked for: in the place for all programs, which the agent cannot write, and in the data folder. */
export function policyFiles(paths: DataPaths): string[] {
  const shared = process.platform === 'win32' ? [] : ['/etc/rettungsanker/agent.toml'];
  return [...shared, paths.policy];
}

/**
 * Reads the owner's files; where there are two, the stricter rule of each kind counts.
 * A file with a mistake stops the agent instead of being ignored: its owner meant to forbid something.
 * @throws AgentError RA_POLICY_INVALID with key, problem and example
 */
export async function loadPolicy(files: readonly string[]): Promise<Policy> {
  let policy = NO_POLICY;
  for (const file of files) {
    const text = readSmallFile(file);
    if (text === undefined) continue;
    // Loaded only where there is a file: most hosts have none, and memory is counted here.
    const { parsePolicy } = await import('./policy-file.ts');
    policy = combine(policy, parsePolicy(text, file));
  }
  return policy;
}

function combine(a: Policy, b: Policy): Policy {
  return {
    source: [a.source, b.source].filter(Boolean).join(' and '),
    deniedChecks: new Set([...a.deniedChecks, ...b.deniedChecks]),
    deniedSections: new Set([...a.deniedSections, ...b.deniedSections]),
    jobsDenied: a.jobsDenied || b.jobsDenied,
    minSampleIntervalMs: Math.max(a.minSampleIntervalMs, b.minSampleIntervalMs),
    minCheckIntervalMs: Math.max(a.minCheckIntervalMs, b.minCheckIntervalMs),
    maxChecks: Math.min(a.maxChecks, b.maxChecks),
    bufferBytes: Math.min(a.bufferBytes, b.bufferBytes),
    bufferAgeMs: Math.min(a.bufferAgeMs, b.bufferAgeMs),
    // The first file is not yet a limit to the second one: `a` may be the policy of a host without files.
    pluginFolders: a.source === undefined ? b.pluginFolders : both(a.pluginFolders, b.pluginFolders),
    logFolders: a.source === undefined ? b.logFolders : both(a.logFolders, b.logFolders),
    discovery: b.discovery && (a.source === undefined || a.discovery),
  };
}

/** What both name: a file of the data folder allows nothing that the one of the host does not. */
function both(a: readonly string[], b: readonly string[]): string[] {
  return a.filter((folder) => b.includes(folder));
}

/** The server's configuration as far as the owner of the host allows it. */
export function restrict(config: AgentConfig, policy: Policy): AgentConfig {
  return {
    ...config,
    sampleIntervalMs: Math.max(config.sampleIntervalMs, policy.minSampleIntervalMs),
    checks: config.checks.map((assigned) => ({
      ...assigned,
      intervalMs: Math.max(assigned.intervalMs, policy.minCheckIntervalMs),
    })),
  };
}

/** A forbidden check stays assigned and reports that it is forbidden: unknown is never shown as green. */
export function allowedChecks(config: AgentConfig, policy: Policy): ReadonlySet<RunnableCheck> {
  const checks = config.checks.map(({ check }) => check);
  return new Set(checks.filter(({ kind }) => !policy.deniedChecks.has(kind)).slice(0, policy.maxChecks));
}

/** Lines for people: what the owner of this host took away. */
export function describePolicy(policy: Policy): string[] {
  if (policy.source === undefined)
    return ['none (everything but plugins, other logs and discovery is allowed)'];
  const lines = [`from ${policy.source}`];
  if (policy.deniedChecks.size) lines.push(`checks denied: ${[...policy.deniedChecks].join(', ')}`);
  if (policy.deniedSections.size) lines.push(`inventory denied: ${[...policy.deniedSections].join(', ')}`);
  if (policy.pluginFolders.length) lines.push(`plugins allowed in ${policy.pluginFolders.join(', ')}`);
  lines.push(`logs readable in ${policy.logFolders.join(', ') || 'no folder'}`);
  lines.push(`discovery of neighbours ${policy.discovery ? 'allowed' : 'not allowed'}`);
  if (policy.jobsDenied) lines.push('jobs denied: all');
  lines.push(`samples at most every ${policy.minSampleIntervalMs / 1000} s`);
  lines.push(`at most ${policy.maxChecks} checks, each at most every ${policy.minCheckIntervalMs / 1000} s`);
  lines.push(`buffer at most ${policy.bufferBytes / MEGABYTE} MB and ${policy.bufferAgeMs / DAY_MS} days`);
  return lines;
}
