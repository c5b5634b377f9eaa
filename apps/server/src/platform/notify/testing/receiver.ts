import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Call {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  at: number;
}

/** A real HTTP server on loopback that keeps what it got and answers as it is told. */
export class TestReceiver {
  readonly calls: Call[] = [];
  /** Answers for the next calls; 204 when the list is empty. */
  readonly answers: ((request: IncomingMessage, response: ServerResponse) => void)[] = [];
  readonly #server: Server;
  readonly #waiters: (() => void)[] = [];

  private constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        this.calls.push({
          path: request.url!,
          headers: request.headers,
          body: Buffer.concat(chunks).toString(),
          at: performance.now(),
        });
        for (const wake of this.#waiters.splice(0)) wake();
        const answer = this.answers.shift();
        if (answer) answer(request, response);
        else response.writeHead(204).end();
      });
    });
  }

  static async start(): Promise<TestReceiver> {
    const receiver = new TestReceiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  answerWith(...statuses: number[]): void {
    for (const status of statuses)
      this.answers.push((_request, response) => response.writeHead(status).end());
  }

  async received(count: number): Promise<Call[]> {
    while (this.calls.length < count) await new Promise<void>((resolve) => this.#waiters.push(resolve));
    return this.calls;
  }

  /** Ends every connection, also those that wait for an answer. */
  hangUp(): void {
    this.#server.closeAllConnections();
  }

  stop(): Promise<void> {
    this.hangUp();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
