export { type BackupOptions, type BackupReport, backup, type TableReport } from './backup.ts';
export { type BackupContents, readBackupHeader } from './reading.ts';
export type { BackupHeader } from './records.ts';
export { type RestoreOptions, restore } from './restore.ts';
