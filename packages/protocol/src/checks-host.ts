import * as z from 'zod/mini';
import { hoursField, nameField, pathField, patternField, timeoutField } from './check-parts.ts';
import { eventRulesField, quietMinutesField } from './checks-devices.ts';

/** New lines of a log: files (rotation is followed), the systemd journal, or the Windows event log. */
export const logCheckSchema = z.object({
  kind: z.literal('log'),
  source: z.discriminatedUnion('type', [
    z.object({ type: z.literal('file'), path: pathField }),
    z.object({
      type: z.literal('journal'),
      unit: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_@:][A-Za-z0-9_.@:\\+-]*$/), z.maxLength(255))),
      /** Lines of this priority and worse (0 emergency to 7 debug). */
      priority: z._default(z.int().check(z.minimum(0), z.maximum(7)), 7),
    }),
    z.object({
      type: z.literal('windows'),
      /** Channel, e.g. System or Application. */
      channel: z.string().check(z.regex(/^[A-Za-z0-9 _/.()-]+$/), z.minLength(1), z.maxLength(200)),
      /** Events of this level and worse: 1 critical, 2 error, 3 warning, 4 information. */
      level: z._default(z.int().check(z.minimum(1), z.maximum(4)), 3),
    }),
  ]),
  rules: eventRulesField,
  quietMinutes: quietMinutesField,
});
/** A scheduled task: a systemd timer or a task of the Windows Task Scheduler. */
export const taskCheckSchema = z.object({
  kind: z.literal('scheduled-task'),
  /** `backup.timer`, or `\Folder\Task`. */
  task: nameField,
  /** The last successful run may be that old; missing: only its result counts. */
  maxAgeHours: z.optional(hoursField),
});
/** Does an update wait for a restart? */
export const rebootCheckSchema = z.object({
  kind: z.literal('pending-reboot'),
  /** Days a restart may be due before the check warns, and before it fails. */
  warnDays: z._default(z.number().check(z.minimum(0), z.maximum(365)), 3),
  criticalDays: z._default(z.number().check(z.minimum(0), z.maximum(365)), 30),
});
/** How far the host's own time service says its clock is off, and whether it is synchronised at all. */
export const timeSkewCheckSchema = z.object({
  kind: z.literal('time-skew'),
  warnMs: z._default(z.number().check(z.minimum(1)), 1000),
  criticalMs: z._default(z.number().check(z.minimum(1)), 30_000),
});
/** Virus protection: running, and with fresh definitions (ClamAV, Windows Defender). */
export const antivirusCheckSchema = z.object({
  kind: z.literal('antivirus'),
  warnHours: z._default(hoursField, 48),
  criticalHours: z._default(hoursField, 168),
});
/** The host's own firewall filters what comes in (nftables, ufw, firewalld, Windows). */
export const firewallCheckSchema = z.object({ kind: z.literal('firewall') });
/** Failed sign-ins since the last run, as a rate. */
export const signInsCheckSchema = z.object({
  kind: z.literal('failed-sign-ins'),
  /** Failures per hour. */
  warnPerHour: z._default(z.number().check(z.minimum(1)), 30),
  criticalPerHour: z._default(z.number().check(z.minimum(1)), 300),
});

/** A monitoring plugin of Nagios and its kin. The owner of the host allows the folder in agent.toml. */
export const pluginCheckSchema = z.object({
  kind: z.literal('plugin'),
  /** File in one of the allowed folders; an absolute path within one of them. */
  plugin: pathField,
  /** Handed over as they are; no shell, no macros. */
  args: z._default(
    z.array(z.string().check(z.maxLength(1000), z.regex(/^[^\0]*$/))).check(z.maxLength(64)),
    [],
  ),
  timeoutMs: timeoutField,
});

/** A Prometheus exporter: reachable, and as many of its numbers as are asked for. */
export const exporterCheckSchema = z.object({
  kind: z.literal('exporter'),
  url: z.string().check(z.maxLength(2000), z.regex(/^https?:\/\//)),
  /** Names of the metrics that are kept (regular expression on the whole name). */
  keep: z._default(patternField, '^up$'),
  /** Judged: `name{label="value"}` as the exporter writes it, with limits. */
  limits: z._default(
    z
      .array(
        z.object({
          series: z.string().check(z.minLength(1), z.maxLength(500)),
          warnAbove: z.optional(z.number()),
          criticalAbove: z.optional(z.number()),
          warnBelow: z.optional(z.number()),
          criticalBelow: z.optional(z.number()),
        }),
      )
      .check(z.maxLength(50)),
    [],
  ),
  timeoutMs: timeoutField,
});

export type LogCheck = z.infer<typeof logCheckSchema>;
export type TaskCheck = z.infer<typeof taskCheckSchema>;
export type RebootCheck = z.infer<typeof rebootCheckSchema>;
export type TimeSkewCheck = z.infer<typeof timeSkewCheckSchema>;
export type AntivirusCheck = z.infer<typeof antivirusCheckSchema>;
export type FirewallCheck = z.infer<typeof firewallCheckSchema>;
export type SignInsCheck = z.infer<typeof signInsCheckSchema>;
export type PluginCheck = z.infer<typeof pluginCheckSchema>;
export type ExporterCheck = z.infer<typeof exporterCheckSchema>;

export const hostCheckSchemas = [
  logCheckSchema,
  taskCheckSchema,
  rebootCheckSchema,
  timeSkewCheckSchema,
  antivirusCheckSchema,
  firewallCheckSchema,
  signInsCheckSchema,
  pluginCheckSchema,
  exporterCheckSchema,
] as const;
