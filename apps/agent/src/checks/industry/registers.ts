import type { ModbusCheck } from '@rettungsanker/protocol';

type Type = ModbusCheck['type'];

const REGISTERS: Readonly<Record<Type, number>> = {
  uint16: 1,
  int16: 1,
  uint32: 2,
  int32: 2,
  float32: 2,
  uint64: 4,
  int64: 4,
  float64: 4,
};

/** How many registers of 16 bits a value takes. */
export function registersOf(type: Type): number {
  return REGISTERS[type];
}

/**
 * A value of registers. Modbus fixes the order of the bytes in a register, but not that of the registers of a longer
 * value, and some makers swap the bytes as well: `ABCD` is big-endian, `CDAB` has the low register first, `BADC` has
 * the bytes of each register swapped, `DCBA` is little-endian.
 *
 * @param data as it came, two bytes a register
 */
export function decodeRegisters(data: Buffer, type: Type, order: ModbusCheck['order']): number {
  const bytes = Buffer.from(data);
  if (order === 'BADC' || order === 'DCBA') bytes.swap16();
  if (order === 'CDAB' || order === 'DCBA') reverseRegisters(bytes);
  switch (type) {
    case 'uint16':
      return bytes.readUInt16BE();
    case 'int16':
      return bytes.readInt16BE();
    case 'uint32':
      return bytes.readUInt32BE();
    case 'int32':
      return bytes.readInt32BE();
    case 'float32':
      return bytes.readFloatBE();
    case 'uint64':
      return Number(bytes.readBigUInt64BE());
    case 'int64':
      return Number(bytes.readBigInt64BE());
    case 'float64':
      return bytes.readDoubleBE();
  }
}

function reverseRegisters(bytes: Buffer): void {
  for (let low = 0, high = bytes.length - 2; low < high; low += 2, high -= 2) {
    const register = bytes.readUInt16BE(low);
    bytes.writeUInt16BE(bytes.readUInt16BE(high), low);
    bytes.writeUInt16BE(register, high);
  }
}
