import * as z from 'zod/mini';
import {
  hostField,
  limitsField,
  nameField,
  patternField,
  percentField,
  portField,
  secretField,
  timeoutField,
} from './check-parts.ts';

/** Numeric object identifier, e.g. 1.3.6.1.2.1.1.3.0. */
const oid = z.string().check(z.regex(/^\.?[0-2](\.\d{1,10}){1,60}$/), z.maxLength(400));

/** How a device is asked. Version 3 (RFC 3414, 3826, 7860) with a key that is absent asks without that protection. */
export const snmpAccessSchema = z.discriminatedUnion('version', [
  z.object({ version: z.literal('1'), community: z._default(secretField, 'public') }),
  z.object({ version: z.literal('2c'), community: z._default(secretField, 'public') }),
  z.object({
    version: z.literal('3'),
    user: nameField,
    auth: z.optional(
      z.object({
        protocol: z._default(z.enum(['md5', 'sha', 'sha224', 'sha256', 'sha384', 'sha512']), 'sha256'),
        secret: secretField.check(z.minLength(8)),
      }),
    ),
    privacy: z.optional(
      z.object({
        protocol: z._default(z.enum(['des', 'aes', 'aes256b', 'aes256r']), 'aes'),
        secret: secretField.check(z.minLength(8)),
      }),
    ),
    context: z._default(z.string().check(z.maxLength(255)), ''),
  }),
]);
export type SnmpAccess = z.infer<typeof snmpAccessSchema>;

const target = {
  host: hostField,
  port: z._default(portField, 161),
  access: z._default(snmpAccessSchema, { version: '2c', community: 'public' }),
  timeoutMs: timeoutField,
};

/** One object, judged by its limits or by its text. */
export const snmpValueCheckSchema = z.object({
  kind: z.literal('snmp-value'),
  ...target,
  oid,
  /** `counter`: the change per second counts, wraps and resets are noticed. */
  read: z._default(z.enum(['number', 'counter', 'text']), 'number'),
  /** The number is multiplied by it first: tenths of a degree become degrees with 0.1. */
  scale: z._default(z.number(), 1),
  limits: limitsField,
  /** With `text`: what the value must match. */
  matches: z.optional(patternField),
});

/** Traffic, errors and state of the interfaces (RFC 2863). */
export const snmpInterfacesCheckSchema = z.object({
  kind: z.literal('snmp-interfaces'),
  ...target,
  /** Names (ifName or ifDescr) that are looked at; all when missing. */
  include: z.optional(patternField),
  exclude: z._default(patternField, '^(lo|Null|Loopback)'),
  /** An interface that is switched on but has no link: fails, warns, or is none of our business (free ports). */
  down: z._default(z.enum(['failed', 'warning', 'ignore']), 'ignore'),
  /** A port that was up once and goes down is reported even with `down: "ignore"`. */
  watchUp: z._default(z.boolean(), true),
  /** Errors per second, in and out together. */
  warnErrors: z._default(z.number().check(z.minimum(0)), 1),
  criticalErrors: z._default(z.number().check(z.minimum(0)), 20),
  /** Use of the line's speed in %, the busier direction. */
  warnUse: z._default(percentField, 85),
  criticalUse: z._default(percentField, 98),
});
/** Load of the processors in %: hrProcessorLoad (RFC 2790), else the UCD or Cisco object. */
export const snmpCpuCheckSchema = z.object({
  kind: z.literal('snmp-cpu'),
  ...target,
  warnAbove: z._default(percentField, 85),
  criticalAbove: z._default(percentField, 97),
});
/** Used memory in %, buffers and caches not counted. */
export const snmpMemoryCheckSchema = z.object({
  kind: z.literal('snmp-memory'),
  ...target,
  warnAbove: z._default(percentField, 90),
  criticalAbove: z._default(percentField, 96),
});
/** File systems and volumes of hrStorageTable (RFC 2790), used in %. */
export const snmpStorageCheckSchema = z.object({
  kind: z.literal('snmp-storage'),
  ...target,
  include: z.optional(patternField),
  exclude: z._default(patternField, '^(/dev|/run|/sys|/proc|/snap)(/|$)'),
  warnAbove: z._default(percentField, 85),
  criticalAbove: z._default(percentField, 93),
});
/** An uninterruptible power supply (RFC 1628). */
export const snmpUpsCheckSchema = z.object({
  kind: z.literal('snmp-ups'),
  ...target,
  warnMinutes: z._default(z.number().check(z.minimum(0), z.maximum(10_000)), 15),
  criticalMinutes: z._default(z.number().check(z.minimum(0), z.maximum(10_000)), 5),
  warnLoad: z._default(percentField, 80),
  warnBatteryAgeDays: z.optional(z.number().check(z.minimum(1))),
});
/** A printer: supplies, trays, state (RFC 3805, RFC 2790). */
export const snmpPrinterCheckSchema = z.object({
  kind: z.literal('snmp-printer'),
  ...target,
  /** Left of each supply, %. */
  warnBelow: z._default(percentField, 10),
  criticalBelow: z._default(percentField, 2),
});
/** Sensors of ENTITY-SENSOR-MIB (RFC 3433): temperature unless told otherwise. */
export const snmpSensorCheckSchema = z.object({
  kind: z.literal('snmp-sensor'),
  ...target,
  type: z._default(
    z.enum(['celsius', 'percentRH', 'voltsDC', 'voltsAC', 'amperes', 'watts', 'hertz', 'rpm']),
    'celsius',
  ),
  include: z.optional(patternField),
  limits: z._default(limitsField, { warnAbove: 55, criticalAbove: 70 }),
});

/** What came in since the last run decides; a quiet time makes it good again. */
const rule = z.object({
  name: nameField,
  pattern: patternField,
  severity: z._default(z.enum(['warning', 'failed']), 'warning'),
  /** As many matches within `quietMinutes` are needed. */
  atLeast: z._default(z.int().check(z.minimum(1), z.maximum(100_000)), 1),
});
export const eventRulesField = z.array(rule).check(z.minLength(1), z.maxLength(50));
export type EventRule = z.infer<typeof rule>;
/** After that long without a match the check is ok again. */
export const quietMinutesField = z._default(z.number().check(z.minimum(0.05), z.maximum(10_080)), 30);

const sources = z._default(z.array(z.string().check(z.maxLength(50))).check(z.maxLength(100)), []);

/** Syslog messages (RFC 5424, RFC 3164) that devices send to this agent. */
export const syslogCheckSchema = z.object({
  kind: z.literal('syslog'),
  transport: z._default(z.enum(['udp', 'tcp', 'tls']), 'udp'),
  port: z._default(portField, 514),
  /** Address on which the agent listens. */
  bind: z._default(z.string().check(z.maxLength(45)), '0.0.0.0'),
  /** Addresses or networks whose messages count; all when empty. */
  from: sources,
  rules: eventRulesField,
  quietMinutes: quietMinutesField,
  /** With `tls`: PEM of the certificate (with its chain) and of its key. */
  certificate: z.optional(z.string().check(z.maxLength(20_000))),
  privateKey: z.optional(z.string().check(z.maxLength(20_000))),
});
/** Traps and informs (v1, v2c, v3) that devices send to this agent. */
export const snmpTrapCheckSchema = z.object({
  kind: z.literal('snmp-trap'),
  port: z._default(portField, 162),
  bind: z._default(z.string().check(z.maxLength(45)), '0.0.0.0'),
  from: sources,
  access: z._default(snmpAccessSchema, { version: '2c', community: 'public' }),
  /** Judged by the text "OID name=value name=value"; OIDs are numeric, well-known traps also by name (linkDown). */
  rules: eventRulesField,
  quietMinutes: quietMinutesField,
});

export type SnmpValueCheck = z.infer<typeof snmpValueCheckSchema>;
export type SnmpInterfacesCheck = z.infer<typeof snmpInterfacesCheckSchema>;
export type SnmpCpuCheck = z.infer<typeof snmpCpuCheckSchema>;
export type SnmpMemoryCheck = z.infer<typeof snmpMemoryCheckSchema>;
export type SnmpStorageCheck = z.infer<typeof snmpStorageCheckSchema>;
export type SnmpUpsCheck = z.infer<typeof snmpUpsCheckSchema>;
export type SnmpPrinterCheck = z.infer<typeof snmpPrinterCheckSchema>;
export type SnmpSensorCheck = z.infer<typeof snmpSensorCheckSchema>;
export type SyslogCheck = z.infer<typeof syslogCheckSchema>;
export type SnmpTrapCheck = z.infer<typeof snmpTrapCheckSchema>;

export const deviceCheckSchemas = [
  snmpValueCheckSchema,
  snmpInterfacesCheckSchema,
  snmpCpuCheckSchema,
  snmpMemoryCheckSchema,
  snmpStorageCheckSchema,
  snmpUpsCheckSchema,
  snmpPrinterCheckSchema,
  snmpSensorCheckSchema,
  syslogCheckSchema,
  snmpTrapCheckSchema,
] as const;
