export interface Parts {
  /** What the sender wrote, without the quoted mail and the signature. Never empty where the mail has words. */
  reply: string;
  /** The rest, as it stood. */
  rest: string;
}

const LINES = 20_000;
/** "On 3 March … wrote:" in the languages of our users; over two lines at most. */
const WROTE =
  /^(?:>\s*)?(?:am|on|le|el|il|op|den|dnia|w dniu)\s.{4,300}\s(?:schrieb|wrote|a écrit|escribió|ha scritto|schreef|skrev|napisał\(?a?\)?)\b.{0,200}:$/i;
const WROTE_SHORT = /^.{3,200}\s(?:schrieb am|wrote on)\s.{4,100}:$/i;
const SEPARATOR =
  /^-{2,}\s?(?:ursprüngliche nachricht|original message|weitergeleitete nachricht|forwarded message|message d'origine|original-nachricht)\s?-{2,}$/i;
const RULE = /^_{20,}$/;
const FIELD =
  /^\*?(?:von|from|de|da|gesendet|sent|datum|date|an|to|cc|betreff|subject|objet)\s?:\*?\s?.{1,}$/i;
const FROM = /^\*?(?:von|from|de|da)\s?:\*?\s?.{1,}$/i;
const PHONE =
  /^(?:von meinem .{2,40} gesendet|gesendet von (?:mein|outlook|mail).{0,60}|sent from (?:my|outlook|mail).{0,60}|get outlook for .{2,40}|holen sie sich outlook .{2,40})$/i;

/**
 * Parts what a person wrote from what the mail program put below it. Words between quoted lines are an answer in place
 * and stay with the quotation. Cost grows with the length of the text, whatever it holds; lines beyond 20,000 are rest.
 * @param marker a line that our own mails carry above the text that is to be answered
 */
export function splitReply(text: string, marker?: string): Parts {
  const lines = text.replace(/\r\n?/g, '\n').split('\n', LINES + 1);
  const cut = Math.min(endOf(lines, marker), LINES);
  const written = lines.slice(0, cut);
  const end = signatureOf(written);
  const reply = written.slice(0, end).join('\n').trim();
  // A mail of nothing but a quotation, or a forwarded one, is shown whole.
  if (reply === '') return { reply: text.trim(), rest: '' };
  return { reply, rest: lines.slice(end).join('\n').trim() };
}

function endOf(lines: readonly string[], marker: string | undefined): number {
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]!.slice(0, 600).trim();
    if (marker && line.replace(/^>\s?/, '').includes(marker)) return above(lines, index);
    if (SEPARATOR.test(line)) return index;
    const pair = `${line} ${(lines[index + 1] ?? '').slice(0, 300).trim()}`;
    const introduced = WROTE.test(line) || WROTE_SHORT.test(line) ? 1 : line && WROTE.test(pair) ? 2 : 0;
    if (introduced && !answeredBelow(lines, index + introduced)) return index;
    if (FROM.test(line) && block(lines, index))
      return RULE.test((lines[index - 1] ?? '').trim()) ? index - 1 : index;
    if (!line.startsWith('>')) continue;
    if (!answeredBelow(lines, index)) return index;
    // What is true of its first line is true of the whole quotation; asking for each would cost the square of it.
    while (lines[index + 1]?.trim().startsWith('>')) index++;
  }
  return lines.length;
}

/** The line that introduces the quotation stands above our marker. */
function above(lines: readonly string[], index: number): number {
  for (let back = index; back >= Math.max(0, index - 4); back--) {
    const line = lines[back]!.slice(0, 600).trim();
    if (WROTE.test(line) || WROTE_SHORT.test(line) || FROM.test(line) || SEPARATOR.test(line)) return back;
    if (back < index && line !== '' && !line.startsWith('>')) {
      const pair = `${(lines[back - 1] ?? '').slice(0, 300).trim()} ${line}`;
      return WROTE.test(pair) ? back - 1 : back + 1;
    }
  }
  return index;
}

/** Outlook's head of the quoted mail: at least three fields in the next lines. */
function block(lines: readonly string[], index: number): boolean {
  let fields = 0;
  for (const line of lines.slice(index, index + 6)) if (FIELD.test(line.slice(0, 300).trim())) fields++;
  return fields >= 3;
}

/** Whether words follow below lines that begin with ">". */
function answeredBelow(lines: readonly string[], from: number): boolean {
  let quoted = false;
  for (let index = from; index < lines.length; index++) {
    const line = lines[index]!.trim();
    if (line.startsWith('>')) quoted = true;
    else if (line === '--' || PHONE.test(line.slice(0, 100))) return false;
    else if (line !== '' && quoted) return true;
    else if (line !== '' && index > from + 1) return false;
  }
  return false;
}

/** Index of the signature: "-- " (RFC 3676, section 4.3), or what a telephone adds. */
function signatureOf(lines: readonly string[]): number {
  let end = lines.length;
  for (let index = lines.length - 1; index > 0; index--) {
    const line = lines[index]!;
    if (line === '-- ' || line === '--') return index;
    if (PHONE.test(line.slice(0, 100).trim())) end = index;
  }
  return end;
}
