import type { SendMailOptions } from 'nodemailer';
import type { Locale } from '../../context.ts';
import { renderMessage } from '../../i18n/messages.ts';
import type { MailSettings } from '../../settings/mail.ts';

/** What a mail is made of; a stored notification has it. */
export interface MailSource {
  id: string;
  createdAt: Date;
  address: string;
  messageKey: string;
  params: unknown;
  objectKind: string;
  objectId: string;
  ticketId: string | null;
}

export interface MailReceiver {
  name: string;
  locale: Locale;
  /** Has an account, so it can choose what it hears of. */
  isPerson: boolean;
}

const FOOTER: Readonly<Record<Locale, { open: string; why: string; settings: string }>> = {
  de: {
    open: 'In Rettungsanker öffnen',
    why: 'Diese Nachricht wurde automatisch verschickt.',
    settings: 'Wovon Sie Nachricht bekommen, bestimmen Sie unter Mein Konto',
  },
  en: {
    open: 'Open in Rettungsanker',
    why: 'This message was sent automatically.',
    settings: 'Choose what you hear of under My account',
  },
};
const PREFERENCES_PATH = '/account';
const SUBJECT_LENGTH = 200;

/**
 * The mail for one notification. Everything in it follows from the stored row, so a repetition is the same mail:
 * same Message-ID, same Date. The object's own id, which no mail has, holds its thread together (RFC 5322, 3.6.4).
 * @param links absolute: what it is about, and the console
 */
export function composeMail(
  source: MailSource,
  receiver: MailReceiver,
  settings: MailSettings,
  links: { target: string; console: string },
): SendMailOptions {
  const domain = settings.fromAddress.slice(settings.fromAddress.lastIndexOf('@') + 1);
  const thread = [
    `<${source.objectKind}-${source.objectId}@${domain}>`,
    ...(source.ticketId === null ? [] : [`<ticket-${source.ticketId}@${domain}>`]),
  ];
  const { subject, lines, action } = renderMessage(receiver.locale, source.messageKey, source.params);
  const content: Content = {
    locale: receiver.locale,
    subject: oneLine(subject).slice(0, SUBJECT_LENGTH),
    lines,
    link: links.target,
    action: action ?? FOOTER[receiver.locale].open,
    preferences: receiver.isPerson ? new URL(PREFERENCES_PATH, links.console).href : null,
  };
  return {
    from: { name: oneLine(settings.fromName), address: settings.fromAddress },
    to: { name: oneLine(receiver.name), address: source.address },
    ...(settings.replyTo === null ? {} : { replyTo: settings.replyTo }),
    envelope: { from: settings.fromAddress, to: [source.address] },
    messageId: `<${source.id}@${domain}>`,
    inReplyTo: thread[0]!,
    references: thread,
    date: source.createdAt,
    // RFC 3834: nobody's out-of-office reply shall answer a machine.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    subject: content.subject,
    text: textBody(content),
    html: htmlBody(content),
    baseBoundary: source.id,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

interface Content {
  locale: Locale;
  subject: string;
  lines: readonly string[];
  link: string;
  /** What the link does. */
  action: string;
  preferences: string | null;
}

function textBody({ locale, subject, lines, link, action, preferences }: Content): string {
  const { why, settings } = FOOTER[locale];
  const footer = preferences === null ? why : `${why}\n${settings}: ${preferences}`;
  return [subject, ...lines, `${action}:\n${link}`, `-- \n${footer}`].join('\n\n');
}

/** Readable without styles, by screen readers and in dark mode; loads nothing from anywhere. */
function htmlBody({ locale, subject, lines, link, action, preferences }: Content): string {
  const { why, settings } = FOOTER[locale];
  const paragraphs = lines.map((line) => `<p>${escapeHtml(line).replaceAll('\n', '<br>')}</p>`);
  const footer = preferences === null ? why : `${why}<br>\n${anchor(preferences, settings)}`;
  return [
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(subject)}</title></head>`,
    '<body style="font-family:sans-serif;line-height:1.5;max-width:40em;margin:1em">',
    `<h1 style="font-size:1.25em">${escapeHtml(subject)}</h1>`,
    ...paragraphs,
    `<p>${anchor(link, action)}</p>`,
    `<hr><p style="font-size:0.875em">${footer}</p></body></html>`,
  ].join('\n');
}

const anchor = (href: string, text: string): string =>
  `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a>`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!);

/** Text for a header: without line breaks, other control characters and marks that turn the reading direction. */
export const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim();
