import { runnableCheckSchema, SECRET_FIELDS } from '@rettungsanker/protocol';
import { z } from 'zod';
import { type CheckKind, kindOf } from './index.ts';

/** A JSON Schema (2020-12) as it is handed out. */
export type JsonSchema = Record<string, unknown>;

const made = new Map<CheckKind, JsonSchema>();

/**
 * The settings of a kind as JSON Schema, with defaults and limits: forms and documentation are made from it. What must
 * not be shown again is `writeOnly`. The kind itself is no setting.
 */
export function settingsOf(kind: CheckKind): JsonSchema {
  let schema = made.get(kind);
  if (!schema) {
    schema = tidy(z.toJSONSchema(schemaOf(kind), { io: 'input' }) as JsonSchema) as JsonSchema;
    if (kindOf(kind).source.type === 'executed') withoutKind(schema);
    made.set(kind, schema);
  }
  return schema;
}

/** An executed kind is one of the options on the wire; its door (`config`) is a transformation that has no JSON Schema. */
function schemaOf(kind: CheckKind) {
  if (kindOf(kind).source.type !== 'executed') return kindOf(kind).config;
  return runnableCheckSchema.def.options.find(
    ({ def }) => def.shape.kind.def.values[0] === (kind as string),
  )!;
}

function withoutKind(schema: JsonSchema): void {
  delete (schema.properties as JsonSchema).kind;
  const required = (schema.required as string[]).filter((name) => name !== 'kind');
  if (required.length > 0) schema.required = required;
  else delete schema.required;
}

/** Without what is the same for all, and with secrets marked. */
function tidy(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((each) => tidy(each));
  if (typeof value !== 'object' || value === null) return value;
  const { $schema, ...schema } = value as JsonSchema;
  const isUuid = schema.format === 'uuid';
  const tidied = Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => !(isUuid && key === 'pattern'))
      .map(([key, each]) => [key, key === 'properties' ? tidyProperties(each as JsonSchema) : tidy(each)]),
  );
  return schema.type === 'string' && SECRET_FIELDS.has(name) ? { ...tidied, writeOnly: true } : tidied;
}

const tidyProperties = (properties: JsonSchema): JsonSchema =>
  Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, tidy(each, name)]));
