import { type Headers, token } from './headers.ts';

/**
 * What wrote this mail if it was not a person: `loop` a mail of our own that came back; `report` a bounce or a delay;
 * `reply` an absence notice; `bulk` a list or a newsletter; `machine` any other program.
 */
export type Automatic = 'loop' | 'report' | 'reply' | 'bulk' | 'machine';

const REPLY_FIELDS = [
  'x-autoreply',
  'x-autorespond',
  'x-autoresponder',
  'x-auto-reply-from',
  'x-mail-autoreply',
  'x-ms-exchange-inbox-rules-loop',
  // Apple's absence notices carry no Auto-Submitted.
  'x-apple-action',
];
const BULK = new Set(['bulk', 'list', 'junk']);
const MACHINES = /^(?:mailer-daemon|postmaster)@/;
const ZIMBRA_NOTICE = /^(?:out of office|vacation)/;

/**
 * Tells mail of programs from mail of people by its header (RFC 3834 and what servers write in fact). What looks like a
 * person's mail may still be a machine's: keep a limit per sender as the last net.
 * @param from the sender's address
 * @param installation the value that our own mails carry in X-Loop
 */
export function automatic(headers: Headers, from: string, installation: string): Automatic | undefined {
  if (headers.get('x-loop')?.some((value) => value.trim() === installation)) return 'loop';
  const type = token(headers, 'content-type');
  if (type === 'multipart/report' || MACHINES.test(from.toLowerCase())) return 'report';
  const submitted = token(headers, 'auto-submitted');
  if (submitted === 'auto-replied') return 'reply';
  if (REPLY_FIELDS.some((name) => headers.has(name))) return 'reply';
  const precedence = token(headers, 'precedence') || token(headers, 'x-precedence');
  if (precedence === 'auto_reply') return 'reply';
  if (ZIMBRA_NOTICE.test(token(headers, 'x-zimbra-autoreply-reason'))) return 'reply';
  if (headers.has('list-id') || headers.has('list-unsubscribe') || BULK.has(precedence)) return 'bulk';
  if (submitted !== '' && submitted !== 'no') return 'machine';
  // An empty path says: whatever happens, do not answer (RFC 5321, section 4.5.5).
  if (headers.get('return-path')?.some((value) => value.replace(/\s/g, '') === '<>')) return 'report';
  return undefined;
}

/** Whether a program may answer this mail by itself, as a receipt does. */
export function mayAnswer(headers: Headers, kind: Automatic | undefined): boolean {
  if (kind !== undefined) return false;
  const suppressed = (headers.get('x-auto-response-suppress') ?? [])
    .flatMap((value) => value.slice(0, 200).toLowerCase().split(','))
    .map((word) => word.trim());
  return !suppressed.some((word) => word === 'all' || word === 'autoreply' || word === 'oof');
}
