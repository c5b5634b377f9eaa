/** An answer that is not HTTP/1.1 as RFC 9112 describes it. */
export class HttpSyntaxError extends Error {}

export interface Head {
  status: number;
  /** Names in lower case; values that came several times are joined by a comma (RFC 9110, 5.3). */
  headers: ReadonlyMap<string, string>;
}

/** Head, chunk sizes and trailers may each take that much. */
const HEAD_BYTES = 16 * 1024;
/** Bytes of framing per byte of body that are accepted: chunks of one byte cost six. */
const FRAMING = 8;
const CR = 13;
const LF = 10;
const STATUS_LINE = /^HTTP\/1\.[01] ([1-9]\d\d)(?: |$)/;
const LENGTH = /^\d{1,15}$/;
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const NOTHING = Buffer.alloc(0);

type Part = 'head' | 'sized' | 'to-the-end' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailer' | 'done';

/**
 * Reads one answer from pieces of any length. Pure: no socket, no clock.
 *
 * Strict where two readers could see two answers (RFC 9112, 11.2), lenient where old devices are sloppy: lines may
 * end with a line feed alone, the reason may be missing, a folded line is joined.
 */
export class AnswerParser {
  head: Head | undefined;
  /** Bytes of the body so far. */
  bytes = 0;
  readonly #expectBody: boolean;
  readonly #limit: number;
  readonly #collect: boolean;
  readonly #pieces: Buffer[] = [];
  #part: Part = 'head';
  /** An unfinished head or line. */
  #pending: Buffer = NOTHING;
  /** Bytes left of a sized body or a chunk. */
  #left = 0;
  /** Bytes of interim answers, chunk sizes and trailers. */
  #framing = 0;

  /**
   * @param method of the request: HEAD and CONNECT have no body in their answers
   * @param limit bytes of the body after which reading is done
   * @param collect keeps the body for `body`
   */
  constructor(method: string, limit: number, collect: boolean) {
    this.#expectBody = method !== 'HEAD' && method !== 'CONNECT';
    this.#limit = limit;
    this.#collect = collect;
  }

  get done(): boolean {
    return this.#part === 'done';
  }

  get body(): Buffer {
    return this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces);
  }

  /** Nobody reads the rest. */
  stop(): void {
    this.#part = 'done';
  }

  /**
   * @param bytes a view that may be reused after the call
   * @throws HttpSyntaxError
   */
  feed(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length && this.#part !== 'done') {
      switch (this.#part) {
        case 'head':
          at = this.#readHead(bytes, at);
          break;
        case 'sized':
        case 'chunk':
          at = this.#readSized(bytes, at);
          break;
        case 'to-the-end':
          at = this.#take(bytes, at, bytes.length - at);
          break;
        default:
          at = this.#readLine(bytes, at);
      }
    }
  }

  /** The connection has ended. @returns whether the answer is complete */
  end(): boolean {
    if (this.#part === 'to-the-end') this.#part = 'done';
    return this.done;
  }

  #readHead(bytes: Buffer, from: number): number {
    const before = this.#pending.length;
    const all = before === 0 ? bytes.subarray(from) : Buffer.concat([this.#pending, bytes.subarray(from)]);
    // What is no HTTP is known by its first bytes; a device that never ends its line is not waited for.
    if (!'HTTP/1.'.startsWith(all.toString('latin1', 0, 7))) {
      throw new HttpSyntaxError('the answer does not begin like HTTP');
    }
    const end = endOfHead(all, Math.max(0, before - 3));
    if (end < 0 || end > HEAD_BYTES) {
      if (all.length > HEAD_BYTES) throw new HttpSyntaxError(`the head is larger than ${HEAD_BYTES} bytes`);
      this.#pending = before === 0 ? Buffer.from(all) : all;
      return bytes.length;
    }
    this.#pending = NOTHING;
    const head = parseHead(all.toString('latin1', 0, end));
    if (head.status === 101) throw new HttpSyntaxError('the server switches to another protocol');
    // Interim answers (100 Continue, 103 Early Hints) come before the answer.
    if (head.status < 200) this.#count(end);
    else this.#begin(head);
    return from + end - before;
  }

  #begin(head: Head): void {
    this.head = head;
    const { status, headers } = head;
    const encoding = headers.get('transfer-encoding');
    const length = headers.get('content-length');
    if (encoding !== undefined && length !== undefined) {
      throw new HttpSyntaxError('the head has both a length and a transfer encoding');
    }
    const size = length === undefined ? undefined : parseLength(length);
    if (!this.#expectBody || status === 204 || status === 304) {
      this.#part = 'done';
    } else if (encoding !== undefined) {
      this.#part = /(?:^|,)\s*chunked\s*$/i.test(encoding) ? 'chunk-size' : 'to-the-end';
    } else if (size !== undefined) {
      this.#left = size;
      this.#part = size === 0 ? 'done' : 'sized';
    } else {
      this.#part = 'to-the-end';
    }
  }

  #readSized(bytes: Buffer, at: number): number {
    const next = this.#take(bytes, at, Math.min(this.#left, bytes.length - at));
    this.#left -= next - at;
    if (this.#left === 0 && this.#part !== 'done') this.#part = this.#part === 'chunk' ? 'chunk-end' : 'done';
    return next;
  }

  #take(bytes: Buffer, at: number, length: number): number {
    const part = Math.min(length, this.#limit - this.bytes);
    this.bytes += part;
    if (this.#collect) this.#pieces.push(Buffer.from(bytes.subarray(at, at + part)));
    if (this.bytes >= this.#limit) this.#part = 'done';
    return at + part;
  }

  /** Lines between the chunks. */
  #readLine(bytes: Buffer, at: number): number {
    const end = bytes.indexOf(LF, at);
    const next = end < 0 ? bytes.length : end + 1;
    this.#count(next - at);
    const piece = Buffer.concat([this.#pending, bytes.subarray(at, next)]);
    if (piece.length > HEAD_BYTES) throw new HttpSyntaxError('a line between chunks is too long');
    this.#pending = end < 0 ? piece : NOTHING;
    if (end >= 0) this.#onLine(piece.toString('latin1', 0, piece.length - (piece.at(-2) === CR ? 2 : 1)));
    return next;
  }

  #onLine(line: string): void {
    if (this.#part === 'trailer') {
      if (line === '') this.#part = 'done';
      return;
    }
    if (this.#part === 'chunk-end') {
      if (line !== '') throw new HttpSyntaxError('a chunk is longer than its size');
      this.#part = 'chunk-size';
      return;
    }
    // Extensions after the semicolon are ignored (RFC 9112, 7.1.1).
    const [, size] = /^([0-9A-Fa-f]{1,8})[ \t]*(?:;|$)/.exec(line) ?? [];
    if (size === undefined) throw new HttpSyntaxError('a chunk has no size');
    this.#left = Number.parseInt(size, 16);
    this.#part = this.#left === 0 ? 'trailer' : 'chunk';
  }

  #count(bytes: number): void {
    this.#framing += bytes;
    if (this.#framing > HEAD_BYTES + FRAMING * this.bytes) {
      throw new HttpSyntaxError('the answer has more framing than content');
    }
  }
}

/** @returns the length of the head with its empty line, -1 when it is not complete */
function endOfHead(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(LF, from); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LF) return at + 2;
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3;
  }
  return -1;
}

/** @param text ends with an empty line */
function parseHead(text: string): Head {
  let next = text.indexOf('\n') + 1;
  const [, status] = STATUS_LINE.exec(lineOf(text, 0, next)) ?? [];
  if (status === undefined) throw new HttpSyntaxError('the status line is not valid');
  const headers = new Map<string, string>();
  let name = '';
  for (;;) {
    const start = next;
    next = text.indexOf('\n', start) + 1;
    const line = lineOf(text, start, next);
    if (line === '') break;
    if (line.startsWith(' ') || line.startsWith('\t')) {
      if (name === '') throw new HttpSyntaxError('a folded line has no line before it');
      headers.set(name, `${headers.get(name)} ${line.trim()}`);
      continue;
    }
    const colon = line.indexOf(':');
    name = line.slice(0, colon).toLowerCase();
    if (colon < 0 || !TOKEN.test(name)) throw new HttpSyntaxError('a header has no valid name');
    const value = line.slice(colon + 1).trim();
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return { status: Number(status), headers };
}

/** @param next where the next line begins; the line ends with LF or CR LF before it */
function lineOf(text: string, from: number, next: number): string {
  return text.slice(from, text.charCodeAt(next - 2) === CR ? next - 2 : next - 1);
}

/** The same length several times is one length (RFC 9110, 8.6); different ones are an attack or a fault. */
function parseLength(text: string): number {
  if (LENGTH.test(text)) return Number(text);
  const [first = '', ...others] = text.split(',').map((part) => part.trim());
  if (!LENGTH.test(first) || others.some((other) => other !== first)) {
    throw new HttpSyntaxError('the length is not a number');
  }
  return Number(first);
}
