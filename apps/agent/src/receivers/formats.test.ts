import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MESSAGE_BYTES, SyslogFraming } from './framing.ts';
import { describeSyslog, parseSyslog } from './syslog-message.ts';
import { describeTrap } from './traps.ts';

test('messages of both formats, and of devices that keep to neither', () => {
  const rows: [string, string][] = [
    [
      "<34>1 2026-11-23T22:14:15.003Z mymachine.example.com su - ID47 - \uFEFF'su root' failed",
      "crit mymachine.example.com su: 'su root' failed",
    ],
    ['<165>1 2026-11-23T22:14:15Z host app 8710 - [a@1 x="q\\"]" y="2"][b@2] text', 'notice host app: text'],
    ['<165>1 - - - - - -', 'notice - '],
    [
      '<34>Oct 11 22:14:15 mymachine su: failed for lonvick on /dev/pts/8',
      'crit mymachine su: failed for lonvick on /dev/pts/8',
    ],
    ['<13>Feb  5 17:32:18 10.0.0.99 sshd[77]: Use the BFG!', 'notice 10.0.0.99 sshd[77]: Use the BFG!'],
    [
      '<187>: %LINK-3-UPDOWN: Interface Gi0/1, changed state to down',
      'err - : %LINK-3-UPDOWN: Interface Gi0/1, changed state to down',
    ],
    ['no priority at all', '- - no priority at all'],
    ['<999>text', '- - <999>text'],
  ];
  for (const [line, expected] of rows) assert.equal(describeSyslog(parseSyslog(line)), expected);
  const { severity, facility, app } = parseSyslog('<34>Oct 11 22:14:15 mymachine su[7]: x');
  assert.deepEqual([severity, facility, app], [2, 4, 'su']);
});

test('whatever a device sends becomes a message, quickly', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 300 }),
      (text) => typeof describeSyslog(parseSyslog(text)) === 'string',
    ),
  );
  const started = performance.now();
  parseSyslog(`<34>1 - - - - - ${'[a="'.repeat(50_000)}`);
  parseSyslog(`<34>Oct 11 22:14:15 ${'x'.repeat(100_000)}`);
  assert.ok(performance.now() - started < 500);
});

test('messages come out of a stream as they went in, however it is cut', () => {
  const message = fc
    .string({ minLength: 1, maxLength: 40 })
    .map((text) => `<13>${text.replace(/[\r\n\0]/g, '')}`);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(message, fc.boolean()), { maxLength: 12 }),
      fc.array(fc.nat(50)),
      (messages, cuts) => {
        const stream = Buffer.concat(
          messages.map(([text, counted]) =>
            Buffer.from(counted ? `${Buffer.byteLength(text)} ${text}` : `${text}\n`),
          ),
        );
        const framing = new SyslogFraming();
        const found: string[] = [];
        let at = 0;
        for (const cut of [...cuts, stream.length]) {
          found.push(...framing.feed(stream.subarray(at, at + cut)));
          at += cut;
        }
        assert.deepEqual(
          found,
          messages.map(([text]) => text),
        );
      },
    ),
  );
});

test('a message without an end, and one that is too long, stay small', () => {
  const framing = new SyslogFraming();
  const found: string[] = [];
  for (let count = 0; count < 200; count++) found.push(...framing.feed(Buffer.alloc(10_000, 'x')));
  found.push(...framing.feed(Buffer.from('\nafter\n')));
  assert.equal(found.length, 2);
  assert.ok(found[0]!.length <= MESSAGE_BYTES * 2);
  assert.equal(found[1], 'after');
  const counted = new SyslogFraming();
  const long = counted.feed(Buffer.from(`50000 <13>${'y'.repeat(49_996)}5 <13>z`));
  assert.deepEqual([long.length, long[0]!.length, long[1]], [2, MESSAGE_BYTES, '<13>z']);
});

test('traps of version 1 and 2 in one line', () => {
  const varbinds = [
    { oid: '1.3.6.1.2.1.1.3.0', value: 77 },
    { oid: '1.3.6.1.6.3.1.1.4.1.0', value: '1.3.6.1.6.3.1.1.5.3' },
    { oid: '1.3.6.1.2.1.2.2.1.2.7', value: Buffer.from('Gi0/7') },
    { oid: '1.3.6.1.2.1.2.2.1.6.7', value: Buffer.from([0, 1, 2, 3, 4, 255]) },
  ];
  const text =
    'linkDown 1.3.6.1.6.3.1.1.5.3 1.3.6.1.2.1.2.2.1.2.7=Gi0/7 1.3.6.1.2.1.2.2.1.6.7=0x0001020304ff';
  assert.equal(describeTrap({ varbinds }), text);
  const old = { enterprise: '1.3.6.1.4.1.9', varbinds: [] };
  assert.equal(describeTrap({ ...old, generic: 2, specific: 0 }), 'linkDown 1.3.6.1.6.3.1.1.5.3');
  assert.equal(describeTrap({ ...old, generic: 6, specific: 41 }), '1.3.6.1.4.1.9.0.41');
});
