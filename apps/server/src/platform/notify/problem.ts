import { z } from 'zod';
import type { Locale } from '../context.ts';

/** Why a message did not arrive, and what to do about it: [German, its advice, English, its advice]. */
const PROBLEMS = {
  RA_DELIVERY_NAME: [
    'Der Name des Servers ist unbekannt.',
    'Prüfen Sie die Schreibweise und ob der Name im DNS steht.',
    'The name of the server is unknown.',
    'Check its spelling, and whether it is in the DNS.',
  ],
  RA_DELIVERY_REFUSED: [
    'Der Server nimmt keine Verbindung an.',
    'Prüfen Sie, ob er läuft, ob der Port stimmt und ob eine Firewall dazwischen steht.',
    'The server refuses the connection.',
    'Check that it runs, that the port is right, and that no firewall is in between.',
  ],
  RA_DELIVERY_UNREACHABLE: [
    'Der Server ist nicht erreichbar.',
    'Prüfen Sie Adresse und Netzverbindung.',
    'The server cannot be reached.',
    'Check the address and the network.',
  ],
  RA_DELIVERY_TIMEOUT: [
    'Der Server hat nicht rechtzeitig geantwortet.',
    'Prüfen Sie Adresse und Port: Hinter einer Firewall bleibt eine Anfrage oft ohne Antwort.',
    'The server did not answer in time.',
    'Check address and port: behind a firewall a request often gets no answer.',
  ],
  RA_DELIVERY_CUT: [
    'Die Verbindung wurde abgebrochen.',
    'Prüfen Sie Port und Verschlüsselung; das Protokoll des Servers nennt meist den Grund.',
    'The connection was cut off.',
    'Check port and encryption; the log of the server usually says why.',
  ],
  RA_DELIVERY_TLS: [
    'Es kam keine verschlüsselte Verbindung zustande.',
    'Prüfen Sie Port und Verschlüsselung: Port 465 erwartet TLS, Port 587 STARTTLS.',
    'No encrypted connection came about.',
    'Check port and encryption: port 465 expects TLS, port 587 STARTTLS.',
  ],
  RA_DELIVERY_CERTIFICATE: [
    'Dem Zertifikat des Servers wird nicht vertraut.',
    'Erneuern Sie das Zertifikat, prüfen Sie den Namen des Servers, oder hinterlegen Sie bei Mail die eigene Zertifizierungsstelle.',
    'The certificate of the server is not trusted.',
    'Renew the certificate, check the name of the server, or for mail add your own certificate authority.',
  ],
  RA_DELIVERY_SIGN_IN: [
    'Der Server hat die Anmeldung abgelehnt.',
    'Prüfen Sie Benutzer und Passwort; manche Anbieter verlangen ein eigenes App-Passwort.',
    'The server refused the sign-in.',
    'Check user and password; some providers want an app password.',
  ],
  RA_DELIVERY_REJECTED: [
    'Der Server hat die Nachricht abgelehnt.',
    'Seine Antwort nennt den Grund; oft darf der Absender dort nicht senden, oder den Empfänger gibt es nicht.',
    'The server refused the message.',
    'Its answer says why; often the sender may not send there, or the receiver does not exist.',
  ],
  RA_DELIVERY_LATER: [
    'Der Server nimmt die Nachricht im Moment nicht an.',
    'Sie wird von selbst noch einmal gesendet.',
    'The server does not take the message at the moment.',
    'It is sent again by itself.',
  ],
  RA_DELIVERY_REDIRECT: [
    'Die Adresse leitet weiter; Weiterleitungen wird nicht gefolgt.',
    'Tragen Sie die endgültige Adresse ein.',
    'The address redirects, and redirects are not followed.',
    'Enter the final address.',
  ],
  RA_DELIVERY_NOT_FOUND: [
    'Unter dieser Adresse gibt es nichts, was Aufrufe annimmt.',
    'Prüfen Sie den Pfad der Adresse.',
    'Nothing at this address takes calls.',
    'Check the path of the address.',
  ],
  RA_DELIVERY_GONE: [
    'Der Empfänger sagt, dass es diese Adresse nicht mehr gibt.',
    'Tragen Sie die neue Adresse ein und schalten Sie den Webhook wieder ein.',
    'The receiver says that this address is gone.',
    'Enter the new address and switch the webhook on again.',
  ],
  RA_DELIVERY_RECEIVER_BROKEN: [
    'Der Empfänger hat selbst einen Fehler.',
    'Sehen Sie in dessen Protokoll nach; der Aufruf wird wiederholt.',
    'The receiver has an error of its own.',
    'Look into its log; the call is repeated.',
  ],
  RA_DELIVERY_NOT_PUBLIC: [
    'Die Adresse ist nicht öffentlich.',
    'Nehmen Sie eine öffentliche Adresse, oder erlauben Sie beim Webhook private Adressen.',
    'The address is not public.',
    'Use a public address, or allow private addresses for this webhook.',
  ],
  RA_MAIL_NOT_CONFIGURED: [
    'Es ist kein Mailserver eingerichtet.',
    'Tragen Sie ihn unter Einstellungen, Mail ein und senden Sie die Nachricht noch einmal.',
    'No mail server is set up.',
    'Enter it under Settings, Mail, and send the message again.',
  ],
  RA_DELIVERY_NO_ACCESS: [
    'Der Empfänger hat keinen Zugang mehr.',
    'Es ist nichts zu tun.',
    'The receiver has no access any more.',
    'There is nothing to do.',
  ],
  RA_DELIVERY_WEBHOOK_REMOVED: [
    'Der Webhook wurde gelöscht.',
    'Es ist nichts zu tun.',
    'The webhook was removed.',
    'There is nothing to do.',
  ],
  RA_DELIVERY_WEBHOOK_OFF: [
    'Der Webhook ist abgeschaltet.',
    'Schalten Sie ihn ein und senden Sie die Nachricht noch einmal.',
    'The webhook is switched off.',
    'Switch it on and send the message again.',
  ],
  RA_DELIVERY_STOPPED: [
    'Der Server wurde gerade angehalten.',
    'Die Nachricht wird nach dem Start gesendet.',
    'The server was just stopping.',
    'The message is sent after the start.',
  ],
  RA_DELIVERY_UNKNOWN: [
    'Die Nachricht konnte nicht zugestellt werden.',
    'Die Antwort nennt den Grund.',
    'The message could not be delivered.',
    'The answer says why.',
  ],
} as const satisfies Record<string, readonly [string, string, string, string]>;

type ProblemCode = keyof typeof PROBLEMS;
const isCode = (text: string): text is ProblemCode => Object.hasOwn(PROBLEMS, text);
const PROBLEM_CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];

/** What went wrong, as people read it. */
export const problemView = z.object({
  reason: z.enum(PROBLEM_CODES),
  problem: z.string(),
  advice: z.string(),
  /** What the other side said, or the technical cause; in its language. */
  answer: z.string().nullable(),
});
export type ProblemView = z.output<typeof problemView>;

function describeProblem(locale: Locale, code: ProblemCode, answer: string | null): ProblemView {
  const [de, deAdvice, en, enAdvice] = PROBLEMS[code];
  return locale === 'de'
    ? { reason: code, problem: de, advice: deAdvice, answer }
    : { reason: code, problem: en, advice: enAdvice, answer };
}

/**
 * The problem behind what an attempt left: a coded reason, an HTTP status, the answer of a mail server, or the text of
 * a system error.
 */
export function readProblem(locale: Locale, left: string | null): ProblemView | null {
  if (left === null) return null;
  if (isCode(left)) return describeProblem(locale, left, null);
  return describeProblem(locale, problemOf(left), left);
}

/** What came of a call over HTTP; null when the receiver took it. */
export function readAnswer(
  locale: Locale,
  { status, error }: { status: number | null; error: string | null },
): ProblemView | null {
  if (error !== null || status === null) return readProblem(locale, error);
  return status >= 200 && status < 300 ? null : readProblem(locale, `HTTP ${status}`);
}

/** One line: the problem and what was answered. */
export const problemLine = ({ problem, answer }: ProblemView): string =>
  answer === null ? problem : `${problem} (${answer})`;

function problemOf(text: string): ProblemCode {
  const [, protocol, digits] = /^(HTTP )?([1-5]\d\d)\b/.exec(text) ?? [];
  if (digits !== undefined) return protocol ? ofHttp(Number(digits)) : ofMail(Number(digits));
  return CAUSES.find(([pattern]) => pattern.test(text))?.[1] ?? 'RA_DELIVERY_UNKNOWN';
}

function ofHttp(status: number): ProblemCode {
  if (status < 400) return 'RA_DELIVERY_REDIRECT';
  if (status >= 500) return 'RA_DELIVERY_RECEIVER_BROKEN';
  if (status === 401 || status === 403) return 'RA_DELIVERY_SIGN_IN';
  if (status === 404 || status === 405) return 'RA_DELIVERY_NOT_FOUND';
  if (status === 408 || status === 429) return 'RA_DELIVERY_LATER';
  return status === 410 ? 'RA_DELIVERY_GONE' : 'RA_DELIVERY_REJECTED';
}

/** RFC 5321, 4.2.1; RFC 4954, 6. */
function ofMail(status: number): ProblemCode {
  if ([530, 534, 535, 538].includes(status)) return 'RA_DELIVERY_SIGN_IN';
  return status >= 500 ? 'RA_DELIVERY_REJECTED' : 'RA_DELIVERY_LATER';
}

/** Our own reasons, and system error codes (errno(3), getaddrinfo(3), OpenSSL's verify results) in whatever text. */
const CAUSES: readonly [RegExp, ProblemCode][] = [
  [/^the address is not public/, 'RA_DELIVERY_NOT_PUBLIC'],
  [/^the server stops/, 'RA_DELIVERY_STOPPED'],
  [/^The receiver has no access/, 'RA_DELIVERY_NO_ACCESS'],
  [/^The webhook was removed/, 'RA_DELIVERY_WEBHOOK_REMOVED'],
  [/^The webhook is switched off/, 'RA_DELIVERY_WEBHOOK_OFF'],
  [/EAUTH/, 'RA_DELIVERY_SIGN_IN'],
  [/ENOTFOUND|EAI_|ENODATA|EDNS|EBADNAME/, 'RA_DELIVERY_NAME'],
  [/ECONNREFUSED/, 'RA_DELIVERY_REFUSED'],
  [/EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EADDRNOTAVAIL/, 'RA_DELIVERY_UNREACHABLE'],
  [/certificate|CERT_|self-signed|UNABLE_TO_(GET|VERIFY)|altname/i, 'RA_DELIVERY_CERTIFICATE'],
  [/ETIMEDOUT|timed? ?out|no answer within/i, 'RA_DELIVERY_TIMEOUT'],
  [/STARTTLS|ETLS|EPROTO|ERR_SSL|ERR_TLS|wrong version number/i, 'RA_DELIVERY_TLS'],
  [/ECONNRESET|EPIPE|socket hang up|closed/i, 'RA_DELIVERY_CUT'],
];
