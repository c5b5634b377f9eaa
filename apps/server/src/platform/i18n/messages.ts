import type { Locale } from '../context.ts';
import { ALARM_MESSAGES } from './alarm-messages.ts';
import { CREDENTIAL_CHANGE, formatMinutes, formatTime, SEVERITY_WORD } from './words.ts';

/** Text of one message: the subject says it all, the lines say more. Plain text; escaping is the sender's duty. */
export interface MessageText {
  subject: string;
  lines: string[];
  /** What the link does, when it is more than opening a page. */
  action?: string;
}
type Message<P> = Readonly<Record<Locale, (params: P) => MessageText>>;
const message = <P>(texts: Message<P>): Message<P> => texts;

/** Values of messages are JSON; times are ISO 8601. */
interface AlertParams {
  client: string;
  site: string;
  asset: string;
  /** Name of the check. */
  check: string;
  /** What is wrong and where, as a sentence without a full stop. */
  problem: Record<Locale, string>;
  severity: 'info' | 'warning' | 'critical';
}
/** A link that lets somebody in, for an address that need not be a person's. */
interface LinkParams {
  name: string;
  client: string;
  by: string;
  expiresAt: string;
}
interface TicketParams {
  client: string;
  /** With the client's code: MUE-12. */
  number: string;
  title: string;
}

/** Everything that is ever told to a person outside of a page; the key is stored with its values. */
export const MESSAGES = {
  ...ALARM_MESSAGES,
  'alert.raised': message<
    AlertParams & { rule: Record<Locale, string>; at: string; timeZone?: string; consequences?: number }
  >({
    de: (p) => ({
      subject: `${SEVERITY_WORD.de[p.severity]}: ${p.problem.de} (${p.client})`,
      lines: [
        `${p.problem.de}, seit ${formatTime('de', p.at, p.timeZone)}.`,
        `System: ${p.asset}. Kunde: ${p.client}, Standort ${p.site}.`,
        `${p.rule.de}.`,
        ...(p.consequences
          ? [
              `Folgen davon: ${p.consequences} weitere ${p.consequences === 1 ? 'Alarm' : 'Alarme'}, die nicht einzeln gemeldet werden.`,
            ]
          : []),
      ],
      action: 'Alarm öffnen',
    }),
    en: (p) => ({
      subject: `${SEVERITY_WORD.en[p.severity]}: ${p.problem.en} (${p.client})`,
      lines: [
        `${p.problem.en}, since ${formatTime('en', p.at, p.timeZone)}.`,
        `System: ${p.asset}. Client: ${p.client}, site ${p.site}.`,
        `${p.rule.en}.`,
        ...(p.consequences
          ? [
              `Consequences of it: ${p.consequences} more ${p.consequences === 1 ? 'alert' : 'alerts'} that are not reported one by one.`,
            ]
          : []),
      ],
      action: 'Open the alert',
    }),
  }),
  'alert.resolved': message<AlertParams & { end: Record<Locale, string>; minutes: number }>({
    de: (p) => ({
      subject: `Behoben: ${p.end.de} (${p.client})`,
      lines: [`Der Alarm war: ${p.problem.de}.`, `Er bestand ${formatMinutes('de', p.minutes)}.`],
      action: 'Alarm öffnen',
    }),
    en: (p) => ({
      subject: `Over: ${p.end.en} (${p.client})`,
      lines: [`The alert was: ${p.problem.en}.`, `It lasted ${formatMinutes('en', p.minutes)}.`],
      action: 'Open the alert',
    }),
  }),
  'ticket.created': message<TicketParams & { priority: number; dueAt?: string; timeZone?: string }>({
    de: (p) => ({
      subject: `Neues Ticket ${p.number}: ${p.title}`,
      lines: [
        `${p.client}, Priorität ${p.priority}.`,
        ...(p.dueAt ? [`Erste Reaktion bis ${formatTime('de', p.dueAt, p.timeZone)}.`] : []),
      ],
    }),
    en: (p) => ({
      subject: `New ticket ${p.number}: ${p.title}`,
      lines: [
        `${p.client}, priority ${p.priority}.`,
        ...(p.dueAt ? [`First response due ${formatTime('en', p.dueAt, p.timeZone)}.`] : []),
      ],
    }),
  }),
  'ticket.assigned': message<
    TicketParams & { by: string; priority: number; dueAt?: string; timeZone?: string }
  >({
    de: (p) => ({
      subject: `Ihnen zugewiesen: ${p.number}: ${p.title}`,
      lines: [
        `${p.by} hat Ihnen dieses Ticket von ${p.client} zugewiesen, Priorität ${p.priority}.`,
        ...(p.dueAt ? [`Erste Reaktion bis ${formatTime('de', p.dueAt, p.timeZone)}.`] : []),
      ],
    }),
    en: (p) => ({
      subject: `Assigned to you: ${p.number}: ${p.title}`,
      lines: [
        `${p.by} assigned this ticket of ${p.client} to you, priority ${p.priority}.`,
        ...(p.dueAt ? [`First response due ${formatTime('en', p.dueAt, p.timeZone)}.`] : []),
      ],
    }),
  }),
  'ticket.message': message<TicketParams & { author: string; excerpt: string }>({
    de: (p) => ({ subject: `${p.number}: ${p.title}`, lines: [`${p.author} schreibt:`, p.excerpt] }),
    en: (p) => ({ subject: `${p.number}: ${p.title}`, lines: [`${p.author} writes:`, p.excerpt] }),
  }),
  'ticket.solved': message<TicketParams & { by: string }>({
    de: (p) => ({ subject: `Gelöst: ${p.number}: ${p.title}`, lines: [`${p.by} hat das Ticket gelöst.`] }),
    en: (p) => ({ subject: `Solved: ${p.number}: ${p.title}`, lines: [`${p.by} solved the ticket.`] }),
  }),
  'ticket.response-due': message<TicketParams & { dueAt: string; timeZone?: string }>({
    de: (p) => ({
      subject: `Reaktion fällig: ${p.number}: ${p.title}`,
      lines: [`${p.client} wartet auf die erste Reaktion bis ${formatTime('de', p.dueAt, p.timeZone)}.`],
    }),
    en: (p) => ({
      subject: `Response due: ${p.number}: ${p.title}`,
      lines: [`${p.client} waits for the first response by ${formatTime('en', p.dueAt, p.timeZone)}.`],
    }),
  }),
  'ticket.response-missed': message<TicketParams & { dueAt: string; timeZone?: string }>({
    de: (p) => ({
      subject: `Reaktionszeit verpasst: ${p.number}: ${p.title}`,
      lines: [
        `Die erste Reaktion für ${p.client} war bis ${formatTime('de', p.dueAt, p.timeZone)} zugesagt.`,
      ],
    }),
    en: (p) => ({
      subject: `Response time missed: ${p.number}: ${p.title}`,
      lines: [`${p.client} was promised a first response by ${formatTime('en', p.dueAt, p.timeZone)}.`],
    }),
  }),
  'agent.cloned': message<{ client: string; asset: string }>({
    de: (p) => ({
      subject: `Doppelter Agent: ${p.client}, ${p.asset}`,
      lines: [
        'Zwei Systeme melden sich mit derselben Identität, vermutlich eine kopierte Festplatte. Das zweite wurde abgewiesen.',
      ],
    }),
    en: (p) => ({
      subject: `Cloned agent: ${p.client}, ${p.asset}`,
      lines: ['Two systems use the same identity, probably a copied disk. The second one was refused.'],
    }),
  }),
  'agent.dropped': message<{ client: string; asset: string; batches: number }>({
    de: (p) => ({
      subject: `Messwerte verloren: ${p.client}, ${p.asset}`,
      lines: [
        `Der Zwischenspeicher des Agenten war voll; ${p.batches} Pakete wurden verworfen, die ältesten zuerst.`,
      ],
    }),
    en: (p) => ({
      subject: `Samples lost: ${p.client}, ${p.asset}`,
      lines: [`The agent's buffer was full; ${p.batches} batches were dropped, the oldest first.`],
    }),
  }),
  'webhook.disabled': message<{ name: string }>({
    de: (p) => ({
      subject: `Webhook abgeschaltet: ${p.name}`,
      lines: ['Der Empfänger hat geantwortet, dass es diese Adresse nicht mehr gibt (410).'],
    }),
    en: (p) => ({
      subject: `Webhook switched off: ${p.name}`,
      lines: ['The receiver answered that this address is gone (410).'],
    }),
  }),
  'audit.broken': message<{ client: string; seq: number; problem: string }>({
    de: (p) => ({
      subject: `Prüfprotokoll verändert: ${p.client}`,
      lines: [
        `Eintrag ${p.seq} passt nicht zur Kette (${p.problem}). Vergleichen Sie mit einer früheren Ausgabe des Protokolls.`,
      ],
    }),
    en: (p) => ({
      subject: `Audit log was changed: ${p.client}`,
      lines: [
        `Entry ${p.seq} does not fit the chain (${p.problem}). Compare with an earlier export of the log.`,
      ],
    }),
  }),
  'invitation.created': message<LinkParams>({
    de: (p) => ({
      subject: `Einladung zu Rettungsanker von ${p.client}`,
      lines: [
        `Guten Tag ${p.name},`,
        `${p.by} lädt Sie zu ${p.client} ein. Der Link gilt einmal, bis ${formatTime('de', p.expiresAt)}.`,
        'Wenn Sie damit nichts anfangen können, löschen Sie diese Nachricht.',
      ],
      action: 'Einladung annehmen',
    }),
    en: (p) => ({
      subject: `Invitation to Rettungsanker by ${p.client}`,
      lines: [
        `Hello ${p.name},`,
        `${p.by} invites you to ${p.client}. The link works once, until ${formatTime('en', p.expiresAt)}.`,
        'If this means nothing to you, delete this message.',
      ],
      action: 'Accept the invitation',
    }),
  }),
  'password-reset.created': message<LinkParams>({
    de: (p) => ({
      subject: 'Neues Passwort für Rettungsanker',
      lines: [
        `Guten Tag ${p.name},`,
        `mit diesem Link setzen Sie ein neues Passwort. Er gilt einmal, bis ${formatTime('de', p.expiresAt)}, und kommt von ${p.by}.`,
        'Wenn Sie ihn nicht erwartet haben, fragen Sie dort nach.',
      ],
      action: 'Neues Passwort setzen',
    }),
    en: (p) => ({
      subject: 'New password for Rettungsanker',
      lines: [
        `Hello ${p.name},`,
        `this link lets you set a new password. It works once, until ${formatTime('en', p.expiresAt)}, and was made by ${p.by}.`,
        'If you did not expect it, ask there.',
      ],
      action: 'Set a new password',
    }),
  }),
  'person.credentials-changed': message<{ what: string; at: string }>({
    de: (p) => ({
      subject: 'Ihre Anmeldung bei Rettungsanker wurde geändert',
      lines: [
        `${CREDENTIAL_CHANGE.de[p.what] ?? 'Die Anmeldung wurde geändert'}, ${formatTime('de', p.at)}.`,
        'Wenn Sie das nicht waren, verständigen Sie sofort einen Inhaber Ihrer Organisation.',
      ],
    }),
    en: (p) => ({
      subject: 'How you sign in to Rettungsanker was changed',
      lines: [
        `${CREDENTIAL_CHANGE.en[p.what] ?? 'How you sign in was changed'}, ${formatTime('en', p.at)}.`,
        'If this was not you, tell an owner of your organisation at once.',
      ],
    }),
  }),
  'mail.test': message<{ by: string }>({
    de: (p) => ({
      subject: 'Testnachricht von Rettungsanker',
      lines: [`${p.by} prüft den Mailversand. Wenn Sie dies lesen, funktioniert er.`],
    }),
    en: (p) => ({
      subject: 'Test message from Rettungsanker',
      lines: [`${p.by} is testing outgoing mail. If you can read this, it works.`],
    }),
  }),
} as const;

export type MessageKey = keyof typeof MESSAGES;
export type MessageParams<K extends MessageKey> = Parameters<(typeof MESSAGES)[K]['de']>[0];

/**
 * The text of a stored message.
 * @param params as they were stored under this key
 */
export function renderMessage(locale: Locale, key: string, params: unknown): MessageText {
  // Left by a newer version: better a bare key than a message that never leaves.
  if (!Object.hasOwn(MESSAGES, key)) return { subject: key, lines: [] };
  const known: Message<never> = MESSAGES[key as MessageKey];
  return known[locale](params as never);
}
