import { createHash } from 'node:crypto';
import { type AddressObject, type Attachment, type ParsedMail, simpleParser } from 'mailparser';
import type { MailProblem } from '../schema.ts';
import { headOf, leanMail } from './head.ts';
import { LIMITS } from './limits.ts';
import { cleanLine, cleanText, safeName, safeType } from './names.ts';

export interface MailAddress {
  /** Lower case. */
  address: string;
  name: string;
}
export interface MailAttachment {
  name: string;
  contentType: string;
  inline: boolean;
  content: Uint8Array;
}
/** A mail as we understand it: all text clean, all lists bounded. */
export interface ReadMail {
  from: MailAddress | null;
  to: MailAddress[];
  cc: MailAddress[];
  /** Every address that it was for. */
  receivers: string[];
  subject: string;
  messageId: string | null;
  inReplyTo: string;
  references: string;
  /** Fields by lower-case name, unfolded, undecoded. */
  headers: Map<string, string[]>;
  text: string;
  attachments: MailAttachment[];
  /** What a mail server says of a mail of ours, and what it quotes of it. */
  report: { status: string; original: string } | null;
  problems: MailProblem[];
}

/** Reads a raw mail. Never throws for what is in it: what cannot be read is said in `problems`. */
export async function readMail(raw: Buffer): Promise<ReadMail> {
  const problems: MailProblem[] = [];
  const head = headOf(raw);
  let source = raw;
  if (head.bytes > LIMITS.headerBytes) {
    problems.push('header-too-large');
    source = leanMail(raw, head);
  }
  let parsed: ParsedMail | undefined;
  try {
    parsed = await parse(source);
  } catch (error) {
    problems.push(
      /maximum.*(child|nodes|parts)|too many/i.test(String(error)) ? 'too-many-parts' : 'unreadable',
    );
    // Who wrote and about what is still known.
    parsed = await parse(
      Buffer.concat([leanMail(raw, head).subarray(0, 64 * 1024), Buffer.from('\r\n')]),
      true,
    ).catch(() => undefined);
  }
  const to = addresses(parsed?.to);
  const cc = addresses(parsed?.cc);
  if (to.length + cc.length > LIMITS.recipients) problems.push('many-recipients');
  return {
    from: addresses(parsed?.from)[0] ?? null,
    to: to.slice(0, LIMITS.recipients),
    cc: cc.slice(0, LIMITS.recipients),
    receivers: [...new Set([...to, ...cc].map(({ address }) => address))].slice(0, LIMITS.recipients),
    subject: cleanLine(parsed?.subject ?? '', 300),
    messageId: idOf(head.fields.get('message-id')?.[0]),
    inReplyTo: head.fields.get('in-reply-to')?.[0] ?? '',
    references: head.fields.get('references')?.[0] ?? '',
    headers: head.fields,
    text: textOf(parsed, problems),
    ...attachmentsOf(parsed?.attachments ?? [], problems),
    problems: [...new Set(problems)],
  };
}

/** @param headOnly the body is not looked at */
function parse(raw: Buffer, headOnly = false): Promise<ParsedMail> {
  return simpleParser(headOnly ? raw.subarray(0, Math.max(0, raw.indexOf('\r\n\r\n')) + 4) : raw, {
    skipImageLinks: true,
    keepCidLinks: true,
    skipTextToHtml: true,
    keepDeliveryStatus: true,
    ignoreEmbedded: true,
    checksumAlgo: false,
    maxHtmlLengthToParse: LIMITS.htmlCharacters,
    maxChildNodes: LIMITS.parts,
  });
}

function textOf(parsed: ParsedMail | undefined, problems: MailProblem[]): string {
  let text = parsed?.text ?? '';
  const { html } = parsed ?? {};
  if (text.trim() === '' && html) {
    problems.push('html-only');
    // The careful way gave up on it; linear, and its result is only ever shown as text.
    text = html.slice(0, LIMITS.htmlCharacters).replace(/<[^<>]*>/g, ' ');
  }
  const clean = cleanText(text)
    .replace(/\n{4,}/g, '\n\n\n')
    .trim();
  if (clean.length <= LIMITS.textCharacters) return clean;
  problems.push('text-cut');
  return clean.slice(0, LIMITS.textCharacters).toWellFormed();
}

function attachmentsOf(
  all: readonly Attachment[],
  problems: MailProblem[],
): Pick<ReadMail, 'attachments' | 'report'> {
  if (all.length > LIMITS.attachments) problems.push('too-many-parts');
  const status = all.find(({ contentType }) => /^message\/(global-)?delivery-status$/i.test(contentType));
  const original = all.find(({ contentType }) =>
    /^(text\/rfc822-headers|message\/rfc822|message\/global)$/i.test(contentType),
  );
  return {
    attachments: all.slice(0, LIMITS.attachments).map((part, index) => {
      const contentType = safeType(part.contentType);
      return {
        name: safeName(part.filename, contentType, index + 1),
        contentType,
        inline: part.contentDisposition === 'inline' || part.related === true,
        content: part.content,
      };
    }),
    report: status
      ? {
          status: status.content.subarray(0, 64 * 1024).toString(),
          original: (original?.content ?? Buffer.alloc(0)).subarray(0, 64 * 1024).toString('latin1'),
        }
      : null,
  };
}

function addresses(field: AddressObject | AddressObject[] | undefined): MailAddress[] {
  const entries = (Array.isArray(field) ? field : field ? [field] : []).flatMap(({ value }) => value);
  const found: MailAddress[] = [];
  for (const entry of entries.flatMap((one) => one.group ?? [one])) {
    const address = cleanLine(entry.address ?? '', 400).toLowerCase();
    if (/^[^\s@<>]+@[^\s@<>]+$/.test(address) && address.length <= 320)
      found.push({ address, name: cleanLine(entry.name, 200) });
  }
  return found;
}

function idOf(field: string | undefined): string | null {
  const id = field && /<([^<>\s]{3,998})>/.exec(field)?.[1];
  return id ? cleanLine(id, 998) : null;
}

/**
 * Tells the same mail that comes twice: by what its sender wrote, not by what servers put before it. Without a
 * Message-ID nothing but every byte says that it is the same.
 */
export function fingerprint(raw: Buffer): Buffer {
  const head = headOf(raw);
  const own = ['message-id', 'from', 'date', 'subject'].map((name) => head.fields.get(name)?.[0] ?? '');
  const hash = createHash('sha256');
  if (own[0] === '') return hash.update(raw).digest();
  return hash
    .update(`${own.join('\n')}\n\n`)
    .update(raw.subarray(head.bytes))
    .digest();
}
