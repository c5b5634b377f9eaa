import type { Socket } from 'node:net';
import { CheckError, socketError } from './codes.ts';
import type { Run } from './environment.ts';

/** Unread bytes that are kept; whoever talks more than a greeting needs is not listened to. */
const MOST_BYTES = 256 * 1024;

/** Asks and answers over one connection, for protocols in which one waits for the other. */
export class Conversation {
  readonly #where: string;
  #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #ended: CheckError | undefined;
  #wake: () => void = () => {};

  /** @param socket whose bytes nobody else reads */
  constructor(socket: Socket, where: string, run: Run) {
    this.#where = where;
    this.#socket = socket;
    run.enter('answering');
    this.#listen(socket);
  }

  write(bytes: Buffer | string): void {
    this.#socket.write(bytes);
  }

  /** Goes on over another socket, e.g. one with TLS over this one. What came before is forgotten (RFC 3207, 4.2). */
  async upgrade(secure: (plain: Socket) => Promise<Socket>): Promise<void> {
    const plain = this.#socket;
    plain.off('data', this.#onData);
    plain.off('end', this.#onEnd);
    plain.off('close', this.#onEnd);
    this.#received = Buffer.alloc(0);
    this.#socket = await secure(plain);
    this.#listen(this.#socket);
  }

  /** One line without its end, as Latin-1. @throws CheckError RA_CHECK_PROTOCOL when it is longer than `most` */
  async line(most = 2048): Promise<string> {
    for (;;) {
      const end = this.#received.indexOf(10);
      if (end > most || (end < 0 && this.#received.length > most)) throw this.wrong('a line is too long');
      if (end >= 0) {
        const line = this.#take(end + 1).toString('latin1');
        return line.replace(/\r?\n$/, '');
      }
      await this.#more();
    }
  }

  async bytes(length: number): Promise<Buffer> {
    while (this.#received.length < length) await this.#more();
    return this.#take(length);
  }

  /** Reads until the bytes have come. @returns false when the peer ends, or has sent `most` bytes, without them */
  async until(wanted: Buffer, most: number): Promise<boolean> {
    for (;;) {
      if (this.#received.subarray(0, most).includes(wanted)) return true;
      if (this.#received.length >= most) return false;
      if (this.#ended !== undefined) {
        if (this.#received.length > 0) return false;
        throw this.#ended;
      }
      await this.#more().catch(() => {});
    }
  }

  wrong(why: string): CheckError {
    return new CheckError('RA_CHECK_PROTOCOL', `${this.#where}: ${why}`);
  }

  #take(length: number): Buffer {
    const bytes = this.#received.subarray(0, length);
    this.#received = this.#received.subarray(length);
    return bytes;
  }

  readonly #onData = (bytes: Buffer) => {
    this.#received = this.#received.length === 0 ? bytes : Buffer.concat([this.#received, bytes]);
    if (this.#received.length > MOST_BYTES) {
      this.#ended ??= this.wrong('more is sent than belongs to an answer');
      this.#socket.destroy();
    }
    this.#wake();
  };
  readonly #onEnd = () => {
    this.#ended ??= socketError({ code: 'ECONNRESET' }, this.#where);
    this.#wake();
  };

  #listen(socket: Socket): void {
    socket.on('data', this.#onData);
    socket.on('end', this.#onEnd);
    socket.on('close', this.#onEnd);
    socket.on('error', (error) => {
      this.#ended ??= socketError(error, this.#where);
      this.#wake();
    });
    if (socket.destroyed) this.#onEnd();
  }

  async #more(): Promise<void> {
    if (this.#ended !== undefined) throw this.#ended;
    const before = this.#received.length;
    await new Promise<void>((wake) => {
      this.#wake = wake;
    });
    if (this.#received.length === before && this.#ended !== undefined) throw this.#ended;
  }
}

/** @param text as in the protocol's `bytesField`: `\r \n \t \0 \\ \xHH` */
export function bytesOf(text: string): Buffer {
  const names: Record<string, string> = { r: '\r', n: '\n', t: '\t', 0: '\0', '\\': '\\' };
  const parts = text.split(/(\\x[0-9A-Fa-f]{2}|\\[rnt0\\])/);
  return Buffer.concat(
    parts.map((part) =>
      part.startsWith('\\x')
        ? Buffer.from([Number.parseInt(part.slice(2), 16)])
        : Buffer.from(part.startsWith('\\') ? (names[part[1]!] ?? part) : part, 'utf8'),
    ),
  );
}
