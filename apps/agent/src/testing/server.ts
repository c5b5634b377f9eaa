import {
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  randomUUID,
  sign,
  verify,
} from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import {
  AGENT_ENROL_PATH,
  AGENT_SOCKET_PATH,
  type AgentConfig,
  agentFrame,
  agentProofMessage,
  type Batch,
  type EnrolmentCode,
  encodeEnrolmentCode,
  enrolmentMessage,
  enrolRequestSchema,
  LIMITS,
  type ServerFrame,
  serverProofMessage,
} from '@rettungsanker/protocol';
import { type WebSocket, WebSocketServer } from 'ws';

/** A server of the real protocol that keeps everything in memory and can be told to misbehave. */
export class TestServer {
  readonly batches: Batch[] = [];
  /** Everything that was sent, repeated ones included. */
  readonly received: Batch[] = [];
  readonly problems: string[] = [];
  readonly hellos: { agentId: string; instance: string; time: number }[] = [];
  lastSeq = 0;
  config: AgentConfig = {
    sampleIntervalMs: 5000,
    inventoryIntervalMs: 86_400_000,
    networks: [],
    allowLoopback: true,
    checks: [],
  };
  /** Answer instead of storing; undefined stores. */
  answer: (batch: Batch) => ServerFrame | 'silence' | undefined = () => undefined;
  /** The key it signs with; another than the announced one makes it an impostor. */
  signingKey: KeyObject;
  clockOffsetMs = 0;
  /** Answers nothing. */
  deaf = false;
  readonly events = new EventEmitter();
  private readonly identity = generateKeyPairSync('ed25519');
  private readonly keys = new Map<string, string>();
  private readonly tokens = new Set<string>();
  private readonly tls: { cert: string; key: string } | undefined;
  private http: Server | undefined;
  private readonly sockets = new Set<WebSocket>();
  port = 0;

  constructor(tls?: { cert: string; key: string }) {
    this.tls = tls;
    this.signingKey = this.identity.privateKey;
    // Every test waits for several things at once.
    this.events.setMaxListeners(50);
  }

  async start(port = this.port): Promise<void> {
    const onRequest = (request: IncomingMessage, response: ServerResponse): void =>
      void this.onRequest(request, response);
    const http = this.tls ? createHttpsServer(this.tls, onRequest) : createHttpServer(onRequest);
    const webSockets = new WebSocketServer({ noServer: true, maxPayload: LIMITS.frameBytes });
    http.on('upgrade', (request, socket, head) => {
      if (request.url !== AGENT_SOCKET_PATH) return socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
      webSockets.handleUpgrade(request, socket, head, (ws) => this.onConnection(ws));
    });
    http.listen(port, '127.0.0.1');
    await once(http, 'listening');
    this.port = (http.address() as AddressInfo).port;
    this.http = http;
  }

  /** As abruptly as a kill: nobody is told. */
  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.terminate();
    this.http?.closeAllConnections();
    await new Promise((resolve) => this.http?.close(resolve));
  }

  get url(): string {
    return `${this.tls ? 'https' : 'http'}://127.0.0.1:${this.port}`;
  }

  code(change: Partial<EnrolmentCode> = {}): string {
    const token = randomBytes(32).toString('base64url');
    this.tokens.add(token);
    return encodeEnrolmentCode({
      url: this.url,
      token,
      serverKey: this.identity.publicKey.export({ format: 'jwk' }).x!,
      ...change,
    });
  }

  /** Sends to all that are connected. */
  broadcast(frame: ServerFrame): void {
    for (const socket of this.sockets) socket.send(JSON.stringify(frame));
  }

  dropConnections(): void {
    for (const socket of this.sockets) socket.terminate();
  }

  /** Stops reading what arrives, so that not even a ping is answered: a cable that was cut. */
  freeze(frozen: boolean): void {
    for (const socket of this.sockets) {
      if (frozen) socket.pause();
      else socket.terminate();
    }
  }

  /** Resolves as soon as the condition holds; it is looked at after every event. */
  async until(condition: () => boolean, what: string, withinMs = 15_000): Promise<void> {
    const signal = AbortSignal.timeout(withinMs);
    while (!condition()) {
      await once(this.events, 'change', { signal }).catch(() => {
        throw new Error(`waited in vain for ${what}`);
      });
    }
  }

  private async onRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const answer = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.method !== 'POST' || request.url !== AGENT_ENROL_PATH) return answer(404, {});
    const { token, publicKey, proof } = enrolRequestSchema.parse(JSON.parse(text));
    const proven = verify(
      null,
      enrolmentMessage(token, publicKey),
      publicKeyOf(publicKey),
      Buffer.from(proof, 'base64url'),
    );
    if (!this.tokens.delete(token) || !proven)
      return answer(403, { error: { code: 'RA_ENROLMENT_CODE', message: 'The code is not valid.' } });
    const agentId = randomUUID();
    this.keys.set(agentId, publicKey);
    answer(201, { agentId, assetId: randomUUID(), clientName: 'Muster GmbH', siteName: 'Berlin' });
  }

  private onConnection(socket: WebSocket): void {
    this.sockets.add(socket);
    const nonce = randomBytes(32).toString('base64url');
    let hello: { agentId: string; nonce: string } | undefined;
    let ready = false;
    const send = (frame: ServerFrame): void => {
      if (!this.deaf) socket.send(JSON.stringify(frame));
    };
    socket.on('error', (error) => this.problems.push(error.message));
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('message', (data) => {
      if (this.deaf) return;
      const parsed = agentFrame.safeParse(JSON.parse(String(data)));
      if (!parsed.success) {
        this.problems.push(parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join());
        return socket.terminate();
      }
      const frame = parsed.data;
      if (frame.type === 'hello') {
        hello = frame;
        this.hellos.push({ agentId: frame.agentId, instance: frame.instance, time: frame.time });
        const message = serverProofMessage(frame.agentId, frame.nonce, nonce);
        const signature = sign(null, message, this.signingKey).toString('base64url');
        send({ type: 'challenge', nonce, time: Date.now() + this.clockOffsetMs, signature });
      } else if (frame.type === 'proof') {
        const key = this.keys.get(hello?.agentId ?? '');
        const message = agentProofMessage(hello!.agentId, hello!.nonce, nonce);
        if (!key || !verify(null, message, publicKeyOf(key), Buffer.from(frame.signature, 'base64url')))
          return send({ type: 'error', code: 'RA_AGENT_PROOF', message: 'no', retry: false });
        ready = true;
        send({ type: 'welcome', lastSeq: this.lastSeq, config: this.config });
      } else if (ready) {
        this.onBatch(frame, send);
      } else this.problems.push('a batch before the proof');
      this.events.emit('change');
    });
  }

  private onBatch(batch: Batch, send: (frame: ServerFrame) => void): void {
    this.received.push(batch);
    const answer = this.answer(batch);
    if (answer === 'silence') return;
    if (answer) return send(answer);
    if (batch.seq > this.lastSeq + 1) {
      this.problems.push(`expected ${this.lastSeq + 1}, got ${batch.seq}`);
      return send({ type: 'error', code: 'RA_FRAME_ORDER', message: 'gap', retry: true, afterMs: 0 });
    }
    if (batch.seq === this.lastSeq + 1) {
      this.lastSeq = batch.seq;
      this.batches.push(batch);
    }
    send({ type: 'ack', seq: batch.seq });
  }
}

function publicKeyOf(raw: string): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw }, format: 'jwk' });
}
