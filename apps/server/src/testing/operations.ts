import fc from 'fast-check';
import { documentApi } from '../openapi.ts';
import type { Permission } from '../platform/tenancy/permissions.ts';

/** The parts of JSON Schema that the document uses. */
export interface JsonSchema {
  type?: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object' | 'null';
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly JsonSchema[];
  oneOf?: readonly JsonSchema[];
  allOf?: readonly JsonSchema[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: JsonSchema;
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
  additionalProperties?: JsonSchema | boolean;
}

interface Parameter {
  in: 'path' | 'query' | 'header' | 'cookie';
  name: string;
  required?: boolean;
  schema: JsonSchema;
}

/** One way to call the program. */
export interface Operation {
  readonly method: string;
  /** As in the document, from the root: /api/v1/clients/{clientId}. */
  readonly path: string;
  readonly permission: Permission | 'person' | 'open';
  /** Is it about one client, named in the path? */
  readonly ofClient: boolean;
  readonly parameters: readonly Parameter[];
  readonly body: JsonSchema | undefined;
  /** It never ends: server-sent events. */
  readonly endless: boolean;
}

export interface Call {
  readonly operation: Operation;
  /** Path and query. */
  readonly url: string;
  readonly body: unknown;
}

interface DocumentedOperation {
  'x-permission'?: Operation['permission'];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
}

/** Everything that the OpenAPI document offers. @throws Error when a route does not say who may call it */
export async function allOperations(): Promise<Operation[]> {
  const { paths } = (await documentApi()) as {
    paths: Record<string, Record<string, DocumentedOperation>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, documented]): Operation => {
      const permission = documented['x-permission'];
      if (!permission) throw new Error(`${method} ${path} has no x-permission`);
      return {
        method: method.toUpperCase(),
        path,
        permission,
        ofClient: path.includes('{clientId}'),
        parameters: documented.parameters ?? [],
        body: documented.requestBody?.content['application/json']?.schema,
        endless: path === '/api/v1/live',
      };
    }),
  );
}

/** What the values of a call are made of. */
export interface Values {
  /** Ids for what is called so: assetId, or asset in a query. */
  id(name: string): fc.Arbitrary<string>;
  text: fc.Arbitrary<string>;
  cursor: fc.Arbitrary<string>;
}

/** Calls that fit the document, but for rules that it cannot say. Values that may be missing often are. */
export function callOf(operation: Operation, values: Values): fc.Arbitrary<Call> {
  const of = (place: Parameter['in']): JsonSchema => {
    const parameters = operation.parameters.filter((parameter) => parameter.in === place);
    return {
      type: 'object',
      properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
      required: parameters.filter((parameter) => parameter.required).map(({ name }) => name),
    };
  };
  const record = (schema: JsonSchema) => fitting(schema, '', values) as fc.Arbitrary<Record<string, unknown>>;
  return fc
    .record({
      path: record(of('path')),
      query: record(of('query')),
      body: operation.body ? fitting(operation.body, '', values) : fc.constant(undefined),
    })
    .map(({ path, query, body }) => {
      const filled = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
        encodeURIComponent(String(path[name])),
      );
      const search = new URLSearchParams(
        Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
      );
      return { operation, url: search.size > 0 ? `${filled}?${search}` : filled, body };
    });
}

/** Values that fit a schema; `name` is what the value is called where it stands. */
export function fitting(schema: JsonSchema, name: string, values: Values): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => fitting(choice, name, values)));
  switch (schema.type) {
    case 'string':
      return stringOf(schema, name, values);
    case 'integer':
      return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 1000 });
    case 'number':
      return fc.integer({ min: Math.ceil(schema.minimum ?? 0), max: Math.floor(schema.maximum ?? 1000) });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array': {
      const minLength = schema.minItems ?? 0;
      const maxLength = Math.max(minLength, Math.min(schema.maxItems ?? 2, 2));
      return fc.array(fitting(schema.items ?? {}, name, values), { minLength, maxLength });
    }
    case 'object': {
      const properties = Object.entries(schema.properties ?? {}).map(([key, property]) => {
        const value = fitting(property, key, values);
        return [key, schema.required?.includes(key) ? value : maybe(value)] as const;
      });
      return fc
        .record(Object.fromEntries(properties))
        .map((made) => Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined)));
    }
    default:
      return values.text;
  }
}

const maybe = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });

function stringOf(schema: JsonSchema, name: string, values: Values): fc.Arbitrary<string> {
  if (schema.format === 'uuid') return values.id(name);
  if (schema.format === 'email' || name === 'email') return fc.nat().map((n) => `call-${n}@example.de`);
  if (schema.format === 'date-time') {
    const hour = fc.integer({ min: 10, max: 23 });
    // A span that fits is more use than one that ends before it starts.
    return hour.map((n) => `2026-03-0${name === 'from' ? 1 : 2}T${n}:00:00.000Z`);
  }
  if (name === 'cursor') return values.cursor;
  if (schema.pattern !== undefined) return fc.stringMatching(new RegExp(schema.pattern));
  const { minLength = 0, maxLength = 1000 } = schema;
  return values.text.map((text) => text.slice(0, maxLength).padEnd(minLength, 'x'));
}
