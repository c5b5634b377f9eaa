export * from './checks.ts';
export * from './enrol.ts';
export * from './frames.ts';
export * from './inventory.ts';
export * from './limits.ts';
export * from './metrics.ts';
