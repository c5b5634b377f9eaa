import { AppError } from '../../errors.ts';
import { TERMS } from './terms.ts';

/** NIST SP 800-63B-4, 3.1.1.2: length decides; no rule says which characters, and no date forces a change. */
export const MIN_LENGTH = 12;
export const MAX_LENGTH = 128;
/** Characters that must be left when everything well known is taken away. */
const MIN_OWN = 6;
/** Different characters in the whole password. */
const MIN_DISTINCT = 5;

/** What the person is surrounded by: own name, e-mail address, name of the provider. */
export type PasswordContext = readonly string[];

/**
 * Refuses short passwords and those that a guesser tries first. Instead of a list of leaked passwords it takes away
 * what such lists are made of (words, names of the surroundings, years, runs on the keyboard, repetition), however
 * they are joined, capitalised or written with digits; a password that has little else is well known. So "Passwort2024!"
 * is refused together with "P4ssw0rt#2031", and a phrase of uncommon words is not.
 * @throws AppError RA_PASSWORD_WEAK with details.reason: short, long, known
 */
export function checkPassword(password: string, context: PasswordContext): void {
  const refuse = (reason: 'short' | 'long' | 'known'): never => {
    throw new AppError('RA_PASSWORD_WEAK', undefined, {
      reason,
      minLength: MIN_LENGTH,
      maxLength: MAX_LENGTH,
    });
  };
  if (password.length > MAX_LENGTH) refuse('long');
  if ([...password].length < MIN_LENGTH) refuse('short');
  if (new Set(password.toLowerCase()).size < MIN_DISTINCT || isWellKnown(password, context)) refuse('known');
}

function isWellKnown(password: string, context: PasswordContext): boolean {
  const text = password.toLowerCase();
  const known = new Array<boolean>(text.length).fill(false);
  const mark = (from: number, length: number): void => void known.fill(true, from, from + length);
  const markAll = (pattern: RegExp): void => {
    for (const match of text.matchAll(pattern)) mark(match.index, match[0].length);
  };
  for (const reading of readings(text))
    for (const word of [...TERMS, ...contextWords(context)])
      for (let at = reading.indexOf(word); at >= 0; at = reading.indexOf(word, at + 1)) mark(at, word.length);
  markAll(/(?:19|20)\d\d/g);
  markAll(/(.)\1{2,}/g);
  // What was there before adds nothing: "xk4gxk4gxk4g".
  for (let i = 3; i <= text.length - 3; i++) if (text.slice(0, i).includes(text.slice(i, i + 3))) mark(i, 3);
  markRuns(text, mark);
  const own = text
    .split('')
    .map((unit, i) => (known[i] ? GAP : unit))
    .join('');
  // "Sommer-2024!" and "sommer sommer": what joins or ends well-known pieces adds nothing either.
  const bare = own.replaceAll(/(?<=^|\0)[^\p{L}\0]{1,6}(?=\0|$)/gu, GAP);
  return bare.replaceAll(GAP, '').length < MIN_OWN;
}

/** Stands where something well known was. */
const GAP = '\0';

/** As typed, and with the digits and signs read as the letters they replace (p4$$w0rt); 1 may be i or l. */
function readings(text: string): string[] {
  const letters: Record<string, string> = {
    '0': 'o',
    '3': 'e',
    '4': 'a',
    '5': 's',
    '7': 't',
    '@': 'a',
    $: 's',
  };
  const read = (one: string): string =>
    text.replaceAll(/[0-9@$!]/g, (c) => (c === '1' || c === '!' ? one : (letters[c] ?? c)));
  return [text, read('i'), read('l')];
}

const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertzuiopü',
  'qwertyuiop',
  'asdfghjklöä',
  'yxcvbnm',
  'zxcvbnm',
];
const RUNS = [...ROWS, ...ROWS.map((row) => [...row].reverse().join(''))];

/** Every stretch of at least three neighbours of the alphabet, the digits or the keyboard. */
function markRuns(text: string, mark: (from: number, length: number) => void): void {
  for (let from = 0; from < text.length - 2; from++) {
    let length = 3;
    while (from + length <= text.length && RUNS.some((row) => row.includes(text.slice(from, from + length))))
      mark(from, length++);
  }
}

function contextWords(context: PasswordContext): string[] {
  return context
    .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= 3);
}
