import * as z from 'zod/mini';
import { hostField, limitsField, nameField, portField, secretField, timeoutField } from './check-parts.ts';

/** One value of a Modbus TCP device. Only reading function codes exist here: 1, 2, 3, 4. */
export const modbusCheckSchema = z.object({
  kind: z.literal('modbus'),
  host: hostField,
  port: z._default(portField, 502),
  unit: z._default(z.int().check(z.minimum(0), z.maximum(255)), 1),
  table: z._default(z.enum(['coil', 'discrete', 'holding', 'input']), 'holding'),
  /** As in the protocol, counted from 0: register 40001 of a manual is address 0 of `holding`. */
  address: z.int().check(z.minimum(0), z.maximum(65_535)),
  /** How the registers are read; coils and discrete inputs are always 0 or 1. */
  type: z._default(
    z.enum(['uint16', 'int16', 'uint32', 'int32', 'uint64', 'int64', 'float32', 'float64']),
    'uint16',
  ),
  /** Order of the bytes of a value of 2 registers, A the highest. Longer values follow the same habit. */
  order: z._default(z.enum(['ABCD', 'CDAB', 'BADC', 'DCBA']), 'ABCD'),
  scale: z._default(z.number(), 1),
  offset: z._default(z.number(), 0),
  limits: limitsField,
  timeoutMs: timeoutField,
});

/** One value and the state of an OPC UA server. Nothing is ever written. */
export const opcuaCheckSchema = z.object({
  kind: z.literal('opcua'),
  url: z.string().check(z.maxLength(1000), z.regex(/^opc\.tcp:\/\//)),
  /** Node identifier, e.g. ns=2;s=Boiler.Temperature; only the server's state when missing. */
  node: z.optional(nameField),
  security: z._default(z.enum(['None', 'Basic256Sha256', 'Aes128_Sha256_RsaOaep']), 'Basic256Sha256'),
  /** Without it a connection that is neither signed nor encrypted is refused. */
  allowInsecure: z._default(z.boolean(), false),
  /** SHA-256 of the server's certificate; the first one that is seen is remembered when missing. */
  fingerprint: z.optional(z.string().check(z.regex(/^([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}$/))),
  user: z.optional(nameField),
  password: z.optional(secretField),
  scale: z._default(z.number(), 1),
  limits: limitsField,
  timeoutMs: timeoutField,
});

export type ModbusCheck = z.infer<typeof modbusCheckSchema>;
export type OpcuaCheck = z.infer<typeof opcuaCheckSchema>;
export const industryCheckSchemas = [modbusCheckSchema, opcuaCheckSchema] as const;
