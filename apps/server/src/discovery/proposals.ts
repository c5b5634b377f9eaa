import type { SnmpAccess } from '@rettungsanker/protocol';
import type { CheckKind } from '../monitoring/index.ts';
import type { Role } from './model/roles.ts';

/** What checks are proposed by. */
export interface ProposalFacts {
  address: string;
  ports: readonly number[];
  answeredBy: readonly string[];
  sysDescr: string | null;
  role: Role | null;
}
export interface ProposedCheck {
  /** Names it among the proposals of one neighbour. */
  key: string;
  kind: CheckKind;
  config: Record<string, unknown>;
  /** Sensible without a further thought; the others are offered. */
  usual: boolean;
}

type Port = readonly [
  port: number,
  kind: CheckKind,
  usual: boolean,
  config?: (address: string) => Record<string, unknown>,
];
const host =
  (port: number, more: Record<string, unknown> = {}) =>
  (address: string) => ({
    ...{ host: address, port },
    ...more,
  });
/** In the networks of small firms certificates for names are the rule, for addresses the exception. */
const UNVERIFIED = { verifyCertificate: false };

/** Services that can be checked with nothing but their port. */
const PORTS: readonly Port[] = [
  [21, 'ftp', false, host(21, UNVERIFIED)],
  [22, 'ssh', true],
  [25, 'smtp', true, host(25, { ...UNVERIFIED, security: 'none' })],
  [53, 'tcp', true],
  [80, 'http', false, (address) => ({ url: `http://${address}/`, status: '200-399,401,403', ...UNVERIFIED })],
  [110, 'pop3', false, host(110, { ...UNVERIFIED, security: 'none' })],
  [143, 'imap', true, host(143, { ...UNVERIFIED, security: 'none' })],
  [389, 'ldap', true, host(389, UNVERIFIED)],
  [
    443,
    'http',
    true,
    (address) => ({ url: `https://${address}/`, status: '200-399,401,403', ...UNVERIFIED }),
  ],
  [445, 'tcp', true],
  [636, 'ldap', true, host(636, { ...UNVERIFIED, security: 'tls' })],
  [993, 'imap', true, host(993, UNVERIFIED)],
  [995, 'pop3', false, host(995, UNVERIFIED)],
  [1433, 'tcp', true],
  [1521, 'tcp', true],
  [3306, 'mysql', true],
  [3389, 'tcp', false],
  [5432, 'postgresql', true],
  [6379, 'redis', true],
  [8006, 'tcp', true],
  [9100, 'tcp', true],
  [102, 'tcp', true],
  [502, 'tcp', true],
  [
    4840,
    'opcua',
    true,
    (address) => ({ url: `opc.tcp://${address}:4840`, security: 'None', allowInsecure: true }),
  ],
  [44_818, 'tcp', true],
];
/** Ports whose certificate runs out one day. */
const WITH_CERTIFICATE = [443];

/** What a role is asked by SNMP, besides what every role is. */
const SNMP_OF: Readonly<Partial<Record<Role, readonly CheckKind[]>>> = {
  switch: ['snmp-interfaces'],
  router: ['snmp-interfaces'],
  firewall: ['snmp-interfaces', 'snmp-cpu', 'snmp-memory'],
  'access-point': ['snmp-interfaces'],
  'network-device': ['snmp-interfaces'],
  printer: ['snmp-printer'],
  ups: ['snmp-ups'],
  nas: ['snmp-storage', 'snmp-cpu', 'snmp-memory'],
  server: ['snmp-storage', 'snmp-cpu', 'snmp-memory'],
  'domain-controller': ['snmp-storage', 'snmp-cpu', 'snmp-memory'],
  database: ['snmp-storage', 'snmp-cpu', 'snmp-memory'],
  hypervisor: ['snmp-cpu', 'snmp-memory'],
};
/** What is switched off at night is no failure; nobody wants to be woken for it. */
const COMES_AND_GOES: ReadonlySet<Role> = new Set(['workstation', 'mobile', 'gadget']);

/** The checks that make sense for a neighbour, run from where it was seen. `snmp`: how it answered. */
export function proposeChecks(facts: ProposalFacts, snmp: SnmpAccess | undefined): ProposedCheck[] {
  const { address, role } = facts;
  const steady = role === null || !COMES_AND_GOES.has(role);
  const open = new Set(facts.ports);
  const proposed: ProposedCheck[] = [];
  // Whoever does not answer echo requests would be down for ever.
  if (facts.answeredBy.includes('icmp'))
    proposed.push({ key: 'icmp', kind: 'icmp', config: { host: address }, usual: steady });
  for (const [port, kind, usual, config = host(port)] of PORTS)
    if (open.has(port))
      proposed.push({ key: `${kind}-${port}`, kind, config: config(address), usual: usual && steady });
  for (const port of WITH_CERTIFICATE)
    if (open.has(port))
      proposed.push({
        key: `tls-${port}`,
        kind: 'tls',
        // The form of self-made certificates is not judged, their end is.
        config: { host: address, port, weak: false },
        usual: false,
      });
  if (snmp && facts.answeredBy.includes('snmp'))
    for (const kind of (role && SNMP_OF[role]) ?? [])
      proposed.push({ key: kind, kind, config: { host: address, access: snmp }, usual: steady });
  return proposed;
}
