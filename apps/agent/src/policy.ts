import type { AgentConfig, InventorySection, RunnableCheck } from '@rettungsanker/protocol';
import { readSmallFile } from './data/files.ts';
import type { DataPaths } from './data/folder.ts';

/*
 * agent.toml belongs to the owner of the host. It can take away and it can limit; nothing in it gives the server
 * more than it has without the file. The server cannot change it: the agent only ever reads it.
 */

export const CHECK_KINDS = [
  'service',
  'process',
  'http',
  'tcp',
  'tls',
] as const satisfies readonly RunnableCheck['kind'][];
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
  };
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
  if (policy.source === undefined) return ['none (everything the server may ask is allowed)'];
  const lines = [`from ${policy.source}`];
  if (policy.deniedChecks.size) lines.push(`checks denied: ${[...policy.deniedChecks].join(', ')}`);
  if (policy.deniedSections.size) lines.push(`inventory denied: ${[...policy.deniedSections].join(', ')}`);
  if (policy.jobsDenied) lines.push('jobs denied: all');
  lines.push(`samples at most every ${policy.minSampleIntervalMs / 1000} s`);
  lines.push(`at most ${policy.maxChecks} checks, each at most every ${policy.minCheckIntervalMs / 1000} s`);
  lines.push(`buffer at most ${policy.bufferBytes / MEGABYTE} MB and ${policy.bufferAgeMs / DAY_MS} days`);
  return lines;
}
