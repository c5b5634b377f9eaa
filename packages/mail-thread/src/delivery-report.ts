/** What a mail server says of a mail of ours (RFC 3464). */
export interface DeliveryReport {
  kind: 'failed' | 'delayed' | 'other';
  /** Address that it was for. */
  recipient: string | null;
  /** Enhanced status such as 5.1.1 (RFC 3463). */
  status: string | null;
  /** The other server's words. */
  diagnostic: string | null;
}

const LONGEST = 64 * 1024;

/**
 * Reads the part `message/delivery-status`. Of several recipients the first that failed counts, then the first delayed.
 * @param text the part, decoded; only its first 64 KiB are read
 */
export function deliveryReport(text: string): DeliveryReport {
  const blocks = text
    .slice(0, LONGEST)
    .split(/\r?\n[ \t]*\r?\n/)
    .map(fieldsOf)
    .filter((fields) => fields.has('action') || fields.has('final-recipient'));
  const reports = blocks.map((fields): DeliveryReport => {
    const action = (fields.get('action') ?? '').toLowerCase();
    return {
      kind: action === 'failed' ? 'failed' : action === 'delayed' ? 'delayed' : 'other',
      recipient: afterType(fields.get('original-recipient') ?? fields.get('final-recipient')),
      status: /^[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0] ?? null,
      diagnostic: afterType(fields.get('diagnostic-code')),
    };
  });
  return (
    reports.find(({ kind }) => kind === 'failed') ??
    reports.find(({ kind }) => kind === 'delayed') ??
    reports[0] ?? { kind: 'other', recipient: null, status: null, diagnostic: null }
  );
}

function fieldsOf(block: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of block.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return fields;
}

/** "rfc822; a@b.example" names the kind of address first. */
function afterType(value: string | undefined): string | null {
  if (!value) return null;
  const semicolon = value.indexOf(';');
  return (
    value
      .slice(semicolon + 1)
      .trim()
      .slice(0, 1000) || null
  );
}
