import * as z from 'zod/mini';
import { LIMITS } from './limits.ts';

const text = z.string().check(z.maxLength(LIMITS.text));
const name = z.string().check(z.maxLength(LIMITS.name));
const count = z.number().check(z.nonnegative());
const list = <T extends z.ZodMiniType>(item: T, max: number = LIMITS.listItems) =>
  z.array(item).check(z.maxLength(max));

export const systemFactsSchema = z.object({
  hostname: name,
  fqdn: z.optional(name),
  os: z.object({ id: name, name, version: name, kernel: name, arch: name }),
  /** Virtualisation or container technology if known: kvm, vmware, hyperv, docker, lxc, none. */
  virtualisation: z.optional(name),
  maker: z.optional(name),
  model: z.optional(name),
  serial: z.optional(name),
  bios: z.optional(name),
  cpu: z.object({ model: name, cores: count, sockets: z.optional(count) }),
  memoryBytes: count,
  swapBytes: count,
  bootedAt: z.iso.datetime(),
  timeZone: z.optional(name),
  rebootRequired: z.optional(z.boolean()),
});
export const diskFactsSchema = z.object({
  device: name,
  mount: name,
  fsType: name,
  sizeBytes: count,
  usedBytes: count,
});
export const interfaceFactsSchema = z.object({
  name,
  mac: z.optional(name),
  up: z.boolean(),
  speedMbit: z.optional(z.number()),
  addresses: list(z.object({ address: name, prefix: z.optional(count) }), 256),
});
export const serviceFactsSchema = z.object({
  name,
  title: z.optional(text),
  state: z.enum(['running', 'stopped', 'failed', 'unknown']),
  /** Starts by itself at boot. */
  enabled: z.optional(z.boolean()),
});
export const sessionFactsSchema = z.object({
  user: name,
  terminal: z.optional(name),
  from: z.optional(name),
  since: z.optional(z.iso.datetime()),
});
export const portFactsSchema = z.object({
  protocol: z.enum(['tcp', 'udp']),
  address: name,
  port: z.int().check(z.minimum(0), z.maximum(65535)),
  process: z.optional(name),
  pid: z.optional(count),
});
/** Installed software as a package URL, e.g. pkg:deb/debian/openssl@3.0.17-1~deb12u2?arch=amd64 (ECMA-427). */
export const packageFactsSchema = z.object({ purl: text, name, version: name, source: z.optional(name) });
export const updateFactsSchema = z.object({
  name,
  current: z.optional(name),
  available: name,
  security: z.boolean(),
  origin: z.optional(name),
});
export const updatesFactsSchema = z.object({
  /** When the package lists were last refreshed; unknown means that "no updates" proves nothing. */
  listsRefreshedAt: z.optional(z.iso.datetime()),
  pending: list(updateFactsSchema),
});

/** Sections travel alone when they change; each is replaced as a whole. A section that could not be read is reported in `errors`. */
export const inventorySections = {
  system: systemFactsSchema,
  disks: list(diskFactsSchema),
  interfaces: list(interfaceFactsSchema),
  services: list(serviceFactsSchema),
  sessions: list(sessionFactsSchema),
  ports: list(portFactsSchema),
  packages: list(packageFactsSchema, LIMITS.packages),
  updates: updatesFactsSchema,
} as const;

export const inventorySchema = z.object({
  system: z.optional(inventorySections.system),
  disks: z.optional(inventorySections.disks),
  interfaces: z.optional(inventorySections.interfaces),
  services: z.optional(inventorySections.services),
  sessions: z.optional(inventorySections.sessions),
  ports: z.optional(inventorySections.ports),
  packages: z.optional(inventorySections.packages),
  updates: z.optional(inventorySections.updates),
  errors: z.optional(z.record(name, text)),
});
export type Inventory = z.infer<typeof inventorySchema>;
export type InventorySection = keyof typeof inventorySections;
