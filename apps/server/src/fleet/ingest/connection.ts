import { type KeyObject, randomBytes, sign, verify } from 'node:crypto';
import {
  agentFrame,
  agentProofMessage,
  type Batch,
  type helloFrame,
  LIMITS,
  PROTOCOL_VERSION,
  type ServerFrame,
  serverProofMessage,
} from '@rettungsanker/protocol';
import type { Logger } from 'pino';
import type { RawData, WebSocket } from 'ws';
import type { z } from 'zod/mini';
import type { ErrorCode } from '../../platform/errors.ts';
import { CATALOGUE, databaseTrouble } from '../../platform/errors.ts';
import { mayBeUnstorable, storable } from '../../platform/storable.ts';

type Hello = z.infer<typeof helloFrame>;

/** What a connection asks of the rest; implemented by the hub. */
export interface ConnectionHost {
  serverKey: KeyObject;
  log: Logger;
  /** Set while too many agents wait for their handshake: when to come back. */
  comeBackMs(): number | undefined;
  /** Key of an agent that may connect, or undefined. */
  findAgent(
    connection: AgentConnection,
    agentId: string,
  ): Promise<{ clientId: string; assetId: string; publicKey: KeyObject } | undefined>;
  /** Called once the agent proved itself; decides about a second connection of the same identity. */
  admit(connection: AgentConnection): Promise<ErrorCode | undefined>;
  /** Nothing for one that has left meanwhile. */
  welcome(connection: AgentConnection): Promise<ServerFrame | undefined>;
  commit(connection: AgentConnection, batch: Batch): Promise<ServerFrame>;
  left(connection: AgentConnection): void;
}

/** For each word that the agent has to say in the handshake; the time that it waits for us does not count. */
const HANDSHAKE_MS = 10_000;
/** After trouble with the database. */
const RETRY_MS = 2_000;
const PING_MS = 5_000;
const MISSED_PINGS = 3;
/** Batches an agent may send ahead of the acknowledgements. */
const MAX_WAITING = 64;

/** One socket of one agent: handshake, then batches strictly one after the other. */
export class AgentConnection {
  agentId = '';
  instance = '';
  clientId = '';
  assetId = '';
  hello: Hello | undefined;
  /** As stored by the welcome. */
  connectedAt: Date | undefined;
  readonly address: string;
  private readonly socket: WebSocket;
  private readonly host: ConnectionHost;
  private readonly nonce = randomBytes(32).toString('base64url');
  private publicKey: KeyObject | undefined;
  private ready = false;
  /** The welcome was sent: from now on orders may follow. */
  private welcomed = false;
  private early: ServerFrame | undefined;
  private waiting = 0;
  private missed = 0;
  private tail: Promise<void> = Promise.resolve();
  private pongWaiters: (() => void)[] = [];
  private readonly pinging: NodeJS.Timeout;
  private deadline: NodeJS.Timeout | undefined;

  constructor(socket: WebSocket, address: string, host: ConnectionHost) {
    this.socket = socket;
    this.address = address;
    this.host = host;
    this.expectWord();
    this.pinging = setInterval(() => this.heartbeat(), PING_MS);
    socket.on('message', (data, isBinary) => this.receive(data, isBinary));
    socket.on('pong', () => this.alive());
    socket.on('ping', () => this.alive());
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearInterval(this.pinging);
      clearTimeout(this.deadline);
      // After what is being handled: a welcome that is on its way would be noted after the end, and stay.
      this.tail = this.tail.finally(() => this.ready && host.left(this));
    });
  }

  private expectWord(): void {
    this.deadline = setTimeout(() => this.socket.terminate(), HANDSHAKE_MS);
  }

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  send(frame: ServerFrame): void {
    if (this.isOpen) this.socket.send(JSON.stringify(frame));
  }

  refuse(code: ErrorCode, details = '', retry = false, afterMs?: number): void {
    const message = `${CATALOGUE[code].message}${details ? ` ${details}` : ''}`.slice(0, LIMITS.text);
    this.send({ type: 'error', code, message, retry, ...(afterMs === undefined ? {} : { afterMs }) });
    this.socket.close(1008, code);
  }

  close(): void {
    this.socket.close(1001, 'server is stopping');
  }

  terminate(): void {
    this.socket.terminate();
  }

  /** Asks the other end for a sign of life. */
  async isAlive(withinMs: number): Promise<boolean> {
    if (!this.isOpen) return false;
    this.socket.ping();
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), withinMs);
      this.pongWaiters.push(() => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  }

  private alive(): void {
    this.missed = 0;
    for (const waiter of this.pongWaiters.splice(0)) waiter();
  }

  private heartbeat(): void {
    if (this.missed >= MISSED_PINGS) this.socket.terminate();
    else {
      this.missed++;
      this.socket.ping();
    }
  }

  private receive(data: RawData, isBinary: boolean): void {
    this.missed = 0;
    if (isBinary) return this.refuse('RA_FRAME_INVALID', 'Frames are text.');
    if (++this.waiting > MAX_WAITING)
      return this.refuse('RA_FRAME_ORDER', 'Too many frames without an acknowledgement.', true, 1000);
    this.tail = this.tail
      .then(() => this.handle(String(data)))
      .catch((error: unknown) => {
        this.host.log.error(
          { err: error, agentId: this.agentId },
          'A frame of an agent could not be handled.',
        );
        if (databaseTrouble(error)) this.refuse('RA_UNAVAILABLE', '', true, RETRY_MS);
        else this.refuse('RA_INTERNAL', '', true, 5000);
      })
      .finally(() => this.waiting--);
  }

  private async handle(text: string): Promise<void> {
    if (!this.isOpen) return;
    const parsed = agentFrame.safeParse(parseJson(text));
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      return this.refuse('RA_FRAME_INVALID', `${issue?.path.join('.')}: ${issue?.message}`);
    }
    const frame = parsed.data;
    if (frame.type === 'hello' && !this.hello) return this.onHello(frame);
    if (frame.type === 'proof' && this.publicKey && !this.ready) return this.onProof(frame.signature);
    if (frame.type === 'batch' && this.ready) return this.onBatch(frame);
    this.refuse('RA_FRAME_INVALID', `${frame.type} is not expected now.`);
  }

  private async onHello(hello: Hello): Promise<void> {
    if (hello.protocol !== PROTOCOL_VERSION) {
      return this.refuse(
        'RA_PROTOCOL_VERSION',
        `Server ${PROTOCOL_VERSION}, agent ${hello.protocol}.`,
        true,
        3_600_000,
      );
    }
    const comeBackMs = this.host.comeBackMs();
    if (comeBackMs !== undefined) return this.refuse('RA_UNAVAILABLE', '', true, comeBackMs);
    clearTimeout(this.deadline);
    const agent = await this.host.findAgent(this, hello.agentId);
    if (!agent) return this.refuse('RA_AGENT_UNKNOWN', '', true, 60_000);
    this.hello = hello;
    this.agentId = hello.agentId;
    this.instance = hello.instance;
    this.clientId = agent.clientId;
    this.assetId = agent.assetId;
    this.publicKey = agent.publicKey;
    const signature = sign(
      null,
      serverProofMessage(hello.agentId, hello.nonce, this.nonce),
      this.host.serverKey,
    );
    this.send({
      type: 'challenge',
      nonce: this.nonce,
      time: Date.now(),
      signature: signature.toString('base64url'),
    });
    this.expectWord();
  }

  private async onProof(signature: string): Promise<void> {
    const message = agentProofMessage(this.agentId, this.hello!.nonce, this.nonce);
    if (!verify(null, message, this.publicKey!, Buffer.from(signature, 'base64url')))
      return this.refuse('RA_AGENT_PROOF');
    clearTimeout(this.deadline);
    const refusal = await this.host.admit(this);
    if (refusal) return this.refuse(refusal, '', true, 60_000);
    this.ready = true;
    const welcome = await this.host.welcome(this);
    if (!welcome) return;
    this.send(welcome);
    this.welcomed = true;
    if (this.early) this.send(this.early);
    this.early = undefined;
  }

  /** Sends a configuration. One that is made while the welcome is prepared may be newer, and follows it. */
  order(frame: Extract<ServerFrame, { type: 'config' }>): void {
    if (this.welcomed) this.send(frame);
    else this.early = frame;
  }

  private async onBatch(batch: Batch): Promise<void> {
    const answer = await this.host.commit(this, batch);
    this.send(answer);
    if (answer.type === 'error') this.socket.close(1013, answer.code);
  }
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return mayBeUnstorable(text) ? storable(value) : value;
  } catch {
    return undefined;
  }
}
