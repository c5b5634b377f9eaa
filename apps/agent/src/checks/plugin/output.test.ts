import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parsePerformance, parsePluginOutput } from './output.ts';

test('outputs of well-known plugins', () => {
  assert.deepEqual(
    parsePluginOutput('PING OK - loss = 0%, RTA = 0.05 ms|rta=0.050000ms;100;500;0 pl=0%;20;60;0\n'),
    {
      text: 'PING OK - loss = 0%, RTA = 0.05 ms',
      performance: [
        { label: 'rta', value: 0.00005, unit: 's' },
        { label: 'pl', value: 0, unit: '%' },
      ],
    },
  );
  const disk = parsePluginOutput(
    "DISK WARNING - free space: / 3326 MB (5%);| /=2643MB;5948;5958;0;5968\n/ 15272 MB (77%);\n/boot 68 MB (69%);\n/home 69357 MB (27%);| '/boot dir'=68MB;88;93;0;98\n/home=69357MB;253404;253409;0;253414",
  );
  assert.equal(disk.text, 'DISK WARNING - free space: / 3326 MB (5%);');
  assert.deepEqual(
    disk.performance.map(({ label, value }) => [label, value / 2 ** 20]),
    [
      ['/', 2643],
      ['/boot dir', 68],
      ['/home', 69357],
    ],
  );
});

test('numbers in every notation; what is no number is left out', () => {
  const values = parsePerformance("a=1,5s b=U c= 'it''s'=-3e2c;; =4 d=12XYZ e=.5% f=1;2 'open=5 g=7");
  assert.deepEqual(
    values.map(({ label, value, unit }) => `${label} ${value}${unit}`),
    ['a 1.5s', "it's -300c", 'd 12', 'e 0.5%', 'f 1', 'g 7'],
  );
});

test('whatever is printed is read, quickly and within bounds', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom("'", '=', '|', ';', ' ', '\n', '1', '.', ',', 'e', 'M', 'B', '%', 'ä'),
        maxLength: 300,
      }),
      (text) => {
        const { performance } = parsePluginOutput(text);
        for (const { label, value } of performance) assert.ok(label !== '' && Number.isFinite(value));
      },
    ),
    { numRuns: 500 },
  );
  const started = globalThis.performance.now();
  for (const text of [
    "'".repeat(200_000),
    '='.repeat(200_000),
    `|${"'a".repeat(100_000)}`,
    'a=1 '.repeat(60_000),
  ]) {
    assert.ok(parsePluginOutput(`|${text}`).performance.length <= 200);
  }
  assert.ok(globalThis.performance.now() - started < 2000);
});

test('what is written by the rules is read back', () => {
  const label = fc
    .string({ minLength: 1, maxLength: 20 })
    .filter((text) => !/[|\n]/.test(text) && text.trim() === text);
  fc.assert(
    fc.property(fc.array(fc.tuple(label, fc.integer()), { maxLength: 20 }), (pairs) => {
      const text = pairs.map(([name, value]) => `'${name.replaceAll("'", "''")}'=${value};;;0`).join(' ');
      assert.deepEqual(
        parsePerformance(text).map(({ label, value }) => [label, value]),
        pairs.map(([name, value]) => [name, value]),
      );
    }),
  );
});
