import { createPublicKey, type KeyObject, randomBytes, sign, verify } from 'node:crypto';
import {
  AGENT_SOCKET_PATH,
  type AgentConfig,
  agentProofMessage,
  type HostIdentity,
  LIMITS,
  PROTOCOL_VERSION,
  type ServerFrame,
  serverFrame,
  serverProofMessage,
} from '@rettungsanker/protocol';
import { monotonicMs } from '../clock.ts';
import { type Identity, parseJson } from '../data/identity.ts';
import { AgentError, reasonOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Outgoing, Spool } from '../spool/spool.ts';
import { parseServerUrl } from './address.ts';
import { backoffMs, spreadMs } from './backoff.ts';
import { openWebSocket, type WebSocketClient } from './websocket.ts';

export interface LinkOptions {
  identity: Identity;
  key: KeyObject;
  /** Random per process start. */
  instance: string;
  host: HostIdentity;
  spool: Spool;
  log: Log;
  /** 0 to 1; spreads the attempts of many agents. */
  random: () => number;
  onConfig: (config: AgentConfig) => void;
  onInventoryRequest: () => void;
  /** How often each side shows that it is alive; shorter in tests. */
  pingMs?: number;
}

export interface LinkStatus {
  state: 'connecting' | 'connected' | 'waiting' | 'stopped';
  /** Unix ms. */
  connectedSince: number | undefined;
  lastAckAt: number | undefined;
  /** Clock of this host minus clock of the server, ms, at the last handshake. */
  skewMs: number | undefined;
  /** Why there is no connection. */
  lastError: string | undefined;
  retryAt: number | undefined;
}

const CONNECT_MS = 10_000;
const HANDSHAKE_MS = 15_000;
const PING_MS = 5_000;
const MISSED_PINGS = 3;
/** Batches on their way without an acknowledgement. */
const WINDOW = 8;
/** Bytes in the socket above which nothing more is handed to it. */
const SOCKET_FULL_BYTES = 1024 * 1024;
/** The other side answers pings but acknowledges nothing: something hangs there. */
const STALLED_MS = 120_000;
/** A connection that held this long counts as success, even without a batch. */
const STABLE_MS = 30_000;
/** Somebody has to do something (revoked, replaced): asking often would not help. */
const REFUSED_MS = 5 * 60_000;
/** A server that cannot prove its identity. */
const IMPOSTOR_MS = 15 * 60_000;
/** Whatever the server says: later it may have changed its mind. */
const LONGEST_DELAY_MS = 3_600_000;
const SKEW_WORTH_A_WARNING_MS = 5_000;
/** How often the same batch may be answered with "invalid" before it gives way. */
const INVALID_STRIKES = 3;

type Phase = 'idle' | 'challenge' | 'welcome' | 'ready';

/** Keeps one connection to the server and delivers the buffer over it. */
export class Link {
  private readonly options: LinkOptions;
  private readonly serverKey: KeyObject;
  private client: WebSocketClient | undefined;
  private phase: Phase = 'idle';
  private nonce = '';
  private helloAt = 0;
  private failures = 0;
  /** Monotonic ms: the first of these failures. */
  private outageSince = 0;
  private stopped = false;
  private silentTicks = 0;
  /** Monotonic ms: since when the oldest batch on its way waits, and since when we are welcome. */
  private waitingSince = 0;
  private readySince = 0;
  private strikes = { seq: 0, count: 0 };
  private window = WINDOW;
  /** What the server said about when to come back. */
  private delayMs = 0;
  private retryTimer: NodeJS.Timeout | undefined;
  private heartbeatTimer: NodeJS.Timeout | undefined;
  private deadline: NodeJS.Timeout | undefined;
  private drained: (() => void) | undefined;
  private loggedReason: string | undefined;
  private readonly facts: LinkStatus = {
    state: 'connecting',
    connectedSince: undefined,
    lastAckAt: undefined,
    skewMs: undefined,
    lastError: undefined,
    retryAt: undefined,
  };

  constructor(options: LinkOptions) {
    this.options = options;
    this.serverKey = ed25519PublicKey(options.identity.serverKey);
  }

  start(): void {
    void this.connect();
  }

  status(): LinkStatus {
    return { ...this.facts };
  }

  /** There is something new in the buffer. */
  notify(): void {
    if (this.phase === 'ready') this.pump();
  }

  /** Delivers what is still waiting if that works within `graceMs`, then ends the connection. */
  async stop(graceMs: number): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retryTimer);
    if (this.phase === 'ready' && this.options.spool.pending > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, graceMs);
        this.drained = () => {
          clearTimeout(timer);
          resolve();
        };
        this.pump();
      });
    }
    this.client?.close(1001);
    this.facts.state = 'stopped';
  }

  private async connect(): Promise<void> {
    const { identity } = this.options;
    this.facts.state = 'connecting';
    this.facts.retryAt = undefined;
    this.phase = 'idle';
    this.delayMs = 0;
    this.silentTicks = 0;
    try {
      const client = await openWebSocket({
        address: parseServerUrl(identity.serverUrl),
        path: AGENT_SOCKET_PATH,
        tlsPin: identity.tlsPin,
        maxMessageBytes: LIMITS.frameBytes,
        connectTimeoutMs: CONNECT_MS,
        onText: (text) => this.receive(text),
        onActivity: () => {
          this.silentTicks = 0;
        },
        onClose: (reason) => this.lost(reason),
      });
      if (this.stopped) return client.close(1001);
      this.client = client;
      this.heartbeatTimer = setInterval(() => this.heartbeat(), this.options.pingMs ?? PING_MS);
      this.deadline = setTimeout(() => client.terminate('the handshake took too long'), HANDSHAKE_MS);
      this.sayHello();
    } catch (error) {
      this.lost(reasonOf(error));
    }
  }

  private sayHello(): void {
    const { identity, instance, host } = this.options;
    this.phase = 'challenge';
    this.nonce = randomBytes(32).toString('base64url');
    this.helloAt = Date.now();
    this.sendJson({
      type: 'hello',
      protocol: PROTOCOL_VERSION,
      agentId: identity.agentId,
      nonce: this.nonce,
      instance,
      time: this.helloAt,
      host,
    });
  }

  private receive(text: string): void {
    const parsed = serverFrame.safeParse(parseJson(text));
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      return this.giveUp(`an invalid frame (${issue?.path.join('.')}: ${issue?.message})`, REFUSED_MS);
    }
    const frame = parsed.data;
    switch (frame.type) {
      case 'challenge':
        return this.phase === 'challenge' ? this.onChallenge(frame) : this.unexpected(frame);
      case 'welcome':
        return this.phase === 'welcome' ? this.onWelcome(frame) : this.unexpected(frame);
      case 'error':
        return this.onError(frame);
      default:
        // Nothing but an error may reach us before the server has proved who it is.
        return this.phase === 'ready' ? this.onOrder(frame) : this.unexpected(frame);
    }
  }

  private unexpected(frame: ServerFrame): void {
    this.giveUp(`a frame "${frame.type}" out of turn`, REFUSED_MS);
  }

  private onChallenge(frame: Extract<ServerFrame, { type: 'challenge' }>): void {
    const { identity, key, log } = this.options;
    const message = serverProofMessage(identity.agentId, this.nonce, frame.nonce);
    if (!verify(null, message, this.serverKey, Buffer.from(frame.signature, 'base64url'))) {
      log.error(
        'RA_SERVER_IDENTITY: the server cannot prove that it is the one this host was enrolled with. Nothing was sent.',
        { server: identity.serverUrl },
      );
      return this.giveUp('the server could not prove its identity (RA_SERVER_IDENTITY)', IMPOSTOR_MS);
    }
    this.noteSkew((this.helloAt + Date.now()) / 2 - frame.time);
    this.phase = 'welcome';
    const signature = sign(null, agentProofMessage(identity.agentId, this.nonce, frame.nonce), key);
    this.sendJson({ type: 'proof', signature: signature.toString('base64url') });
  }

  private onWelcome(frame: Extract<ServerFrame, { type: 'welcome' }>): void {
    const { spool, log } = this.options;
    clearTimeout(this.deadline);
    this.phase = 'ready';
    this.facts.state = 'connected';
    this.facts.connectedSince = Date.now();
    this.facts.lastError = undefined;
    this.loggedReason = undefined;
    const verdict = spool.resume(frame.lastSeq);
    if (verdict === 'server-ahead')
      log.warn(
        'RA_SEQUENCE_AHEAD: the server has batches that this folder never sent. Was it restored or copied?',
        { lastSeq: frame.lastSeq },
      );
    if (verdict === 'server-behind') {
      this.options.onInventoryRequest();
      log.warn('RA_SEQUENCE_BEHIND: the server misses batches that it had acknowledged. Was it restored?', {
        lastSeq: frame.lastSeq,
      });
    }
    log.info('Connected.', { lastSeq: frame.lastSeq, waiting: spool.pending });
    this.readySince = monotonicMs();
    this.waitingSince = this.readySince;
    this.options.onConfig(frame.config);
    this.pump();
  }

  private onOrder(frame: ServerFrame): void {
    switch (frame.type) {
      case 'ack':
        this.failures = 0;
        this.strikes.count = 0;
        this.window = WINDOW;
        this.facts.lastAckAt = Date.now();
        this.waitingSince = monotonicMs();
        this.options.spool.acknowledge(frame.seq);
        return this.pump();
      case 'config':
        return this.options.onConfig(frame.config);
      case 'send-inventory':
        return this.options.onInventoryRequest();
      default:
    }
  }

  private onError(frame: Extract<ServerFrame, { type: 'error' }>): void {
    const { spool, log } = this.options;
    log.warn('The server refused.', { code: frame.code, reason: frame.message });
    if (frame.code === 'RA_FRAME_INVALID' && this.phase === 'ready' && spool.inFlight > 0) {
      // One batch that the server can never take must not hold back all that follow.
      const seq = spool.headSeq;
      this.strikes = { seq, count: this.strikes.seq === seq ? this.strikes.count + 1 : 1 };
      this.window = 1;
      if (this.strikes.count >= INVALID_STRIKES) {
        log.error('A batch was refused as invalid for good; it is reported as lost.', { seq });
        spool.refuseHead();
      }
      return this.giveUp(`${frame.code}: ${frame.message}`, 0);
    }
    this.giveUp(`${frame.code}: ${frame.message}`, frame.retry ? (frame.afterMs ?? 0) : REFUSED_MS);
  }

  private pump(): void {
    const { spool } = this.options;
    const idle = spool.inFlight === 0;
    while (spool.inFlight < this.window && (this.client?.buffered ?? Infinity) < SOCKET_FULL_BYTES) {
      const out = spool.next();
      if (!out) break;
      if (idle) this.waitingSince = monotonicMs();
      this.client?.send(batchFrameBytes(out, Date.now()));
    }
    if (spool.pending === 0) this.drained?.();
  }

  private heartbeat(): void {
    if (this.silentTicks >= MISSED_PINGS) return this.client?.terminate('the server is silent');
    // The server's own pings are a sign of life; asking is for when they stay away.
    if (this.silentTicks++ > 0) this.client?.ping();
    if (this.phase !== 'ready') return;
    if (monotonicMs() - this.readySince > STABLE_MS) this.failures = 0;
    if (this.options.spool.inFlight > 0 && monotonicMs() - this.waitingSince > STALLED_MS)
      return this.client?.terminate('the server acknowledges nothing');
    this.pump();
  }

  private giveUp(reason: string, delayMs: number): void {
    this.delayMs = Math.min(delayMs, LONGEST_DELAY_MS);
    this.client?.close(1008);
    this.client?.terminate(reason);
  }

  private lost(reason: string): void {
    const { spool, log, random } = this.options;
    clearInterval(this.heartbeatTimer);
    clearTimeout(this.deadline);
    this.client = undefined;
    this.phase = 'idle';
    spool.rewind();
    this.facts.connectedSince = undefined;
    this.drained?.();
    if (this.stopped) return;
    if (this.failures++ === 0) this.outageSince = monotonicMs();
    const outageMs = monotonicMs() - this.outageSince;
    const wait = Math.max(backoffMs(this.failures, outageMs, random()), spreadMs(this.delayMs, random()));
    this.facts.state = 'waiting';
    this.facts.lastError = reason;
    this.facts.retryAt = Date.now() + wait;
    // An hour without a server is one line in the log, not a hundred.
    const say = reason === this.loggedReason ? log.debug : log.warn;
    this.loggedReason = reason;
    say('No connection to the server.', { reason, retryInMs: wait, waiting: spool.pending });
    this.retryTimer = setTimeout(() => void this.connect(), wait);
  }

  private noteSkew(skewMs: number): void {
    const rounded = Math.round(skewMs);
    const before = this.facts.skewMs ?? 0;
    this.facts.skewMs = rounded;
    const off = Math.abs(rounded) > SKEW_WORTH_A_WARNING_MS;
    if (off && Math.abs(rounded - before) > SKEW_WORTH_A_WARNING_MS)
      this.options.log.warn('RA_CLOCK_SKEW: the clock of this host differs from that of the server.', {
        skewMs: rounded,
      });
  }

  private sendJson(frame: unknown): void {
    this.client?.send(Buffer.from(JSON.stringify(frame)));
  }
}

/** A batch as it travels; the body is spliced in as it stands on disk. */
export function batchFrameBytes({ seq, body }: Outgoing, sentAt: number): Buffer {
  const head = `{"type":"batch","seq":${seq},"sentAt":${sentAt}`;
  if (body.length === 0) return Buffer.from(`${head}}`);
  return Buffer.concat([Buffer.from(`${head},`), body, Buffer.from('}')]);
}

/** @throws AgentError RA_SERVER_KEY */
export function ed25519PublicKey(raw: string): KeyObject {
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw }, format: 'jwk' });
  } catch {
    throw new AgentError(
      'RA_SERVER_KEY',
      'The pinned key of the server is not an Ed25519 key.',
      'Make a new enrolment code.',
    );
  }
}
