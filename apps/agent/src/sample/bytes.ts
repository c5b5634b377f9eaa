import { closeSync, openSync, readSync } from 'node:fs';

/*
 * Reading /proc often must cost next to nothing: a file stays open, is read into one buffer that all files share, and
 * is parsed from the bytes without making a string of the whole.
 */

const FIRST_SIZE = 16 * 1024;
/** /proc files of the largest hosts; more is not read. */
const MAX_SIZE = 4 * 1024 * 1024;
let shared = Buffer.allocUnsafe(FIRST_SIZE);

/** A file that is generated anew whenever it is read from its beginning. */
export class ProcFile {
  private readonly file: number;

  /** @throws when the file does not exist or may not be read */
  constructor(path: string) {
    this.file = openSync(path, 'r');
  }

  /** The whole content; valid until the next `read` of any ProcFile. */
  read(): Buffer {
    for (;;) {
      let length = 0;
      for (;;) {
        const read = readSync(this.file, shared, length, shared.length - length, length);
        length += read;
        if (read === 0 || length === shared.length) break;
      }
      if (length < shared.length || shared.length >= MAX_SIZE) return shared.subarray(0, length);
      // Read again from the start: the kernel makes each half of a file at the moment it is asked for.
      shared = Buffer.allocUnsafe(shared.length * 2);
    }
  }

  close(): void {
    closeSync(this.file);
  }
}

const SPACE = 0x20;
const TAB = 0x09;
const NEWLINE = 0x0a;
const ZERO = 0x30;
const NINE = 0x39;

/** Walks over words and numbers of a text in bytes. */
export class Cursor {
  bytes: Buffer = shared;
  at = 0;

  start(bytes: Buffer): this {
    this.bytes = bytes;
    this.at = 0;
    return this;
  }

  get done(): boolean {
    return this.at >= this.bytes.length;
  }

  /** Next word of this line, up to a blank or one of `stop`; empty at the end of the line. */
  word(stop = SPACE): string {
    this.skipBlanks();
    const from = this.at;
    while (!this.done && this.bytes[this.at]! > SPACE && this.bytes[this.at] !== stop) this.at++;
    return this.bytes.toString('latin1', from, this.at);
  }

  /** Next whole number of this line; what follows its digits is skipped. NaN when there is none. */
  number(): number {
    this.skipBlanks();
    let value = 0;
    const from = this.at;
    for (; !this.done; this.at++) {
      const digit = this.bytes[this.at]!;
      if (digit < ZERO || digit > NINE) break;
      value = value * 10 + digit - ZERO;
    }
    if (this.at === from) return Number.NaN;
    while (!this.done && this.bytes[this.at]! > SPACE) this.at++;
    return value;
  }

  skip(words: number): void {
    for (let i = 0; i < words; i++) {
      this.skipBlanks();
      while (!this.done && this.bytes[this.at]! > SPACE) this.at++;
    }
  }

  line(): void {
    const end = this.bytes.indexOf(NEWLINE, this.at);
    this.at = end < 0 ? this.bytes.length : end + 1;
  }

  private skipBlanks(): void {
    while (!this.done && (this.bytes[this.at] === SPACE || this.bytes[this.at] === TAB)) this.at++;
  }
}
