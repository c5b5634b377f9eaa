import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { once } from 'node:events';
import {
  AGENT_ENROL_PATH,
  AGENT_SOCKET_PATH,
  agentProofMessage,
  type Batch,
  decodeEnrolmentCode,
  type EnrolResponse,
  enrolmentMessage,
  type HostIdentity,
  PROTOCOL_VERSION,
  type ServerFrame,
} from '@rettungsanker/protocol';
import WebSocket from 'ws';
import { createEnrolmentCode } from '../fleet/index.ts';
import type { Program } from '../program.ts';

export const HOST: HostIdentity = {
  hostname: 'test-host',
  machine: 'machine-1',
  platform: 'linux',
  arch: 'x64',
  os: 'Debian GNU/Linux 12',
  agentVersion: '0.0.0-test',
};

export interface TestIdentity extends EnrolResponse {
  readonly clientId: string;
  readonly privateKey: KeyObject;
}

/** A client with one site, straight through the tenancy door. */
export async function testClient(
  program: Program,
  name: string,
  code: string,
): Promise<{ clientId: string; siteId: string }> {
  const { uuid7, systemClock } = await import('../platform/clock.ts');
  const { addSite } = await import('../fleet/index.ts');
  const clientId = uuid7(systemClock);
  return program.tenancy.asSystem(clientId, async (ctx) => {
    await ctx.tx
      .insertInto('client')
      .values({ id: clientId, kind: 'client', code, name, createdAt: ctx.now, archivedAt: null })
      .execute();
    const site = await addSite(ctx, {
      name: `${name} site`,
      timeZone: 'Europe/Berlin',
      state: 'BY',
      municipality: null,
      networks: [],
      serverNetworks: [],
      allowLoopback: false,
    });
    return { clientId, siteId: site.id };
  });
}

export async function makeCode(
  program: Program,
  clientId: string,
  siteId: string,
  validMinutes = 60,
): Promise<string> {
  const made = await program.tenancy.asSystem(clientId, (ctx) =>
    createEnrolmentCode(ctx, program.serverIdentity, { siteId, assetKind: 'server', validMinutes }),
  );
  return made.code;
}

/** Sends an enrolment as an agent would; `change` spoils it. */
export async function sendEnrolment(
  program: Program,
  code: string,
  change: Record<string, unknown> = {},
): Promise<{ status: number; body: Record<string, never>; privateKey: KeyObject }> {
  const { token } = decodeEnrolmentCode(code)!;
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64url');
  const proof = sign(null, enrolmentMessage(token, raw), privateKey).toString('base64url');
  const response = await fetch(program.url + AGENT_ENROL_PATH, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ protocol: PROTOCOL_VERSION, token, publicKey: raw, proof, host: HOST, ...change }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, never>, privateKey };
}

export async function enrolTestAgent(
  program: Program,
  clientId: string,
  siteId: string,
): Promise<TestIdentity> {
  const { body, privateKey } = await sendEnrolment(program, await makeCode(program, clientId, siteId));
  return { ...(body as unknown as EnrolResponse), clientId, privateKey };
}

/** A connection that speaks the protocol but measures nothing: tests say what it sends. */
export class TestAgent {
  readonly frames: ServerFrame[] = [];
  closed = false;
  readonly socket: WebSocket;
  readonly #identity: TestIdentity;
  readonly #instance: string;
  readonly #nonce = randomBytes(32).toString('base64url');
  readonly #waiters: { test: (frame: ServerFrame) => boolean; done: (frame: ServerFrame) => void }[] = [];

  constructor(
    url: string,
    identity: TestIdentity,
    instance = randomBytes(8).toString('hex'),
    headers: Record<string, string> = {},
  ) {
    this.#identity = identity;
    this.#instance = instance;
    this.socket = new WebSocket(url.replace(/^http/, 'ws') + AGENT_SOCKET_PATH, { headers });
    this.socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as ServerFrame;
      this.frames.push(frame);
      for (const waiter of this.#waiters.filter((w) => w.test(frame))) {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
        waiter.done(frame);
      }
    });
    this.socket.on('close', () => {
      this.closed = true;
    });
    this.socket.on('error', () => {});
  }

  next<T extends ServerFrame['type']>(type: T, within = 20_000): Promise<Extract<ServerFrame, { type: T }>> {
    const known = this.frames.findIndex((frame) => frame.type === type);
    if (known >= 0) return Promise.resolve(this.frames.splice(known, 1)[0] as never);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`no ${type} within ${within} ms; got ${JSON.stringify(this.frames)}`)),
        within,
      );
      this.#waiters.push({
        test: (frame) => frame.type === type,
        done: (frame) => {
          clearTimeout(timer);
          this.frames.splice(this.frames.indexOf(frame), 1);
          resolve(frame as never);
        },
      });
    });
  }

  async connect(
    change: { time?: number; signature?: string; protocol?: number; within?: number } = {},
  ): Promise<Extract<ServerFrame, { type: 'welcome' }>> {
    if (this.socket.readyState !== WebSocket.OPEN) await once(this.socket, 'open');
    const { agentId, privateKey } = this.#identity;
    this.send({
      type: 'hello',
      protocol: change.protocol ?? PROTOCOL_VERSION,
      agentId,
      nonce: this.#nonce,
      instance: this.#instance,
      time: change.time ?? Date.now(),
      host: HOST,
    });
    const challenge = await this.next('challenge', change.within);
    const signature =
      change.signature ??
      sign(null, agentProofMessage(agentId, this.#nonce, challenge.nonce), privateKey).toString('base64url');
    this.send({ type: 'proof', signature });
    return this.next('welcome', change.within);
  }

  send(frame: object): void {
    this.socket.send(JSON.stringify(frame));
  }

  async batch(seq: number, content: Partial<Batch> = {}): Promise<void> {
    this.send({ type: 'batch', seq, sentAt: Date.now(), ...content });
    await this.next('ack');
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.socket.close();
    await once(this.socket, 'close');
  }
}
