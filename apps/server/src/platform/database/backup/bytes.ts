import { invalid } from './errors.ts';

/** Takes exact numbers of bytes from a stream of pieces of any size. */
export class ByteReader {
  readonly #pieces: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#pieces = source[Symbol.asyncIterator]();
  }

  /** @throws AppError RA_BACKUP_INVALID when the stream ends before */
  async take(length: number): Promise<Buffer> {
    if (!(await this.#fill(length))) throw invalid('it ends too early');
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return taken;
  }

  async atEnd(): Promise<boolean> {
    return !(await this.#fill(1));
  }

  async close(): Promise<void> {
    await this.#pieces.return?.();
  }

  async #fill(length: number): Promise<boolean> {
    const pieces = [this.#rest];
    let size = this.#rest.length;
    while (size < length) {
      const { value, done } = await this.#pieces.next();
      if (done) break;
      pieces.push(value);
      size += value.length;
    }
    if (pieces.length > 1) this.#rest = Buffer.concat(pieces);
    return size >= length;
  }
}

/** Joins small pieces until each has at least `size` bytes; only the last one may be shorter. */
export async function* gather(source: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  let gathered = 0;
  for await (const piece of source) {
    pieces.push(piece);
    gathered += piece.length;
    if (gathered < size) continue;
    yield Buffer.concat(pieces);
    pieces = [];
    gathered = 0;
  }
  if (gathered > 0) yield Buffer.concat(pieces);
}
