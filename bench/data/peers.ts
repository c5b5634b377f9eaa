import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type WriteSeries, writeRequest } from './remote-write.ts';

/** A store with Prometheus' interfaces, started on loopback for one measurement. */
export interface Peer {
  readonly url: string;
  /** Pushes samples in. */
  write(series: readonly WriteSeries[]): Promise<void>;
  /** Bytes on disk after everything was written out. */
  bytes(): Promise<number>;
  stop(): Promise<void>;
}

export const PEERS = {
  prometheus: {
    program: '/usr/bin/prometheus',
    arguments: (folder: string, port: number, config: string) => [
      `--config.file=${config}`,
      `--storage.tsdb.path=${folder}`,
      '--storage.tsdb.retention.time=30d',
      '--web.enable-remote-write-receiver',
      '--web.enable-admin-api',
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ],
    async settle(url: string, folder: string): Promise<string> {
      // A snapshot holds the head as a block as well.
      const answer = await fetch(`${url}/api/v1/admin/tsdb/snapshot`, { method: 'POST' });
      const { data } = (await answer.json()) as { data: { name: string } };
      return join(folder, 'snapshots', data.name);
    },
    prefix: '/api/v1/write',
  },
  'victoria-metrics': {
    program: '/usr/bin/victoria-metrics',
    arguments: (folder: string, port: number) => [
      `-storageDataPath=${folder}`,
      '-retentionPeriod=30d',
      `-httpListenAddr=127.0.0.1:${port}`,
      '-loggerLevel=ERROR',
    ],
    async settle(url: string, folder: string): Promise<string> {
      await fetch(`${url}/internal/force_flush`);
      await fetch(`${url}/internal/force_merge`);
      // Merging goes on in the background; it is over when the size rests.
      for (let before = -1, now = await size(folder); before !== now; now = await size(folder)) {
        before = now;
        await new Promise((resolve) => setTimeout(resolve, 2_000));
      }
      return folder;
    },
    prefix: '/api/v1/write',
  },
} as const;
export type PeerName = keyof typeof PEERS;

/** Undefined when it is not installed. */
export async function startPeer(name: PeerName, folder: string, config: string): Promise<Peer | undefined> {
  const { program, arguments: args, settle, prefix } = PEERS[name];
  if (!existsSync(program)) return undefined;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child: ChildProcess = spawn(program, args(folder, port, config), { stdio: 'ignore' });
  const exited = once(child, 'exit');
  for (let i = 0; ; i++) {
    const answer = await fetch(`${url}/api/v1/query?query=1`).catch(() => undefined);
    await answer?.text();
    if (answer?.ok) break;
    if (i > 300 || child.exitCode !== null) throw new Error(`${name} does not start.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    url,
    async write(series) {
      const answer = await fetch(url + prefix, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-protobuf',
          'content-encoding': 'snappy',
          'x-prometheus-remote-write-version': '0.1.0',
        },
        body: new Uint8Array(writeRequest(series)),
      });
      if (!answer.ok) throw new Error(`${name}: ${answer.status} ${await answer.text()}`);
      await answer.arrayBuffer();
    },
    bytes: async () => size(await settle(url, folder)),
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

async function size(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    // What is being merged may go away meanwhile.
    if (entry.isFile())
      bytes += (await stat(join(entry.parentPath, entry.name)).catch(() => ({ size: 0 }))).size;
  }
  return bytes;
}
