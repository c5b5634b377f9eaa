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

/** Stands where something well known was taken away. */
const GAP = '\u0000';

function isWellKnown(password: string, context: PasswordContext): boolean {
  const words = [...TERMS, ...contextWords(context)].sort((a, b) => b.length - a.length);
  // Digits that mean numbers go first: read as letters they would hide.
  const text = withoutRuns(password.toLowerCase().replaceAll(/(?:19|20)\d\d/g, GAP)).replaceAll(
    /(.)\1{2,}/gu,
    GAP,
  );
  return readings(text).some((reading) => ownPart(reading, words) < MIN_OWN);
}

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
    [...text].map((c) => (c === '1' || c === '!' ? one : (letters[c] ?? c))).join('');
  return [text, read('i'), read('l')];
}

/** Number of characters that are neither a known word nor the digits and signs that join or end such words. */
function ownPart(text: string, words: readonly string[]): number {
  const rest = words.reduce((left, word) => left.replaceAll(word, GAP), text);
  const bare = rest.replaceAll(/(?<=^|\0)[^\p{L}\0]{1,6}(?=\0|$)/gu, '');
  return [...bare.replaceAll(GAP, '')].length;
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

/** Takes out every stretch of at least four neighbours of the alphabet, the digits or the keyboard. */
function withoutRuns(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; ) {
    let length = 4;
    const inARow = (): boolean =>
      i + length <= text.length && RUNS.some((row) => row.includes(text.slice(i, i + length)));
    if (!inARow()) {
      out += text[i++];
      continue;
    }
    while (inARow()) length++;
    i += length - 1;
    out += GAP;
  }
  return out;
}

function contextWords(context: PasswordContext): string[] {
  return context
    .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= 3);
}
