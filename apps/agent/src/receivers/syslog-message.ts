/** What is taken out of a syslog message; `text` is what rules look at. */
export interface SyslogMessage {
  /** 0 emergency to 7 debug; undefined when the message has no priority. */
  severity: number | undefined;
  facility: number | undefined;
  host: string;
  app: string;
  text: string;
}

const SEVERITIES = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'] as const;
/** `<PRI>VERSION TIMESTAMP HOST APP PROCID MSGID`, the structured data behind it (RFC 5424, section 6). */
const NEW = /^1 (\S{1,48}) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) /;
/** `Mmm dd hh:mm:ss HOST TAG` (RFC 3164, section 4.1); many devices leave parts of it out. */
const OLD = /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (?:(\S{1,255}) )?/;

/**
 * Reads a message of RFC 5424 or RFC 3164. Nothing is refused: what has neither form is text, as RFC 3164 (section
 * 4.3.3) wants it.
 */
export function parseSyslog(line: string): SyslogMessage {
  const [whole = '', priority] = /^<(\d{1,3})>/.exec(line) ?? [];
  const number = priority === undefined || Number(priority) > 191 ? undefined : Number(priority);
  const rest = number === undefined ? line : line.slice(whole.length);
  const severity = number === undefined ? undefined : number & 7;
  const facility = number === undefined ? undefined : number >> 3;
  const [head, , host = '', app = ''] = NEW.exec(rest) ?? [];
  if (head !== undefined) {
    const text = afterStructuredData(rest.slice(head.length)).replace(/^\uFEFF/, '');
    return { severity, facility, host: nil(host), app: nil(app), text };
  }
  const [old = '', name = ''] = OLD.exec(rest) ?? [];
  const text = rest.slice(old.length);
  const [, tag = ''] = /^([^\s:[\]]{1,48})(?:\[[^\]]{0,48}\])?:/.exec(text) ?? [];
  return { severity, facility, host: name, app: tag, text };
}

/** The line that rules see: `err vm sshd: text`. */
export function describeSyslog({ severity, host, app, text }: SyslogMessage): string {
  const level = severity === undefined ? '-' : SEVERITIES[severity];
  return text.startsWith(app)
    ? `${level} ${host || '-'} ${text}`
    : `${level} ${host || '-'} ${app || '-'}: ${text}`;
}

function nil(text: string): string {
  return text === '-' ? '' : text;
}

/** `-`, or elements in brackets, whose quoted values may hold escaped brackets and quotes. */
function afterStructuredData(text: string): string {
  if (!text.startsWith('[')) return text.replace(/^- ?/, '');
  let at = 0;
  while (text[at] === '[') {
    let quoted = false;
    for (at++; at < text.length && (quoted || text[at] !== ']'); at++) {
      if (text[at] === '\\') at++;
      else if (text[at] === '"') quoted = !quoted;
    }
    at++;
  }
  return text.slice(at).replace(/^ /, '');
}
