import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where the agent keeps its key, its identity and what it has not delivered yet. */
export function defaultDataFolder(env: NodeJS.ProcessEnv = process.env): string {
  const name = 'rettungsanker-agent';
  if (process.platform === 'win32') return join(env.LOCALAPPDATA ?? homedir(), 'Rettungsanker', 'Agent');
  if (process.getuid?.() === 0)
    return process.platform === 'darwin' ? `/Library/Application Support/${name}` : `/var/lib/${name}`;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', name);
  return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), name);
}

/** Names inside the data folder. */
export function dataPaths(folder: string) {
  const root = resolve(folder);
  return {
    root,
    key: join(root, 'agent.key'),
    identity: join(root, 'identity.json'),
    config: join(root, 'config.json'),
    policy: join(root, 'agent.toml'),
    buffer: join(root, 'buffer'),
    checks: join(root, 'checks'),
    sweep: join(root, 'sweep.json'),
    socket: join(root, 'agent.sock'),
  };
}
export type DataPaths = ReturnType<typeof dataPaths>;
