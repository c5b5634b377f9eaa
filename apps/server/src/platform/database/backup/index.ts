export { type BackupOptions, type BackupReport, backup, type TableReport } from './backup.ts';
export type { BackupHeader } from './records.ts';
export { type RestoreOptions, type RestoreReport, readBackupHeader, restore } from './restore.ts';
