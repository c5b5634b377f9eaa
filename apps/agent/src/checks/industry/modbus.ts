import type { Socket } from 'node:net';
import type { CheckOutcome, ModbusCheck } from '@rettungsanker/protocol';
import { CheckError, socketError } from '../codes.ts';
import { dial } from '../dial.ts';
import type { Run } from '../environment.ts';
import { tenths } from '../values.ts';
import { Verdict } from '../verdict.ts';
import { decodeRegisters, registersOf } from './registers.ts';

/** Function codes that read. There are no others in this program: nothing here can change a machine. */
const READ = { coil: 1, discrete: 2, holding: 3, input: 4 } as const;
/** Exception codes, Modbus application protocol 1.1b3, section 7. */
const EXCEPTIONS: Readonly<Record<number, string>> = {
  1: 'it does not know this table',
  2: 'it has no such address',
  3: 'it refuses the length',
  4: 'it failed',
  6: 'it is busy',
  10: 'the gateway has no way to it',
  11: 'the device behind the gateway does not answer',
};
/** Head of Modbus TCP: transaction, protocol (0), length of what follows, unit. */
const HEAD = 7;
const LONGEST = 260;
const TRANSACTION = 1;

/** Reads one value of a Modbus TCP device. @throws CheckError */
export async function checkModbus(check: ModbusCheck, run: Run): Promise<CheckOutcome> {
  const started = performance.now();
  const { socket } = await dial(check.host, check.port, run);
  run.enter('answering');
  const bits = check.table === 'coil' || check.table === 'discrete';
  const count = bits ? 1 : registersOf(check.type);
  const data = await exchange(socket, check, READ[check.table], count, bits ? 1 : count * 2);
  socket.destroy();

  const raw = bits ? data[0]! & 1 : decodeRegisters(data, check.type, check.order);
  const value = raw * check.scale + check.offset;
  const verdict = new Verdict();
  verdict.value('value', value);
  verdict.value('total_ms', tenths(performance.now() - started));
  // Devices say "not a number" where a sensor is broken or missing.
  if (!Number.isFinite(value)) verdict.problem('RA_CHECK_STATE', 'the device gives no number for this value');
  else verdict.limit(value, check.limits, 'the value');
  return verdict.outcome(`the value is ${Math.round(value * 1000) / 1000}`);
}

/** @returns the data of the answer, `bytes` long */
function exchange(
  socket: Socket,
  check: ModbusCheck,
  code: number,
  count: number,
  bytes: number,
): Promise<Buffer> {
  const where = `${check.host}:${check.port}`;
  const request = Buffer.alloc(HEAD + 5);
  request.writeUInt16BE(TRANSACTION, 0);
  request.writeUInt16BE(6, 4);
  request.writeUInt8(check.unit, 6);
  request.writeUInt8(code, 7);
  request.writeUInt16BE(check.address, 8);
  request.writeUInt16BE(count, 10);
  return new Promise((resolve, reject) => {
    let answer = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      answer = Buffer.concat([answer, chunk]);
      try {
        const data = readAnswer(answer, check.unit, code, bytes);
        if (data !== undefined) resolve(data);
      } catch (error) {
        socket.destroy();
        reject(error);
      }
    });
    socket.on('error', (error) => reject(socketError(error, where)));
    socket.on('close', () => reject(socketError({ code: 'ECONNRESET' }, where)));
    if (socket.destroyed) reject(socketError({ code: 'ECONNRESET' }, where));
    socket.write(request);
  });
}

/**
 * @returns undefined as long as the answer is not complete
 * @throws CheckError RA_CHECK_PROTOCOL for what is no Modbus, RA_CHECK_MISSING for an exception of the device
 */
export function readAnswer(answer: Buffer, unit: number, code: number, bytes: number): Buffer | undefined {
  const invalid = () => new CheckError('RA_CHECK_PROTOCOL', 'the answer is not valid Modbus TCP');
  if (answer.length < HEAD + 2) return undefined;
  const length = answer.readUInt16BE(4) + 6;
  if (
    answer.readUInt16BE(0) !== TRANSACTION ||
    answer.readUInt16BE(2) !== 0 ||
    length > LONGEST ||
    length < HEAD + 2
  ) {
    throw invalid();
  }
  if (answer.length < length) return undefined;
  if (answer[6] !== unit) throw invalid();
  if (answer[7] === (code | 0x80)) {
    const number = answer[8]!;
    throw new CheckError(
      'RA_CHECK_MISSING',
      `the device refuses: ${EXCEPTIONS[number] ?? `exception ${number}`}`,
    );
  }
  if (answer[7] !== code || answer[8] !== bytes || length !== HEAD + 2 + bytes) throw invalid();
  return answer.subarray(HEAD + 2, length);
}
