const LONGEST = 120;
/** Control characters, and marks that turn the reading direction: "exe.txt" must not be "txt.exe". */
const HIDDEN = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;
/** What separates folders, drives and streams, or is not allowed in names on Windows. */
const FORBIDDEN = /[/\\:*?"<>|]+/g;

const ENDINGS: Readonly<Record<string, string>> = {
  'message/rfc822': '.eml',
  'text/calendar': '.ics',
  'text/plain': '.txt',
  'text/html': '.html',
  'application/pdf': '.pdf',
  'application/ms-tnef': '.dat',
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/gif': '.gif',
  'message/delivery-status': '.txt',
};

/**
 * A file name that is only that: no path, nothing hidden, at most 120 characters with its ending kept.
 * @param position of the attachment, from 1; names what has no name
 */
export function safeName(name: string | undefined, contentType: string, position: number): string {
  const plain = (name ?? '')
    .toWellFormed()
    .normalize('NFC')
    .replace(HIDDEN, '')
    .replace(FORBIDDEN, '_')
    .replace(/\s+/g, ' ')
    // Leading dots hide a file or climb out of a folder; Windows drops trailing ones.
    .replace(/^[. ]+|[. ]+$/g, '');
  if (plain === '') return `attachment-${position}${ENDINGS[contentType] ?? '.bin'}`;
  if (plain.length <= LONGEST) return plain;
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(plain)?.[0] ?? '';
  // Cut between characters, not between the halves of one.
  return `${plain
    .slice(0, LONGEST - ending.length)
    .toWellFormed()
    .replace(/\ufffd$/, '')}${ending}`;
}

/** A media type as it may stand in a header; what is odd is unknown. */
export function safeType(type: string): string {
  const lower = type.toLowerCase();
  return /^[a-z0-9][a-z0-9!#$&^_.+-]{0,60}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,100}$/.test(lower)
    ? lower
    : 'application/octet-stream';
}

/** Text as the database and people can have it: no NUL, no half characters, no control characters but line breaks. */
export function cleanText(text: string): string {
  return (
    text
      .toWellFormed()
      .replace(/\r\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]+/g, '')
  );
}

/** The same for one line, at most `longest` characters. */
export const cleanLine = (text: string, longest: number): string =>
  cleanText(text)
    .replace(/[\s\u2028\u2029\u0085]+/g, ' ')
    .trim()
    .slice(0, longest)
    .toWellFormed()
    .trim();
