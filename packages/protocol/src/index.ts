export * from './agent-frames.ts';
export * from './checks.ts';
export * from './enrol.ts';
export * from './handshake.ts';
export * from './inventory.ts';
export * from './limits.ts';
export * from './metrics.ts';
export * from './server-frames.ts';
