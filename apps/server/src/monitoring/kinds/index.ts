import type { Rule } from '@rettungsanker/alert-rules';
import { type MetricName, type RunnableKind, runnableCheckSchema } from '@rettungsanker/protocol';
import { z } from 'zod';
import { heartbeatConfig } from '../heartbeat/settings.ts';
import { deliveredConfig, groupConfig, trendConfig } from './derived.ts';
import { EXECUTED, type Executor } from './executed.ts';

/**
 * Every kind of check: how its settings look, where its observations come from and which rule is a sensible start.
 * A new kind is one entry here (and a runner where it is executed).
 */
export interface CheckKindDefinition {
  /** Judged from samples that agents send anyway, from the agent's connection, or executed. */
  source:
    | { type: 'samples'; metric: MetricName; perInstance: boolean }
    | { type: 'platform' }
    | { type: 'executed'; executor: Executor };
  config: z.ZodType<Record<string, unknown>>;
  defaultRule: Rule;
  defaultIntervalMs: number;
  /** Every new system with an agent gets it without being asked. */
  automatic: boolean;
  /** People add it; the others come with the system, or with what a sender tells. */
  addable: boolean;
  /** Who may execute it. */
  runsOn: readonly ('server' | 'agent' | 'samples')[];
}

const MINUTE = 60_000;
const status: Rule = {
  condition: { kind: 'status', failed: 'critical', warning: 'warning' },
  forMs: 0,
  recoverForMs: 0,
};

function above(levels: { warning: [number, number]; critical: [number, number] }, forMs: number): Rule {
  return {
    condition: {
      kind: 'value',
      direction: 'above',
      levels: [
        { severity: 'warning', threshold: levels.warning[0], recovery: levels.warning[1] },
        { severity: 'critical', threshold: levels.critical[0], recovery: levels.critical[1] },
      ],
    },
    forMs,
    recoverForMs: 0,
  };
}

const instances = z.object({
  /** Mount points that are not judged, e.g. a read-only image that is always full. */
  exclude: z.array(z.string().max(255)).max(100).default([]),
});
const nothing = z.object({});
const runnable = (kind: RunnableKind): z.ZodType<Record<string, unknown>> =>
  z.record(z.string(), z.unknown()).transform((value, context) => {
    const parsed = runnableCheckSchema.safeParse({ ...value, kind });
    if (parsed.success) return parsed.data as Record<string, unknown>;
    for (const issue of parsed.error.issues)
      context.addIssue({ code: 'custom', path: issue.path, message: issue.message });
    return z.NEVER;
  });
const RUNS_ON = { host: ['agent'], site: ['agent'], anywhere: ['server', 'agent'] } as const;
/** They judge themselves and say how bad it is; which of that raises an alert is for the rule. */
const executed = (kind: RunnableKind): CheckKindDefinition => {
  const [executor, defaultIntervalMs] = EXECUTED[kind];
  return {
    source: { type: 'executed', executor },
    config: runnable(kind),
    defaultRule: status,
    defaultIntervalMs,
    automatic: false,
    addable: true,
    runsOn: RUNS_ON[executor],
  };
};
const EXECUTED_NAMES = Object.keys(EXECUTED) as RunnableKind[];
// `fromEntries` forgets the names, which are those of the table.
const executedKinds = Object.fromEntries(
  EXECUTED_NAMES.map((kind) => [kind, executed(kind)] as const),
) as Record<RunnableKind, CheckKindDefinition>;
const sampled = (
  metric: MetricName,
  perInstance: boolean,
  config: z.ZodType<Record<string, unknown>>,
  defaultRule: Rule,
): CheckKindDefinition => ({
  source: { type: 'samples', metric, perInstance },
  config,
  defaultRule,
  defaultIntervalMs: 15_000,
  automatic: true,
  addable: false,
  runsOn: ['samples'],
});

export const CHECK_KINDS = {
  // The host itself is gone: its agent was heard for the last time longer ago than the interval.
  availability: {
    source: { type: 'platform' },
    config: nothing,
    defaultRule: { ...status, condition: { kind: 'status', failed: 'critical' } },
    defaultIntervalMs: 15_000,
    automatic: true,
    addable: false,
    runsOn: ['samples'],
  },
  // Two hosts use one identity (cloned disk).
  identity: {
    source: { type: 'platform' },
    config: nothing,
    defaultRule: { ...status, recoverForMs: 0 },
    defaultIntervalMs: 60_000,
    automatic: true,
    addable: false,
    runsOn: ['samples'],
  },
  // Seconds by which the host's clock is off. Kerberos refuses at 300 s; logs are worthless as evidence long before.
  clock: {
    source: { type: 'platform' },
    config: nothing,
    defaultRule: above({ warning: [30, 15], critical: [240, 120] }, 0),
    defaultIntervalMs: 15_000,
    automatic: true,
    addable: false,
    runsOn: ['samples'],
  },
  cpu: sampled('cpu.used', false, nothing, above({ warning: [90, 80], critical: [98, 90] }, 10 * MINUTE)),
  memory: sampled(
    'memory.used',
    false,
    nothing,
    above({ warning: [90, 85], critical: [96, 92] }, 5 * MINUTE),
  ),
  disk: sampled('disk.used', true, instances, above({ warning: [85, 82], critical: [93, 90] }, 0)),
  inodes: sampled('inode.used', true, instances, above({ warning: [85, 82], critical: [93, 90] }, 0)),
  // Days until the file system is full, from the trend of the last day.
  'disk-forecast': {
    source: { type: 'platform' },
    config: instances,
    defaultRule: {
      condition: {
        kind: 'value',
        direction: 'below',
        levels: [
          { severity: 'warning', threshold: 7, recovery: 10 },
          { severity: 'critical', threshold: 1, recovery: 2 },
        ],
      },
      forMs: 0,
      recoverForMs: 0,
    },
    defaultIntervalMs: 10 * MINUTE,
    automatic: true,
    addable: false,
    runsOn: ['samples'],
  },
  // A job reports by itself that it lives; what is judged is that it does not.
  heartbeat: {
    source: { type: 'platform' },
    config: heartbeatConfig as z.ZodType<Record<string, unknown>>,
    defaultRule: status,
    defaultIntervalMs: MINUTE,
    automatic: false,
    addable: true,
    runsOn: ['samples'],
  },
  // Alerts that an Alertmanager has judged already: 0 over, 1 info, 2 warning, 3 critical.
  alertmanager: {
    source: { type: 'platform' },
    config: nothing,
    defaultRule: {
      condition: {
        kind: 'value',
        direction: 'above',
        levels: [
          { severity: 'info', threshold: 0, recovery: 0 },
          { severity: 'warning', threshold: 1, recovery: 1 },
          { severity: 'critical', threshold: 2, recovery: 2 },
        ],
      },
      forMs: 0,
      recoverForMs: 0,
    },
    defaultIntervalMs: MINUTE,
    automatic: false,
    addable: false,
    runsOn: ['samples'],
  },
  // A series that others deliver. Judged once a minute.
  series: {
    source: { type: 'platform' },
    config: deliveredConfig,
    defaultRule: {
      ...above({ warning: [80, 75], critical: [90, 85] }, 0),
      noData: { afterMs: 15 * MINUTE, severity: 'warning' },
    },
    defaultIntervalMs: MINUTE,
    automatic: false,
    // Begins at the series, which the console lists among the data sources.
    addable: false,
    runsOn: ['samples'],
  },
  // Rate, forecast or deviation of a series; percent of a group that has failed. Judged once a minute.
  trend: {
    source: { type: 'platform' },
    config: trendConfig,
    defaultRule: above({ warning: [4, 3], critical: [8, 6] }, 5 * MINUTE),
    defaultIntervalMs: MINUTE,
    automatic: false,
    addable: true,
    runsOn: ['samples'],
  },
  group: {
    source: { type: 'platform' },
    config: groupConfig,
    defaultRule: above({ warning: [20, 15], critical: [50, 40] }, 0),
    defaultIntervalMs: MINUTE,
    automatic: false,
    addable: true,
    runsOn: ['samples'],
  },
  ...executedKinds,
} as const satisfies Record<string, CheckKindDefinition>;

export type CheckKind = keyof typeof CHECK_KINDS;
export const CHECK_KIND_NAMES = Object.keys(CHECK_KINDS) as [CheckKind, ...CheckKind[]];
export const kindOf = (kind: CheckKind): CheckKindDefinition => CHECK_KINDS[kind];

const severity = z.enum(['info', 'warning', 'critical']);
const duration = z
  .number()
  .int()
  .min(0)
  .max(30 * 86_400_000);
/** Shape of a rule at the HTTP boundary; its meaning is checked by ruleProblems. */
export const ruleSchema = z.object({
  condition: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('value'),
      direction: z.enum(['above', 'below']),
      levels: z
        .array(z.object({ severity, threshold: z.number(), recovery: z.number() }))
        .min(1)
        .max(3),
    }),
    z.object({ kind: z.literal('status'), failed: severity, warning: severity.optional() }),
  ]),
  forMs: duration,
  recoverForMs: duration,
  consecutive: z.number().int().min(1).max(100).optional(),
  noData: z.object({ afterMs: duration.min(1000), severity }).optional(),
  /** Percent of changes among the newest results at which an alert counts as flapping, and below which it does not. */
  flap: z.object({ high: z.number().min(1).max(100), low: z.number().min(1).max(100) }).optional(),
  byImportance: z.boolean().optional(),
});
