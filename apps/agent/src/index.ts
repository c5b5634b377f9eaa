/* The agent for other programs: its commands as functions, and the checks. */
export { Agent, type AgentOptions, type AgentStatus } from './agent.ts';
export * from './checks/index.ts';
export { runCli } from './cli.ts';
export { defaultDataFolder } from './data/folder.ts';
export type { Identity } from './data/identity.ts';
export { type EnrolOptions, enrol } from './enrol.ts';
export { AgentError } from './errors.ts';
export { longestPauseMs } from './link/backoff.ts';
export { createLog, type Log, type LogLevel } from './log.ts';
export { runUntilSignal } from './run.ts';
export { selfCommand } from './self.ts';
export { type AgentReport, agentReport } from './status.ts';
export { AGENT_VERSION } from './version.ts';
