export { type AnchorStore, createAnchorStore } from './anchors.ts';
export { type Changes, changesOf } from './changes.ts';
export { type AuditDependencies, auditJobs, auditRecurring, signCheckpoints } from './checkpoints.ts';
export { type AuditReport, auditExport, auditVerify } from './command-line.ts';
export { type ExportVerdict, verifyExport } from './export.ts';
export { readerOf } from './names.ts';
export { auditRoutes } from './routes.ts';
export type { AuditProblem, ChainResult } from './verify.ts';
