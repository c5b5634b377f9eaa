export interface Head {
  /** Length of the header with the empty line. */
  bytes: number;
  /** By lower-case name, unfolded, undecoded; each up to 4,000 characters. Of 500 fields, and what is essential. */
  fields: Map<string, string[]>;
}

const FIELDS = 500;
const CHARACTERS = 4_000;
/** What the fields are read from; nobody needs a longer header. */
const READ_BYTES = 4 * 1024 * 1024;
/** Fields without which a mail has no meaning, each kept once where a header is too large to be read whole. */
const ESSENTIAL = [
  'from',
  'to',
  'cc',
  'subject',
  'date',
  'message-id',
  'in-reply-to',
  'references',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
];

export function headOf(raw: Buffer): Head {
  const bytes = endOf(raw);
  const fields = new Map<string, string[]>();
  const lines = raw.toString('latin1', 0, Math.min(bytes, READ_BYTES)).split(/\r?\n(?![ \t])/);
  for (const [index, line] of lines.entries()) {
    const colon = line.indexOf(':');
    if (colon < 1 || colon > 100) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    if (index >= FIELDS && (fields.has(name) || !ESSENTIAL.includes(name))) continue;
    const value = Buffer.from(
      line
        .slice(colon + 1, colon + 1 + CHARACTERS)
        .replace(/\r?\n[ \t]+/g, ' ')
        .trim(),
      'latin1',
    )
      .toString()
      .replaceAll('\0', '');
    const known = fields.get(name);
    if (known) known.push(value);
    else fields.set(name, [value]);
  }
  return { bytes, fields };
}

/** Servers write CRLF, files on disk and old programs LF. */
function endOf(raw: Buffer): number {
  const crlf = raw.indexOf('\r\n\r\n');
  const lf = raw.indexOf('\n\n');
  if (crlf >= 0 && (lf < 0 || crlf < lf)) return crlf + 4;
  return lf >= 0 ? lf + 2 : raw.length;
}

/** The mail with nothing in its header but what is essential. */
export function leanMail(raw: Buffer, head: Head): Buffer {
  const lines = ESSENTIAL.flatMap((name) => {
    const value = head.fields.get(name)?.[0];
    return value === undefined ? [] : [`${name}: ${value}\r\n`];
  });
  return Buffer.concat([Buffer.from(`${lines.join('')}\r\n`), raw.subarray(head.bytes)]);
}
