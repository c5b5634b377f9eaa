import { createHash, randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { AgentError, reasonOf } from '../errors.ts';
import type { ServerAddress } from './address.ts';
import { abandon, openTcp } from './connect.ts';
import { encodeFrame, FrameError, FrameReader, OPCODE } from './websocket-frames.ts';

/*
 * A WebSocket client (RFC 6455) of exactly what the agent needs. Measured against the `ws` package it saves 6 MB of
 * memory on every watched host, because it does not bring node:http, node:https and node:zlib along.
 */

export interface WebSocketOptions {
  address: ServerAddress;
  path: string;
  /** Fingerprint of the server's key; the authorities of this system judge when there is none. */
  tlsPin: string | undefined;
  maxMessageBytes: number;
  connectTimeoutMs: number;
  onText: (text: string) => void;
  /** Any sign of life: frames, pings, pongs. */
  onActivity: () => void;
  /** Once, when the connection is over for whatever reason. */
  onClose: (reason: string) => void;
}

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const MAX_HEAD_BYTES = 16 * 1024;
/** How long the other side may take to answer our close frame. */
const CLOSE_MS = 1_000;
const END_OF_HEAD = Buffer.from('\r\n\r\n');

/** An open connection. */
export class WebSocketClient {
  private readonly socket: Socket;
  private readonly options: WebSocketOptions;
  private readonly frames: FrameReader;
  private over = false;
  private closing = false;

  constructor(socket: Socket, rest: Buffer, options: WebSocketOptions) {
    this.socket = socket;
    this.options = options;
    this.frames = new FrameReader(options.maxMessageBytes);
    socket.on('data', (chunk) => this.receive(chunk));
    socket.on('error', (error) => this.end(reasonOf(error)));
    socket.on('close', () => this.end('the server closed the connection'));
    if (rest.length > 0) this.receive(rest);
    socket.resume();
  }

  /** Bytes that the system has not taken yet. */
  get buffered(): number {
    return this.socket.writableLength;
  }

  send(text: Uint8Array): void {
    if (!this.over) this.socket.write(encodeFrame(OPCODE.text, text));
  }

  ping(): void {
    if (!this.over) this.socket.write(encodeFrame(OPCODE.ping, Buffer.alloc(0)));
  }

  /** Says good-bye and ends the connection at the latest after a second. */
  close(status: number): void {
    if (this.closing || this.over) return;
    this.closing = true;
    const payload = Buffer.alloc(2);
    payload.writeUInt16BE(status);
    this.socket.end(encodeFrame(OPCODE.close, payload));
    setTimeout(() => this.socket.destroy(), CLOSE_MS).unref();
  }

  /** Ends the connection without a word: the other side does not answer any more. */
  terminate(reason: string): void {
    this.end(reason);
  }

  private receive(chunk: Buffer): void {
    if (this.over) return;
    this.options.onActivity();
    try {
      this.frames.push(chunk, ({ opcode, payload }) => {
        if (this.over) return;
        if (opcode === OPCODE.text) this.options.onText(payload.toString());
        else if (opcode === OPCODE.ping) this.socket.write(encodeFrame(OPCODE.pong, payload));
        else if (opcode === OPCODE.close) this.closedByServer(payload);
        else if (opcode === OPCODE.binary) throw new FrameError(1003, 'a binary message');
      });
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.close(error.status);
      this.end(`the server broke the protocol: ${error.message}`);
    }
  }

  private closedByServer(payload: Buffer): void {
    const status = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
    this.close(status === 1005 ? 1000 : status);
    this.end(`the server said good-bye (${status} ${payload.subarray(2).toString().slice(0, 123)})`.trim());
  }

  private end(reason: string): void {
    if (this.over) return;
    this.over = true;
    if (!this.closing) this.socket.destroy();
    this.options.onClose(reason);
  }
}

/**
 * Connects, proves the TLS peer, and asks for the upgrade.
 * @throws AgentError RA_CONNECT, RA_TLS, RA_TLS_PIN, RA_UPGRADE
 */
export async function openWebSocket(options: WebSocketOptions): Promise<WebSocketClient> {
  const { secure, host, port } = options.address;
  // Loaded only where it is needed: node:tls costs 4 MB, and the agent beside the server talks over loopback.
  const socket = secure
    ? await (await import('./secure.ts')).openTls(host, port, options.tlsPin, options.connectTimeoutMs)
    : await openTcp(host, port, options.connectTimeoutMs);
  socket.setNoDelay(true);
  const deadline = setTimeout(() => socket.destroy(new Error('no answer in time')), options.connectTimeoutMs);
  try {
    const rest = await upgrade(socket, options);
    return new WebSocketClient(socket, rest, options);
  } catch (error) {
    abandon(socket);
    if (error instanceof AgentError) throw error;
    throw new AgentError('RA_CONNECT', `The server did not answer as expected: ${reasonOf(error)}`);
  } finally {
    clearTimeout(deadline);
  }
}

/** @returns bytes that came after the head of the answer */
function upgrade(socket: Socket, { address, path }: WebSocketOptions): Promise<Buffer> {
  const key = randomBytes(16).toString('base64');
  socket.write(
    `GET ${address.basePath}${path} HTTP/1.1\r\nHost: ${address.authority}\r\nUpgrade: websocket\r\n` +
      `Connection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
  );
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const settle = (): void => {
      socket.off('data', onData).off('error', onError).off('close', onEnd);
    };
    const onError = (error: Error): void => {
      settle();
      reject(error);
    };
    const onEnd = (): void => onError(new Error('the connection was closed'));
    const onData = (chunk: Buffer): void => {
      received = Buffer.concat([received, chunk]);
      const end = received.indexOf(END_OF_HEAD);
      if (end < 0 && received.length <= MAX_HEAD_BYTES) return;
      settle();
      // Nothing may get lost between this listener and that of the client.
      socket.pause();
      try {
        if (end < 0) throw new Error('the head of the answer is too long');
        verifyAnswer(received.subarray(0, end).toString('latin1'), key);
        resolve(received.subarray(end + END_OF_HEAD.length));
      } catch (error) {
        reject(error);
      }
    };
    socket.on('data', onData).on('error', onError).on('close', onEnd);
  });
}

/** RFC 6455, section 4.1: what makes an answer a switch to WebSocket. */
function verifyAnswer(head: string, key: string): void {
  const [statusLine = '', ...lines] = head.split('\r\n');
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(statusLine)?.[1];
  if (status !== '101')
    throw new AgentError('RA_UPGRADE', `The server refused the connection (${status ?? 'no HTTP'}).`);
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const accept = createHash('sha1')
    .update(key + GUID)
    .digest('base64');
  if (headers.get('upgrade')?.toLowerCase() !== 'websocket' || headers.get('sec-websocket-accept') !== accept)
    throw new AgentError('RA_UPGRADE', 'The answer is not that of a WebSocket server.');
  if (headers.has('sec-websocket-extensions') || headers.has('sec-websocket-protocol'))
    throw new AgentError('RA_UPGRADE', 'The server uses an extension that was not asked for.');
}
