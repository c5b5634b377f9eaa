import { createTransport, type SendMailOptions } from 'nodemailer';
import type { MailSettings } from '../../settings/mail.ts';

/** Hands mails to the server of the settings and keeps its connections open between them. */
export interface Mailer {
  /**
   * Returns the server's answer once it took the mail.
   * @throws MailError
   */
  send(settings: MailSettings, mail: SendMailOptions): Promise<string>;
  /** What is under way is finished, nothing more is begun. Call it before the jobs are stopped. */
  stop(): void;
}

/** Why a mail was not taken. */
export class MailError extends Error {
  override readonly name = 'MailError';
  /** The server answered about this mail; else it could not be asked. */
  readonly aboutMail: boolean;
  /** It will never take this one, a repetition is useless. */
  readonly permanent: boolean;

  constructor(message: string, aboutMail: boolean, permanent: boolean) {
    super(message);
    this.aboutMail = aboutMail;
    this.permanent = permanent;
  }
}

export const MAIL_CONNECTIONS = 2;

const CONNECT_MS = 10_000;
const SILENT_MS = 30_000;
/** A server that trickles its answers is given up on after this. */
const TOTAL_MS = 60_000;

export function createMailer(): Mailer {
  let current: { version: string; transport: ReturnType<typeof connect> } | undefined;
  let stopped = false;
  const transportFor = (settings: MailSettings): ReturnType<typeof connect> => {
    if (current?.version !== settings.version) {
      // Mails that are on their way over the old connections finish first.
      current?.transport.close();
      current = { version: settings.version, transport: connect(settings) };
    }
    return current.transport;
  };
  return {
    async send(settings, mail) {
      if (stopped) throw new MailError('the server stops', false, false);
      try {
        const sent = await transportFor(settings).sendMail({
          ...mail,
          signal: AbortSignal.timeout(TOTAL_MS),
        });
        return sent.response;
      } catch (error) {
        throw toMailError(error);
      }
    },
    stop() {
      stopped = true;
      current?.transport.close();
      current = undefined;
    },
  };
}

function connect(settings: MailSettings) {
  return createTransport({
    pool: true,
    host: settings.host,
    port: settings.port,
    secure: settings.security === 'tls',
    requireTLS: settings.security === 'starttls-required',
    ignoreTLS: settings.security === 'none-loopback-only',
    ...(settings.user === null ? {} : { auth: { user: settings.user, pass: settings.password ?? '' } }),
    tls: { minVersion: 'TLSv1.2', ...(settings.ca === null ? {} : { ca: settings.ca }) },
    maxConnections: MAIL_CONNECTIONS,
    // The library repeats only what it has not begun to hand over; all other repetitions are the job queue's.
    maxRequeues: 1,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENT_MS,
    dnsTimeout: CONNECT_MS,
  });
}

/** Refusals that say "sign in first": the settings are wrong, not the mail (RFC 4954, 6). */
const SIGN_IN_CODES: ReadonlySet<number> = new Set([530, 534, 535, 538]);

/** A 5xx answer to sender, receiver or content is final (RFC 5321, 4.2.1); everything else may pass. */
function toMailError(error: unknown): MailError {
  const { code, responseCode, response, message } = error as {
    code?: string;
    responseCode?: number;
    response?: string;
    message?: string;
  };
  const aboutMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  const refused = responseCode !== undefined && responseCode >= 500 && !SIGN_IN_CODES.has(responseCode);
  // The bare answer of a server that knows no STARTTLS would read like a refusal of the mail.
  const answer = code === 'ETLS' ? undefined : response;
  const text = answer ?? `${message ?? 'unknown'}${code ? ` (${code})` : ''}`;
  return new MailError(text.slice(0, 500), aboutMail, aboutMail && refused);
}
