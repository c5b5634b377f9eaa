import { GERMAN_MUNICIPAL_RULES, type GermanMunicipality } from '@rettungsanker/sla-clock';
import { z } from 'zod';
import { id, name, timestamp } from '../platform/http/schemas.ts';
import { fieldView } from '../platform/i18n/details.ts';
import { ASSET_KINDS, ASSET_STATUS, IMPORTANCE } from './schema.ts';

const MUNICIPALITIES = GERMAN_MUNICIPAL_RULES.map((rule) => rule.id) as [
  GermanMunicipality,
  ...GermanMunicipality[],
];

/** What the HTTP face shows and takes. */
export const code = z.string().regex(/^[A-Z0-9]{2,8}$/, '2 to 8 capital letters or digits');
export const locale = z.enum(['de', 'en']);

export const clientView = z.object({
  id,
  kind: z.enum(['provider', 'client']),
  code,
  name: z.string(),
  locale,
  createdAt: timestamp,
  archivedAt: timestamp.nullable(),
});
export const clientListItem = clientView.extend({
  assets: z.number(),
});
export const clientDetail = clientView.extend({ notes: z.string() });

export const siteInput = z.object({
  name,
  timeZone: z.string().min(1).max(64).default('Europe/Berlin'),
  state: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable()
    .default(null),
  municipality: z.enum(MUNICIPALITIES).nullable().default(null),
  networks: z.array(z.string().max(50)).max(64).default([]),
  allowLoopback: z.boolean().default(false),
  serverNetworks: z.array(z.string().max(50)).max(64).default([]),
});
export const sitePatch = z.object({
  name: name.optional(),
  timeZone: z.string().min(1).max(64).optional(),
  state: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable()
    .optional(),
  municipality: z.enum(MUNICIPALITIES).nullable().optional(),
  networks: z.array(z.string().max(50)).max(64).optional(),
  allowLoopback: z.boolean().optional(),
  serverNetworks: z.array(z.string().max(50)).max(64).optional(),
  archived: z.boolean().optional(),
});
export const siteView = z.object({
  id,
  clientId: id,
  name: z.string(),
  timeZone: z.string(),
  state: z.string().nullable(),
  municipality: z.string().nullable(),
  networks: z.array(z.string()),
  serverNetworks: z.array(z.string()),
  allowLoopback: z.boolean(),
  createdAt: timestamp,
  archivedAt: timestamp.nullable(),
  assets: z.number(),
});

export const assetView = z.object({
  id,
  clientId: id,
  clientName: z.string(),
  clientCode: z.string(),
  siteId: id,
  siteName: z.string(),
  timeZone: z.string(),
  kind: z.enum(ASSET_KINDS),
  name: z.string(),
  description: z.string(),
  importance: z.enum(IMPORTANCE),
  status: z.enum(ASSET_STATUS),
  os: z.string().nullable(),
  address: z.string().nullable(),
  createdAt: timestamp,
  updatedAt: timestamp,
  archivedAt: timestamp.nullable(),
  agentId: id.nullable(),
  agentVersion: z.string().nullable(),
  agentPlatform: z.string().nullable(),
  connected: z.boolean(),
  lastSeenAt: timestamp.nullable(),
  connectedAt: timestamp.nullable(),
  disconnectedAt: timestamp.nullable(),
  enrolledAt: timestamp.nullable(),
  skewMs: z.number().nullable(),
  droppedBatches: z.number().nullable(),
  sampleIntervalMs: z.number().nullable(),
});
export const historyView = z.object({
  at: timestamp,
  kind: z.string(),
  actor: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  /** The details for people, in the language of the request. */
  fields: z.array(fieldView),
});
