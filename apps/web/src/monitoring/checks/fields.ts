import type { Field } from './field.ts';

/** Kinds by what they look at, in the order in which they are offered. A test compares them with the server's. */
export const GROUPS = {
  network: ['icmp', 'tcp', 'udp', 'dns', 'ntp', 'ssh', 'ftp', 'ldap'],
  web: ['http', 'tls', 'domain'],
  mail: ['smtp', 'imap', 'pop3'],
  database: ['postgresql', 'mysql', 'redis'],
  device: [
    'snmp-interfaces',
    'snmp-cpu',
    'snmp-memory',
    'snmp-storage',
    'snmp-ups',
    'snmp-printer',
    'snmp-sensor',
    'snmp-value',
    'snmp-trap',
    'syslog',
  ],
  storage: [
    'backup-folder',
    'backup-restic',
    'backup-borg',
    'backup-windows',
    'smart',
    'raid',
    'zfs',
    'thin-pool',
    'share',
    'fsync',
  ],
  host: [
    'service',
    'process',
    'log',
    'scheduled-task',
    'pending-reboot',
    'time-skew',
    'antivirus',
    'firewall',
    'failed-sign-ins',
    'plugin',
  ],
  industry: ['modbus', 'opcua'],
  known: ['heartbeat', 'exporter', 'trend', 'group'],
} as const;
export type Group = keyof typeof GROUPS;

/** What is shown at once, in this order, beside what is required; the rest is under "more settings". */
export const ESSENTIAL: Partial<Record<string, readonly string[]>> = {
  http: ['url', 'status', 'contains'],
  tcp: ['host', 'port'],
  udp: ['host', 'port', 'send'],
  icmp: ['host'],
  tls: ['host', 'port'],
  dns: ['name', 'type', 'resolver', 'expect'],
  ntp: ['host'],
  smtp: ['host', 'security'],
  imap: ['host', 'security'],
  pop3: ['host', 'security'],
  ftp: ['host', 'security'],
  ldap: ['host', 'security'],
  postgresql: ['host', 'security'],
  mysql: ['host', 'security'],
  redis: ['host', 'security'],
  'snmp-value': ['host', 'oid', 'access', 'read', 'limits'],
  'snmp-interfaces': ['host', 'down', 'access'],
  'snmp-cpu': ['host', 'access'],
  'snmp-memory': ['host', 'access'],
  'snmp-storage': ['host', 'access'],
  'snmp-ups': ['host', 'access'],
  'snmp-printer': ['host', 'access'],
  'snmp-sensor': ['host', 'type', 'access', 'limits'],
  'snmp-trap': ['from', 'rules', 'access'],
  syslog: ['transport', 'port', 'from', 'rules'],
  modbus: ['host', 'table', 'address', 'type', 'limits'],
  opcua: ['url', 'node', 'security', 'limits'],
  exporter: ['url', 'limits'],
  plugin: ['plugin', 'args'],
  process: ['name', 'commandContains', 'minimum'],
  'scheduled-task': ['task', 'maxAgeHours'],
  'pending-reboot': ['warnDays', 'criticalDays'],
  'time-skew': ['warnMs', 'criticalMs'],
  antivirus: ['warnHours', 'criticalHours'],
  'failed-sign-ins': ['warnPerHour', 'criticalPerHour'],
  smart: ['devices'],
  raid: ['arrays'],
  zfs: ['pools', 'warnUsed', 'criticalUsed'],
  'thin-pool': ['warnUsed', 'criticalUsed'],
  share: ['path', 'warnMs', 'criticalMs'],
  fsync: ['folder', 'warnMs', 'criticalMs'],
  'backup-restic': ['repository', 'password', 'warnHours', 'criticalHours'],
  'backup-borg': ['repository', 'password', 'warnHours', 'criticalHours'],
  'backup-folder': ['folder', 'pattern', 'warnHours', 'criticalHours'],
  'backup-windows': ['product', 'job', 'warnHours', 'criticalHours'],
  trend: ['metric', 'checkId', 'of'],
  group: ['kind', 'siteId', 'assetIds'],
  disk: ['exclude'],
  inodes: ['exclude'],
  'disk-forecast': ['exclude'],
};

/** At least one of them is needed, which the schema does not say. */
export const ONE_OF: Partial<Record<string, readonly string[]>> = { process: ['name', 'commandContains'] };

/** Texts in which a blank at the end, or an empty line, means something. */
export const EXACT: ReadonlySet<string> = new Set([
  'args',
  'send',
  'expect',
  'contains',
  'notContains',
  'equals',
  'matches',
  'pattern',
  'privateKey',
  'certificate',
]);

/** Texts of several lines. */
export const LONG: ReadonlySet<string> = new Set(['certificate', 'privateKey']);

/** The names of the fields of a kind: first what is shown at once, then what is folded. */
export function orderOf(kind: string, fields: Record<string, Field>): { shown: string[]; more: string[] } {
  const names = Object.keys(fields);
  const essential = ESSENTIAL[kind] ?? [];
  const shown = [
    ...essential.filter((name) => names.includes(name)),
    ...names.filter((name) => fields[name]?.required && !essential.includes(name)),
  ];
  return { shown, more: names.filter((name) => !shown.includes(name)) };
}

/** A number with its unit: the one the server counts in, and by how much larger ones are more. */
export interface Measure {
  unit: Unit;
  larger: readonly Unit[];
}
export type Unit = keyof typeof FACTORS;
/** How many of the base unit one of them is: milliseconds for times. */
const FACTORS = {
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  week: 604_800_000,
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  percent: 1,
  celsius: 1,
  perHour: 1,
  perSecond: 1,
} as const;

export const factor = (unit: Unit, base: Unit): number => FACTORS[unit] / FACTORS[base];

const MEASURES: readonly [RegExp, Measure][] = [
  [/Ms$/, { unit: 'ms', larger: ['s', 'min'] }],
  [/Seconds$/, { unit: 's', larger: ['min', 'h', 'd'] }],
  [/[mM]inutes$/, { unit: 'min', larger: ['h', 'd'] }],
  [/PerHour$/, { unit: 'perHour', larger: [] }],
  [/[hH]ours$/, { unit: 'h', larger: ['d'] }],
  [/Days$/, { unit: 'd', larger: [] }],
  [/^weeks$/, { unit: 'week', larger: [] }],
  [/Bytes$/, { unit: 'B', larger: ['kB', 'MB', 'GB'] }],
  [/Celsius$/, { unit: 'celsius', larger: [] }],
  [/Errors$/, { unit: 'perSecond', larger: [] }],
];

/** The unit of a number, from its name: the server's names end in it. Shares in percent are those from 0 to 100. */
export function measureOf(name: string, field: Field): Measure | undefined {
  if (field.type !== 'number') return undefined;
  const named = MEASURES.find(([pattern]) => pattern.test(name))?.[1];
  if (named) return named;
  const isShare = field.least === 0 && field.most === 100 && !field.integer;
  return isShare ? { unit: 'percent', larger: [] } : undefined;
}
