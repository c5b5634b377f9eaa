import { type AgentConfig, agentConfigSchema } from '@rettungsanker/protocol';
import { readSmallFile, writePrivateFile } from './files.ts';
import type { DataPaths } from './folder.ts';
import { parseJson } from './identity.ts';

/** Until the server has said anything: sample, run no checks, reach nothing. */
export const FIRST_CONFIG: AgentConfig = {
  sampleIntervalMs: 15_000,
  inventoryIntervalMs: 86_400_000,
  networks: [],
  allowLoopback: false,
  checks: [],
};

/** The last configuration of the server: after a restart checks go on even while it is away. */
export function loadConfig(paths: DataPaths): AgentConfig {
  const parsed = agentConfigSchema.safeParse(parseJson(readSmallFile(paths.config) ?? ''));
  return parsed.success ? parsed.data : FIRST_CONFIG;
}

export function saveConfig(paths: DataPaths, config: AgentConfig): void {
  writePrivateFile(paths.config, JSON.stringify(config));
}
