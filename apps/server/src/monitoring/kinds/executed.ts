import type { RunnableKind } from '@rettungsanker/protocol';

/**
 * Who may execute a kind, and how often it does unless told otherwise.
 *
 * - `host`: the agent of the system itself.
 * - `site`: an agent of the site, the system's own or one that looks after its neighbours (probe).
 * - `anywhere`: the server as well, as far as the target's address permits.
 */
export type Executor = 'host' | 'site' | 'anywhere';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Every kind that is executed; its name is also the key of its label in the console (`monitoring.kind.NAME`). */
export const EXECUTED = {
  service: ['host', 10 * SECOND],
  process: ['host', 10 * SECOND],
  http: ['anywhere', 30 * SECOND],
  tcp: ['anywhere', 30 * SECOND],
  udp: ['anywhere', MINUTE],
  icmp: ['anywhere', 30 * SECOND],
  tls: ['anywhere', HOUR],
  domain: ['anywhere', 24 * HOUR],
  dns: ['anywhere', MINUTE],
  ntp: ['anywhere', 5 * MINUTE],
  smtp: ['anywhere', MINUTE],
  imap: ['anywhere', MINUTE],
  pop3: ['anywhere', MINUTE],
  ftp: ['anywhere', MINUTE],
  ssh: ['anywhere', MINUTE],
  ldap: ['anywhere', MINUTE],
  postgresql: ['anywhere', MINUTE],
  mysql: ['anywhere', MINUTE],
  redis: ['anywhere', MINUTE],
  'snmp-value': ['site', MINUTE],
  'snmp-interfaces': ['site', MINUTE],
  'snmp-cpu': ['site', MINUTE],
  'snmp-memory': ['site', MINUTE],
  'snmp-storage': ['site', 5 * MINUTE],
  'snmp-ups': ['site', MINUTE],
  'snmp-printer': ['site', 15 * MINUTE],
  'snmp-sensor': ['site', MINUTE],
  'snmp-trap': ['site', 10 * SECOND],
  syslog: ['site', 10 * SECOND],
  modbus: ['site', MINUTE],
  opcua: ['site', MINUTE],
  exporter: ['site', MINUTE],
  plugin: ['host', MINUTE],
  log: ['host', 30 * SECOND],
  'scheduled-task': ['host', 10 * MINUTE],
  'pending-reboot': ['host', HOUR],
  'time-skew': ['host', 10 * MINUTE],
  antivirus: ['host', HOUR],
  firewall: ['host', 10 * MINUTE],
  'failed-sign-ins': ['host', 5 * MINUTE],
  smart: ['host', HOUR],
  raid: ['host', 5 * MINUTE],
  zfs: ['host', 5 * MINUTE],
  'thin-pool': ['host', 5 * MINUTE],
  share: ['host', MINUTE],
  fsync: ['host', 5 * MINUTE],
  'backup-restic': ['host', HOUR],
  'backup-borg': ['host', HOUR],
  'backup-folder': ['host', HOUR],
  'backup-windows': ['host', HOUR],
} as const satisfies Record<RunnableKind, readonly [Executor, number]>;
