/** As much of ASN.1's Basic Encoding Rules (X.690) as LDAP's simple messages need: definite lengths, short tags. */
export interface Element {
  tag: number;
  content: Buffer;
}

export function encode(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const length =
    body.length < 0x80
      ? Buffer.from([body.length])
      : Buffer.from([0x82, body.length >> 8, body.length & 0xff]);
  return Buffer.concat([Buffer.from([tag]), length, body]);
}

/** Length of the element that begins here with its head; undefined while its head is not complete; NaN when it is none. */
export function elementLength(bytes: Buffer): number | undefined {
  const first = bytes[1];
  if (first === undefined) return undefined;
  if (first < 0x80) return 2 + first;
  const size = first & 0x7f;
  if (size === 0 || size > 3) return Number.NaN;
  return bytes.length < 2 + size ? undefined : 2 + size + bytes.readUIntBE(2, size);
}

/** @returns the elements one after the other; undefined when the bytes are not exactly elements */
export function elements(bytes: Buffer): Element[] | undefined {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length; ) {
    const rest = bytes.subarray(at);
    const length = elementLength(rest);
    if (length === undefined || !(length <= rest.length)) return undefined;
    const head = rest[1]! < 0x80 ? 2 : 2 + (rest[1]! & 0x7f);
    found.push({ tag: rest[0]!, content: rest.subarray(head, length) });
    at += length;
  }
  return found;
}
