import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { Logger } from 'pino';

export interface ListenerOptions {
  name: string;
  host: string;
  port: number;
  log: Logger;
  /** Serves one connection until it ends. What it throws ends the connection. */
  serve(socket: Socket, address: string): Promise<void>;
}

export interface Listener {
  /** The port that is really used. */
  readonly port: number;
  stop(): Promise<void>;
}

const MAX_CONNECTIONS = 512;
const MAX_PER_ADDRESS = 64;

/** A TCP server whose connections are bounded in number and all end with it. */
export async function startListener({ name, host, port, log, serve }: ListenerOptions): Promise<Listener> {
  const sockets = new Map<Socket, string>();
  const server: Server = createServer((socket) => {
    const address = socket.remoteAddress ?? '';
    let same = 0;
    for (const other of sockets.values()) if (other === address) same++;
    if (same >= MAX_PER_ADDRESS) return void socket.destroy();
    sockets.set(socket, address);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    serve(socket, address).catch((error: unknown) => {
      log.warn({ err: error, name, address }, 'A connection was ended.');
      socket.destroy();
    });
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.listen(port, host);
  await once(server, 'listening');
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound ? bound.port : port,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets.keys()) socket.destroy();
      await closed;
    },
  };
}
