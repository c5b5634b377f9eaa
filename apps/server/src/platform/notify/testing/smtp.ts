import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface Received {
  from: string;
  to: string[];
  /** As it came over the line. */
  raw: string;
  at: number;
  tls: boolean;
  user: string | undefined;
}

/** What the server does with the next mail; `accept` when the list is empty. */
export type Verdict = 'accept' | 'accept-and-hang-up' | { code: number; text: string };

/** A real SMTP server on loopback that keeps what it got. */
export class TestMailServer {
  readonly mails: Received[] = [];
  readonly verdicts: Verdict[] = [];
  connections = 0;
  readonly #server: SMTPServer;
  readonly #waiters: (() => void)[] = [];

  private constructor(options: SMTPServerOptions) {
    this.#server = new SMTPServer({
      authOptional: true,
      logger: false,
      disableReverseLookup: true,
      onAuth: (auth, _session, done) =>
        auth.username === 'anker' && auth.password === 'geheim'
          ? done(null, { user: auth.username })
          : done(Object.assign(new Error('no'), { responseCode: 535 })),
      onConnect: (_session, done) => {
        this.connections++;
        done();
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const verdict = this.verdicts.shift() ?? 'accept';
          if (typeof verdict === 'object')
            return done(Object.assign(new Error(verdict.text), { responseCode: verdict.code }));
          const { mailFrom, rcptTo } = session.envelope;
          this.mails.push({
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map(({ address }) => address),
            raw: Buffer.concat(chunks).toString('latin1'),
            at: performance.now(),
            tls: session.secure,
            user: session.user as string | undefined,
          });
          for (const wake of this.#waiters.splice(0)) wake();
          if (verdict === 'accept') return done();
          // Taken, but nobody will ever hear of it: what a crash between the answer and its record looks like.
          for (const connection of this.#server.connections) connection._socket.destroy();
        });
      },
      ...options,
    });
    this.#server.on('error', () => {});
  }

  static async start(options: SMTPServerOptions = {}): Promise<TestMailServer> {
    const server = new TestMailServer(options);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get port(): number {
    return (this.#server.server.address() as AddressInfo).port;
  }

  /** Waits until so many mails have come in all. */
  async received(count: number): Promise<Received[]> {
    while (this.mails.length < count) await new Promise<void>((resolve) => this.#waiters.push(resolve));
    return this.mails;
  }

  clear(): void {
    this.mails.length = 0;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      for (const connection of this.#server.connections) connection._socket.destroy();
    });
  }
}

/** Header fields of a mail, unfolded, in order. */
export function headersOf(raw: string): [name: string, value: string][] {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/g, ' ');
  return head.split('\r\n').map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
}
