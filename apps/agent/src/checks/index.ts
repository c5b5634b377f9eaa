export { parseNetwork } from './address.ts';
export { type AddressGuard, compileGuard } from './address-guard.ts';
export { CHECK_CODES, type CheckCode } from './codes.ts';
export type { CheckEnvironment, HostView, Resolve } from './environment.ts';
export { runCheck } from './run.ts';
export { CheckScheduler, type CheckSchedulerOptions, type SchedulerClock } from './scheduler.ts';
