import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { ServerTCP } from 'modbus-serial';
import { assertOutcome, check, listen } from '../test-environment.ts';
import { readAnswer } from './modbus.ts';
import { decodeRegisters } from './registers.ts';

/** A device with a temperature of 21.5 degrees in tenths, a float over two registers, a coil, and nothing above 100. */
async function device(t: TestContext): Promise<{ port: number; writes: () => number }> {
  let writes = 0;
  const float = Buffer.alloc(4);
  float.writeFloatBE(-12.5);
  const registers = [215, float.readUInt16BE(0), float.readUInt16BE(2), 0x8000];
  const read = (address: number) => {
    // The library makes the exception of the device out of what is thrown.
    if (address > 100) throw Object.assign(new Error('no such address'), { modbusErrorCode: 2 });
    return registers[address] ?? 0;
  };
  const written = () => {
    writes++;
  };
  const vector = {
    getHoldingRegister: read,
    getInputRegister: (address: number) => read(address) + 1,
    getCoil: (address: number) => address === 7,
    getDiscreteInput: (address: number) => address === 8,
    setRegister: written,
    setCoil: written,
  };
  const server = new ServerTCP(vector, { host: '127.0.0.1', port: 0, unitID: 5 });
  await once(server, 'initialized');
  t.after(() => new Promise<void>((done) => server.close(() => done())));
  // The library does not tell the port that it got.
  const { port } = (server as unknown as { _server: { address(): { port: number } } })._server.address();
  return { port, writes: () => writes };
}

test('values of a real server, in all four tables', async (t) => {
  const { port, writes } = await device(t);
  const read = (more: object) =>
    check({ kind: 'modbus', host: '127.0.0.1', port, unit: 5, timeoutMs: 2000, ...more });
  const value = async (more: object) => (await read(more)).values.value;
  assert.equal(await value({ address: 0, scale: 0.1 }), 21.5);
  assert.equal(await value({ address: 0, table: 'input', offset: -16 }), 200);
  assert.equal(await value({ address: 1, type: 'float32' }), -12.5);
  assert.equal(await value({ address: 3, type: 'int16' }), -32_768);
  assert.equal(await value({ address: 7, table: 'coil' }), 1);
  assert.equal(await value({ address: 7, table: 'discrete' }), 0);
  const hot = await read({ address: 0, scale: 0.1, limits: { warnAbove: 20, criticalAbove: 40 } });
  assertOutcome(hot, 'warning', 'RA_CHECK_LIMIT');
  const missing = await read({ address: 200 });
  assertOutcome(missing, 'unknown', 'RA_CHECK_MISSING');
  assert.equal(writes(), 0);
});

test('a device that is silent, cuts off, or speaks something else', async (t) => {
  const port = await listen(
    t,
    createServer((socket) =>
      socket.once('data', (request) => {
        const address = request.readUInt16BE(8);
        if (address === 1) socket.end();
        if (address === 2) socket.write('HTTP/1.1 400 Bad Request\r\n\r\n');
        if (address === 3) socket.write(Buffer.from([0, 1, 0, 0, 0, 5, 1, 3, 2, 0]));
      }),
    ),
  );
  const read = (address: number) =>
    check({ kind: 'modbus', host: '127.0.0.1', port, address, timeoutMs: 200 });
  assertOutcome(await read(0), 'failed', 'RA_CHECK_TIMEOUT');
  assertOutcome(await read(1), 'failed', 'RA_CHECK_CONNECTION');
  assertOutcome(await read(2), 'failed', 'RA_CHECK_PROTOCOL');
  assertOutcome(await read(3), 'failed', 'RA_CHECK_TIMEOUT');
});

test('whatever bytes come, they are data, an error, or not enough', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      try {
        const data = readAnswer(Buffer.from(bytes), 1, 3, 4);
        assert.ok(data === undefined || data.length === 4);
      } catch (error) {
        assert.match((error as { code: string }).code, /^RA_CHECK_(PROTOCOL|MISSING)$/);
      }
    }),
  );
});

test('every order of the bytes', () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true }),
      fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      (double, integer) => {
        const four = Buffer.alloc(4);
        four.writeInt32BE(integer);
        const [a, b, c, d] = four;
        for (const [order, bytes] of [
          ['ABCD', [a, b, c, d]],
          ['CDAB', [c, d, a, b]],
          ['BADC', [b, a, d, c]],
          ['DCBA', [d, c, b, a]],
        ] as const) {
          assert.equal(decodeRegisters(Buffer.from(bytes.map(Number)), 'int32', order), integer);
        }
        const eight = Buffer.alloc(8);
        eight.writeDoubleBE(double);
        assert.equal(decodeRegisters(eight, 'float64', 'ABCD'), double);
        eight.writeDoubleLE(double);
        assert.equal(decodeRegisters(eight, 'float64', 'DCBA'), double);
      },
    ),
  );
});
