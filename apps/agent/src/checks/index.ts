export { parseNetwork } from './address.ts';
export { type AddressGuard, compileGuard } from './address-guard.ts';
export { CHECK_CODES, type CheckCode } from './codes.ts';
export { keepHeapSmall } from './engine/heap.ts';
export { CheckScheduler, type CheckSchedulerOptions, type SchedulerClock } from './engine/scheduler.ts';
export type { CheckEnvironment, HostView, Resolve } from './environment.ts';
export { CheckMemories, type CheckMemory } from './memory.ts';
export { runCheck } from './run.ts';
