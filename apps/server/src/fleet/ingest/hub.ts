import type { KeyObject } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import {
  AGENT_SOCKET_PATH,
  type AgentConfig,
  type Batch,
  LIMITS,
  type ServerFrame,
} from '@rettungsanker/protocol';
import { type Kysely, sql } from 'kysely';
import pLimit from 'p-limit';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import type { Context } from '../../platform/context.ts';
import type { Tables } from '../../platform/database/tables.ts';
import { databaseTrouble, type ErrorCode } from '../../platform/errors.ts';
import type { LiveFeed } from '../../platform/outbox/live.ts';
import type { Presence } from '../../platform/presence.ts';
import type { StorageGuard } from '../../platform/storage-guard.ts';
import type { Tenancy } from '../../platform/tenancy/transactions.ts';
import { ed25519PublicKey } from '../commands/enrolment.ts';
import { commitBatch } from './commit.ts';
import { ConfigPush } from './config-push.ts';
import { AgentConnection, type ConnectionHost } from './connection.ts';
import { Line } from './line.ts';
import { type BatchSink, type CheckSource, DEFAULT_INVENTORY_INTERVAL_MS, type SweepSource } from './sink.ts';

export interface HubOptions {
  db: Kysely<Tables>;
  tenancy: Tenancy;
  serverKey: KeyObject;
  live: LiveFeed;
  log: Logger;
  storage: StorageGuard;
  sinks: readonly BatchSink[];
  checks: CheckSource;
  sweeps: SweepSource;
  presence: Presence;
}

/** A second connection is a clone when the first one still answers within this time. */
const CLONE_PROBE_MS = 3_000;
/**
 * Database connections that agents may take at once, for batches and for the two steps of a handshake: a fleet that
 * comes back together waits here in the order of arrival, and leaves connections to people and jobs. The second step has
 * a line of its own, so that whoever has begun does not wait again behind those who come.
 */
const COMMITS_AT_ONCE = 5;
const LOOK_UPS_AT_ONCE = 2;
const WELCOMES_AT_ONCE = 2;
/** Agents that are told of a change of their site at once. */
const CONFIGS_AT_ONCE = 1;
/** Where the lines are longer than this, ms, whoever comes is told to come back: agents give up after 15 s. */
const LONGEST_WAIT_MS = 4_000;
/** When; agents spread themselves over the second half of it. */
const COME_BACK_MS = 6_000;
/** How often agents of dead processes are looked for. */
const SWEEP_MS = 2_000;

/** All agents that are connected to this process. */
export class AgentHub implements ConnectionHost {
  readonly serverKey: KeyObject;
  readonly log: Logger;
  private readonly options: HubOptions;
  /** By asset: it has one agent. */
  private readonly connected = new Map<string, AgentConnection>();
  /** Assets whose event about the connection is our own. */
  private readonly welcomed = new Set<string>();
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LIMITS.frameBytes,
    perMessageDeflate: false,
  });
  private readonly commits = pLimit(COMMITS_AT_ONCE);
  private readonly lookUps = new Line(LOOK_UPS_AT_ONCE);
  private readonly welcomes = new Line(WELCOMES_AT_ONCE);
  private readonly pushes = pLimit(CONFIGS_AT_ONCE);
  private readonly configs = new ConfigPush((clientId, wanted) => this.pushConfig(clientId, wanted));
  private readonly unsubscribe: () => void;
  private sweeper: NodeJS.Timeout | undefined;

  constructor(options: HubOptions) {
    this.options = options;
    this.serverKey = options.serverKey;
    this.log = options.log;
    this.unsubscribe = options.live.on((event) => {
      this.configs.on(event);
      if (event.kind === 'asset.archived') this.connected.get(event.objectId)?.refuse('RA_AGENT_UNKNOWN');
      if (event.kind === 'agent.connected' && !this.welcomed.delete(event.objectId))
        void this.meetElsewhere(event.objectId);
    });
  }

  get size(): number {
    return this.connected.size;
  }

  /** Takes over the agents' WebSocket path of an HTTP server; any other upgrade is refused. */
  attach(server: Server): void {
    server.on('upgrade', (request: IncomingMessage, socket, head) => {
      // Agents send no Origin; a browser does, and has no business here (ASVS 4.4.2).
      if (request.url !== AGENT_SOCKET_PATH || request.headers.origin !== undefined) {
        socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
        return;
      }
      this.sockets.handleUpgrade(
        request,
        socket,
        head,
        (ws) => new AgentConnection(ws, request.socket.remoteAddress ?? '', this),
      );
    });
  }

  /**
   * Agents of processes that are gone are noted as not connected, now and from time to time: whoever was killed could
   * not do it. Resolves after the first look.
   */
  async sweep(): Promise<void> {
    const look = () => sql`select forget_connections()`.execute(this.options.db);
    await look();
    this.sweeper = setInterval(() => {
      look().catch((error: unknown) =>
        this.log.warn({ err: error }, 'Connections could not be looked over.'),
      );
    }, SWEEP_MS);
    this.options.presence.onReturn(() => void this.noteAgain());
  }

  /** After the others took this process for dead, and its agents for gone. */
  private async noteAgain(): Promise<void> {
    for (const connection of [...this.connected.values()]) {
      await this.options.tenancy
        .asSystem(connection.clientId, (ctx) =>
          ctx.tx
            .updateTable('agent')
            .set({ disconnectedAt: null })
            .where('clientId', '=', ctx.clientId)
            .where('id', '=', connection.agentId)
            .where('process', '=', this.options.presence.key)
            .execute(),
        )
        .catch((error: unknown) => this.log.warn({ err: error }, 'A connection could not be noted.'));
    }
  }

  comeBackMs(): number | undefined {
    const waitMs = this.lookUps.waitMs + this.welcomes.waitMs;
    return waitMs < LONGEST_WAIT_MS ? undefined : COME_BACK_MS;
  }

  findAgent(connection: AgentConnection, agentId: string): ReturnType<ConnectionHost['findAgent']> {
    // Whoever has given up while it waited costs nothing: otherwise those behind it would give up as well.
    return this.lookUps.run(async () => (connection.isOpen ? this.lookUp(agentId) : undefined));
  }

  private async lookUp(agentId: string): ReturnType<ConnectionHost['findAgent']> {
    const { rows } = await sql<{
      clientId: string | null;
    }>`select agent_client(${agentId}) as client_id`.execute(this.options.db);
    const clientId = rows[0]?.clientId;
    if (!clientId) return undefined;
    return this.options.tenancy.asSystem(clientId, async ({ tx }) => {
      const row = await tx
        .selectFrom('agent')
        .innerJoin('asset', (join) =>
          join.onRef('asset.clientId', '=', 'agent.clientId').onRef('asset.id', '=', 'agent.assetId'),
        )
        .select(['agent.assetId', 'agent.publicKey'])
        .where('agent.clientId', '=', clientId)
        .where('agent.id', '=', agentId)
        .where('agent.revokedAt', 'is', null)
        .where('asset.archivedAt', 'is', null)
        .executeTakeFirst();
      return row && { clientId, assetId: row.assetId, publicKey: ed25519PublicKey(row.publicKey) };
    });
  }

  async admit(connection: AgentConnection): Promise<ErrorCode | undefined> {
    const other = this.connected.get(connection.assetId);
    if (other && other.instance !== connection.instance && (await other.isAlive(CLONE_PROBE_MS))) {
      await this.reportClone(connection);
      return 'RA_AGENT_CLONED';
    }
    this.connected.set(connection.assetId, connection);
    other?.refuse('RA_AGENT_REPLACED');
    return undefined;
  }

  /**
   * An agent that hangs on this process came through another one. If it is still here as well there are two of them:
   * the newer one stays, as after a move that this process has not noticed, but somebody is told.
   */
  private async meetElsewhere(assetId: string): Promise<void> {
    const connection = this.connected.get(assetId);
    if (!connection) return;
    try {
      const process = await this.options.tenancy.asSystem(connection.clientId, ({ tx, clientId }) =>
        tx
          .selectFrom('agent')
          .select(['process', 'disconnectedAt'])
          .where('clientId', '=', clientId)
          .where('id', '=', connection.agentId)
          .executeTakeFirst(),
      );
      if (!process || process.process === this.options.presence.key || process.disconnectedAt) return;
      if (await connection.isAlive(CLONE_PROBE_MS)) await this.reportClone(connection);
      connection.refuse('RA_AGENT_REPLACED');
    } catch (error) {
      this.log.warn({ err: error, agentId: connection.agentId }, 'A second connection could not be judged.');
    }
  }

  private reportClone(connection: AgentConnection): Promise<void> {
    return this.options.tenancy.asSystem(connection.clientId, async (ctx) => {
      const details = {
        agentId: connection.agentId,
        address: connection.address,
        hostname: connection.hello?.host.hostname,
      };
      await ctx.audit({
        action: 'agent.cloned',
        objectKind: 'asset',
        objectId: connection.assetId,
        details,
      });
      await ctx.emit({
        kind: 'agent.cloned',
        objectKind: 'asset',
        objectId: connection.assetId,
        payload: details,
      });
    });
  }

  welcome(connection: AgentConnection): Promise<ServerFrame | undefined> {
    return this.welcomes.run(async () => (connection.isOpen ? this.prepareWelcome(connection) : undefined));
  }

  private prepareWelcome(connection: AgentConnection): Promise<ServerFrame> {
    return this.options.tenancy.asSystem(connection.clientId, async (ctx) => {
      const hello = connection.hello!;
      this.welcomed.add(connection.assetId);
      connection.connectedAt = ctx.now;
      const agent = await ctx.tx
        .updateTable('agent')
        .set({
          connectedAt: ctx.now,
          disconnectedAt: null,
          process: this.options.presence.key,
          lastSeenAt: ctx.now,
          version: hello.host.agentVersion,
          machine: hello.host.machine,
          platform: `${hello.host.platform}-${hello.host.arch}`,
          skewMs: Math.round(hello.time - ctx.now.getTime()),
        })
        .where('clientId', '=', ctx.clientId)
        .where('id', '=', connection.agentId)
        .returning('lastSeq')
        .executeTakeFirstOrThrow();
      await ctx.emit({
        kind: 'agent.connected',
        objectKind: 'asset',
        objectId: connection.assetId,
        payload: { version: hello.host.agentVersion },
      });
      return {
        type: 'welcome',
        lastSeq: agent.lastSeq,
        config: await this.configFor(ctx, connection.assetId),
      };
    });
  }

  async commit(connection: AgentConnection, batch: Batch): Promise<ServerFrame> {
    if (this.options.storage.full) return retryLater('RA_STORAGE_FULL', 30_000);
    try {
      const result = await this.commits(() =>
        this.options.tenancy.asSystem(connection.clientId, (ctx) =>
          commitBatch(
            ctx,
            { agentId: connection.agentId, assetId: connection.assetId },
            batch,
            this.options.sinks,
          ),
        ),
      );
      if (result.kind === 'revoked')
        return { type: 'error', code: 'RA_AGENT_UNKNOWN', message: 'The agent was revoked.', retry: false };
      if (result.kind === 'out-of-order') {
        return {
          type: 'error',
          code: 'RA_FRAME_ORDER',
          message: `Expected ${result.lastSeq + 1}, got ${batch.seq}.`,
          retry: true,
          afterMs: 0,
        };
      }
      return { type: 'ack', seq: batch.seq };
    } catch (error) {
      const trouble = databaseTrouble(error);
      if (trouble === 'full') {
        this.options.storage.reportFull();
        return retryLater('RA_STORAGE_FULL', 30_000);
      }
      if (trouble === 'unavailable') return retryLater('RA_UNAVAILABLE', 1_000);
      throw error;
    }
  }

  left(connection: AgentConnection): void {
    if (this.connected.get(connection.assetId) !== connection) return;
    this.connected.delete(connection.assetId);
    // In line with the welcomes: a switch that fails takes a thousand connections along in one moment.
    this.welcomes
      .run(() => this.noteLeft(connection))
      .catch((error: unknown) =>
        this.log.warn({ err: error, agentId: connection.agentId }, 'A disconnection could not be noted.'),
      );
  }

  private noteLeft({ clientId, agentId, assetId, connectedAt }: AgentConnection): Promise<void> {
    return this.options.tenancy.asSystem(clientId, async (ctx) => {
      const { numUpdatedRows } = await ctx.tx
        .updateTable('agent')
        .set({ disconnectedAt: ctx.now })
        .where('clientId', '=', ctx.clientId)
        .where('id', '=', agentId)
        .where('process', '=', this.options.presence.key)
        .where('connectedAt', '=', connectedAt ?? null)
        .executeTakeFirstOrThrow();
      // Otherwise it came back, here or through another process, before this was noted.
      if (numUpdatedRows > 0n)
        await ctx.emit({ kind: 'agent.disconnected', objectKind: 'asset', objectId: assetId });
    });
  }

  stop(): void {
    this.unsubscribe();
    clearInterval(this.sweeper);
    for (const connection of this.connected.values()) connection.close();
    this.sockets.close();
    setTimeout(() => {
      for (const connection of this.connected.values()) connection.terminate();
    }, 1000).unref();
  }

  private async pushConfig(clientId: string, wanted: (assetId: string) => boolean): Promise<void> {
    const told = [...this.connected.values()].filter(
      (connection) => connection.clientId === clientId && wanted(connection.assetId),
    );
    await Promise.all(told.map((connection) => this.pushes(() => this.tell(connection))));
  }

  private async tell(connection: AgentConnection): Promise<void> {
    try {
      const config = await this.options.tenancy.asSystem(connection.clientId, (ctx) =>
        this.configFor(ctx, connection.assetId),
      );
      connection.order({ type: 'config', config });
    } catch (error) {
      // The agent fetches its configuration anyway when it connects the next time.
      this.log.warn({ err: error, agentId: connection.agentId }, 'A configuration could not be sent.');
    }
  }

  private async configFor(ctx: Context, assetId: string): Promise<AgentConfig> {
    const row = await ctx.tx
      .selectFrom('asset')
      .innerJoin('site', (join) =>
        join.onRef('site.clientId', '=', 'asset.clientId').onRef('site.id', '=', 'asset.siteId'),
      )
      .innerJoin('agent', (join) =>
        join.onRef('agent.clientId', '=', 'asset.clientId').onRef('agent.assetId', '=', 'asset.id'),
      )
      .select(['site.networks', 'site.allowLoopback', 'agent.sampleIntervalMs'])
      .where('asset.clientId', '=', ctx.clientId)
      .where('asset.id', '=', assetId)
      .executeTakeFirstOrThrow();
    const sweep = await this.options.sweeps.sweepFor(ctx, assetId);
    return {
      sampleIntervalMs: row.sampleIntervalMs,
      inventoryIntervalMs: DEFAULT_INVENTORY_INTERVAL_MS,
      networks: row.networks,
      allowLoopback: row.allowLoopback,
      checks: await this.options.checks.checksFor(ctx, assetId),
      ...(sweep ? { sweep } : {}),
    };
  }
}

const retryLater = (code: ErrorCode, afterMs: number): ServerFrame => ({
  type: 'error',
  code,
  message: 'The batch was not stored; send it again later.',
  retry: true,
  afterMs,
});
