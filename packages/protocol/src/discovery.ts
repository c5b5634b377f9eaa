import * as z from 'zod/mini';
import { snmpAccessSchema } from './checks-devices.ts';
import { time } from './frame-parts.ts';
import { LIMITS } from './limits.ts';

/*
 * Discovery: a sweep is ordered with the configuration (so that it survives a lost connection and can be withdrawn), and
 * answered in batches. The host's owner has to allow it; the networks are the agent's own ones that the site declares.
 */

/** Hard limits of one sweep, known to both ends. */
export const SWEEP_LIMITS = {
  addresses: 1024,
  /** Packets and connections that a sweep starts in a second. */
  perSecond: 100,
  deadlineMs: 10 * 60_000,
  hostnames: 8,
  ports: 32,
  links: 4096,
  /** Kinds of services that one device announces by mDNS. */
  services: 32,
} as const;

const shortText = z.string().check(z.maxLength(LIMITS.name));
const longText = z.string().check(z.maxLength(LIMITS.text));
const port = z.int().check(z.minimum(1), z.maximum(65_535));
/** Lower case, with colons. */
const mac = z.string().check(z.regex(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/));

export const sweepOrderSchema = z.object({
  id: z.uuid(),
  /** Parts of the site's networks (CIDR) that are looked at; all when empty. */
  networks: z.array(z.string().check(z.maxLength(50))).check(z.maxLength(16)),
  /** How devices may be asked by SNMP; they are not when empty. */
  snmp: z.array(snmpAccessSchema).check(z.maxLength(4)),
});
export type SweepOrder = z.infer<typeof sweepOrderSchema>;

/** What can answer a sweep. */
export const SWEEP_SOURCES = ['arp', 'icmp', 'tcp', 'mdns', 'snmp', 'dns'] as const;
export type SweepSource = (typeof SWEEP_SOURCES)[number];

export const neighbourSchema = z.object({
  address: z.ipv4(),
  mac: z.optional(mac),
  hostnames: z.array(shortText).check(z.maxLength(SWEEP_LIMITS.hostnames)),
  openPorts: z.array(port).check(z.maxLength(SWEEP_LIMITS.ports)),
  snmp: z.optional(
    z.object({
      sysName: shortText,
      sysDescr: longText,
      /** sysObjectID: the maker's own number for this product, e.g. 1.3.6.1.4.1.8072.3.2.10. */
      objectId: z.optional(shortText),
      /** Which of the order's accesses was answered, counted from 0. */
      access: z.optional(z.int().check(z.minimum(0), z.maximum(3))),
    }),
  ),
  /** What it announces about itself: kinds of services (`_ipp._tcp`), and its model in its own words. */
  mdns: z.optional(
    z.object({
      services: z.array(shortText).check(z.maxLength(SWEEP_LIMITS.services)),
      model: z.optional(shortText),
    }),
  ),
  /** First line of its SSH server (RFC 4253, 4.2). */
  ssh: z.optional(shortText),
  /** Its first page on the web: the header `Server`, and the title. */
  http: z.optional(z.object({ server: z.optional(shortText), title: z.optional(shortText) })),
  answeredBy: z.array(z.enum(SWEEP_SOURCES)).check(z.maxLength(SWEEP_SOURCES.length)),
});
export type Neighbour = z.infer<typeof neighbourSchema>;

/** Something hangs on a port of a device: as the device was told (LLDP, CDP), or as it forwards (its address table). */
export const linkSchema = z.object({
  /** Address of the device that said so. */
  from: z.ipv4(),
  port: shortText,
  source: z.enum(['lldp', 'cdp', 'fdb']),
  /** At least one of them names the other end. */
  mac: z.optional(mac),
  name: z.optional(shortText),
  address: z.optional(z.ipv4()),
  /** Port of the other end, in its own words. */
  remotePort: z.optional(shortText),
  /** How many hardware addresses are behind this port. */
  shared: z.int().check(z.minimum(1)),
});
export type Link = z.infer<typeof linkSchema>;

/** Why an agent carries out no sweep, or not to its end. */
export const SWEEP_CODES = [
  'RA_DISCOVERY_NOT_ALLOWED',
  'RA_DISCOVERY_NETWORK',
  'RA_DISCOVERY_TOO_LARGE',
  'RA_DISCOVERY_DEADLINE',
  'RA_DISCOVERY_FAILED',
] as const;
export type SweepCode = (typeof SWEEP_CODES)[number];

export const sweepReportSchema = z.object({
  sweepId: z.uuid(),
  at: time,
  /** `done` with a code: a part only. RA_DISCOVERY_DEADLINE: not all was looked at; RA_DISCOVERY_TOO_LARGE: not all fits in. */
  state: z.enum(['running', 'done', 'refused', 'failed']),
  code: z.optional(z.enum(SWEEP_CODES)),
  message: z.optional(longText),
  /** Networks that are looked at, and how far it has come, 0 to 100. */
  networks: z.array(z.string().check(z.maxLength(50))).check(z.maxLength(64)),
  percent: z.int().check(z.minimum(0), z.maximum(100)),
  neighbours: z.array(neighbourSchema).check(z.maxLength(SWEEP_LIMITS.addresses)),
  links: z.array(linkSchema).check(z.maxLength(SWEEP_LIMITS.links)),
});
export type SweepReport = z.infer<typeof sweepReportSchema>;
