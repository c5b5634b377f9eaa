import { EventEmitter } from 'node:events';
import pg from 'pg';
import type { Logger } from 'pino';
import type { DatabaseAddress } from '../database/pool.ts';
import { LIVE_CHANNEL } from './emit.ts';

export interface LiveEvent {
  clientId: string;
  id: number;
  kind: string;
  objectKind: string;
  objectId: string;
}

/** Hears of every committed event of every process. `gap` is emitted after the connection was lost: listeners load afresh. */
export interface LiveFeed {
  on(listener: (event: LiveEvent) => void): () => void;
  onGap(listener: () => void): () => void;
  stop(): Promise<void>;
}

export async function startLiveFeed(address: DatabaseAddress, log: Logger): Promise<LiveFeed> {
  const emitter = new EventEmitter().setMaxListeners(0);
  let stopped = false;
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ ...address, application_name: 'rettungsanker live', keepAlive: true });
    next.on('notification', (message) => emitter.emit('event', JSON.parse(message.payload ?? '{}')));
    const lost = (error?: Error): void => {
      if (client !== next || stopped) return;
      client = undefined;
      log.warn({ err: error }, 'The live connection to the database was lost.');
      reconnect();
    };
    next.on('error', lost);
    next.on('end', () => lost());
    await next.connect();
    await next.query(`listen ${LIVE_CHANNEL}`);
    client = next;
  };
  const reconnect = (): void => {
    retry = setTimeout(() => {
      connect().then(
        () => emitter.emit('gap'),
        () => reconnect(),
      );
    }, 500);
  };
  await connect();

  const subscribe = (name: string, listener: (...args: never[]) => void): (() => void) => {
    emitter.on(name, listener as () => void);
    return () => emitter.off(name, listener as () => void);
  };
  return {
    on: (listener) => subscribe('event', listener),
    onGap: (listener) => subscribe('gap', listener),
    async stop() {
      stopped = true;
      clearTimeout(retry);
      await client?.end().catch(() => {});
    },
  };
}
