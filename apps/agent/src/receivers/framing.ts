/** A message is cut there; RFC 5424 (section 6.1) asks for 2,048 octets at least. */
export const MESSAGE_BYTES = 16 * 1024;
/** Digits of a length that is still taken for one. */
const LENGTH_DIGITS = 6;

/**
 * Takes messages out of a stream (RFC 6587): counted octets (`83 <34>1 ...`) and lines, mixed as they come. A
 * message that is too long is cut and the rest of it passed over, so that what is kept stays small.
 */
export class SyslogFraming {
  #rest: Buffer = Buffer.alloc(0);
  /** Octets of a counted message that are still to be passed over. */
  #skip = 0;
  /** Is the rest of a line that was too long being passed over? */
  #skipLine = false;

  /** @returns the messages that are complete now */
  feed(chunk: Buffer): string[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const messages: string[] = [];
    for (let message = this.#next(); message !== undefined; message = this.#next()) {
      if (message !== '') messages.push(message);
    }
    // The chunk belongs to the socket; and of a large one, little may be left.
    this.#rest = Buffer.from(this.#rest);
    return messages;
  }

  /** @returns undefined when more octets are needed, '' for nothing */
  #next(): string | undefined {
    if (this.#skip > 0) {
      const passed = Math.min(this.#skip, this.#rest.length);
      this.#skip -= passed;
      this.#rest = this.#rest.subarray(passed);
    }
    if (this.#rest.length === 0) return undefined;
    const counted = this.#skipLine ? undefined : this.#counted();
    if (counted === 'more') return undefined;
    if (counted !== undefined) return counted;
    const end = this.#rest.indexOf(10);
    if (end < 0) {
      if (this.#rest.length < MESSAGE_BYTES) return undefined;
      const cut = this.#skipLine ? '' : text(this.#rest.subarray(0, MESSAGE_BYTES));
      this.#rest = Buffer.alloc(0);
      this.#skipLine = true;
      return cut;
    }
    const line = this.#skipLine ? '' : text(this.#rest.subarray(0, Math.min(end, MESSAGE_BYTES)));
    this.#rest = this.#rest.subarray(end + 1);
    this.#skipLine = false;
    return line;
  }

  #counted(): string | 'more' | undefined {
    const head = this.#rest.toString('latin1', 0, LENGTH_DIGITS + 1);
    const [whole, digits] = /^([1-9]\d{0,5}) /.exec(head) ?? [];
    if (whole === undefined || digits === undefined) {
      return /^[1-9]\d{0,5}$/.test(head) && head.length <= LENGTH_DIGITS ? 'more' : undefined;
    }
    const length = Number(digits);
    const kept = Math.min(length, MESSAGE_BYTES);
    if (this.#rest.length < whole.length + kept) return 'more';
    const message = text(this.#rest.subarray(whole.length, whole.length + kept));
    this.#rest = this.#rest.subarray(whole.length + kept);
    this.#skip = length - kept;
    return message;
  }
}

function text(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/[\r\n\0]+$/, '');
}
