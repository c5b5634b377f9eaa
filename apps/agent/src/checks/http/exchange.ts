import type { Socket } from 'node:net';
import { CheckError, socketError } from '../codes.ts';
import type { Feed } from '../dial.ts';
import { AnswerParser, type Head, HttpSyntaxError } from './parser.ts';

/** Read at most; whoever answers gigabytes is cut off here and judged by what came. */
export const BODY_BYTES = 1024 * 1024;

export interface Answer extends Head {
  /** Bytes of the body. */
  bytes: number;
  /** Empty unless it was asked for. */
  body: Buffer;
  /** From the end of the request to the first byte, and from there to the last, ms. */
  firstByteMs: number;
  transferMs: number;
}

export interface Wanted {
  method: string;
  /** Keep the body. */
  collect: boolean;
  /** Answers whose body nobody needs (redirects). */
  headOnly?: (head: Head) => boolean;
}

/** One request and its answer. `feed` takes the bytes of the connection, however it was made. */
export class Exchange {
  readonly feed: Feed = (bytes) => this.#onBytes(bytes);
  readonly #parser: AnswerParser;
  readonly #wanted: Wanted;
  readonly #where: string;
  #sentAt = 0;
  #firstAt = 0;
  #resolve: (answer: Answer) => void = () => {};
  #reject: (error: CheckError) => void = () => {};
  /** What came before anybody waited for it. */
  #early: CheckError | undefined;

  constructor(where: string, wanted: Wanted) {
    this.#where = where;
    this.#wanted = wanted;
    this.#parser = new AnswerParser(wanted.method, BODY_BYTES, wanted.collect);
  }

  /**
   * @param socket connected; its bytes come to `feed`
   * @throws CheckError
   */
  send(socket: Socket, request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      if (this.#early !== undefined) return reject(this.#early);
      socket.on('error', (error) => reject(socketError(error, this.#where)));
      socket.on('end', () => this.#onEnd());
      socket.on('close', () => this.#onEnd());
      if (socket.destroyed) return this.#onEnd();
      this.#sentAt = performance.now();
      socket.write(request, 'latin1');
    });
  }

  #onBytes(bytes: Buffer): void {
    if (this.#parser.done) return;
    if (this.#firstAt === 0) this.#firstAt = performance.now();
    try {
      this.#parser.feed(bytes);
    } catch (error) {
      if (!(error instanceof HttpSyntaxError)) throw error;
      this.#parser.stop();
      this.#early = new CheckError('RA_CHECK_PROTOCOL', `${this.#where}: ${error.message}`);
      return this.#reject(this.#early);
    }
    const { head } = this.#parser;
    if (this.#parser.done || (head && this.#wanted.headOnly?.(head))) this.#finish();
  }

  #onEnd(): void {
    if (this.#parser.done) return;
    if (this.#parser.end()) this.#finish();
    else this.#reject(socketError({ code: 'ECONNRESET' }, this.#where));
  }

  #finish(): void {
    const parser = this.#parser;
    parser.stop();
    const { status, headers } = parser.head!;
    this.#resolve({
      status,
      headers,
      bytes: parser.bytes,
      body: parser.body,
      firstByteMs: this.#firstAt - this.#sentAt,
      transferMs: performance.now() - this.#firstAt,
    });
  }
}
