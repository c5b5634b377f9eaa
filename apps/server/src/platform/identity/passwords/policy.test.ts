import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { AppError } from '../../errors.ts';
import { checkPassword, MAX_LENGTH, MIN_LENGTH } from './policy.ts';

const CONTEXT = ['Ada Olsen', 'ada.olsen@nordlicht.example', 'Nordlicht IT GmbH'];

function reason(password: string): string | undefined {
  try {
    checkPassword(password, CONTEXT);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof AppError && error.code === 'RA_PASSWORD_WEAK');
    return String(error.details?.reason);
  }
}

test('ASVS 6.2.1: eleven characters are too few, twelve are enough', () => {
  assert.equal(reason('dq7#Lv0wTz9'), 'short');
  assert.equal(reason('dq7#Lv0wTz9k'), undefined);
  // A sign outside the basic plane is one character, not two.
  assert.equal(reason('🐳dq7#Lv0wT'), 'short');
});

test('ASVS 6.2.5: no kind of character is demanded or forbidden', () => {
  for (const password of ['regnerische kartoffelernte', '482139574628', 'ßüö – ñ漢字 ✓ 3', 'DQKLVWTZPMRC'])
    assert.equal(reason(password), undefined, password);
});

test('ASVS 6.2.9: up to 128 characters, not one more', () => {
  const long = Array.from({ length: MAX_LENGTH }, (_, i) => String.fromCharCode(33 + ((i * 37) % 90))).join(
    '',
  );
  assert.equal(reason(long), undefined);
  assert.equal(reason(`${long}x`), 'long');
});

test('ASVS 6.2.4: well-known passwords of twelve and more characters are refused, over 3000 of them', () => {
  const words = `passwort password willkommen welcome administrator sommer winter schatz qwertzuiop qwerty
    iloveyou fussball football sonnenschein sunshine prinzessin princess geheim letmein dragon michael hallo
    mercedes master monkey`.split(/\s+/);
  const leet = (word: string): string =>
    word
      .replaceAll('a', '@')
      .replaceAll('o', '0')
      .replaceAll('e', '3')
      .replaceAll('i', '1')
      .replaceAll('s', '$');
  const capital = (word: string): string => word[0]!.toUpperCase() + word.slice(1);
  const shapes = [(w: string) => w, capital, (w: string) => w.toUpperCase(), leet];
  const tails = [
    '2024',
    '2025!',
    '2026#',
    '!2023',
    '123456',
    '1234567',
    '12345!',
    '-2024-',
    '111222',
    '123',
    '#1',
    '!!',
  ];
  const tried = new Set<string>();
  for (const word of words)
    for (const shape of shapes)
      for (const tail of tails)
        for (const password of [
          shape(word) + tail + tail,
          tail + shape(word) + tail,
          shape(word) + tail + shape(words[(words.indexOf(word) + 7) % words.length]!),
        ])
          if (password.length >= MIN_LENGTH && !tried.has(password)) {
            tried.add(password);
            assert.equal(reason(password), 'known', password);
          }
  assert.ok(tried.size > 3000, `${tried.size} tried`);
});

test('ASVS 6.2.12: what every list of leaked passwords has is refused', () => {
  const leaked =
    `123456789012 1234567890123456 qwertyuiop12 qwertzuiopü1 asdfghjkl123 1q2w3e4r5t6z 1qaz2wsx3edc
    aaaaaaaaaaaa abababababab passw0rd1234 P@ssw0rd2024 Passwort2024! iloveyou1234 abcdefghijkl abc123abc123
    xk4gxk4gxk4g abxyzqabxyzqabxyzq willkommen123 Sommer2025!! administrator1 changeme1234 letmein12345 football1234 monkey123456 hallohallo12
    correcthorsebatterystaple 987654321098 qwerty123456 password12345`.split(/\s+/);
  for (const password of leaked) assert.equal(reason(password), 'known', password);
});

test('ASVS 6.2.11: name, address and firm do not make a password', () => {
  for (const password of [
    'AdaOlsen2026!',
    'Nordlicht-IT-1',
    'ada.olsen.ada.olsen',
    '0lsen.N0rdlicht!',
    'nordlicht2026#ada',
  ])
    assert.equal(reason(password), 'known', password);
  assert.equal(reason('Olsen kauft sieben Gurken'), undefined);
});

test('random passwords of a manager are never refused', () => {
  const character = fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code));
  fc.assert(
    fc.property(fc.array(character, { minLength: 16, maxLength: 64 }), (characters) => {
      fc.pre(new Set(characters).size >= 10);
      assert.equal(reason(characters.join('')), undefined);
    }),
    { numRuns: 300 },
  );
});
