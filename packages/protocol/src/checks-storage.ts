import * as z from 'zod/mini';
import {
  hoursField,
  nameField,
  pathField,
  patternField,
  percentField,
  secretField,
  timeoutField,
} from './check-parts.ts';

const milliseconds = z.number().check(z.minimum(0), z.maximum(600_000));

/** Health of the disks by SMART (smartctl 7 or later): ATA, NVMe, SCSI. */
export const smartCheckSchema = z.object({
  kind: z.literal('smart'),
  /** Devices, e.g. /dev/sda; those that smartctl finds when empty. */
  devices: z._default(z.array(pathField).check(z.maxLength(64)), []),
  warnCelsius: z._default(z.number().check(z.minimum(0), z.maximum(150)), 55),
  criticalCelsius: z._default(z.number().check(z.minimum(0), z.maximum(150)), 65),
  /** Used life of a flash disk, %. */
  warnWear: z._default(percentField, 80),
  criticalWear: z._default(percentField, 95),
  /** Reallocated or pending sectors from which the check warns. */
  warnSectors: z._default(z.int().check(z.minimum(1)), 1),
  criticalSectors: z._default(z.int().check(z.minimum(1)), 100),
});
/** Linux software RAID: missing, failed or rebuilding members. */
export const raidCheckSchema = z.object({
  kind: z.literal('raid'),
  /** Arrays that must exist, e.g. md0; one that vanished has no line to be bad in. */
  arrays: z._default(z.array(nameField).check(z.maxLength(64)), []),
});
/** ZFS pools: state, errors, use, age of the last scrub. */
export const zfsCheckSchema = z.object({
  kind: z.literal('zfs'),
  pools: z._default(z.array(nameField).check(z.maxLength(64)), []),
  warnUsed: z._default(percentField, 80),
  criticalUsed: z._default(percentField, 90),
  warnScrubDays: z._default(z.number().check(z.minimum(1), z.maximum(3660)), 45),
});
/** LVM thin pools: data and metadata. A full pool stops every volume in it. */
export const thinPoolCheckSchema = z.object({
  kind: z.literal('thin-pool'),
  warnUsed: z._default(percentField, 80),
  criticalUsed: z._default(percentField, 90),
});
/** A mounted share (NFS, SMB, or a UNC path on Windows): answers a look into the folder, and in what time. */
export const shareCheckSchema = z.object({
  kind: z.literal('share'),
  path: pathField,
  /** The path must be the root of a mounted file system: an empty mount point looks healthy otherwise. */
  mounted: z._default(z.boolean(), true),
  warnMs: z._default(milliseconds, 500),
  criticalMs: z._default(milliseconds, 5000),
  timeoutMs: timeoutField,
});
/** Writes and syncs a small file in the folder: what a database waits for at every commit. */
export const fsyncCheckSchema = z.object({
  kind: z.literal('fsync'),
  folder: pathField,
  writes: z._default(z.int().check(z.minimum(1), z.maximum(50)), 5),
  warnMs: z._default(milliseconds, 50),
  criticalMs: z._default(milliseconds, 500),
  timeoutMs: timeoutField,
});

const age = { warnHours: z._default(hoursField, 26), criticalHours: z._default(hoursField, 50) };
const repository = z.string().check(z.minLength(1), z.maxLength(1000), z.regex(/^[^-\0][^\0]*$/));

/** Newest snapshot of a restic repository. */
export const resticCheckSchema = z.object({
  kind: z.literal('backup-restic'),
  repository,
  password: z.optional(secretField),
  /** Instead of a password: a file on the host that holds it. */
  passwordFile: z.optional(pathField),
  host: z.optional(nameField),
  tag: z.optional(nameField),
  ...age,
  timeoutMs: z._default(z.int().check(z.minimum(1000), z.maximum(600_000)), 120_000),
});
/** Newest archive of a Borg repository. */
export const borgCheckSchema = z.object({
  kind: z.literal('backup-borg'),
  repository,
  password: z.optional(secretField),
  passwordFile: z.optional(pathField),
  /** Beginning of the archive names that count. */
  prefix: z.optional(nameField),
  ...age,
  timeoutMs: z._default(z.int().check(z.minimum(1000), z.maximum(600_000)), 120_000),
});
/** Newest file below a folder: the backup of any program that writes files. */
export const folderBackupCheckSchema = z.object({
  kind: z.literal('backup-folder'),
  folder: pathField,
  /** Names of the files that count. */
  pattern: z._default(patternField, '.'),
  /** Folders below the folder; 0 looks at its own files only. */
  depth: z._default(z.int().check(z.minimum(0), z.maximum(8)), 2),
  /** A smaller file is no backup (bytes). */
  minimumBytes: z._default(z.number().check(z.minimum(0)), 1),
  ...age,
  timeoutMs: z._default(z.int().check(z.minimum(1000), z.maximum(600_000)), 60_000),
});
/** Windows: last result in the event log, of Windows Server Backup or Veeam (Backup & Replication, Agent). */
export const windowsBackupCheckSchema = z.object({
  kind: z.literal('backup-windows'),
  product: z._default(z.enum(['windows-server-backup', 'veeam']), 'windows-server-backup'),
  /** Part of the job's name; any job when missing. */
  job: z.optional(nameField),
  ...age,
});

export type SmartCheck = z.infer<typeof smartCheckSchema>;
export type RaidCheck = z.infer<typeof raidCheckSchema>;
export type ZfsCheck = z.infer<typeof zfsCheckSchema>;
export type ThinPoolCheck = z.infer<typeof thinPoolCheckSchema>;
export type ShareCheck = z.infer<typeof shareCheckSchema>;
export type FsyncCheck = z.infer<typeof fsyncCheckSchema>;
export type ResticCheck = z.infer<typeof resticCheckSchema>;
export type BorgCheck = z.infer<typeof borgCheckSchema>;
export type FolderBackupCheck = z.infer<typeof folderBackupCheckSchema>;
export type WindowsBackupCheck = z.infer<typeof windowsBackupCheckSchema>;

export const storageCheckSchemas = [
  smartCheckSchema,
  raidCheckSchema,
  zfsCheckSchema,
  thinPoolCheckSchema,
  shareCheckSchema,
  fsyncCheckSchema,
  resticCheckSchema,
  borgCheckSchema,
  folderBackupCheckSchema,
  windowsBackupCheckSchema,
] as const;
