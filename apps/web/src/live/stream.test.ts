import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readEvents, type ServerEvent } from './stream.ts';

async function read(pieces: Uint8Array[]): Promise<{ events: ServerEvent[]; heard: number }> {
  let heard = 0;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
  const events: ServerEvent[] = [];
  for await (const event of readEvents(body, () => heard++)) events.push(event);
  return { events, heard };
}
const bytes = (text: string) => new TextEncoder().encode(text);

describe('event stream', () => {
  it('reads types, ids, several data lines and comments', async () => {
    const { events } = await read([
      bytes(': hello\n\nid: 7\nevent: alert.raised\ndata: {"a":1}\n\ndata: x\ndata:  y\n\nevent: lonely\n\n'),
    ]);
    assert.deepEqual(events, [
      { type: 'alert.raised', data: '{"a":1}', id: '7' },
      { type: 'message', data: 'x\n y', id: '7' },
    ]);
  });
  it('does not deliver a block that was cut off', async () => {
    const { events, heard } = await read([bytes('data: half')]);
    assert.deepEqual(events, []);
    assert.equal(heard, 1);
  });
  it('reads the same events however the bytes are cut and lines are ended', async () => {
    const line = fc.string({ unit: 'grapheme' }).filter((text) => !/[\r\n\0]/.test(text));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(line, { minLength: 1, maxLength: 3 }), { maxLength: 5 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.array(fc.nat(40), { maxLength: 20 }),
        async (blocks, end, cuts) => {
          const whole = bytes(
            `${blocks.map((lines) => lines.map((text) => `data: ${text}${end}`).join('') + end).join('')}:`,
          );
          const pieces: Uint8Array[] = [];
          let from = 0;
          for (const cut of cuts) {
            pieces.push(whole.slice(from, from + cut));
            from += cut;
          }
          pieces.push(whole.slice(from));
          const { events } = await read(pieces);
          assert.deepEqual(
            events.map((event) => event.data),
            blocks.map((lines) => lines.join('\n')),
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});
