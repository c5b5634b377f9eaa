import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { WireError } from '@rettungsanker/ingest-wire';

const unzip = promisify(gunzip);

/** The body did not come in time. */
export class SlowBody extends Error {}
/** Too many bodies are held already. */
export class NoRoom extends Error {}

/** Counts the bytes of all bodies that are held at a time, so that many senders together cannot exhaust the memory. */
export class Room {
  #used = 0;
  readonly #size: number;
  constructor(size: number) {
    this.#size = size;
  }
  /** @throws NoRoom */
  take(bytes: number): void {
    if (this.#used + bytes > this.#size) throw new NoRoom();
    this.#used += bytes;
  }
  giveBack(bytes: number): void {
    this.#used -= bytes;
  }
}

export interface BodyLimits {
  body: number;
  bodyMs: number;
}

/**
 * Reads a body of bounded size in bounded time. Whoever sends byte by byte is cut off by the clock, not by the size.
 * @returns the body; its bytes are counted in `room` until the caller gives them back
 * @throws WireError too-large, SlowBody, NoRoom
 */
export function readBody(stream: Readable, limits: BodyLimits, room: Room): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (error: Error | undefined): void => {
      clearTimeout(timer);
      stream.off('data', onData).off('end', onEnd).off('error', onError).off('close', onClose);
      if (!error) return resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size));
      room.giveBack(size);
      // What still comes is not wanted; the answer closes the connection.
      stream.resume();
      reject(error);
    };
    const onData = (chunk: Buffer): void => {
      if (size + chunk.length > limits.body)
        return end(new WireError('too-large', `A body may have ${limits.body} bytes.`));
      try {
        room.take(chunk.length);
      } catch (error) {
        return end(error as Error);
      }
      size += chunk.length;
      chunks.push(chunk);
    };
    const onEnd = (): void => end(undefined);
    const onError = (): void => end(new SlowBody('The connection was closed.'));
    const onClose = (): void => end(new SlowBody('The connection was closed.'));
    const timer = setTimeout(() => end(new SlowBody('The body did not come in time.')), limits.bodyMs);
    stream.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose);
  });
}

/** @throws WireError malformed, too-large */
export async function unpackGzip(body: Buffer, maxBytes: number): Promise<Buffer> {
  try {
    return await unzip(body, { maxOutputLength: maxBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new WireError('too-large', `A body may have ${maxBytes} bytes after it was unpacked.`);
    throw new WireError('malformed', 'The body is not gzip.');
  }
}
