import { SWEEP_SOURCES } from '@rettungsanker/protocol';
import { z } from 'zod';
import { ASSET_KINDS } from '../fleet/index.ts';
import { CHECK_KIND_NAMES } from '../monitoring/index.ts';
import { id, timestamp } from '../platform/http/schemas.ts';
import { CONFIDENCES, REASONS } from './model/identify.ts';
import { ROLES } from './model/roles.ts';
import { NEIGHBOUR_STATES } from './queries/network.ts';
import { SWEEP_STATES } from './schema.ts';

export const siteDiscoveryView = z.object({
  networks: z.array(z.string()),
  rule: z.object({
    allowed: z.boolean(),
    everyHours: z.number().nullable(),
    nextAt: timestamp.nullable(),
    probeId: id.nullable(),
    acceptKinds: z.array(z.enum(ASSET_KINDS)),
    /** Version and user of each access; what is secret is never shown. */
    snmp: z.array(z.string()),
  }),
  /** Systems of the site with an agent. */
  probes: z.array(z.object({ id, name: z.string(), address: z.string().nullable(), connected: z.boolean() })),
  /** The last ten, newest first. */
  sweeps: z.array(
    z.object({
      id,
      probeId: id,
      probeName: z.string(),
      networks: z.array(z.string()),
      withSnmp: z.boolean(),
      /** Null: the site's rule. */
      orderedBy: id.nullable(),
      orderedByName: z.string(),
      state: z.enum(SWEEP_STATES),
      code: z.string().nullable(),
      message: z.string(),
      percent: z.number(),
      /** Networks that the probe says it looks at. */
      lookedAt: z.array(z.string()),
      found: z.number(),
      fresh: z.number(),
      createdAt: timestamp,
      heardAt: timestamp.nullable(),
      endedAt: timestamp.nullable(),
    }),
  ),
});

export const neighbourView = z.object({
  id,
  state: z.enum(NEIGHBOUR_STATES),
  /** The system that it is, if it is one. */
  assetId: id.nullable(),
  assetName: z.string().nullable(),
  /** As it calls itself, or by its maker. */
  name: z.string(),
  role: z.enum(ROLES).nullable(),
  kind: z.enum(ASSET_KINDS).nullable(),
  confidence: z.enum(CONFIDENCES),
  reasons: z.array(z.object({ by: z.enum(REASONS), value: z.string() })),
  address: z.string(),
  also: z.array(z.string()),
  mac: z.string().nullable(),
  maker: z.string().nullable(),
  hostnames: z.array(z.string()),
  ports: z.array(z.number()),
  description: z.string().nullable(),
  answeredBy: z.array(z.enum(SWEEP_SOURCES)),
  /** What it hangs on, and on which port of it. */
  uplinks: z.array(z.object({ name: z.string(), port: z.string().nullable() })),
  checks: z.array(z.object({ key: z.string(), kind: z.enum(CHECK_KIND_NAMES), usual: z.boolean() })),
  firstSeenAt: timestamp,
  lastSeenAt: timestamp,
});
